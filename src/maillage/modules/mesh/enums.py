"""The closed vocabularies of the mesh: how a computation stands, how two schemes overlap, what a study changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """How a computation of the mesh stands."""

    WAITING = "waiting", _("en attente")
    RUNNING = "running", _("en cours")
    READY = "ready", _("prêt")
    FAILED = "failed", _("arrêté par une erreur")
    CANCELLED = "cancelled", _("annulé")


class RunStage(models.TextChoices):
    """What a computation is at, in its order."""

    CATALOGUE = "catalogue", _("lecture du catalogue")
    CLASSES = "classes", _("comparaison des règles")
    STOCK = "stock", _("lecture des établissements")
    MESH = "mesh", _("croisement des dispositifs et des établissements")


class Standing(models.TextChoices):
    """Where a scheme stands on the day of a computation; only what can be asked for covers a need."""

    OPEN = "open", _("ouvert")
    UNKNOWN = "unknown", _("dates non renseignées")
    UPCOMING = "upcoming", _("à venir")
    EXPIRED = "expired", _("terminé")
    SUSPENDED = "suspended", _("temporairement indisponible")
    DRAFT = "draft", _("brouillon")


COVERING = (Standing.OPEN, Standing.UNKNOWN)
"""What covers a need on the day: schemes without dates count as open, and pages say that their dates are not known."""


class OverlapKind(models.TextChoices):
    """How two schemes overlap, the strongest first. The second of an inclusion lies in the first."""

    SAME_RULE = "same_rule", _("mêmes conditions")
    SAME_COMPANIES = "same_companies", _("mêmes établissements")
    INCLUDED = "included", _("l'un est compris dans l'autre")
    LARGE = "large", _("large partie commune")
    PARTIAL = "partial", _("partie commune")


class GroupKind(models.TextChoices):
    """What a gap is about."""

    NEED = "need", _("besoin")
    THEME = "theme", _("thème")


class ChangeKind(models.TextChoices):
    """What a study supposes."""

    RULE = "rule", _("changer une condition")
    END = "end", _("mettre fin à un dispositif")
    MERGE = "merge", _("réunir des dispositifs")
    OPEN = "open", _("ouvrir un brouillon")
    PERIMETER = "perimeter", _("changer le territoire d'un dispositif")


class Axis(models.TextChoices):
    """The ways to cut a figure besides the divisions of the territory."""

    SIZE = "size", _("tranche d'effectif")
    SECTION = "section", _("section d'activité")
    AGE = "age", _("âge de l'entreprise")
