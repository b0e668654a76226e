"""Which reference files this installation holds, of which vintage, from whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """One loaded file of reference data."""

    name = models.CharField(_("fichier"), max_length=80, unique=True)
    title = models.CharField(_("titre"), max_length=200)
    vintage = models.CharField(_("millésime"), max_length=200)
    valid_from = models.DateField(
        _("vaut à partir du"), null=True, help_text=_("vide : la source ne le dit pas")
    )
    as_of = models.DateField(_("décrit le"), help_text=_("le jour que le fichier décrit"))
    source = models.TextField(_("source"))
    licence = models.CharField(_("licence"), max_length=80)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    rows = models.PositiveIntegerField(_("lignes"))
    loaded_at = models.DateTimeField(_("chargé le"))

    class Meta:
        verbose_name = _("édition")
        verbose_name_plural = _("éditions")

    def __str__(self) -> str:
        return f"{self.title} ({self.vintage})"
