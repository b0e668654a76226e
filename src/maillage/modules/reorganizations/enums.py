"""The words of reorganisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReorganizationStatus(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    DECIDED = "decided", _("décidée")
    APPLIED = "applied", _("en vigueur")
    DROPPED = "dropped", _("abandonnée")


class ChangeKind(models.TextChoices):
    """What a reorganisation does to a unit."""

    CREATE = "create", _("créer une unité")
    RENAME = "rename", _("renommer une unité")
    ATTACH = "attach", _("rattacher une unité ailleurs")
    TRANSFER = "transfer", _("transférer ce qu'une unité tient")
    CLOSE = "close", _("fermer une unité")


class Opinion(models.TextChoices):
    """What the technical committee («comité technique») answered (H-022)."""

    FAVOURABLE = "favourable", _("favorable")
    UNFAVOURABLE = "unfavourable", _("défavorable")
    DIVIDED = "divided", _("partagé")
    UNKNOWN = "unknown", _("sens non renseigné")
