"""Where a file and its lines are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """Where a file is."""

    RECEIVED = "received", _("reçu, colonnes à désigner")
    READING = "reading", _("en cours de lecture")
    MATCHING = "matching", _("lignes en cours de rapprochement")
    PREVIEWED = "previewed", _("lu, rien n'est encore écrit")
    APPLYING = "applying", _("en cours d'application")
    APPLIED = "applied", _("appliqué")
    CANCELLED = "cancelled", _("arrêté")
    UNDOING = "undoing", _("en cours d'annulation")
    UNDONE = "undone", _("défait")


class RowState(models.TextChoices):
    """What becomes of a line."""

    READ = "read", _("lue, à rapprocher")
    MATCH = "match", _("rapprochée")
    DOUBTFUL = "doubtful", _("douteuse")
    NEW = "new", _("nouvelle")
    ERROR = "error", _("en erreur")
    ALREADY = "already", _("déjà importée")
    APPLIED = "applied", _("appliquée")
    SKIPPED = "skipped", _("laissée de côté")
    UNDONE = "undone", _("défaite")


READY = (RowState.MATCH, RowState.NEW)
"""Lines that are applied when one asks to."""
