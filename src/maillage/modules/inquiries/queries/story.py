"""The story of a request: each event as a whole sentence."""

from django.utils.translation import gettext as _

from maillage.modules.inquiries.enums import EventKind, came
from maillage.modules.inquiries.models import InquiryEvent
from maillage.modules.inquiries.queries.shapes import StoryLine


def line(event: InquiryEvent) -> StoryLine:
    """An event, told. What was noted with it ends the sentence; the words of somebody are quoted after it (``note``)."""
    kind = EventKind(event.kind)
    ended = _ended(kind) if event.note and kind != EventKind.RECEIVED else ""
    said = {"by": event.by, "note": event.note.rstrip(" ."), "came": came(event.inquiry.channel)}
    return StoryLine(
        at=event.at,
        kind=event.kind,
        sentence=(ended or _alone(kind)) % said,
        note="" if ended or kind == EventKind.RECEIVED else event.note,
        told_company=event.told_company,
    )


def _alone(kind: EventKind) -> str:
    """What happened, by whom. ``by`` is written as a name: « Amina B. », « l'entreprise », « Maillage »."""
    return {
        EventKind.RECEIVED: _("La demande arrive %(came)s."),
        EventKind.TAKEN: _("%(by)s prend la demande en charge."),
        EventKind.ASKED: _("%(by)s pose une question à l'entreprise."),
        EventKind.ANSWERED: _("%(by)s répond à l'entreprise."),
        EventKind.NOTED: _("%(by)s laisse une note interne."),
        EventKind.UNCOVERED: _("%(by)s dit qu'aucune aide ne couvre ce besoin."),
        EventKind.CLOSED: _("%(by)s clôt la demande."),
        EventKind.REOPENED: _("La demande est rouverte : une réponse est de nouveau attendue."),
        EventKind.SETTLED: _("%(by)s dit que le dernier message n'attend pas de réponse."),
        EventKind.WITHDRAWN: _("La demande est retirée."),
        EventKind.REPLIED: _("L'entreprise écrit."),
        EventKind.INVITED: _("%(by)s demande une part à un collègue."),
        EventKind.PART_DONE: _("%(by)s a fait sa part."),
        EventKind.PART_REMOVED: _("Une part n'est plus demandée."),
        EventKind.LEAD_CHANGED: _("L'interlocuteur change."),
        EventKind.HAND_OVER_PROPOSED: _("%(by)s propose un passage de relais."),
        EventKind.HAND_OVER_ACCEPTED: _("%(by)s accepte le relais."),
        EventKind.HAND_OVER_REFUSED: _("%(by)s refuse le relais : l'interlocuteur ne change pas."),
        EventKind.HAND_OVER_CANCELLED: _("Le passage de relais est annulé."),
        EventKind.STEP_ADDED: _("%(by)s ajoute une étape au parcours."),
        EventKind.STEP_CHANGED: _("%(by)s modifie une étape du parcours."),
        EventKind.STEP_REMOVED: _("%(by)s retire une étape du parcours."),
        EventKind.STEP_MARKED: _("L'entreprise dit où elle en est d'une étape."),
        EventKind.RISEN: _("La demande est signalée à la personne responsable."),
        EventKind.NOBODY: _("Personne d'autre n'est disponible : l'interlocuteur ne change pas."),
        EventKind.BOUNCED: _("Un courriel à l'entreprise revient."),
        EventKind.CONTACT_CORRECTED: _("%(by)s corrige les coordonnées de l'entreprise."),
        EventKind.LINK_RENEWED: _("Un nouveau lien de suivi est envoyé à l'entreprise."),
    }[kind]


def _ended(kind: EventKind) -> str:
    """The same, with what was noted inside; empty where the note is the words of somebody."""
    return {
        EventKind.UNCOVERED: _("%(by)s dit qu'aucune aide ne couvre ce besoin : %(note)s."),
        EventKind.INVITED: _("%(by)s demande une part à %(note)s."),
        EventKind.PART_DONE: _("%(by)s a fait sa part : %(note)s."),
        EventKind.PART_REMOVED: _("Une part n'est plus demandée : %(note)s."),
        EventKind.LEAD_CHANGED: _("%(note)s."),
        EventKind.HAND_OVER_PROPOSED: _("%(by)s propose un passage de relais à %(note)s."),
        EventKind.HAND_OVER_CANCELLED: _("Le passage de relais est annulé : %(note)s."),
        EventKind.STEP_ADDED: _("%(by)s ajoute une étape au parcours : %(note)s."),
        EventKind.STEP_CHANGED: _("%(by)s modifie une étape du parcours : %(note)s."),
        EventKind.STEP_REMOVED: _("%(by)s retire une étape du parcours : %(note)s."),
        EventKind.STEP_MARKED: _("L'entreprise dit où elle en est d'une étape : %(note)s."),
        EventKind.RISEN: _("La demande est signalée à la personne responsable : %(note)s."),
        EventKind.NOBODY: _("Personne d'autre n'est disponible (%(note)s) : l'interlocuteur ne change pas."),
        EventKind.BOUNCED: _("Un courriel revient de %(note)s."),
    }.get(kind, "")
