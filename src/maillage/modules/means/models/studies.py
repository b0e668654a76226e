"""Studies of options: the question, the options weighed, who could do it, what was decided. Rejected options stay readable."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.modules.means.enums import StudyKind
from maillage.modules.means.models.facts import MeansFact, OfPlan
from maillage.modules.missions.enums import Mode
from maillage.modules.missions.models import Mission
from maillage.modules.missions.models.facts import ends_after_it_starts, known_before_withdrawn
from maillage.shared.directory.models import Organization


class OptionStudy(OfPlan):
    """A question studied before a choice (S-028, S-099). ``since``, ``until``: the time of the study; ``duration``: in words."""

    kind = models.CharField(_("nature"), max_length=12, choices=StudyKind, default=StudyKind.OPTIONS)
    question = models.CharField(_("question étudiée"), max_length=300)
    missions = models.ManyToManyField(
        Mission, blank=True, related_name="+", verbose_name=_("missions concernées")
    )
    activities = models.JSONField(_("activités concernées"), default=list, blank=True)
    duration = models.CharField(_("durée"), max_length=120, blank=True)
    due_on = models.DateField(_("attendue pour le"), null=True, blank=True)
    due_text = models.CharField(_("échéance, dans les mots de la source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("étude")
        verbose_name_plural = _("études")
        constraints = [
            ends_after_it_starts("option_study_ends_after_it_starts"),
            known_before_withdrawn("option_study_known_before_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.question


class StudyOption(MeansFact):
    """One of the ways that a study weighs. ``gain``: what one expects of it; ``gain_amount``: in euros a year, empty: « non chiffré »."""

    study = models.ForeignKey(
        OptionStudy, on_delete=models.CASCADE, related_name="options", verbose_name=_("étude")
    )
    label = models.CharField(_("option"), max_length=300)
    mode = models.CharField(_("mode cité"), max_length=1, choices=Mode, blank=True)
    gain = models.TextField(_("gains attendus"), blank=True)
    gain_amount = models.DecimalField(
        _("gain attendu en une année (€)"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("option étudiée")
        verbose_name_plural = _("options étudiées")
        constraints = [
            ends_after_it_starts("study_option_ends_after_it_starts"),
            known_before_withdrawn("study_option_known_before_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.label


class StudyCandidate(MeansFact):
    """Somebody who could do the activities studied: an organisation, of this region or another, or words (S-099)."""

    study = models.ForeignKey(
        OptionStudy, on_delete=models.CASCADE, related_name="candidates", verbose_name=_("étude")
    )
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
    )
    words = models.CharField(_("dans les mots de la source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("prestataire possible")
        verbose_name_plural = _("prestataires possibles")
        constraints = [
            ends_after_it_starts("study_candidate_ends_after_it_starts"),
            known_before_withdrawn("study_candidate_known_before_withdrawn"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(words=""),
                name="a_candidate_is_somebody",
                violation_error_message=_("Choisissez un organisme, ou nommez le prestataire."),
            ),
        ]


class StudyDecision(MeansFact):
    """What a body decided on a study, ``since`` the day. Options that are not ``chosen`` are rejected, and stay readable."""

    study = models.ForeignKey(
        OptionStudy, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("étude")
    )
    body = models.CharField(_("instance"), max_length=120, blank=True, help_text=_("vide : non renseignée"))
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
    )
    chosen = models.ManyToManyField(
        StudyOption, blank=True, related_name="+", verbose_name=_("options retenues")
    )
    outcome = models.TextField(_("ce qui est décidé"))

    class Meta:
        verbose_name = _("décision sur une étude")
        verbose_name_plural = _("décisions sur des études")
        constraints = [
            ends_after_it_starts("study_decision_ends_after_it_starts"),
            known_before_withdrawn("study_decision_known_before_withdrawn"),
            models.UniqueConstraint(
                fields=["study"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_decision_of_a_study",
                violation_error_message=_(
                    "Cette étude a déjà sa décision : retirez-la avec son motif, puis enregistrez la bonne."
                ),
            ),
        ]
