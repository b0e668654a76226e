"""Who reads an exchange, and who may do what with it (ADR 0033, H-073, H-239).

An exchange is read by its author and by the people who took part in it, always; then as far as its author chose:

- « mon unité »: those who serve in the unit, and who manages it or a unit above;
- « mon organisme »: the officers, managers and directors of the organisation;
- « le réseau », « le réseau et l'entreprise »: everyone in the network who answers companies, manages or controls, when they
  may read the name of the company (that of a sole trader is a person's);
- those who control an organisation, or protect its data, read all that is written for it.

To anybody else one thing is said of it, when the same company is about to be asked again: « un collègue de … », and the day. Of
what is marked « confidentiel » nothing is ever said: not even that it exists. When somebody leaves, what changes hands is counted,
all alike, to who decides it: no company, no purpose, no circle. What was withdrawn is read by its author and by
those who control. An elected member and an administrator read the exchanges in which they took part, and no other.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.db.once import once
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.interactions.enums import CLOSED_REACHES, InteractionState, Reach
from maillage.modules.interactions.models import Attendee, Contact, Interaction
from maillage.shared.directory.models import Tenure, Unit
from maillage.shared.directory.queries import held
from maillage.shared.todos.policies import managed_units

WRITERS = ("officer", "manager", "director")
CONTROL = ("auditor", "dpo")
EVERYTHING = (ActorKind.SCHEDULE, ActorKind.IMPORT)
FINISH, POSTPONE, CANCEL, WITHDRAW, RESTORE, CORRECT, REACH, INVITE = (
    "finish", "postpone", "cancel", "withdraw", "restore", "correct", "reach", "invite",
)  # fmt: skip


def reads_exchanges(actor: Actor) -> bool:
    """Whether the pages of exchanges exist for this actor: a person of the network with a role. Which ones, ``visible`` says."""
    return actor.kind is ActorKind.PERSON and bool(actor.grants)


def writes(actor: Actor) -> bool:
    """Whoever may note an exchange: a person who answers companies, or manages those who do."""
    return actor.person is not None and actor.has(*WRITERS)


def settles_mails(actor: Actor) -> bool:
    """Whoever may say to which company a received mail belongs."""
    return writes(actor)


def reads_mails(actor: Actor) -> bool:
    """Whether the pages of received mails exist for this actor: whoever settles them; and who controls, or protects data, for those
    of members who may not."""
    return settles_mails(actor) or (actor.kind is ActorKind.PERSON and actor.has(*CONTROL))


def sets_window(actor: Actor) -> bool:
    """Whoever decides over how many days earlier requests are shown."""
    return actor.has("administrator")


@once
def units_of(actor: Actor, on: date) -> frozenset[int]:
    """The units whose exchanges an actor reads: where it serves for the organisation it acts for, and those it manages."""
    found = set(managed_units(actor, on))
    if actor.has("officer"):
        found |= {grant.unit for grant in actor.grants if grant.role == "officer" and grant.unit is not None}
        served = Tenure.objects.filter(held(on), held(on, "post__"), person=actor.person)
        here = served.filter(post__unit__organization=actor.organization)
        found |= set(here.values_list("post__unit", flat=True))
    # What a unit read, the unit that took its place reads.
    new = found
    while new:
        new = set(Unit.objects.filter(successor__in=new).values_list("pk", flat=True)) - found
        found |= new
    return frozenset(found)


@once
def visible(actor: Actor, on: date) -> Q:
    """The exchanges that an actor may read, as a filter on ``Interaction``: no join, so none twice."""
    return _visible(actor, on, None)


@once
def visible_of(actor: Actor, company: int, on: date) -> Q:
    """``visible``, among those with one company (primary key): whether its name is read is asked once, and not for each."""
    return _visible(actor, on, company)


def _visible(actor: Actor, on: date, company: int | None) -> Q:
    if actor.kind in EVERYTHING:
        return Q()
    if not reads_exchanges(actor):
        return Q(pk__in=())
    control = Q(by_organization__in=_organizations(actor, CONTROL))
    wanted = Q(pk__in=())
    if actor.has(*WRITERS):
        wanted |= Q(reach=Reach.UNIT, unit__in=units_of(actor, on))
        wanted |= Q(reach=Reach.ORGANIZATION, by_organization__in=_organizations(actor, WRITERS))
    if actor.has(*WRITERS, *CONTROL):
        wanted |= _open(actor, on, company)
    wanted &= Q(withdrawn_at__isnull=True)
    if actor.has(*CONTROL):
        wanted |= control
    if actor.person is not None:
        attended = Attendee.objects.filter(person=actor.person).order_by().values("interaction")
        wanted |= Q(author=actor.person) | Q(pk__in=attended, withdrawn_at__isnull=True)
    return wanted


def _organizations(actor: Actor, roles: Iterable[str]) -> list[int]:
    return sorted({grant.organization for grant in actor.grants if grant.role in set(roles)})


def _open(actor: Actor, on: date, company: int | None) -> Q:
    """Those of the network, of companies that the actor may open by their name."""
    of_network = Q(reach__in=[reach for reach in Reach if reach not in CLOSED_REACHES])
    if company is not None:
        return of_network if crm.opens_by_name(actor, company, on) else Q(pk__in=())
    named = Company.objects.filter(crm.opened_by_name(actor, on), pk=OuterRef("company"))
    return of_network & (Q(company__isnull=True) | Q(Exists(named)))


def reason(row: Interaction, actor: Actor, on: date) -> str:
    """« Pourquoi je vois ceci »: the strongest rule by which an actor reads an exchange that it reads."""
    if actor.person is not None and row.author_id == actor.person:
        return _("Vous l'avez noté.")
    if actor.person is not None and row.attendees.filter(person=actor.person).exists():
        return _("Vous y avez pris part : les participants lisent le même compte rendu.")
    if row.reach == Reach.UNIT and row.unit_id in units_of(actor, on):
        return _("Son auteur l'a ouvert à son unité, et vous y êtes, ou vous la dirigez.")
    if row.reach == Reach.ORGANIZATION and row.by_organization_id in _organizations(actor, WRITERS):
        return _("Son auteur l'a ouvert à son organisme, qui est le vôtre.")
    if row.by_organization_id in _organizations(actor, CONTROL):
        return _(
            "Votre rôle de contrôle ou de protection des données vous permet de lire ceux de votre organisme."
        )
    return _("Son auteur l'a ouvert à tout le réseau.")


def reads_contacts(actor: Actor, company: int, on: date) -> bool:
    """Whether an actor reads who speaks for a company (primary key): whoever reads what it declared."""
    return reads_exchanges(actor) and crm.reads_declared(actor, company, on)


def reads_partners(actor: Actor) -> bool:
    """Whether an actor reads who speaks for partners: the members of the network who work with them, or control."""
    return reads_exchanges(actor) and actor.has(*WRITERS, *CONTROL)


def sees_contact(contact: Contact, actor: Actor, on: date) -> bool:
    """Whether an actor reads a contact."""
    if actor.kind in EVERYTHING:
        return True
    if contact.company_id is None:
        return reads_partners(actor)
    return reads_contacts(actor, contact.company_id, on)


def why_not_contacts(actor: Actor) -> str:
    """Why an actor may not add nor change who speaks for a company that it reads; "" when it may."""
    return (
        ""
        if writes(actor)
        else _("C'est aux agents qui répondent aux entreprises de tenir leurs interlocuteurs.")
    )


def abilities(row: Interaction, actor: Actor, *, corrected: bool = False) -> Abilities:
    """Every verb on an exchange that an actor reads, and why not. ``corrected``: another was written instead."""
    mine = actor.kind in EVERYTHING or (actor.person is not None and row.author_id == actor.person)
    other = "" if mine else _("C'est à la personne qui l'a noté de le faire.")
    gone = _("Cet échange est retiré.") if row.withdrawn_at else ""
    planned = "" if row.state == InteractionState.PLANNED else _("Cet échange n'est plus à venir.")
    done = "" if row.state == InteractionState.DONE else _("Cet échange n'a pas encore eu lieu.")
    again = _("Un autre compte rendu le remplace.") if corrected else ""
    return told(
        actor,
        **{
            FINISH: gone or planned or other,
            POSTPONE: gone or planned or other,
            CANCEL: gone or planned or other,
            WITHDRAW: gone or other,
            RESTORE: ("" if row.withdrawn_at else _("Cet échange n'est pas retiré.")) or again or other,
            CORRECT: gone or done or other,
            REACH: gone or other,
            INVITE: gone or other,
        },
    )
