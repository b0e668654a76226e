"""The sentences of mails: one function for each thing told, in the language that is active."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.kit.clock import day_of
from maillage.kit.text import closed, long_date
from maillage.modules.inquiries.enums import OPEN
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.directory.queries import PersonCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail before its layout. ``quote``: words of somebody, shown as such."""

    subject: str
    paragraphs: tuple[str, ...]
    quote: str = ""
    action: str = ""


def for_company(what: str, inquiry: Inquiry, lead: PersonCard, day: str, said: Mapping[str, str]) -> Letter:
    """A letter to the company. ``day``: its due date in words; ``said``: ``body`` of a message."""
    names = _names(inquiry, lead, day)
    body = said.get("body", "")
    match what:
        case "received":
            return Letter(
                subject=_("Votre demande est reçue : %(short)s vous répond avant le %(day)s") % names,
                paragraphs=(
                    _("Votre demande « %(subject)s » est bien reçue, sous la référence %(reference)s.")
                    % names,
                    _contact(names),
                    _(
                        "Vous pouvez suivre votre demande, ajouter un message ou une pièce, ou la retirer, ici :"
                    ),
                ),
                action=_("Suivre ma demande"),
            )
        case "lead_changed":
            return Letter(
                subject=_("Votre contact est désormais %(short)s") % names,
                paragraphs=(
                    _("Le contact de votre demande %(reference)s a changé. Rien n'est à redire :") % names
                    + " "
                    + _("tout ce que vous avez écrit lui a été transmis."),
                    _contact(names) if inquiry.state in OPEN else _("Votre contact : %(person)s.") % names,
                ),
                action=_("Voir ma demande"),
            )
        case "message_received":
            return Letter(
                subject=_("Votre message est reçu"),
                paragraphs=(
                    _("Votre message sur la demande %(reference)s est bien reçu.") % names,
                    _contact(names),
                ),
                quote=body,
                action=_("Voir ma demande"),
            )
        case "asked":
            return Letter(
                subject=_("%(short)s a une question sur votre demande") % names,
                paragraphs=(_("Pour vous répondre, %(person)s a besoin d'une précision :") % names,),
                quote=body,
                action=_("Répondre à la question"),
            )
        case "answered":
            return Letter(
                subject=_("%(short)s a répondu à votre demande") % names,
                paragraphs=(_("Réponse à votre demande « %(subject)s », par %(person)s :") % names,),
                quote=body,
                action=_("Lire la réponse et votre parcours"),
            )
        case "withdrawn":
            return Letter(
                subject=_("Votre demande %(reference)s est retirée") % names,
                paragraphs=(
                    _("Votre demande « %(subject)s » est retirée : personne ne vous relancera.") % names,
                    _("Si c'est une erreur, vous pouvez la rouvrir d'un geste :"),
                ),
                action=_("Voir ou rouvrir ma demande"),
            )
        case "contact":
            return Letter(
                subject=_("Votre demande %(reference)s vous suit à cette adresse") % names,
                paragraphs=(
                    _("Les courriels de votre demande « %(subject)s » arrivent désormais à cette adresse.")
                    % names,
                    _contact(names) if inquiry.state in OPEN else _("Votre contact : %(person)s.") % names,
                    _("Les liens envoyés à une autre adresse ne marchent plus. Voici le vôtre :"),
                ),
                action=_("Suivre ma demande"),
            )
        case "link":
            return Letter(
                subject=_("Votre lien de suivi (demande %(reference)s)") % names,
                paragraphs=(
                    _("Voici le lien qui ouvre la page de votre demande « %(subject)s ».") % names,
                    _("Si vous n'avez rien demandé, ignorez ce courriel : rien n'a changé."),
                ),
                action=_("Suivre ma demande"),
            )
    raise ValueError(what)


def for_officer(what: str, inquiry: Inquiry, lead: PersonCard, day: str, said: Mapping[str, str]) -> Letter:
    """A letter to a person of the network. ``said``: ``by``, ``reason``, ``body``, ``part`` or ``day``, as needed."""
    names = _names(inquiry, lead, day) | dict(said)
    names["reason"] = closed(said.get("reason", ""))
    who = _("%(company)s : « %(subject)s » (demande %(reference)s).") % names
    due = _("Réponse attendue avant le %(day)s.") % names
    open_it = _("Ouvrir la demande")
    match what:
        case "new":
            return Letter(
                subject=_("Nouvelle demande : %(company)s, réponse avant le %(day)s") % names,
                paragraphs=(who, due),
                quote=inquiry.need,
                action=open_it,
            )
        case "lead_given":
            return Letter(
                subject=_("Vous répondez désormais à %(company)s") % names,
                paragraphs=(who, _("Motif : %(reason)s") % names, due),
                quote=inquiry.need,
                action=open_it,
            )
        case "lead_taken":
            return Letter(
                subject=_("%(short)s répond désormais à %(company)s") % names,
                paragraphs=(
                    who,
                    _("Motif : %(reason)s Vous continuez à voir cette demande.") % names,
                ),
                action=open_it,
            )
        case "hand_over_proposed":
            return Letter(
                subject=_("%(by)s vous propose de répondre à %(company)s") % names,
                paragraphs=(who, _("Acceptez ou refusez avant le %(answer_by)s. Motif :") % names),
                quote=said.get("reason", ""),
                action=open_it,
            )
        case "hand_over_refused":
            return Letter(
                subject=_("%(by)s ne prend pas le relais pour %(company)s") % names,
                paragraphs=(who, _("Vous restez son contact. Motif du refus :")),
                quote=said.get("reason", ""),
                action=open_it,
            )
        case "refused_twice":
            return Letter(
                subject=_("Deux refus de relais pour %(company)s") % names,
                paragraphs=(
                    who,
                    _("%(person)s cherche un relais ; deux personnes ont refusé. Motif du dernier refus :")
                    % names,
                ),
                quote=said.get("reason", ""),
                action=open_it,
            )
        case "replied":
            return Letter(
                subject=_("%(company)s vous écrit") % names,
                paragraphs=(who, due),
                quote=said.get("body", ""),
                action=open_it,
            )
        case "part_asked":
            return Letter(
                subject=_("%(by)s vous demande une part : %(company)s") % names,
                paragraphs=(who, _("Votre part, pour le %(part_day)s :") % names),
                quote=said.get("part", ""),
                action=open_it,
            )
        case "withdrawn":
            return Letter(
                subject=_("%(company)s retire sa demande") % names,
                paragraphs=(who,),
                quote=said.get("reason", ""),
                action=open_it,
            )
        case "risen":
            return Letter(
                subject=_("%(company)s attend une réponse depuis le %(since)s") % names,
                paragraphs=(
                    who,
                    _("La réponse était attendue avant le %(day)s ; %(person)s en répond.") % names,
                ),
                action=open_it,
            )
        case "untaken":
            return Letter(
                subject=_("%(company)s attend que quelqu'un prenne sa demande en charge") % names,
                paragraphs=(
                    who,
                    _("%(person)s en répond sans l'avoir prise ; la réponse est attendue avant le %(day)s.")
                    % names,
                ),
                action=open_it,
            )
        case "hand_over_risen":
            return Letter(
                subject=_("Un passage de relais reste sans réponse : %(company)s") % names,
                paragraphs=(who, _("La réponse était attendue avant le %(answer_by)s.") % names),
                action=open_it,
            )
    raise ValueError(what)


def _names(inquiry: Inquiry, lead: PersonCard, day: str) -> dict[str, str]:
    titled = [part for part in (lead.short, lead.title, lead.organization_name) if part]
    return {
        "reference": inquiry.reference,
        "company": inquiry.company.name,
        "subject": inquiry.subject.label,
        "short": lead.short,
        "person": ", ".join(titled),
        "day": day,
        "since": long_date(day_of(inquiry.received_at)),
    }


def _contact(names: Mapping[str, str]) -> str:
    return _("Votre contact : %(person)s. Réponse avant le %(day)s.") % names
