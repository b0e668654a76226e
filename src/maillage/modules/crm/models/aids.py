"""Aids that companies received, as each directorate or partner tells them (H-097)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.enums import AidState, ValueOrigin
from maillage.modules.crm.models.companies import Company
from maillage.modules.crm.personal import AID
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.sources.models import Cited

FIRST_YEAR, LAST_YEAR = 1950, 2200
"""Years that an aid may bear: out of them, a figure was mistyped."""


class AidReceived(Cited, Audited):
    """One aid that a company received, in the words of whoever gave it.

    Never edited: a wrong one is withdrawn with its reason and noted anew. ``amount``: euros; empty: « non chiffré », which is not
    zero. ``scheme``: the code of a scheme of the catalogue when it is known; whoever holds the catalogue says what it names
    (``aided.schemes``). ``reference``: the number that the giver's own list gives it: one list read twice notes it once.
    """

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="aids", verbose_name=_("entreprise")
    )
    label = models.CharField(_("aide"), max_length=300, help_text=_("dans les mots de qui l'a donnée"))
    scheme = models.CharField(_("dispositif (code)"), max_length=80, blank=True, db_index=True)
    giver = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme qui l'a donnée"),
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("direction")
    )
    purpose = models.CharField(_("objet"), max_length=500, blank=True)
    industry = models.CharField(
        _("filière"), max_length=160, blank=True, db_index=True, help_text=_("comme la source l'écrit")
    )
    year = models.PositiveSmallIntegerField(_("année"), null=True, blank=True, db_index=True)
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    paid_on = models.DateField(_("versée le"), null=True, blank=True)
    amount = models.DecimalField(
        _("montant en euros"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("vide : non chiffré"),
    )
    state = models.CharField(
        _("état"), max_length=12, choices=AidState, blank=True, help_text=_("vide : non renseigné")
    )
    reference = models.CharField(_("numéro chez qui l'a donnée"), max_length=120, blank=True)
    origin = models.CharField(_("origine"), max_length=12, choices=ValueOrigin)
    is_demo = models.BooleanField(_("démonstration"), default=False)
    recorded_at = models.DateTimeField(_("notée le"))
    recorded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("notée par")
    )
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("retirée par")
    )
    withdrawal_reason = models.CharField(_("raison du retrait"), max_length=300, blank=True)

    personal = AID

    class Meta:
        verbose_name = _("aide reçue")
        verbose_name_plural = _("aides reçues")
        constraints = [
            models.CheckConstraint(
                condition=~Q(label=""),
                name="an_aid_says_what_it_is",
                violation_error_message=_("Une aide dit ce qu'elle est."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="an_aid_is_not_negative",
                violation_error_message=_("Le montant d'une aide n'est pas négatif."),
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="an_aid_has_a_likely_year",
                violation_error_message=_("L'année d'une aide est comprise entre 1950 et 2200."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="an_aid_is_withdrawn_with_a_reason",
                violation_error_message=_("Une aide retirée dit pourquoi."),
            ),
            models.UniqueConstraint(
                fields=["giver", "reference"],
                condition=~Q(reference="") & Q(withdrawn_at__isnull=True),
                name="one_aid_for_a_reference_of_its_giver",
                violation_error_message=_("Cet organisme a déjà noté une aide sous ce numéro."),
            ),
        ]
        indexes = [
            # What the list of helped companies adds up, without reading the rows.
            models.Index(
                fields=["company", "year", "amount"],
                condition=Q(withdrawn_at__isnull=True),
                name="aids_of_a_company",
            ),
            models.Index(fields=["unit", "year"], name="aids_of_a_directorate"),
        ]

    def __str__(self) -> str:
        return self.label
