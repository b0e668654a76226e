"""Official lists of codes: activities (NAF rév. 2 and 2025), legal categories, headcount brackets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.shared.reference.models import Edition


class Entry(models.Model):
    """One code of one nomenclature. A code alone means nothing: 62.01Z is of the NAF rév. 2, 62.10Y of the NAF 2025."""

    nomenclature = models.CharField(_("nomenclature"), max_length=20)
    code = models.CharField(_("code"), max_length=8)
    level = models.PositiveSmallIntegerField(_("niveau"))
    parent = models.CharField(_("code parent"), max_length=8, blank=True)
    label = models.CharField(_("libellé"), max_length=300, blank=True, help_text=_("vide : non disponible"))
    to_confirm = models.BooleanField(_("libellé à confirmer"), help_text=_("repris de la NAF rév. 2"))
    lowest = models.PositiveIntegerField(_("borne basse"), null=True)
    highest = models.PositiveIntegerField(_("borne haute"), null=True)
    position = models.PositiveSmallIntegerField(_("ordre"))
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("édition")
    )

    class Meta:
        verbose_name = _("poste de nomenclature")
        verbose_name_plural = _("postes de nomenclature")
        constraints = [
            models.UniqueConstraint(
                fields=["nomenclature", "code"],
                name="one_entry_per_nomenclature_and_code",
                violation_error_message=_("Ce code existe déjà dans cette nomenclature."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
