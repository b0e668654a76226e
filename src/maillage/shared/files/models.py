"""Stored files: content checked and named by us, kept outside the web root."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.files.personal import STORED_FILE


class StoredFile(Audited):
    """A file someone sent. ``name`` is what a person reads; ``path`` is ours
    (nothing of the sender's name reaches the disk); the type is read from the content."""

    public_id = models.CharField(_("identifiant public"), max_length=32, unique=True)
    name = models.CharField(_("nom"), max_length=160)
    media_type = models.CharField(_("type de contenu"), max_length=100)
    size = models.PositiveIntegerField(_("taille, en octets"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    path = models.FileField(_("emplacement"))
    stored_at = models.DateTimeField(_("reçu le"))

    personal = STORED_FILE

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")

    def __str__(self) -> str:
        return self.name
