"""The closed vocabularies of what people have to do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TodoState(models.TextChoices):
    """Where an action stands."""

    OPEN = "todo", _("à faire")
    DONE = "done", _("faite")
    DROPPED = "dropped", _("abandonnée")


class TodoDid(models.TextChoices):
    """What happened to an action, in the order it did."""

    ADDED = "added", _("notée")
    DONE = "done", _("faite")
    REOPENED = "reopened", _("remise à faire")
    POSTPONED = "postponed", _("reportée")
    GIVEN = "given", _("confiée à quelqu'un d'autre")
    DROPPED = "dropped", _("abandonnée")
    NOBODY = "nobody", _("personne d'autre n'est disponible")
