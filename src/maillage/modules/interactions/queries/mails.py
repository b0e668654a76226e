"""The mails that wait for a person, and those that were settled."""

from dataclasses import replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.interactions import policies
from maillage.modules.interactions.enums import ReceivedMailState
from maillage.modules.interactions.models import ReceivedMail
from maillage.modules.interactions.queries.shapes import MailRow
from maillage.shared.access.models import RoleAssignment
from maillage.shared.access.queries import in_force
from maillage.shared.accounts.models import User

PAGE = 50
STRANGER, NOBODY, SEVERAL, NO_RIGHT = "stranger", "nobody", "several", "no_right"
UNPROVEN = "unproven"
"""Why a mail waits: its sender is no member; no company is found; several are; the sender does not open the company; nothing proves
that the member sent it."""


OF_NOBODY = Q(author__isnull=True) & ~Q(because=UNPROVEN)
"""The mails whose sender is no member: no account here, or one that never held a role. One that bears the address of a member is
of that member, proven or not."""


def readable(actor: Actor, on: date) -> Q:
    """The mails that an actor reads: those that bear its address, and those that it settled; those of nobody known that wait: when one
    names a company, whoever reads what that company declared, when it names none, whoever answers companies; and, for who controls,
    those that wait for a member who may not settle them."""
    if not policies.reads_mails(actor):
        return Q(pk__in=())
    waits = Q(state=ReceivedMailState.WAITING)
    found = waits & (handled(actor, on) | _of_the_silent(actor, on))
    if actor.person is not None:
        found |= Q(author=actor.person) | Q(settled_by=actor.person)
    return found


def handled(actor: Actor, on: date) -> Q:
    """The mails that an actor settles as long as they wait."""
    if not policies.settles_mails(actor):
        return Q(pk__in=())
    strangers = ReceivedMail.objects.filter(OF_NOBODY, state=ReceivedMailState.WAITING, company__isnull=False)
    named = set(strangers.order_by().values_list("company", flat=True).distinct())
    read = crm.answered(actor, named, on)
    return Q(author=actor.person) | OF_NOBODY & (Q(company__isnull=True) | Q(company__in=read))


def _of_the_silent(actor: Actor, on: date) -> Q:
    """The mails of the members, past ones too, of an organisation that the actor controls, who may not settle them that day; and
    those kept without their author, whose account was nobody of the directory: no member settles them."""
    bodies = {grant.organization for grant in actor.grants if grant.role in policies.CONTROL}
    if not bodies:
        return Q(pk__in=())
    held = RoleAssignment.objects.order_by()
    settling = held.filter(in_force(on), role__in=policies.WRITERS).values("user")
    members = User.objects.filter(pk__in=held.filter(organization__in=bodies).values("user"))
    silent = members.exclude(is_active=True, pk__in=settling)
    addresses = members.values_list(Lower("email"), flat=True)
    return Q(author__user__in=silent.values("pk")) | Q(
        author__isnull=True, because=UNPROVEN, sender__in=addresses
    )


def settles(row: ReceivedMail, actor: Actor, on: date) -> bool:
    """Whether an actor says of which company a mail is, as long as it waits."""
    if not policies.settles_mails(actor):
        return False
    if row.author_id is not None or row.because == UNPROVEN:
        return row.author_id is not None and row.author_id == actor.person
    return row.company_id is None or crm.reads_declared(actor, row.company_id, on)


def waiting(actor: Actor, *, page: str = "1", on: date) -> tuple[tuple[MailRow, ...], Page]:  # type: ignore[type-arg]
    """The mails that wait and that the actor reads, the oldest first."""
    shown = Paginator(_waiting(actor, on).order_by("received_at", "pk"), PAGE).get_page(page)
    return tuple(_row(one, actor, on) for one in shown.object_list), shown


def count_waiting(actor: Actor, on: date) -> int:
    """How many mails wait that the actor settles."""
    rows = ReceivedMail.objects.filter(handled(actor, on), state=ReceivedMailState.WAITING)
    return rows.count() if policies.settles_mails(actor) else 0


def mail(public_id: str, actor: Actor, on: date) -> MailRow:
    """One mail that the actor reads. Raises NotVisible."""
    rows = ReceivedMail.objects.filter(readable(actor, on), public_id=public_id)
    row = rows.select_related("company").first()
    if row is None:
        raise NotVisible(public_id)
    waits = row.state == ReceivedMailState.WAITING
    return replace(_row(row, actor, on), settles=waits and settles(row, actor, on))


def _waiting(actor: Actor, on: date) -> "QuerySet[ReceivedMail]":
    rows = ReceivedMail.objects.filter(readable(actor, on), state=ReceivedMailState.WAITING)
    return rows.select_related("company")


def _named(company: Company | None, actor: Actor, on: date) -> str:
    """What names a company in the form that attaches a mail: its SIREN, else its public identifier; "" for who does not open it."""
    if company is None or not crm.sees_company(actor, company, on):
        return ""
    return company.siren or company.public_id


def _row(row: ReceivedMail, actor: Actor, on: date) -> MailRow:
    mine = row.author_id is not None and row.author_id == actor.person
    return MailRow(
        public_id=row.public_id,
        sender=row.sender,
        title=row.title,
        body=row.body,
        attachments=tuple(row.attachments),
        received_at=row.received_at,
        because=because(row.because, mine=mine, settling=policies.settles_mails(actor)),
        mine=mine,
        state=row.state,
        company=_named(row.company, actor, on),
    )


def because(code: str, *, mine: bool, settling: bool) -> str:
    """Why a mail waits, as a sentence; ``settling``: told to who settles mails. That a company exists and is closed to the sender is said as that none does."""
    nobody = _(
        "Aucune entreprise que l'expéditeur puisse ouvrir n'a été reconnue dans l'adresse ni parmi les interlocuteurs connus."
    )
    if mine and settling:
        unproven = _(
            "Il porte votre adresse, mais rien ne prouve que vous l'avez envoyé : rattachez-le si c'est bien vous, sinon écartez-le."
        )
    elif mine:
        unproven = _("Il porte votre adresse, mais rien ne prouve que vous l'avez envoyé.")
    else:
        unproven = _(
            "Il porte l'adresse d'un membre qui ne peut pas le rattacher : seul le lit qui contrôle son organisme ou en protège les données."
        )
    return {
        STRANGER: _(
            "L'expéditeur n'est pas un membre du réseau : rien n'est cru de ce courriel tant que vous ne l'avez pas lu."
        ),
        UNPROVEN: unproven,
        NOBODY: nobody,
        NO_RIGHT: nobody,
        SEVERAL: _("Plusieurs entreprises ont un interlocuteur de cette adresse."),
    }.get(code, _("À lire par une personne."))
