"""The public bodies of the network and those it names: chambers, Région, agencies, operators."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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


class Organization(models.Model):
    """A body that owns, funds, manages, examines or operates something («organisme»)."""

    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=200, unique=True)
    short_name = models.CharField(_("nom court"), max_length=60, blank=True)
    aliases = models.JSONField(
        _("autres noms"), default=list, blank=True, help_text=_("autres graphies du même organisme")
    )
    siren = models.CharField(
        _("SIREN"), max_length=9, blank=True, help_text=_("neuf chiffres ; vide : non renseigné")
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
            )
        ]

    def __str__(self) -> str:
        return self.name
