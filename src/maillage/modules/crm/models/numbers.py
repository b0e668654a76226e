"""The numbers that a company has borne over time, and what the register changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.enums import LinkReason, NumberKind
from maillage.modules.crm.models.companies import Company
from maillage.modules.crm.personal import NUMBER, REGISTER_CHANGE
from maillage.shared.sources.models import Cited


class NumberLink(Cited, Audited):
    """A company bore a number (SIREN, SIRET or foreign) from a day to another, and why: the file follows the company.

    The number of today is also on the company and on its establishments; former ones are only here. Several companies may bear
    one SIRET (several structures at one address); a SIREN belongs to one company at a time, said once. A mistake is withdrawn.
    """

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="numbers", verbose_name=_("entreprise")
    )
    kind = models.CharField(_("numéro"), max_length=8, choices=NumberKind)
    number = models.CharField(_("valeur"), max_length=60, db_index=True)
    since = models.DateField(_("depuis"), null=True, blank=True, help_text=_("vide : on ne le sait pas"))
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    reason = models.CharField(_("raison"), max_length=12, choices=LinkReason)
    note = models.CharField(_("précision"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("noté le"))
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    personal = NUMBER

    class Meta:
        verbose_name = _("numéro d'une entreprise")
        verbose_name_plural = _("numéros des entreprises")
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
                name="a_number_is_borne_for_a_day_at_least",
                violation_error_message=_("La fin doit suivre le début."),
            ),
            models.UniqueConstraint(
                fields=["company", "kind", "number"],
                condition=Q(withdrawn_at=None, until=None),
                name="a_company_bears_a_number_once_at_a_time",
                violation_error_message=_("Cette entreprise porte déjà ce numéro."),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(kind=NumberKind.SIREN, withdrawn_at=None, until=None),
                name="a_siren_is_borne_by_one_company_at_a_time",
                violation_error_message=_(
                    "Ce SIREN est déjà porté par une autre entreprise : dites d'abord jusqu'à quand."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class RegisterChange(models.Model):
    """What a new stock of the register says otherwise than the one before, for a company of the network. ``field``: a field of a
    situation, a column of a place, «opened» (a new establishment) or «gone» (the register holds the company no more)."""

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="register_changes", verbose_name=_("entreprise")
    )
    field = models.CharField(_("ce qui change"), max_length=40)
    siret = models.CharField(_("établissement"), max_length=14, blank=True)
    before = models.CharField(_("avant"), max_length=300, blank=True)
    after = models.CharField(_("après"), max_length=300, blank=True)
    as_of = models.DateField(_("registre du"))
    recorded_at = models.DateTimeField(_("vu le"))

    personal = REGISTER_CHANGE

    class Meta:
        verbose_name = _("changement du registre")
        verbose_name_plural = _("changements du registre")
        indexes = [models.Index(fields=["-recorded_at", "-id"], name="changes_by_moment")]
