"""Companies and their establishments: who they are, where, and what is known of them, each value with its origin."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.kit.text import searchable
from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.personal import COMPANY, ESTABLISHMENT
from maillage.shared.accounts.models import User
from maillage.shared.sources.models import Cited


class Company(Cited, Audited):
    """A company, or a project of one: its life is its own, its numbers may come later or change.

    Only a register says who bears a SIREN. Until it does, anyone may type any number: each name declared with it is a
    company of its own, so that nobody names the company of somebody else.
    """

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    name = models.CharField(_("nom"), max_length=200, help_text=_("nom, ou nom du porteur de projet"))
    trade_name = models.CharField(_("enseigne"), max_length=200, blank=True)
    identity = models.CharField(_("identité"), max_length=12, choices=Identity)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    country = models.CharField(_("pays"), max_length=2, default="FR")
    foreign_number = models.CharField(_("numéro au registre étranger"), max_length=60, blank=True)
    search_name = models.CharField(_("nom pour la recherche"), max_length=420, db_index=True, editable=False)
    is_fictional = models.BooleanField(_("fictive"), default=False)
    sole_trader = models.BooleanField(
        _("entreprise individuelle"), default=False, help_text=_("son nom est celui d'une personne")
    )
    is_published = models.BooleanField(
        _("diffusible"), default=True, help_text=_("non : le registre ne publie ni son nom ni son adresse")
    )
    created_at = models.DateTimeField(_("connue depuis"))
    origin = models.CharField(_("origine"), max_length=12, choices=ValueOrigin)
    noted_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("notée par"),
        help_text=_("qui l'a saisie ou importée, et lit donc ce qu'elle a déclaré"),
    )

    personal = COMPANY

    class Meta:
        verbose_name = _("entreprise")
        verbose_name_plural = _("entreprises")
        constraints = [
            models.UniqueConstraint(
                fields=["siren"],
                condition=~Q(siren="") & Q(origin=ValueOrigin.REGISTER),
                name="one_company_of_the_register_for_a_siren",
                violation_error_message=_("Ce SIREN est déjà celui d'une entreprise du registre."),
            ),
            models.UniqueConstraint(
                fields=["siren", "name"],
                condition=~Q(siren="") & ~Q(origin=ValueOrigin.REGISTER),
                name="one_declared_company_for_a_siren_and_a_name",
                violation_error_message=_("Ce SIREN est déjà déclaré sous ce nom."),
            ),
            models.CheckConstraint(
                condition=~Q(identity=Identity.REGISTERED) | ~Q(siren=""),
                name="a_registered_company_has_a_siren",
                violation_error_message=_("Une entreprise immatriculée a un SIREN."),
            ),
            models.CheckConstraint(
                condition=~Q(identity=Identity.FOREIGN) | ~Q(country="FR"),
                name="a_foreign_company_has_its_country",
                violation_error_message=_("Une entreprise étrangère dit son pays."),
            ),
        ]
        # The register holds hundreds of thousands: the others that bear a number are found without reading them all.
        indexes = [models.Index(fields=["siren"], name="companies_by_siren")]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def searched(name: str, trade_name: str) -> str:
        """What the search reads of a company: its names, as people type them without accents."""
        return searchable(f"{name} {trade_name}")


class Establishment(Cited, Audited):
    """A place of work of a company. The values of a row have one origin and one date."""

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="establishments", verbose_name=_("entreprise")
    )
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    is_head_office = models.BooleanField(_("siège"), default=False)
    commune = models.CharField(_("commune (code Insee)"), max_length=5, blank=True, db_index=True)
    naf = models.CharField(_("activité (NAF rév. 2)"), max_length=6, blank=True, db_index=True)
    bracket = models.CharField(_("tranche d'effectif"), max_length=2, blank=True)
    opened_on = models.DateField(_("ouvert le"), null=True, blank=True)
    closed_on = models.DateField(_("fermé le"), null=True, blank=True)
    origin = models.CharField(_("origine"), max_length=12, choices=ValueOrigin)
    as_of = models.DateField(_("à la date du"))

    personal = ESTABLISHMENT

    class Meta:
        verbose_name = _("établissement")
        verbose_name_plural = _("établissements")
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret="") & Q(origin=ValueOrigin.REGISTER),
                name="one_establishment_of_the_register_for_a_siret",
                violation_error_message=_("Ce SIRET est déjà celui d'un établissement du registre."),
            ),
            models.UniqueConstraint(
                fields=["company", "siret"],
                condition=~Q(siret=""),
                name="one_establishment_of_a_company_for_a_siret",
                violation_error_message=_("Ce SIRET est déjà celui d'un établissement de cette entreprise."),
            ),
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(is_head_office=True),
                name="one_head_office",
                violation_error_message=_("Cette entreprise a déjà un siège."),
            ),
        ]


class CompanyValue(Cited, Audited):
    """One thing known of a company: a field of Situation, its value as typed, who said it and when. Never overwritten:
    the latest declaration is used, the others stay readable."""

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="values", verbose_name=_("entreprise")
    )
    field = models.CharField(_("ce qui est dit"), max_length=40, help_text=_("champ de la situation"))
    value = models.JSONField(_("valeur"))
    origin = models.CharField(_("origine"), max_length=12, choices=ValueOrigin)
    as_of = models.DateField(_("à la date du"))
    recorded_at = models.DateTimeField(_("noté le"))

    class Meta:
        verbose_name = _("valeur connue")
        verbose_name_plural = _("valeurs connues")
        indexes = [models.Index(fields=["company", "field"], name="values_of_a_company")]
