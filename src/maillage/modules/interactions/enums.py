"""The closed vocabularies of contacts and of what is exchanged with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TargetGroup(models.TextChoices):
    """To whom a contact belongs, or a message speaks: the nine publics of the chambers' network (S-123)."""

    HEADS = "heads", _("chefs d'entreprise")
    EMPLOYEES = "employees", _("salariés")
    CREATORS = "creators", _("créateurs")
    BUYERS = "buyers", _("acheteurs")
    YOUNG = "young", _("jeunes")
    JOB_SEEKERS = "job_seekers", _("demandeurs d'emploi")
    PARTNERS = "partners", _("partenaires")
    LOCAL_AUTHORITIES = "local_authorities", _("collectivités")
    STATE = "state", _("État")


class InteractionKind(models.TextChoices):
    CALL = "call", _("appel")
    VISIT = "visit", _("visite")
    MEETING = "meeting", _("rendez-vous")
    EVENT = "event", _("événement")
    MAIL = "mail", _("courriel")


class Direction(models.TextChoices):
    """Who sought whom."""

    MADE = "made", _("à notre initiative")
    RECEIVED = "received", _("à leur initiative")


class InteractionState(models.TextChoices):
    PLANNED = "planned", _("prévu")
    DONE = "done", _("fait")
    CANCELLED = "cancelled", _("annulé")


class Reach(models.TextChoices):
    """Who reads an exchange, from the fewest to the most: chosen when it is written, later only narrowed, unless its author
    widens it knowingly."""

    UNIT = "unit", _("mon unité")
    ORGANIZATION = "organization", _("mon organisme")
    NETWORK = "network", _("le réseau")
    COMPANY = "company", _("le réseau et l'entreprise")


class ReceivedMailState(models.TextChoices):
    """What became of a mail that the application received."""

    WAITING = "waiting", _("à rattacher")
    FILED = "filed", _("rattaché")
    DISCARDED = "discarded", _("écarté")


WIDTH = (Reach.UNIT, Reach.ORGANIZATION, Reach.NETWORK, Reach.COMPANY)
"""The reaches, the narrowest first."""
CLOSED_REACHES = (Reach.UNIT, Reach.ORGANIZATION)
"""The reaches that outsiders do not read."""
VISITS = (InteractionKind.VISIT, InteractionKind.MEETING)
"""The kinds that have a structured report."""


def wider(one: str, other: str) -> bool:
    """Whether more people read ``one`` than ``other``."""
    return WIDTH.index(Reach(one)) > WIDTH.index(Reach(other))
