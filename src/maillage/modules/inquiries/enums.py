"""The closed vocabularies of requests."""

from django.db import models
from django.utils.translation import gettext
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


def came(channel: str) -> str:
    """How a request came, after « reçue » or « arrive »."""
    return {
        Channel.PORTAL: gettext("par le portail"),
        Channel.PHONE: gettext("par téléphone"),
        Channel.LETTER: gettext("par courrier"),
        Channel.MAIL: gettext("par courriel"),
        Channel.MEETING: gettext("en rendez-vous ou en visite"),
        Channel.MAGAZINE: gettext("par le magazine papier"),
        Channel.EVENT: gettext("dans un salon ou une réunion"),
    }[Channel(channel)]


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
    ENTRY_DOOR = "entry_door", _("porte d'entrée : aucune règle ni aucun service pour ce lieu")
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


class Act(models.TextChoices):
    """What may be done with a request. Which state allows it: ``machine``; which person: ``policies``."""

    TAKE = "take", _("prendre en charge")
    ASK = "ask", _("poser une question à l'entreprise")
    ANSWER = "answer", _("répondre à l'entreprise")
    NOTE = "note", _("noter pour soi et ses collègues")
    UNCOVER = "uncover", _("dire qu'aucune aide ne couvre le besoin")
    CLOSE = "close", _("clore")
    REOPEN = "reopen", _("rouvrir")
    NOTHING = "nothing", _("dire qu'un message n'attend pas de réponse")
    WITHDRAW = "withdraw", _("retirer")
    REPLY = "reply", _("écrire en tant qu'entreprise")
    INVITE = "invite", _("demander une part à un collègue")
    FINISH_PART = "finish_part", _("finir sa part")
    HAND_OVER = "hand_over", _("proposer un passage de relais")
    SETTLE = "settle", _("accepter ou refuser un passage de relais")
    REASSIGN = "reassign", _("confier à une autre personne")
    AMEND = "amend", _("modifier le parcours")


class EventKind(models.TextChoices):
    """What happened to a request: the verbs of its story."""

    RECEIVED = "received", _("demande reçue")
    TAKEN = "taken", _("prise en charge")
    ASKED = "asked", _("question posée à l'entreprise")
    ANSWERED = "answered", _("réponse donnée")
    NOTED = "noted", _("note interne")
    UNCOVERED = "uncovered", _("aucune aide ne couvre ce besoin")
    CLOSED = "closed", _("demande close")
    REOPENED = "reopened", _("demande rouverte")
    SETTLED = "settled", _("rien à répondre")
    WITHDRAWN = "withdrawn", _("demande retirée")
    REPLIED = "replied", _("message de l'entreprise")
    INVITED = "invited", _("part demandée à un collègue")
    PART_DONE = "part_done", _("part faite")
    PART_REMOVED = "part_removed", _("part retirée")
    LEAD_CHANGED = "lead_changed", _("changement d'interlocuteur")
    HAND_OVER_PROPOSED = "hand_over_proposed", _("passage de relais proposé")
    HAND_OVER_ACCEPTED = "hand_over_accepted", _("passage de relais accepté")
    HAND_OVER_REFUSED = "hand_over_refused", _("passage de relais refusé")
    HAND_OVER_CANCELLED = "hand_over_cancelled", _("passage de relais annulé")
    STEP_ADDED = "step_added", _("étape ajoutée au parcours")
    STEP_CHANGED = "step_changed", _("étape du parcours modifiée")
    STEP_REMOVED = "step_removed", _("étape retirée du parcours")
    STEP_MARKED = "step_marked", _("étape marquée par l'entreprise")
    RISEN = "risen", _("signalée à la personne responsable")
    NOBODY = "nobody", _("personne d'autre n'est disponible")
    BOUNCED = "bounced", _("le courriel revient")
    CONTACT_CORRECTED = "contact_corrected", _("coordonnées corrigées")
    LINK_RENEWED = "link_renewed", _("lien de suivi renouvelé")


class Motive(models.TextChoices):
    """H-056: why no scheme covers a need."""

    NO_SCHEME = "no_scheme", _("aucune aide n'existe pour ce besoin")
    RULE = "rule", _("une aide existe, ses conditions l'excluent")
    PLACE = "place", _("une aide existe, mais ailleurs")
    CLOSED = "closed", _("l'aide est terminée ou suspendue")
    OTHER = "other", _("autre motif")
