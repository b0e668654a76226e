"""Who keeps a portfolio, who may say who the referent of a company is, who reads whose portfolio.

That somebody follows a company, or is its referent, is read by everyone in the network who may open its page (H-046, H-063): only
names, parts and days. The portfolio of a person, with what is late in it, is read by that person and by who manages its unit.
Following a company opens nothing more of it: reading what it declares is a matter of perimeter and of requests.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.db.once import once
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.portfolios.enums import RelayState
from maillage.modules.portfolios.models import Following, Referent, Relay
from maillage.shared.access import holdings
from maillage.shared.access.queries import without
from maillage.shared.directory.models import Tenure
from maillage.shared.directory.queries import held
from maillage.shared.todos.policies import managed_units, stood_for

ANSWERING = ("officer", "manager", "director")
EVERYTHING = (ActorKind.SCHEDULE, ActorKind.IMPORT)
TAKE, NAME, FOLLOW, UNFOLLOW, RELAY = "take", "name", "follow", "unfollow", "relay"


def keeps_portfolio(actor: Actor) -> bool:
    """Whoever may follow companies: a person who answers companies, or manages those who do."""
    return actor.person is not None and actor.has(*ANSWERING) and not actor.reads_only


def manages(actor: Actor) -> bool:
    """Whoever reads the portfolios and the load of a unit."""
    return actor.has("manager", "director")


def apart(on: date) -> frozenset[int]:
    """Who has an account and no role that answers companies: such a person is nobody's referent."""
    return without(ANSWERING, on)


def closed_to(person: int, companies: Collection[int], on: date) -> set[int]:
    """Of these companies (primary keys), those that a person may open in none of the organisations for which it acts: given to
    that person, they would be lost to everybody. Who has no account opens nothing, and is not held to it: its unit reads instead."""
    hats = [one.actor for one in holdings.hatted(on) if one.actor.person == person]
    left = set(companies) if hats else set()
    for hat in hats:
        if left:
            opened = Company.objects.filter(crm.visible_companies(hat, on), pk__in=left)
            left -= set(opened.values_list("pk", flat=True))
    return left


@once
def teams(actor: Actor, on: date) -> frozenset[int]:
    """The people who serve in the units that the actor manages."""
    units = managed_units(actor, on)
    rows = Tenure.objects.filter(held(on), post__unit__in=units).values_list("person", flat=True)
    return frozenset(rows) if units else frozenset()


def reads_portfolio(actor: Actor, person: int, on: date) -> bool:
    """Whether the actor reads the portfolio of a person, with what is late in it."""
    if actor.kind in EVERYTHING or person == actor.person:
        return True
    mine = stood_for(actor.person, on) if actor.person is not None else frozenset()
    return person in mine or person in teams(actor, on)


def abilities(
    actor: Actor, referent: Referent | None, following: Following | None, pending: bool, on: date
) -> Abilities:
    """What the actor may do with the referent and the followers of a company, and why not."""
    keeps = (
        ""
        if keeps_portfolio(actor) or actor.kind in EVERYTHING
        else _("Votre rôle ne suit pas d'entreprise.")
    )
    lead = referent is not None and referent.person_id == actor.person
    held_by_team = referent is not None and referent.unit_id in managed_units(actor, on)
    return told(
        actor,
        **{
            TAKE: keeps or (_("Elle a déjà un contact privilégié.") if referent is not None else ""),
            NAME: ""
            if actor.kind in EVERYTHING or (manages(actor) and (referent is None or held_by_team))
            else _("C'est à la personne responsable de l'unité de le décider."),
            FOLLOW: keeps or (_("Vous la suivez déjà.") if following is not None else ""),
            UNFOLLOW: keeps or ("" if following is not None else _("Vous ne la suivez pas.")),
            RELAY: keeps
            or (_("Un passage de relais attend déjà une réponse.") if pending else "")
            or (
                ""
                if lead or following is not None
                else _("Vous ne la suivez pas, et n'êtes pas son contact.")
            ),
        },
    )


def relays_of(actor: Actor) -> Q:
    """The hand-overs that an actor reads: those it gave, and those proposed to it."""
    if actor.kind in EVERYTHING:
        return Q()
    return relays_of_person(actor.person) if actor.person is not None else Q(pk__in=())


def relays_of_person(person: int) -> Q:
    """The hand-overs that a person gave, or that are proposed to it."""
    return Q(giver=person) | Q(taker=person)


def may_settle(actor: Actor, relay: Relay) -> bool:
    """Whether the actor answers to a hand-over."""
    asked = actor.kind in EVERYTHING or relay.taker_id == actor.person
    return relay.state == RelayState.PROPOSED and asked


def may_cancel(actor: Actor, relay: Relay) -> bool:
    """Whether the actor takes a hand-over back."""
    given = actor.kind in EVERYTHING or relay.giver_id == actor.person
    return relay.state == RelayState.PROPOSED and given
