"""Plans, their period and their parties; the five modes; the states of a map; scenarios."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.missions.enums import Mode, Nature, PlanKind, ScenarioStatus
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization
from maillage.shared.sources.models import Cited


class ModeDefinition(Cited, Audited):
    """One of the five modes, as the document defines it (S-008). Reference data: five rows, no more."""

    letter = models.CharField(_("lettre"), max_length=1, choices=Mode, unique=True)
    label = models.CharField(_("libellé"), max_length=40)
    definition = models.TextField(_("définition"))

    class Meta:
        verbose_name = _("mode de gestion")
        verbose_name_plural = _("modes de gestion")
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__in=Mode.values),
                name="a_mode_is_one_of_the_five",
                violation_error_message=_("Il y a cinq modes : A, C, H, I et M."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class Plan(Cited, Audited):
    """A plan of missions («schéma») over a period: the SROM 2017-2021. ``previous``: the one it was copied from (S-182)."""

    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    title = models.CharField(_("titre"), max_length=200)
    kind = models.CharField(_("nature"), max_length=10, choices=PlanKind, default=PlanKind.MISSIONS)
    owner = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("porté par")
    )
    starts_on = models.DateField(_("premier jour"), null=True, blank=True)
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    previous = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="next",
        verbose_name=_("suite de"),
    )
    note = models.TextField(_("à savoir"), blank=True)
    is_demo = models.BooleanField(_("démonstration"), default=False)
    loaded_digest = models.CharField(
        _("empreinte du fichier chargé"), max_length=64, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("schéma")
        verbose_name_plural = _("schémas")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="a_plan_ends_after_it_starts",
                violation_error_message=_("La fin du schéma doit venir après son début."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanParty(Audited):
    """An organisation that works under a plan: one of the six chambers (S-002). One that joins or leaves is a row."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parties", verbose_name=_("schéma"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=100)
    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisme d'un schéma")
        verbose_name_plural = _("organismes d'un schéma")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "organization"],
                name="an_organization_is_once_in_a_plan",
                violation_error_message=_("Cet organisme est déjà dans le schéma."),
            )
        ]


class ConditionEvent(Cited, Audited):
    """A named event on which projections depend: the audit of information systems (S-091)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+", verbose_name=_("schéma"))
    label = models.CharField(_("événement"), max_length=200)
    expected_on = models.DateField(_("attendu le"), null=True, blank=True)
    expected_text = models.CharField(
        _("attendu, dans les mots de la source"), max_length=120, blank=True, help_text=_("« début 2018 »")
    )
    happened_on = models.DateField(_("survenu le"), null=True, blank=True)
    outcome = models.TextField(_("ce qu'il a donné"), blank=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    def __str__(self) -> str:
        return self.label


class MapState(Cited, Audited):
    """A date at which a function is described: constat, statut or projection; the stops of the map (S-017, S-018).

    ``drawn``: the document draws a map; else it tells (S-072) or lists (S-141). ``conditional_on``: see S-091.
    """

    function = models.ForeignKey(
        "missions.Mission", on_delete=models.CASCADE, related_name="states", verbose_name=_("fonction")
    )
    day = models.DateField(_("date"), help_text=_("le 1er janvier de l'année, par convention"))
    nature = models.CharField(_("nature"), max_length=10, choices=Nature)
    label = models.CharField(_("nom dans la source"), max_length=80, blank=True)
    drawn = models.BooleanField(_("carte dessinée"), default=True)
    evidence = models.CharField(_("passage"), max_length=300, blank=True)
    conditional_on = models.ForeignKey(
        ConditionEvent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sous condition"),
    )
    confirmed_on = models.DateField(_("projection confirmée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("état d'une carte")
        verbose_name_plural = _("états d'une carte")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["function", "day"],
                name="one_state_of_a_function_a_day",
                violation_error_message=_("Cette fonction a déjà un état à cette date."),
            )
        ]


class Scenario(Cited, Audited):
    """A set of facts over a base date: « et si la paie était intégrée ? ». Published by a body, or dropped with its reason."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="scenarios", verbose_name=_("schéma")
    )
    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    title = models.CharField(_("titre"), max_length=200)
    question = models.TextField(_("la question posée"), blank=True)
    base_day = models.DateField(_("date de départ"))
    effect_day = models.DateField(_("date d'effet"))
    status = models.CharField(_("état"), max_length=10, choices=ScenarioStatus, default=ScenarioStatus.DRAFT)
    created_at = models.DateTimeField(_("ouvert le"))
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("ouvert par")
    )
    decided_by = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("décidé par"),
    )
    decided_on = models.DateField(_("décidé le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("publié ou abandonné le"), null=True, blank=True)
    drop_reason = models.TextField(_("motif de l'abandon"), blank=True)

    class Meta:
        verbose_name = _("scénario")
        verbose_name_plural = _("scénarios")
        constraints = [
            models.CheckConstraint(
                condition=Q(effect_day__gte=F("base_day")),
                name="a_scenario_takes_effect_after_its_base",
                violation_error_message=_("Un scénario ne prend pas effet avant sa date de départ."),
            ),
            models.CheckConstraint(
                condition=~Q(status=ScenarioStatus.PUBLISHED)
                | (Q(decided_by__isnull=False) & Q(decided_on__isnull=False) & Q(cited__isnull=False)),
                name="a_published_scenario_was_decided",
                violation_error_message=_(
                    "Un scénario publié dit quel organisme l'a décidé, quel jour, et sa source."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status=ScenarioStatus.DROPPED) | ~Q(drop_reason=""),
                name="a_dropped_scenario_says_why",
                violation_error_message=_("Dites pourquoi ce scénario est abandonné."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
