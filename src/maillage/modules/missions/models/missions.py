"""Missions: identities that keep their story; where each state of the map places them; what is said about them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited, AuditedManager
from maillage.modules.missions.enums import (
    Legibility,
    Level,
    LinkKind,
    MissionRole,
    Mode,
    Presence,
    StatementKind,
)
from maillage.modules.missions.models.facts import (
    MissionFact,
    OnTheMapManager,
    ends_after_it_starts,
    known_before_withdrawn,
)
from maillage.modules.missions.models.plans import Plan
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.sources.models import Cited


class Mission(Audited):
    """A function, a domain, a macro-process or an action of a plan: an identity. All that may change is a dated fact.

    ``copied_from``: the mission of the previous plan that it carries on (S-182).
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="missions", verbose_name=_("schéma")
    )
    level = models.CharField(_("niveau"), max_length=14, choices=Level)
    code = models.SlugField(_("code"), max_length=40)
    definition = models.TextField(_("définition"), blank=True, help_text=_("vide : non renseignée"))
    aliases = models.JSONField(
        _("autres noms"), default=list, blank=True, help_text=_("retrouvés par la recherche (S-022)")
    )
    purposes = models.JSONField(_("finalités"), default=list, blank=True)
    perimeters = models.JSONField(
        _("périmètres"), default=list, blank=True, help_text=_("métiers réunis dans une fonction (S-095)")
    )
    guarantor = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("garant"),
    )
    demands_parts = models.BooleanField(
        _("parts à dire"),
        default=False,
        help_text=_(
            "chaque macro-processus de cette fonction dit sa part locale et sa part régionale (S-056)"
        ),
    )
    copied_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reprise de"),
    )

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="one_mission_for_a_code",
                violation_error_message=_("Ce code est déjà celui d'une autre mission du schéma."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Placement(MissionFact):
    """Where a mission stands from a day on: under which other, with which label, in which rank of the drawing.

    One row a state of the map, or a change entered since. Moved (another parent), relabelled (another label), gone: another
    row of the same mission, which keeps its identity (S-061, S-070).
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="placements", verbose_name=_("mission")
    )
    parent = models.ForeignKey(
        Mission,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sous"),
        help_text=_("vide pour une fonction"),
    )
    label = models.CharField(_("libellé"), max_length=300)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    presence = models.CharField(_("présence"), max_length=12, choices=Presence, default=Presence.SHOWN)
    legibility = models.CharField(_("lecture"), max_length=10, choices=Legibility, default=Legibility.TYPED)

    class Meta:
        verbose_name = _("place d'une mission")
        verbose_name_plural = _("places des missions")
        indexes = [models.Index(fields=["mission", "since"], name="placement_of_a_mission")]
        constraints = [
            ends_after_it_starts("placement_ends_after_it_starts"),
            known_before_withdrawn("placement_known_before_withdrawn"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("mission")),
                name="a_mission_is_not_under_itself",
                violation_error_message=_("Une mission ne se range pas sous elle-même."),
            ),
            models.UniqueConstraint(
                fields=["mission", "since"],
                condition=Q(withdrawn_at__isnull=True, scenario__isnull=True),
                name="one_place_of_a_mission_from_a_day",
                violation_error_message=_(
                    "Cette mission a déjà une place à partir de ce jour : corrigez-la au lieu d'en ajouter une."
                ),
            ),
        ]


class Annotation(MissionFact):
    """A sentence printed with a map, a domain or some boxes: « Coopération pour des besoins d'expertises » (S-027, S-032).

    ``mission``: the function, domain or box that bears it; ``boxes``: the boxes it marks; none: the scope is not known.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="annotations", verbose_name=_("portée par")
    )
    boxes = models.ManyToManyField(Mission, blank=True, related_name="+", verbose_name=_("cases marquées"))
    text = models.CharField(_("texte"), max_length=500)
    mode = models.CharField(_("mode cité"), max_length=1, choices=Mode, blank=True)

    class Meta:
        verbose_name = _("annotation")
        verbose_name_plural = _("annotations")
        constraints = [
            ends_after_it_starts("annotation_ends_after_it_starts"),
            known_before_withdrawn("annotation_known_before_withdrawn"),
        ]


class NarrativeStatement(MissionFact):
    """What the text says around the maps, in its words: never the mode of a box (S-080, S-132, S-141)."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="statements", verbose_name=_("fonction")
    )
    kind = models.CharField(_("nature"), max_length=10, choices=StatementKind)
    subject = models.CharField(_("objet"), max_length=300)
    text = models.TextField(_("ce que dit le texte"), blank=True)
    modes = models.JSONField(
        _("modes cités"), default=list, blank=True, help_text=_("lettres ; plusieurs : à préciser (S-132)")
    )
    day_text = models.CharField(_("date, dans les mots de la source"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("énoncé du texte")
        verbose_name_plural = _("énoncés du texte")
        constraints = [
            ends_after_it_starts("statement_ends_after_it_starts"),
            known_before_withdrawn("statement_known_before_withdrawn"),
        ]


class MissionLink(Cited, Audited):
    """Two missions tied together; see :class:`LinkKind`. For MERGED and SPLIT, ``first`` is the former one. ``scenario``: the draft that
    merges or splits them."""

    everything = AuditedManager()
    objects = OnTheMapManager()

    kind = models.CharField(_("lien"), max_length=16, choices=LinkKind)
    first = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="+", verbose_name=_("mission"))
    second = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="+", verbose_name=_("autre mission")
    )
    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    note = models.TextField(_("remarque"), blank=True)
    scenario = models.ForeignKey(
        "missions.Scenario",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("scénario"),
    )

    class Meta:
        verbose_name = _("lien entre missions")
        verbose_name_plural = _("liens entre missions")
        default_manager_name = "everything"
        constraints = [
            ends_after_it_starts("mission_link_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="a_mission_is_not_tied_to_itself",
                violation_error_message=_("Une mission ne se lie pas à elle-même."),
            ),
            models.UniqueConstraint(
                fields=["kind", "first", "second"],
                condition=Q(scenario__isnull=True),
                name="one_link_of_a_kind",
                violation_error_message=_("Ce lien existe déjà."),
            ),
        ]


class Holding(MissionFact):
    """Who holds a mission or a theme («titulaire»), for whom: an organisation, one of its units (H-011)."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="holdings", verbose_name=_("mission")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité")
    )
    beneficiaries = models.ManyToManyField(
        Organization, blank=True, related_name="+", verbose_name=_("pour le compte de")
    )

    class Meta:
        verbose_name = _("titulaire d'une mission")
        verbose_name_plural = _("titulaires de missions")
        constraints = [
            ends_after_it_starts("holding_ends_after_it_starts"),
            known_before_withdrawn("holding_known_before_withdrawn"),
        ]


class RoleStatement(MissionFact):
    """Who defines, agrees, supports, executes or steers a mission (S-054): an organisation or a unit, or words."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="roles", verbose_name=_("mission")
    )
    role = models.CharField(_("rôle"), max_length=10, choices=MissionRole)
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité")
    )
    words = models.CharField(_("dans les mots de la source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rôle dans une mission")
        verbose_name_plural = _("rôles dans les missions")
        constraints = [
            ends_after_it_starts("role_statement_ends_after_it_starts"),
            known_before_withdrawn("role_statement_known_before_withdrawn"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(words=""),
                name="a_role_is_somebodys",
                violation_error_message=_(
                    "Dites quel organisme tient ce rôle, ou reprenez les mots de la source."
                ),
            ),
        ]


class LocalPart(MissionFact):
    """The local part and the regional part of a mission, in words (S-056)."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="parts", verbose_name=_("mission")
    )
    local = models.TextField(_("part locale"), blank=True)
    regional = models.TextField(_("part régionale"), blank=True)

    class Meta:
        verbose_name = _("part locale et part régionale")
        verbose_name_plural = _("parts locales et parts régionales")
        constraints = [
            ends_after_it_starts("local_part_ends_after_it_starts"),
            known_before_withdrawn("local_part_known_before_withdrawn"),
            models.CheckConstraint(
                condition=~Q(local="") | ~Q(regional=""),
                name="a_part_is_said_at_least_once",
                violation_error_message=_(
                    "Dites la part locale ou la part régionale : l'une des deux au moins."
                ),
            ),
        ]


class SubMission(Cited, Audited):
    """A former or present division of a function, with its dates (S-049)."""

    function = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="sub_missions", verbose_name=_("fonction")
    )
    label = models.CharField(_("libellé"), max_length=200)
    order = models.PositiveSmallIntegerField(_("ordre"), default=100)
    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    evidence = models.CharField(_("passage"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("sous-mission")
        verbose_name_plural = _("sous-missions")
        constraints = [ends_after_it_starts("sub_mission_ends_after_it_starts")]
