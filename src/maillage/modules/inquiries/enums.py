"""The closed vocabularies of requests."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a request stands."""

    RECEIVED = "received", _("reçue")
    TAKEN = "taken", _("prise en charge")
    WAITING = "waiting", _("en attente de l'entreprise")
    ANSWERED = "answered", _("répondue")
    UNCOVERED = "uncovered", _("sans solution connue")
    CLOSED = "closed", _("close")
    WITHDRAWN = "withdrawn", _("retirée par l'entreprise")


OPEN = (State.RECEIVED, State.TAKEN, State.WAITING)
"""The states in which the company still expects an answer."""


class Channel(models.TextChoices):
    """H-054: how a request came."""

    PORTAL = "portal", _("portail")
    PHONE = "phone", _("téléphone")
    LETTER = "letter", _("courrier")
    MAIL = "mail", _("courriel")
    MEETING = "meeting", _("rendez-vous ou visite")
    MAGAZINE = "magazine", _("magazine papier")
    EVENT = "event", _("salon ou réunion")


class Profile(models.TextChoices):
    """H-171: the kind of company, as it says itself. Nothing is inferred from it."""

    ARTISAN = "artisan", _("artisan")
    CREATOR = "creator", _("créateur ou repreneur d'entreprise")
    TPE = "tpe", _("très petite entreprise (TPE)")
    PME = "pme", _("petite ou moyenne entreprise (PME)")
    LARGE = "large", _("grande entreprise ou grand groupe")
    ASSOCIATION = "association", _("association ou entreprise de l'économie sociale et solidaire (ESS)")
    FOREIGN = "foreign", _("entreprise étrangère")


class Maturity(models.TextChoices):
    """H-164: how far the project is, as the company says."""

    IDEA = "idea", _("une idée")
    PREPARING = "preparing", _("un projet qui se prépare")
    STARTED = "started", _("un projet déjà lancé")


class Stage(models.TextChoices):
    """H-006: the steps of a pathway, in order."""

    DIAGNOSTIC = "diagnostic", _("faire le point")
    ACCOMPANIMENT = "accompaniment", _("être accompagné")
    FINANCING = "financing", _("financer")
    FOLLOW_UP = "follow_up", _("suivre")


class StepState(models.TextChoices):
    PROPOSED = "proposed", _("proposée")
    STARTED = "started", _("commencée")
    DONE = "done", _("faite")
    DROPPED = "dropped", _("abandonnée")


class LeadReason(models.TextChoices):
    """Why a person became the lead of a request."""

    ROUTED = "routed", _("orientation par règle")
    ENTRY_DOOR = "entry_door", _("porte d'entrée : aucune règle ni aucun service pour ce lieu")
    ENTERED = "entered", _("saisie par l'agent")
    HANDED_OVER = "handed_over", _("passage de relais accepté")
    ABSENCE = "absence", _("absence")
    SILENCE = "silence", _("demande non prise en charge à temps")
    DEPARTURE = "departure", _("départ")
    MANAGER = "manager", _("décision de la personne responsable")


class HandOverState(models.TextChoices):
    PROPOSED = "proposed", _("proposé")
    ACCEPTED = "accepted", _("accepté")
    REFUSED = "refused", _("refusé")
    CANCELLED = "cancelled", _("annulé")


class Author(models.TextChoices):
    COMPANY = "company", _("l'entreprise")
    OFFICER = "officer", _("un agent")


class Visibility(models.TextChoices):
    SHARED = "shared", _("lu par l'entreprise")
    INTERNAL = "internal", _("note interne")


class TableState(models.TextChoices):
    """The life of a set of rules: replayed while a draft, then published from a day on, never edited again."""

    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publiée")


class Motive(models.TextChoices):
    """H-056: why no scheme covers a need."""

    NO_SCHEME = "no_scheme", _("aucune aide n'existe pour ce besoin")
    RULE = "rule", _("une aide existe, ses conditions l'excluent")
    PLACE = "place", _("une aide existe, mais ailleurs")
    CLOSED = "closed", _("l'aide est terminée ou suspendue")
    OTHER = "other", _("autre motif")
