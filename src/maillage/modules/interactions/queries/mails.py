"""The mails that wait for a person, and those that were settled."""

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.interactions import policies
from maillage.modules.interactions.enums import ReceivedMailState
from maillage.modules.interactions.models import ReceivedMail
from maillage.modules.interactions.queries.shapes import MailRow

PAGE = 50
STRANGER, NOBODY, SEVERAL, NO_RIGHT = "stranger", "nobody", "several", "no_right"
"""Why a mail waits: its sender is no member; no company is found; several are; the sender does not open the company."""


def readable(actor: Actor) -> Q:
    """The mails that an actor settles: those that it sent; and those of nobody known, which whoever answers companies may settle."""
    if not policies.settles_mails(actor):
        return Q(pk__in=())
    return Q(author=actor.person) | Q(author__isnull=True)


def waiting(actor: Actor, *, page: str = "1") -> tuple[tuple[MailRow, ...], Page]:  # type: ignore[type-arg]
    """The mails that wait and that the actor may settle, the oldest first."""
    shown = Paginator(_waiting(actor).order_by("received_at", "pk"), PAGE).get_page(page)
    return tuple(_row(one, actor) for one in shown.object_list), shown


def count_waiting(actor: Actor) -> int:
    """How many mails wait for the actor."""
    return _waiting(actor).count() if policies.settles_mails(actor) else 0


def mail(public_id: str, actor: Actor) -> MailRow:
    """One mail that the actor may settle. Raises NotVisible."""
    row = ReceivedMail.objects.filter(readable(actor), public_id=public_id).first()
    if row is None:
        raise NotVisible(public_id)
    return _row(row, actor)


def _waiting(actor: Actor) -> "QuerySet[ReceivedMail]":
    return ReceivedMail.objects.filter(readable(actor), state=ReceivedMailState.WAITING)


def _row(row: ReceivedMail, actor: Actor) -> MailRow:
    return MailRow(
        public_id=row.public_id,
        sender=row.sender,
        title=row.title,
        body=row.body,
        attachments=tuple(row.attachments),
        received_at=row.received_at,
        because=because(row.because),
        mine=row.author_id == actor.person,
        state=row.state,
    )


def because(code: str) -> str:
    """Why a mail waits, as a sentence."""
    return {
        STRANGER: _(
            "L'expéditeur n'est pas un membre du réseau : rien n'est cru de ce courriel tant que vous ne l'avez pas lu."
        ),
        NOBODY: _("Aucune entreprise n'a été reconnue dans l'adresse ni parmi les interlocuteurs connus."),
        SEVERAL: _("Plusieurs entreprises ont un interlocuteur de cette adresse."),
        NO_RIGHT: _("L'entreprise désignée n'est pas de celles que l'expéditeur peut ouvrir."),
    }.get(code, _("À lire par une personne."))
