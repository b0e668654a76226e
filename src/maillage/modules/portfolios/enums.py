"""The closed vocabularies of the referents and the portfolios."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FollowPart(models.TextChoices):
    """H-064: what a person does with a company that it follows: the three kinds of the schemes, or something else."""

    SUPPORT = "support", _("accompagnement")
    DIRECT_AID = "direct_aid", _("aides directes")
    FINANCING = "financing", _("outils de financement")
    OTHER = "other", _("autre")


class ReferentReason(models.TextChoices):
    """How a person became the referent of a company."""

    TAKEN = "taken", _("l'entreprise n'en avait pas")
    NAMED = "named", _("décision de la personne responsable")
    HANDED_OVER = "handed_over", _("passage de relais accepté")
    DEPARTURE = "departure", _("départ")


class RelayState(models.TextChoices):
    """Where a hand-over of companies stands."""

    PROPOSED = "proposed", _("proposé")
    ACCEPTED = "accepted", _("accepté")
    REFUSED = "refused", _("refusé")
    CANCELLED = "cancelled", _("annulé")
