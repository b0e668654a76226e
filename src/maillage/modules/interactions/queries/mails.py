"""The mails that wait for a person, and those that were settled."""

from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.interactions import policies
from maillage.modules.interactions.enums import ReceivedMailState
from maillage.modules.interactions.models import ReceivedMail
from maillage.modules.interactions.queries.shapes import MailRow

PAGE = 50
STRANGER, NOBODY, SEVERAL, NO_RIGHT = "stranger", "nobody", "several", "no_right"
UNPROVEN = "unproven"
"""Why a mail waits: its sender is no member; no company is found; several are; the sender does not open the company; nothing proves
that the member sent it."""


def readable(actor: Actor, on: date) -> Q:
    """The mails that an actor settles: those that it sent; and those of nobody known: when one names a company, whoever reads what
    that company declared may settle it; when it names none, whoever answers companies."""
    if not policies.settles_mails(actor):
        return Q(pk__in=())
    strangers = ReceivedMail.objects.filter(author__isnull=True, company__isnull=False)
    named = set(strangers.order_by().values_list("company", flat=True).distinct())
    read = crm.answered(actor, named, on)
    return Q(author=actor.person) | Q(author__isnull=True) & (Q(company__isnull=True) | Q(company__in=read))


def waiting(actor: Actor, *, page: str = "1", on: date) -> tuple[tuple[MailRow, ...], Page]:  # type: ignore[type-arg]
    """The mails that wait and that the actor may settle, the oldest first."""
    shown = Paginator(_waiting(actor, on).order_by("received_at", "pk"), PAGE).get_page(page)
    return tuple(_row(one, actor, on) for one in shown.object_list), shown


def count_waiting(actor: Actor, on: date) -> int:
    """How many mails wait for the actor."""
    return _waiting(actor, on).count() if policies.settles_mails(actor) else 0


def mail(public_id: str, actor: Actor, on: date) -> MailRow:
    """One mail that the actor may settle. Raises NotVisible."""
    rows = ReceivedMail.objects.filter(readable(actor, on), public_id=public_id)
    row = rows.select_related("company").first()
    if row is None:
        raise NotVisible(public_id)
    return _row(row, actor, on)


def _waiting(actor: Actor, on: date) -> "QuerySet[ReceivedMail]":
    rows = ReceivedMail.objects.filter(readable(actor, on), state=ReceivedMailState.WAITING)
    return rows.select_related("company")


def _named(company: Company | None, actor: Actor, on: date) -> str:
    """What names a company in the form that attaches a mail: its SIREN, else its public identifier; "" for who does not open it."""
    if company is None or not crm.sees_company(actor, company, on):
        return ""
    return company.siren or company.public_id


def _row(row: ReceivedMail, actor: Actor, on: date) -> MailRow:
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
        company=_named(row.company, actor, on),
    )


def because(code: str) -> str:
    """Why a mail waits, as a sentence."""
    return {
        STRANGER: _(
            "L'expéditeur n'est pas un membre du réseau : rien n'est cru de ce courriel tant que vous ne l'avez pas lu."
        ),
        UNPROVEN: _(
            "Il porte votre adresse, mais rien ne prouve que vous l'avez envoyé : rattachez-le si c'est bien vous, sinon écartez-le."
        ),
        NOBODY: _("Aucune entreprise n'a été reconnue dans l'adresse ni parmi les interlocuteurs connus."),
        SEVERAL: _("Plusieurs entreprises ont un interlocuteur de cette adresse."),
        NO_RIGHT: _("L'entreprise désignée n'est pas de celles que l'expéditeur peut ouvrir."),
    }.get(code, _("À lire par une personne."))
