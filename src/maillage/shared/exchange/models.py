"""Files received, their lines, and how their columns are read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.exchange.enums import BatchState, RowState
from maillage.shared.exchange.personal import BATCH, ROW
from maillage.shared.files.models import StoredFile


class MappingProfile(Audited):
    """How the columns of a source are read, to find again with its next file. ``columns``: name of a field → heading."""

    kind = models.CharField(_("sorte"), max_length=40)
    title = models.CharField(_("source"), max_length=120)
    columns = models.JSONField(_("colonnes"), default=dict)
    saved_at = models.DateTimeField(_("enregistré le"))

    class Meta:
        verbose_name = _("profil de colonnes")
        verbose_name_plural = _("profils de colonnes")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "title"],
                name="one_profile_for_a_source",
                violation_error_message=_("Cette source a déjà son profil."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Batch(Audited):
    """A file sent to be imported. Its lines are kept as they were typed; nothing else is written before it is applied.

    ``mapping``: name of a field → rank of its column; ``reading``: what was noticed while reading (encodings, empty lines);
    ``source`` and ``source_on``: what the values will say they come from.
    """

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    kind = models.CharField(_("sorte"), max_length=40)
    name = models.CharField(_("fichier"), max_length=160)
    file = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("contenu"),
    )
    sheet = models.CharField(_("feuille"), max_length=80, blank=True)
    headings = models.JSONField(_("titres des colonnes"), default=list)
    mapping = models.JSONField(_("colonnes désignées"), default=dict)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_on = models.DateField(_("à la date du"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=BatchState, default=BatchState.RECEIVED)
    reading = models.JSONField(_("remarques de lecture"), default=list)
    organization = models.BigIntegerField(_("pour l'organisation"), null=True, blank=True)
    is_fictional = models.BooleanField(_("fictif"), default=False)
    sent_at = models.DateTimeField(_("envoyé le"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("envoyé par"),
    )
    applied_at = models.DateTimeField(_("appliqué le"), null=True, blank=True)
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)
    fault = models.CharField(_("ce qui l'a arrêté"), max_length=300, blank=True)

    personal = BATCH

    class Meta:
        verbose_name = _("import d'un fichier")
        verbose_name_plural = _("imports de fichiers")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False),
                name="only_an_applied_file_is_undone",
                violation_error_message=_("Seul un import appliqué se défait."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A line of a file. Not in the journal: it is a draft until it is applied, and what it then wrote is told there.

    ``cells``: as typed, in the order of the columns; ``digest``: of what its mapped fields say; ``messages``: [field,
    sentence, value offered]; ``candidates``: [reference, probability, [words, side]…]; ``target``: the record that it is
    about, "" for a new one; ``made``: what applying it wrote, so that it can be undone.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows", verbose_name=_("import"))
    line = models.PositiveIntegerField(_("ligne du fichier"))
    cells = models.JSONField(_("cellules"), default=list)
    digest = models.CharField(_("empreinte"), max_length=64, db_index=True)
    state = models.CharField(_("état"), max_length=10, choices=RowState)
    messages = models.JSONField(_("remarques"), default=list)
    candidates = models.JSONField(_("fiches possibles"), default=list)
    target = models.CharField(_("fiche"), max_length=80, blank=True)
    settled = models.BooleanField(_("tranchée par une personne"), default=False)
    made = models.JSONField(_("ce qu'elle a écrit"), default=list)

    personal = ROW

    class Meta:
        verbose_name = _("ligne importée")
        verbose_name_plural = _("lignes importées")
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "line"],
                name="one_row_for_a_line",
                violation_error_message=_("Cette ligne du fichier est déjà lue."),
            )
        ]
        indexes = [
            models.Index(fields=["batch", "state"], name="lines_of_a_file_by_state"),
            models.Index(fields=["batch", "target"], name="lines_of_a_file_by_record"),
        ]
