"""Commitments: what a plan promises for a day, and who answers for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.missions.models import Mission, Plan
from maillage.modules.plans.enums import CommitmentKind, FactKind
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person, Unit
from maillage.shared.sources.models import Cited


class Commitment(Cited, Audited):
    """What a plan promises about a mission for a day («engagement», S-018): a change, or to keep the mode (S-043).

    ``owner`` empty: « à désigner ». ``indicator`` or ``target`` empty: « non chiffré » (S-042). ``fact_kind`` and ``fact``: the
    fact of the map that opened it (primary key in its table); a fact withdrawn holds its commitment back from later campaigns.
    ``announced``: what that fact says, in a sentence; people may have said ``words`` better since.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+", verbose_name=_("schéma"))
    mission = models.ForeignKey(
        Mission, on_delete=models.PROTECT, related_name="+", verbose_name=_("mission")
    )
    kind = models.CharField(_("nature"), max_length=8, choices=CommitmentKind, default=CommitmentKind.CHANGE)
    words = models.TextField(_("ce qui est promis"))
    owner = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("porté par"),
        help_text=_("vide : à désigner"),
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité")
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("personne")
    )
    due_on = models.DateField(_("pour le"))
    indicator = models.CharField(
        _("indicateur"), max_length=200, blank=True, help_text=_("vide : non chiffré")
    )
    target = models.CharField(_("valeur visée"), max_length=80, blank=True, help_text=_("vide : non chiffré"))
    evidence = models.CharField(_("passage"), max_length=300, blank=True)
    fact_kind = models.CharField(
        _("ouvert par"), max_length=8, choices=FactKind, blank=True, default=FactKind.ENTERED
    )
    fact = models.PositiveBigIntegerField(_("fait de la carte"), null=True, blank=True)
    announced = models.TextField(_("ce que dit le fait de la carte"), blank=True)
    opened_at = models.DateTimeField(_("ouvert le"))
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("ouvert par")
    )
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("motif du retrait"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        indexes = [models.Index(fields=["plan", "due_on"], name="commitment_of_a_plan")]
        constraints = [
            models.UniqueConstraint(
                fields=["fact_kind", "fact"],
                condition=Q(fact__isnull=False),
                name="one_commitment_for_a_projected_fact",
                violation_error_message=_("Cette projection a déjà ouvert un engagement."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="a_commitment_says_what_is_promised",
                violation_error_message=_("Dites ce qui est promis."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="a_withdrawn_commitment_says_why",
                violation_error_message=_("Dites pourquoi cet engagement est retiré."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
