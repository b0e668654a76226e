"""Improvement actions: progress sought whatever the mode, beside the changes of the map (S-019, S-044)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.missions.models import Mission, Plan
from maillage.modules.plans.enums import Aim
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization
from maillage.shared.sources.models import Cited


class ImprovementAction(Cited, Audited):
    """An action on a mission («action d'amélioration»), most often one whose mode does not change. Closed with an indicator at least."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+", verbose_name=_("schéma"))
    mission = models.ForeignKey(
        Mission, on_delete=models.PROTECT, related_name="+", verbose_name=_("mission")
    )
    aim = models.CharField(_("visée"), max_length=12, choices=Aim)
    words = models.TextField(_("ce qui est fait"))
    owner = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("porté par"),
        help_text=_("vide : à désigner"),
    )
    started_on = models.DateField(_("depuis"))
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    closed_on = models.DateField(_("terminée le"), null=True, blank=True)
    outcome = models.TextField(_("ce qu'elle a donné"), blank=True)
    opened_at = models.DateTimeField(_("enregistrée le"))
    opened_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("enregistrée par"),
    )

    class Meta:
        verbose_name = _("action d'amélioration")
        verbose_name_plural = _("actions d'amélioration")
        constraints = [
            models.CheckConstraint(
                condition=Q(aim__in=Aim.values) & ~Q(words=""),
                name="an_improvement_says_what_it_aims_at",
                violation_error_message=_("Dites ce qui est fait, et la visée de l'action."),
            )
        ]

    def __str__(self) -> str:
        return self.words


class ActionIndicator(Audited):
    """What an improvement action is judged by; ``value`` empty: « non chiffré »."""

    action = models.ForeignKey(
        ImprovementAction, on_delete=models.CASCADE, related_name="indicators", verbose_name=_("action")
    )
    label = models.CharField(_("indicateur"), max_length=200)
    value = models.CharField(_("valeur"), max_length=80, blank=True, help_text=_("vide : non chiffré"))
    measured_on = models.DateField(_("mesuré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("indicateur d'une action")
        verbose_name_plural = _("indicateurs des actions")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "label"],
                name="one_indicator_of_a_label",
                violation_error_message=_("Cet indicateur est déjà celui de l'action."),
            )
        ]
