"""The yearly follow-up («suivi annuel»): a campaign asks, of every commitment of a plan, where it stands (S-142)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.missions.models import Plan
from maillage.modules.plans.enums import CommitmentKind, FollowUpState
from maillage.modules.plans.models.commitments import Commitment
from maillage.shared.accounts.models import User
from maillage.shared.sources.models import Cited, Source


class FollowUpCampaign(Audited):
    """The follow-up of a plan for a year. From ``locks_on`` (the day of the Bureau) nothing of it changes, unless it is reopened.

    ``locked_at``: when the lock was marked; the refusal does not wait for it. ``assembly_on``: the general assembly to which the
    report goes; empty: not known.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+", verbose_name=_("schéma"))
    year = models.PositiveSmallIntegerField(_("année"))
    due_on = models.DateField(_("à renseigner avant le"))
    bureau_on = models.DateField(_("Bureau du"))
    locks_on = models.DateField(_("figée à partir du"))
    assembly_on = models.DateField(_("assemblée générale du"), null=True, blank=True)
    opened_at = models.DateTimeField(_("ouverte le"))
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("ouverte par")
    )
    locked_at = models.DateTimeField(_("figée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("suivi annuel")
        verbose_name_plural = _("suivis annuels")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year"],
                name="one_follow_up_of_a_plan_a_year",
                violation_error_message=_("Le suivi de cette année est déjà ouvert."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__lte=F("bureau_on")) & Q(locks_on__gte=F("bureau_on")),
                name="a_follow_up_is_due_before_its_bureau",
                violation_error_message=_("Le suivi se renseigne avant la date du Bureau."),
            ),
            models.CheckConstraint(
                condition=Q(assembly_on__isnull=True) | Q(assembly_on__gte=F("bureau_on")),
                name="a_report_goes_to_the_assembly_after_its_bureau",
                violation_error_message=_("L'assemblée lit le rapport après le Bureau."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class CampaignReopening(Audited):
    """A locked campaign opened again until a day, by whom and why."""

    campaign = models.ForeignKey(
        FollowUpCampaign, on_delete=models.CASCADE, related_name="reopenings", verbose_name=_("suivi annuel")
    )
    until = models.DateField(_("jusqu'au (exclu)"))
    reason = models.TextField(_("motif"))
    at = models.DateTimeField(_("rouvert le"))
    by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("rouvert par")
    )

    class Meta:
        verbose_name = _("réouverture d'un suivi annuel")
        verbose_name_plural = _("réouvertures de suivis annuels")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_reopening_says_why",
                violation_error_message=_("Dites pourquoi le suivi est rouvert."),
            )
        ]


class FollowUp(Cited, Audited):
    """Where a commitment stands in the campaign of a year, with its evidence. NOT_FILLED until somebody says.

    ``despite``: why it is said held while a prerequisite is open (S-021). ``measured``: the value observed for its indicator.
    ``promised…``: the commitment as it read when the campaign was locked (``frozen_at``; empty: not locked yet): what is promised
    anew after the Bureau changes no report of before (S-142).
    """

    campaign = models.ForeignKey(
        FollowUpCampaign, on_delete=models.CASCADE, related_name="lines", verbose_name=_("suivi annuel")
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("engagement")
    )
    state = models.CharField(
        _("état"), max_length=10, choices=FollowUpState, default=FollowUpState.NOT_FILLED
    )
    words = models.TextField(_("ce qui a été fait"), blank=True)
    measured = models.CharField(_("valeur constatée"), max_length=80, blank=True)
    evidence = models.CharField(_("preuve"), max_length=300, blank=True)
    despite = models.TextField(_("tenu malgré un préalable ouvert, parce que"), blank=True)
    filled_at = models.DateTimeField(_("renseigné le"), null=True, blank=True)
    filled_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("renseigné par"),
    )

    frozen_at = models.DateTimeField(_("promesse figée le"), null=True, blank=True)
    promised = models.TextField(_("ce qui était promis"), blank=True)
    promised_mission = models.CharField(_("mission, au jour figé"), max_length=300, blank=True)
    promised_function = models.CharField(_("fonction, au jour figé"), max_length=300, blank=True)
    promised_kind = models.CharField(
        _("nature, au jour figé"), max_length=8, choices=CommitmentKind, blank=True
    )
    promised_owner = models.CharField(_("porté par, au jour figé"), max_length=200, blank=True)
    promised_on = models.DateField(_("promis pour le"), null=True, blank=True)
    promised_indicator = models.CharField(_("indicateur, au jour figé"), max_length=200, blank=True)
    promised_target = models.CharField(_("valeur visée, au jour figé"), max_length=80, blank=True)
    promised_evidence = models.CharField(_("passage, au jour figé"), max_length=300, blank=True)
    promised_cited = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("source de la promesse, au jour figé"),
    )

    class Meta:
        verbose_name = _("état annuel d'un engagement")
        verbose_name_plural = _("états annuels des engagements")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "commitment"],
                name="one_line_of_a_commitment_a_year",
                violation_error_message=_("Cet engagement est déjà suivi cette année."),
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.NOT_FILLED) | Q(filled_at__isnull=False),
                name="a_state_was_said_on_a_day",
                violation_error_message=_("Un état renseigné dit quand il l'a été."),
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | (~Q(promised="") & Q(promised_on__isnull=False)),
                name="a_frozen_line_says_what_was_promised",
                violation_error_message=_("Une ligne figée dit ce qui était promis, et pour quand."),
            ),
        ]
