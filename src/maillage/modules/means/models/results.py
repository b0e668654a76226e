"""What is claimed to have been gained, with its cause and its evidence; the master plans and their items."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.modules.means.models.facts import MeansFact, OfPlan
from maillage.modules.means.models.software import Tool
from maillage.modules.missions.models import Mission
from maillage.modules.missions.models.facts import ends_after_it_starts, known_before_withdrawn


class ResultStatement(OfPlan):
    """A result that somebody states (S-030, S-042). ``figure`` empty: « non chiffré », and counted as such.

    ``causes``: the missions or actions that it is said to come from; ``tools``: the tools; ``cause_text``: in words.
    ``proof``: where the figure can be checked, empty: none.
    """

    claim = models.CharField(_("résultat"), max_length=300)
    causes = models.ManyToManyField(
        Mission, blank=True, related_name="+", verbose_name=_("missions ou actions à l'origine")
    )
    tools = models.ManyToManyField(Tool, blank=True, related_name="+", verbose_name=_("outils à l'origine"))
    cause_text = models.CharField(_("cause, dans les mots de la source"), max_length=300, blank=True)
    figure = models.DecimalField(_("chiffre"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unité du chiffre"), max_length=60, blank=True)
    proof = models.CharField(
        _("preuve"), max_length=300, blank=True, help_text=_("fichier, tableau, compte rendu ; vide : aucune")
    )

    class Meta:
        verbose_name = _("résultat énoncé")
        verbose_name_plural = _("résultats énoncés")
        constraints = [
            ends_after_it_starts("result_statement_ends_after_it_starts"),
            known_before_withdrawn("result_statement_known_before_withdrawn"),
            models.CheckConstraint(
                condition=Q(figure__isnull=True) | ~Q(unit=""),
                name="a_figure_has_a_unit",
                violation_error_message=_(
                    "Un chiffre se lit avec son unité : euros, pourcentage, personnes."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.claim


class MasterPlan(OfPlan):
    """A master plan of a function («schéma directeur»), whose items prepare what the map projects (S-078)."""

    title = models.CharField(_("titre"), max_length=200)
    functions = models.ManyToManyField(Mission, blank=True, related_name="+", verbose_name=_("fonctions"))

    class Meta:
        verbose_name = _("schéma directeur")
        verbose_name_plural = _("schémas directeurs")
        constraints = [
            ends_after_it_starts("master_plan_ends_after_it_starts"),
            known_before_withdrawn("master_plan_known_before_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.title


class MasterPlanItem(MeansFact):
    """A line of the roadmap of a master plan; ``missions``: those whose projection it prepares."""

    master_plan = models.ForeignKey(
        MasterPlan, on_delete=models.CASCADE, related_name="items", verbose_name=_("schéma directeur")
    )
    title = models.CharField(_("action de la feuille de route"), max_length=200)
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    missions = models.ManyToManyField(
        Mission, blank=True, related_name="+", verbose_name=_("projections préparées")
    )

    class Meta:
        verbose_name = _("action d'un schéma directeur")
        verbose_name_plural = _("actions d'un schéma directeur")
        constraints = [
            ends_after_it_starts("master_plan_item_ends_after_it_starts"),
            known_before_withdrawn("master_plan_item_known_before_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.title
