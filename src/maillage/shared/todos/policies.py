"""Who sees an action and who may act on it.

Its owner, whoever noted it, who stands in for the owner while it is away, and who manages the unit; always on condition of
reading what it is about (``about.readable``).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.db.once import once
from maillage.shared.access import holdings
from maillage.shared.directory.models import Absence, Tenure, Unit
from maillage.shared.directory.queries import held
from maillage.shared.todos import about
from maillage.shared.todos.enums import TodoState
from maillage.shared.todos.models import Todo

ABOVE = ("manager", "director")
EVERYTHING = (ActorKind.SCHEDULE, ActorKind.IMPORT)
DO, UNDO, POSTPONE, GIVE, DROP = "do", "undo", "postpone", "give", "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoTies:
    """What links an actor to an action."""

    owner: bool = False
    author: bool = False
    stands_in: bool = False
    manages: bool = False
    system: bool = False


def keeps_todos(actor: Actor) -> bool:
    """Whether the page of actions exists for this actor: a person of the directory who writes."""
    return actor.person is not None and bool(actor.grants) and not actor.reads_only


def manages(actor: Actor) -> bool:
    """Whoever reads the actions of a unit."""
    return actor.has(*ABOVE)


@once
def stood_for(person: int, on: date) -> frozenset[int]:
    """The people away on the day for whom this one stands in: named by the absence, else by the post."""
    absences = Absence.objects.filter(first_day__lte=on, last_day__gte=on).order_by("pk")
    named = dict(absences.values_list("person", "deputy"))
    silent = [absent for absent, deputy in named.items() if deputy is None]
    posts = Tenure.objects.filter(held(on), person__in=silent, deputy=person).values_list("person", flat=True)
    return frozenset({absent for absent, deputy in named.items() if deputy == person} | set(posts))


def deputies(people: Collection[int], on: date) -> dict[int, int]:
    """Who stands in for each of these people, who are away on the day; those without a deputy are absent. Two queries."""
    if not people:
        return {}
    posts = Tenure.objects.filter(held(on), person__in=people, deputy__isnull=False).order_by("-pk")
    absences = Absence.objects.filter(
        first_day__lte=on, last_day__gte=on, person__in=people, deputy__isnull=False
    )
    named = absences.order_by("first_day", "-pk").values_list("person", "deputy")
    return dict(posts.values_list("person", "deputy")) | dict(named)


@once
def managed_units(actor: Actor, on: date) -> frozenset[int]:
    """The units, and those below, that the actor manages on the day."""
    grants = [grant for grant in actor.grants if grant.role in ABOVE]
    if not grants:
        return frozenset()
    rows = list(Unit.objects.filter(held(on)).values_list("pk", "parent", "organization"))
    whole = {grant.organization for grant in grants if grant.unit is None}
    found = {pk for pk, _parent, organization in rows if organization in whole}
    new = {grant.unit for grant in grants if grant.unit is not None}
    while new:
        found |= new
        new = {pk for pk, parent, _organization in rows if parent in new} - found
    return frozenset(found)


@once
def visible(actor: Actor, on: date) -> Q:
    """The actions that an actor may read, as a filter on ``Todo``."""
    if actor.kind in EVERYTHING:
        return Q()
    return concerning(actor, on) & about.readable(actor, on)


def visible_among(rows: "QuerySet[Todo]", actor: Actor, on: date) -> Q:
    """``visible``, among these few rows: what they are about is asked first, and only who reads such things is asked then."""
    if actor.kind in EVERYTHING:
        return Q()
    kinds = set(rows.order_by().values_list("subject_kind", flat=True).distinct())
    return concerning(actor, on) & about.readable(actor, on, among=kinds)


@once
def visible_of(kind: str, actor: Actor, on: date) -> Q:
    """``visible``, among the actions about things of one kind: who reads the other kinds is not asked."""
    if actor.kind in EVERYTHING:
        return Q()
    return concerning(actor, on) & about.readable_of(kind, actor, on)


@once
def visible_about(kind: str, ref: str, actor: Actor, on: date) -> Q:
    """``visible``, among the actions about one thing: whether the actor reads it is asked once, and not for each."""
    if actor.kind in EVERYTHING:
        return Q()
    return concerning(actor, on) if about.reads(kind, ref, actor, on) else Q(pk__in=())


def concerning(actor: Actor, on: date) -> Q:
    """The actions tied to an actor, whatever they are about."""
    wanted = Q(unit__in=managed_units(actor, on))
    if actor.person is not None:
        mine = {actor.person, *stood_for(actor.person, on)}
        wanted |= Q(owner__in=mine) | Q(author=actor.person)
    return wanted


def ties(todo: Todo, actor: Actor, on: date) -> TodoTies:
    """What links the actor to an action now."""
    if actor.kind in EVERYTHING:
        return TodoTies(system=True)
    person = actor.person
    return TodoTies(
        owner=person is not None and todo.owner_id == person,
        author=person is not None and todo.author_id == person,
        stands_in=person is not None and todo.owner_id in stood_for(person, on),
        manages=todo.unit_id in managed_units(actor, on),
    )


def abilities(todo: Todo, actor: Actor, on: date) -> Abilities:
    """Every verb on an action, and why not."""
    tied = ties(todo, actor, on)
    open_now = todo.state == TodoState.OPEN
    acts = tied.system or tied.owner or tied.stands_in
    settled = "" if open_now else _("L'action n'est plus à faire.")
    waiting = _("L'action est encore à faire.") if open_now else ""
    other = "" if acts else _("C'est à la personne chargée de l'action de le faire.")
    moved = "" if acts or tied.manages else other
    dropped = "" if acts or tied.manages or tied.author else other
    return told(
        actor,
        **{
            DO: settled or other,
            UNDO: waiting or moved,
            POSTPONE: settled or moved,
            GIVE: settled or moved,
            DROP: settled or dropped,
        },
    )


def reads_about(person: int, kind: str, ref: str, on: date) -> bool:
    """Whether a person may read a thing, in one of the organisations for which it acts. Who has no account reads nothing, and
    is not refused for it: the unit reads instead."""
    hats = [one.actor for one in holdings.hatted(on) if one.actor.person == person]
    return not hats or any(about.reads(kind, ref, actor, on) for actor in hats)
