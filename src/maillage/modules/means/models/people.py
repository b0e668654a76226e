"""People as means: pooled skills, partial assignments; management given by an organisation to another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.modules.means.enums import SkillKind
from maillage.modules.means.models.facts import OfPlan
from maillage.modules.means.personal import ASSIGNMENT
from maillage.modules.missions.models import Mission
from maillage.modules.missions.models.facts import ends_after_it_starts, known_before_withdrawn
from maillage.shared.directory.models import Organization, Person


class PooledSkill(OfPlan):
    """A skill, or a training course, that an organisation hosts and others may call on (S-035)."""

    kind = models.CharField(_("nature"), max_length=10, choices=SkillKind, default=SkillKind.SKILL)
    label = models.CharField(_("compétence ou formation"), max_length=200)
    host = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme d'accueil"),
    )
    callers = models.ManyToManyField(
        Organization,
        blank=True,
        related_name="+",
        verbose_name=_("qui peut y faire appel"),
        help_text=_("aucun : non renseigné"),
    )
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("personnes"))
    missions = models.ManyToManyField(Mission, blank=True, related_name="+", verbose_name=_("missions"))

    class Meta:
        verbose_name = _("compétence mise en commun")
        verbose_name_plural = _("compétences mises en commun")
        constraints = [
            ends_after_it_starts("pooled_skill_ends_after_it_starts"),
            known_before_withdrawn("pooled_skill_known_before_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.label


class PartialAssignment(OfPlan):
    """A share of a person's time is given to an organisation, from a day on (S-081).

    The shares of a person never exceed 100 % on any day (``operations.assigning``). ``yearly_cost``: what this share costs in a
    full year, in euros; ``funded``: the part of it that ``funder`` pays, in a full year; empty: « non chiffré ».
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("personne"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("affectée à")
    )
    percent = models.PositiveSmallIntegerField(_("part du temps (%)"))
    mission = models.ForeignKey(
        Mission, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("mission")
    )
    funder = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("tiers financeur"),
    )
    yearly_cost = models.DecimalField(
        _("coût d'une année (€)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    funded = models.DecimalField(
        _("pris en charge par le tiers en une année (€)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )

    personal = ASSIGNMENT

    class Meta:
        verbose_name = _("affectation partielle")
        verbose_name_plural = _("affectations partielles")
        indexes = [models.Index(fields=["person", "since"], name="shares_of_a_person")]
        constraints = [
            ends_after_it_starts("partial_assignment_ends_after_it_starts"),
            known_before_withdrawn("partial_assignment_known_before_withdrawn"),
            models.CheckConstraint(
                condition=Q(percent__range=(1, 100)),
                name="a_partial_assignment_is_a_percentage",
                violation_error_message=_("La part du temps est un nombre de 1 à 100."),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=False),
                name="a_partial_assignment_starts_on_a_day",
                violation_error_message=_("Une affectation partielle commence un jour dit."),
            ),
            models.CheckConstraint(
                condition=(Q(yearly_cost__isnull=True) | Q(yearly_cost__gte=0))
                & (Q(funded__isnull=True) | Q(funded__gte=0)),
                name="a_partial_assignment_costs_no_debt",
                violation_error_message=_("Un coût n'est pas négatif."),
            ),
            models.CheckConstraint(
                condition=Q(funded__isnull=True)
                | Q(yearly_cost__isnull=True)
                | Q(funded__lte=F("yearly_cost")),
                name="a_third_party_pays_at_most_the_cost",
                violation_error_message=_("Un tiers ne prend pas en charge plus que le coût."),
            ),
        ]


class ManagementDelegation(OfPlan):
    """An organisation gives another the management of a mission («délégation de gestion»), by an act, until it ends (S-076)."""

    delegator = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("délégant")
    )
    delegate = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("délégataire")
    )
    subject = models.CharField(_("objet"), max_length=300)
    mission = models.ForeignKey(
        Mission, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("mission")
    )
    act = models.CharField(
        _("acte"), max_length=300, blank=True, help_text=_("délibération, convention ; vide : non renseigné")
    )

    class Meta:
        verbose_name = _("délégation de gestion")
        verbose_name_plural = _("délégations de gestion")
        constraints = [
            ends_after_it_starts("delegation_ends_after_it_starts"),
            known_before_withdrawn("delegation_known_before_withdrawn"),
            models.CheckConstraint(
                condition=~Q(delegator=F("delegate")),
                name="nobody_delegates_to_oneself",
                violation_error_message=_("Un organisme ne délègue pas à lui-même."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
