"""The catalogue: schemes («dispositifs»), who does what in them, their rules over time, their themes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.schemes.enums import Family, Instrument, Kind, Level, Origin, Purpose, Role, Status
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization
from maillage.shared.sources.models import Cited, Source


class Theme(Cited, Audited):
    """A theme with its definition, scope and owner (H-026); a scheme or a company may belong to several."""

    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    name = models.CharField(_("thème"), max_length=120)
    definition = models.TextField(_("définition"), blank=True, help_text=_("vide : à définir"))
    owner = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("responsable"),
    )
    scope = models.JSONField(
        _("étendue"),
        default=list,
        help_text=_(
            "liste d'objets {label, rule} ; rule est une règle ou null quand l'étendue n'est pas définie"
        ),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("démonstration"), default=False)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")

    def __str__(self) -> str:
        return self.name


class Objective(Cited, Audited):
    """What a company wants to do; the words it can choose from."""

    slug = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("objectif"), max_length=120)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("démonstration"), default=False)

    class Meta:
        verbose_name = _("objectif")
        verbose_name_plural = _("objectifs")

    def __str__(self) -> str:
        return self.name


class Scheme(Cited, Audited):
    """An aid, a loan, a service, a call or a diagnostic («dispositif»). Amounts are kept as written by the source."""

    slug = models.SlugField(_("identifiant public"), max_length=120, unique=True)
    status = models.CharField(_("statut"), max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(_("titre"), max_length=300)
    promise = models.CharField(_("en une phrase"), max_length=180, blank=True)
    description = models.TextField(_("description"), blank=True)
    family = models.CharField(_("famille"), max_length=24, choices=Family, blank=True)
    family_source = models.CharField(_("source de la famille"), max_length=300, blank=True)
    family_cited = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("source citée de la famille"),
    )
    kind = models.CharField(_("forme d'aide"), max_length=12, choices=Kind, blank=True)
    instrument = models.CharField(_("instrument"), max_length=24, choices=Instrument, blank=True)
    level = models.CharField(_("niveau d'intervention"), max_length=20, choices=Level, blank=True)
    purpose = models.CharField(_("finalité"), max_length=16, choices=Purpose, blank=True)
    publics = models.JSONField(_("publics"), default=list, help_text=_("liste de codes de public"))
    themes = models.ManyToManyField(Theme, related_name="schemes", blank=True, verbose_name=_("thèmes"))
    objectives = models.ManyToManyField(
        Objective, related_name="schemes", blank=True, verbose_name=_("objectifs")
    )

    amount = models.TextField(_("montant, tel qu'écrit"), blank=True)
    aid_rate = models.CharField(_("taux, tel qu'écrit"), max_length=200, blank=True)
    loan_terms = models.TextField(_("conditions du prêt, telles qu'écrites"), blank=True)
    cost = models.TextField(_("coût pour l'entreprise, tel qu'écrit"), blank=True)
    duration = models.CharField(_("durée, telle qu'écrite"), max_length=300, blank=True)

    opens_on = models.DateField(_("ouvert à partir du"), null=True, blank=True)
    closes_on = models.DateField(_("dernier jour"), null=True, blank=True, help_text=_("jour inclus"))
    suspended = models.BooleanField(_("temporairement indisponible"), default=False)

    url = models.URLField(_("page de référence"), max_length=1000, blank=True)
    origin = models.CharField(_("origine"), max_length=12, choices=Origin)
    source = models.CharField(_("source"), max_length=500, blank=True)
    source_date = models.DateField(_("date de la source"), null=True, blank=True)
    checked_on = models.DateField(_("dernière vérification"), null=True, blank=True)
    details = models.JSONField(_("autres faits de la source"), default=dict)
    search_text = models.TextField(_("texte de recherche"), editable=False, default="")
    loaded_digest = models.CharField(
        _("empreinte de la fiche livrée"),
        max_length=64,
        blank=True,
        editable=False,
        default="",
        help_text=_("de la fiche du paquet, à son dernier chargement ; vide : venue d'ailleurs"),
    )

    class Meta:
        verbose_name = _("dispositif")
        verbose_name_plural = _("dispositifs")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | (~Q(title="") & ~Q(family="") & ~Q(publics=[])),
                name="a_published_scheme_says_family_and_public",
                violation_error_message=_(
                    "Ce dispositif est publié sans titre, sans famille (accès à l'emploi, développement économique) "
                    "ou sans public."
                ),
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                name="a_scheme_closes_after_it_opens",
                violation_error_code="closes_before_it_opens",
                violation_error_message=_("Le dernier jour tombe avant l'ouverture."),
            ),
            models.CheckConstraint(
                condition=~Q(instrument=Instrument.GRANT) | Q(loan_terms=""),
                name="a_grant_has_no_loan_terms",
                violation_error_message=_(
                    "Cette subvention a des conditions de prêt : une subvention n'a qu'un taux."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(instrument=Instrument.FINANCIAL_INSTRUMENT) | Q(aid_rate=""),
                name="a_financial_instrument_has_no_aid_rate",
                violation_error_message=_(
                    "Cet instrument financier a un taux d'aide : un instrument financier n'a que des conditions."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SchemeRole(Audited):
    """An organisation's part in a scheme: owner, manager, funder, examiner, operator, or the one to call."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="roles")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("rôle"), max_length=10, choices=Role)

    class Meta:
        verbose_name = _("rôle d'un organisme")
        verbose_name_plural = _("rôles des organismes")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "organization", "role"],
                name="an_organization_has_a_role_once",
                violation_error_message=_("Cet organisme a déjà ce rôle."),
            ),
            models.UniqueConstraint(
                fields=["scheme"],
                condition=Q(role=Role.CONTACT),
                name="one_organization_to_call",
                violation_error_message=_("Ce dispositif a déjà un organisme à appeler : il n'en a qu'un."),
            ),
            models.UniqueConstraint(
                fields=["scheme"],
                condition=Q(role=Role.OWNER),
                name="one_owner_per_scheme",
                violation_error_message=_("Ce dispositif a déjà un porteur : il n'en a qu'un."),
            ),
        ]


class SchemeRule(Cited, Audited):
    """The rule of a scheme during a period: who may have it (eligibility), for whom it is meant (targeting).

    A dated fact: a correction withdraws and records anew. Rules are JSON of ``maillage.engines.rules``;
    null eligibility or targeting: no condition.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="rules")
    eligibility = models.JSONField(_("éligibilité"), null=True, blank=True)
    targeting = models.JSONField(_("ciblage"), null=True, blank=True)
    valid_from = models.DateField(_("vaut à partir du"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("enregistrée le"))
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("règle")
        verbose_name_plural = _("règles")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="a_rule_ends_after_it_starts",
                violation_error_message=_("Cette règle finit avant d'avoir commencé."),
            )
        ]


class Envelope(Cited, Audited):
    """The money set aside for a scheme in a year («enveloppe»), in euros, with its source (H-163)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="envelopes")
    year = models.PositiveSmallIntegerField(_("année"))
    amount = models.DecimalField(_("montant en euros"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("enveloppe")
        verbose_name_plural = _("enveloppes")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "year"],
                name="one_envelope_per_scheme_and_year",
                violation_error_message=_("Ce dispositif a déjà une enveloppe pour cette année."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="an_envelope_is_not_negative",
                violation_error_message=_("Le montant de cette enveloppe est négatif."),
            ),
        ]


class Succession(Audited):
    """A scheme that another replaces from a day («réunion de dispositifs», H-005). The one replaced closes on the eve, and keeps its
    page, its rules and its requests. ``closed_on``: the last day it had before, None: not known; undone, the row stays."""

    predecessor = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="replaced_by", verbose_name=_("dispositif remplacé")
    )
    successor = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="replaces", verbose_name=_("successeur")
    )
    on = models.DateField(_("à partir du"))
    reason = models.CharField(_("pourquoi"), max_length=300)
    closed_on = models.DateField(_("dernier jour d'avant"), null=True, blank=True)
    decided_at = models.DateTimeField(_("décidé le"))
    decided_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("décidé par"),
    )
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("défait par"),
    )
    undo_reason = models.CharField(_("pourquoi défait"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("réunion de dispositifs")
        verbose_name_plural = _("réunions de dispositifs")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(undone_at__isnull=True),
                name="a_scheme_is_replaced_once",
                violation_error_message=_("Ce dispositif est déjà remplacé."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="a_scheme_does_not_replace_itself",
                violation_error_message=_("Un dispositif ne se remplace pas lui-même."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_succession_says_why",
                violation_error_message=_("Dites pourquoi ces dispositifs sont réunis."),
            ),
        ]


class CatalogueMark(models.Model):
    """What the catalogue was at its last write, as a word drawn at random: the one row of this table is renewed by every
    write, so that a process knows that what it keeps is still true."""

    mark = models.CharField(_("marque"), max_length=32)

    class Meta:
        verbose_name = _("marque du catalogue")
        verbose_name_plural = _("marques du catalogue")
