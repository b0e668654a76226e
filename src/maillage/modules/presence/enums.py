"""How many people answer on a subject in a place."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.TextChoices):
    """H-219. ``OUTSIDE``: the chosen unit does not answer on the subject there; another may."""

    NOBODY = "nobody", _("personne")
    ONE = "one", _("une personne")
    SEVERAL = "several", _("plusieurs personnes")
    OUTSIDE = "outside", _("hors de ce que couvre l'unité")
