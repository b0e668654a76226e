"""In which mode a mission is managed, with the record that the definition of the mode demands (S-009 to S-013)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited, AuditedManager
from maillage.modules.missions.enums import (
    AdoptionState,
    ChangeReason,
    CooperationForm,
    DelegationVariant,
    IntegrationOption,
    Mode,
    PartyRole,
    PoolingLogic,
)
from maillage.modules.missions.models.facts import (
    MissionFact,
    OnTheMapManager,
    ends_after_it_starts,
    known_before_withdrawn,
)
from maillage.modules.missions.models.missions import Mission
from maillage.modules.missions.models.plans import ConditionEvent, Plan
from maillage.shared.directory.models import Organization
from maillage.shared.sources.models import Cited


class Frame(Cited, Audited):
    """A common frame of an harmonisation («cadre»): doctrine, rules, processes. May serve several functions (S-040). ``scenario``: the
    draft that imagines it."""

    everything = AuditedManager()
    objects = OnTheMapManager()

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="frames", verbose_name=_("schéma"))
    title = models.CharField(_("titre"), max_length=200)
    functions = models.ManyToManyField(Mission, blank=True, related_name="+", verbose_name=_("fonctions"))
    scenario = models.ForeignKey(
        "missions.Scenario",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("scénario"),
    )

    class Meta:
        verbose_name = _("cadre commun")
        verbose_name_plural = _("cadres communs")
        default_manager_name = "everything"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "title"],
                condition=Q(scenario__isnull=True),
                name="one_frame_of_a_title",
                violation_error_message=_("Ce cadre est déjà enregistré."),
            ),
            models.UniqueConstraint(
                fields=["scenario", "title"],
                condition=Q(scenario__isnull=False),
                name="one_frame_of_a_title_in_a_draft",
                violation_error_message=_("Ce scénario imagine déjà ce cadre."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FrameVersion(Cited, Audited):
    """A version of a frame, in force from a day on. ``scenario``: the draft that imagines it; ``withdrawn_at``: since when it is offered
    no more, because the spreadsheet that brought it was undone."""

    everything = AuditedManager()
    objects = OnTheMapManager()
    frame = models.ForeignKey(
        Frame, on_delete=models.CASCADE, related_name="versions", verbose_name=_("cadre")
    )
    number = models.CharField(_("version"), max_length=20)
    since = models.DateField(_("en vigueur depuis"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    scenario = models.ForeignKey(
        "missions.Scenario",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("scénario"),
    )

    class Meta:
        verbose_name = _("version d'un cadre")
        verbose_name_plural = _("versions de cadres")
        default_manager_name = "everything"
        constraints = [
            models.UniqueConstraint(
                fields=["frame", "number"],
                condition=Q(scenario__isnull=True),
                name="one_version_of_a_frame",
                violation_error_message=_("Cette version existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["frame", "number", "scenario"],
                condition=Q(scenario__isnull=False),
                name="one_version_of_a_frame_in_a_draft",
                violation_error_message=_("Ce scénario imagine déjà cette version."),
            ),
        ]


class FrameAdoption(MissionFact):
    """Where an organisation stands with a version of a frame, from a day on (S-011). No row: not known."""

    version = models.ForeignKey(
        FrameVersion, on_delete=models.CASCADE, related_name="adoptions", verbose_name=_("version")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    state = models.CharField(_("état"), max_length=12, choices=AdoptionState, default=AdoptionState.UNKNOWN)

    class Meta:
        verbose_name = _("adoption d'un cadre")
        verbose_name_plural = _("adoptions de cadres")
        constraints = [
            ends_after_it_starts("frame_adoption_ends_after_it_starts"),
            known_before_withdrawn("frame_adoption_known_before_withdrawn"),
            models.UniqueConstraint(
                fields=["version", "organization", "since"],
                condition=Q(withdrawn_at__isnull=True, scenario__isnull=True),
                name="one_adoption_of_a_frame_from_a_day",
                violation_error_message=_("L'adoption de cet organisme est déjà enregistrée pour ce jour."),
            ),
        ]


class ModeRecord(MissionFact):
    """A mission is managed in a mode, from a day on. A collaboration of its own, never a colour of a chart (S-001).

    ``mode`` empty with ``possible`` letters: one of them, « à préciser » (S-132). ``chamber``: an exception of one organisation to
    the regional line (S-007); empty: the line. ``complete``: bears all that its mode demands; what was read in a document may
    not, what a person enters always does.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="modes", verbose_name=_("mission")
    )
    chamber = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("pour"),
    )
    mode = models.CharField(_("mode"), max_length=1, choices=Mode, blank=True)
    possible = models.JSONField(_("modes possibles"), default=list, blank=True)
    complete = models.BooleanField(_("complet"), default=True)
    reason = models.CharField(_("raison du changement"), max_length=10, choices=ChangeReason, blank=True)
    reason_text = models.TextField(_("raison, en une phrase"), blank=True)
    conditional_on = models.ForeignKey(
        ConditionEvent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sous condition"),
    )
    # Coopération
    purpose = models.TextField(_("finalité"), blank=True)
    form = models.CharField(_("forme"), max_length=10, choices=CooperationForm, blank=True)
    ends_on = models.DateField(_("fin prévue"), null=True, blank=True)
    # Harmonisation
    frames = models.ManyToManyField(
        FrameVersion, blank=True, related_name="+", verbose_name=_("cadres communs")
    )
    # Mutualisation
    pooled = models.JSONField(_("ce qui est mis en commun"), default=list, blank=True)
    logic = models.CharField(_("logique"), max_length=10, choices=PoolingLogic, blank=True)
    # Intégration
    option = models.CharField(_("option"), max_length=10, choices=IntegrationOption, blank=True)
    variant = models.CharField(_("variante"), max_length=14, choices=DelegationVariant, blank=True)
    holder = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("titulaire"),
    )

    class Meta:
        verbose_name = _("mode d'une mission")
        verbose_name_plural = _("modes des missions")
        indexes = [models.Index(fields=["mission", "since"], name="mode_of_a_mission")]
        constraints = [
            ends_after_it_starts("mode_record_ends_after_it_starts"),
            known_before_withdrawn("mode_record_known_before_withdrawn"),
            models.CheckConstraint(
                condition=Q(mode__in=["", *Mode.values]),
                name="a_recorded_mode_is_one_of_the_five",
                violation_error_message=_("Il y a cinq modes : A, C, H, I et M."),
            ),
            models.CheckConstraint(
                condition=Q(complete=False)
                | ~Q(mode=Mode.INTEGRATION)
                | (
                    Q(holder__isnull=False)
                    & (
                        Q(option=IntegrationOption.CCIR)
                        | (Q(option=IntegrationOption.DELEGATION) & ~Q(variant=""))
                    )
                ),
                name="a_complete_integration_has_a_holder",
                violation_error_message=_(
                    "Une intégration dit son option, sa variante si c'est une délégation, et son titulaire (S-013)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(complete=False)
                | ~Q(mode=Mode.COOPERATION)
                | (
                    ~Q(purpose="")
                    & (
                        Q(form=CooperationForm.COMMUNITY)
                        | (Q(form=CooperationForm.PROJECT) & Q(ends_on__isnull=False))
                    )
                ),
                name="a_complete_cooperation_has_a_purpose",
                violation_error_message=_(
                    "Une coopération dit sa finalité et sa forme ; en mode projet, sa fin prévue (S-010)."
                ),
            ),
            models.UniqueConstraint(
                fields=["mission", "since"],
                condition=Q(withdrawn_at__isnull=True, scenario__isnull=True, chamber__isnull=True),
                name="one_mode_of_a_mission_from_a_day",
                violation_error_message=_(
                    "Cette mission a déjà un mode à partir de ce jour : corrigez-le au lieu d'en ajouter un."
                ),
            ),
            models.UniqueConstraint(
                fields=["mission", "since", "chamber"],
                condition=Q(withdrawn_at__isnull=True, scenario__isnull=True, chamber__isnull=False),
                name="one_mode_of_a_mission_for_a_chamber",
                violation_error_message=_(
                    "Cette mission a déjà un mode pour cet organisme à partir de ce jour."
                ),
            ),
        ]


class ModeParty(Audited):
    """An organisation in a mode: who manages locally (A), takes part (C), hosts or benefits (M)."""

    record = models.ForeignKey(
        ModeRecord, on_delete=models.CASCADE, related_name="parties", verbose_name=_("mode")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    role = models.CharField(_("rôle"), max_length=14, choices=PartyRole)

    class Meta:
        verbose_name = _("organisme d'un mode")
        verbose_name_plural = _("organismes d'un mode")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "organization", "role"],
                name="an_organization_is_once_in_a_mode",
                violation_error_message=_("Cet organisme y est déjà."),
            )
        ]


class ModeObjective(Cited, Audited):
    """A mode aimed at for a day: never an observed mode (S-082). ``mission`` may be a whole function."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="objectives", verbose_name=_("mission")
    )
    mode = models.CharField(_("mode visé"), max_length=1, choices=Mode)
    by_day = models.DateField(_("pour le"), null=True, blank=True)
    text = models.TextField(_("dans les mots de la source"), blank=True)
    evidence = models.CharField(_("passage"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("objectif de mode")
        verbose_name_plural = _("objectifs de mode")


class Prerequisite(Cited, Audited):
    """What must be done before a projected mode can hold (S-021). ``record`` empty: of the whole mission."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="prerequisites", verbose_name=_("mission")
    )
    record = models.ForeignKey(
        ModeRecord,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("mode projeté"),
    )
    text = models.CharField(_("préalable"), max_length=300)
    met_on = models.DateField(_("rempli le"), null=True, blank=True)
    evidence = models.CharField(_("passage ou preuve"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("préalable")
        verbose_name_plural = _("préalables")
