"""The words of commitments, of their yearly follow-up and of improvement actions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitmentKind(models.TextChoices):
    """To change something of the map, or to keep a mode as it is (S-043): both are followed each year."""

    CHANGE = "change", _("changement")
    KEEP = "keep", _("maintien du mode")


class FactKind(models.TextChoices):
    """The table of the fact that opened a commitment; ENTERED: a person wrote it."""

    MODE = "mode", _("mode projeté")
    PLACE = "place", _("place projetée")
    HOLDER = "holder", _("titulaire projeté")
    ENTERED = "", _("saisi")


class FollowUpState(models.TextChoices):
    """Where a commitment stands in a year. NOT_FILLED: nobody said; it is shown as such (S-142)."""

    NOT_FILLED = "not_filled", _("non renseigné")
    HELD = "held", _("tenu")
    UNDER_WAY = "under_way", _("en cours")
    LATE = "late", _("en retard")
    GIVEN_UP = "given_up", _("abandonné")


class Aim(models.TextChoices):
    """What an improvement action bears on (S-044)."""

    PRACTICES = "practices", _("pratiques et procédures homogènes")
    PRODUCTIONS = "productions", _("productions")
    QUALITY = "quality", _("qualité du service")
