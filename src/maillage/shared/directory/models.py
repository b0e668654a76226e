"""The public bodies of the network and those it names; their units, posts and people; who serves what, where.

A name is dated: the row bears the latest one, the former ones are ``…Name`` rows closed on a day (H-192, S-178).
Nothing of the past is edited: a post, a tenure, a service is ended on a day.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.accounts.models import User
from maillage.shared.directory.personal import ABSENCE, PERSON, TENURE
from maillage.shared.sources.models import Cited


class OrganizationKind(models.TextChoices):
    CCIR = "CCIR", _("chambre de commerce et d'industrie régionale (CCIR)")
    CCIT = "CCIT", _("chambre de commerce et d'industrie territoriale (CCIT)")
    CHAMBER_NETWORK = "chamber_network", _("réseau de chambres")
    REGION = "region", _("Région")
    DEPARTMENT = "department", _("Département")
    EPCI = "epci", _("intercommunalité (EPCI)")
    COMMUNE = "commune", _("commune")
    STATE = "state", _("État et ses services")
    PUBLIC_OPERATOR = "public_operator", _("opérateur public")
    AGENCY = "agency", _("agence")
    ASSOCIATION = "association", _("association ou réseau d'accompagnement")
    BANK = "bank", _("établissement financier")
    OTHER = "other", _("autre organisme")
    UNKNOWN = "unknown", _("non renseigné")


class UnitKind(models.TextChoices):
    DIRECTORATE = "directorate", _("direction")
    SERVICE = "service", _("service")
    TEAM = "team", _("équipe")
    BODY = "body", _("instance")
    UNKNOWN = "unknown", _("non renseigné")


class Side(models.TextChoices):
    """H-076: who is close to companies, who supports those who are."""

    PROXIMITY = "proximity", _("proximité")
    SUPPORT = "support", _("appui")


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """A dated row that ends does so after it began."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
        name=name,
        violation_error_message=_("La fin doit venir après le début."),
    )


class Dated(Audited):
    """What holds from a day to another: ``since`` included, ``until`` excluded; empty: not known, or not ended."""

    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)

    class Meta:
        abstract = True


class FormerName(Cited, Dated):
    """A name that something bore and bears no more, with the source that says so."""

    name = models.CharField(_("nom"), max_length=200)
    exact = models.BooleanField(
        _("date de fin exacte"), default=True, help_text=_("non : le nom avait déjà changé à cette date")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        abstract = True


class Organization(Cited, Audited):
    """A body that owns, funds, manages, examines or operates something («organisme»)."""

    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=200, unique=True)
    short_name = models.CharField(_("nom court"), max_length=60, blank=True)
    aliases = models.JSONField(
        _("autres noms"), default=list, blank=True, help_text=_("autres graphies du même organisme")
    )
    siren = models.CharField(
        _("SIREN"), max_length=9, blank=True, help_text=_("neuf chiffres ; vide : non renseigné")
    )
    kind = models.CharField(
        _("type"), max_length=20, choices=OrganizationKind, default=OrganizationKind.UNKNOWN
    )
    perimeter = models.CharField(
        _("périmètre"),
        max_length=500,
        blank=True,
        help_text=_("expression de territoire, par exemple dep:49 ; vide : non renseigné"),
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("rattaché à"),
    )
    url = models.URLField(_("site"), max_length=500, blank=True)
    phone = models.CharField(_("téléphone public"), max_length=40, blank=True)
    email = models.EmailField(_("adresse électronique publique"), blank=True)
    in_network = models.BooleanField(
        _("membre du réseau"),
        default=False,
        help_text=_("ses agents se connectent et répondent aux demandes"),
    )
    ended_on = models.DateField(_("n'existe plus depuis"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name=_("remplacé par"),
    )
    is_demo = models.BooleanField(_("démonstration"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("vide : à confirmer"))

    class Meta:
        verbose_name = _("organisme")
        verbose_name_plural = _("organismes")
        constraints = [
            models.UniqueConstraint(
                fields=["siren"],
                condition=~Q(siren=""),
                name="one_organization_for_a_siren",
                violation_error_message=_("Ce SIREN est déjà celui d'un autre organisme."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="an_organization_does_not_succeed_itself",
                violation_error_message=_("Un organisme ne peut pas se succéder à lui-même."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganizationName(FormerName):
    """A name that an organisation bore and bears no more. Records of that time keep showing it (H-192)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("organisme")
    )

    class Meta:
        verbose_name = _("ancien nom d'un organisme")
        verbose_name_plural = _("anciens noms d'organismes")
        constraints = [ends_after_it_starts("organization_name_ends_after_it_starts")]


class Unit(Cited, Dated):
    """A directorate, a service, a team or an internal body of an organisation («unité»)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="units", verbose_name=_("organisme")
    )
    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    aliases = models.JSONField(
        _("autres noms"), default=list, blank=True, help_text=_("autres graphies de la même unité")
    )
    kind = models.CharField(_("type"), max_length=12, choices=UnitKind, default=UnitKind.UNKNOWN)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("rattachée à"),
    )
    perimeter = models.CharField(
        _("périmètre"), max_length=500, blank=True, help_text=_("vide : celui de l'organisme")
    )
    is_entry_door = models.BooleanField(
        _("porte d'entrée du réseau"),
        default=False,
        help_text=_("reçoit les demandes qu'aucune règle n'oriente (H-048)"),
    )
    email = models.EmailField(_("adresse électronique publique"), blank=True)
    phone = models.CharField(_("téléphone public"), max_length=40, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name=_("remplacée par"),
    )
    is_demo = models.BooleanField(_("démonstration"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("vide : à confirmer"))

    class Meta:
        verbose_name = _("unité")
        verbose_name_plural = _("unités")
        constraints = [
            ends_after_it_starts("unit_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["is_entry_door"],
                condition=Q(is_entry_door=True),
                name="one_entry_door",
                violation_error_message=_(
                    "Le réseau a déjà une porte d'entrée : changez-la au lieu d'en ajouter une."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(FormerName):
    """A name that a unit bore and bears no more: the CODIR that became COMEX (S-178)."""

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("unité")
    )

    class Meta:
        verbose_name = _("ancien nom d'une unité")
        verbose_name_plural = _("anciens noms d'unités")
        constraints = [ends_after_it_starts("unit_name_ends_after_it_starts")]


class Person(Audited):
    """A public agent or an elected member of the network. ``is_fictional``: of the demonstration, marked « fictif »."""

    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80)
    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("compte")
    )
    phone = models.CharField(_("téléphone professionnel"), max_length=40, blank=True)
    is_fictional = models.BooleanField(_("fictif"), default=False)

    personal = PERSON

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Post(Dated):
    """A place to hold in a unit: « chargée de mission », « manager »; ``heads``: its holder manages the unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name=_("unité"))
    title = models.CharField(_("intitulé"), max_length=120)
    side = models.CharField(
        _("rôle"), max_length=10, choices=Side, blank=True, help_text=_("vide : non renseigné (H-076)")
    )
    heads = models.BooleanField(_("dirige l'unité"), default=False)

    class Meta:
        verbose_name = _("poste")
        verbose_name_plural = _("postes")
        constraints = [ends_after_it_starts("post_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.title


class Tenure(Dated):
    """A person holds a post from a day on. ``share``: percent of a full time given to it (H-076); empty: not known."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("poste"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("personne")
    )
    deputy = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputises",
        verbose_name=_("suppléant ou suppléante"),
    )
    perimeter = models.CharField(
        _("secteur"),
        max_length=500,
        blank=True,
        help_text=_("expression de territoire ; vide : celui de l'unité"),
    )
    share = models.PositiveSmallIntegerField(_("part du temps (%)"), null=True, blank=True)

    personal = TENURE

    class Meta:
        verbose_name = _("affectation")
        verbose_name_plural = _("affectations")
        constraints = [
            ends_after_it_starts("tenure_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")),
                name="nobody_deputises_for_oneself",
                violation_error_message=_("Une personne ne peut pas se suppléer elle-même."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__range=(1, 100)),
                name="share_is_a_percentage",
                violation_error_message=_("La part du temps est un nombre de 1 à 100."),
            ),
        ]


class Absence(Audited):
    """A person is away, both days included; ``deputy`` answers meanwhile (empty: the deputy of the tenure)."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="absences", verbose_name=_("personne")
    )
    first_day = models.DateField(_("premier jour"))
    last_day = models.DateField(_("dernier jour"))
    deputy = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("remplacée par"),
    )

    personal = ABSENCE

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="an_absence_ends_after_it_starts",
                violation_error_message=_("Le dernier jour d'absence vient avant le premier."),
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")),
                name="nobody_replaces_oneself",
                violation_error_message=_("Une personne absente ne peut pas se remplacer elle-même."),
            ),
        ]


class Subject(Audited):
    """What a company may need, in its words: « Financer un investissement ». The axis of who does what.

    ``objectives``: codes of catalogue objectives that this subject calls for; empty: none, said as such.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("libellé pour les entreprises"), max_length=120, unique=True)
    description = models.CharField(_("en une phrase"), max_length=240, blank=True)
    objectives = models.JSONField(_("objectifs du catalogue"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("ordre"), default=100)
    retired_on = models.DateField(_("n'est plus proposé depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("sujet")
        verbose_name_plural = _("sujets")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label


class Service(Cited, Dated):
    """Who does what where: a unit answers on a subject in a perimeter, from a day on."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services", verbose_name=_("unité"))
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="services", verbose_name=_("sujet")
    )
    perimeter = models.CharField(_("périmètre"), max_length=500, help_text=_("expression de territoire"))
    stage = models.CharField(
        _("étape"),
        max_length=16,
        blank=True,
        help_text=_("diagnostic, accompagnement, financement ou suivi ; vide : toutes"),
    )
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("vide : à confirmer"))

    class Meta:
        verbose_name = _("service rendu")
        verbose_name_plural = _("services rendus")
        constraints = [ends_after_it_starts("service_ends_after_it_starts")]
