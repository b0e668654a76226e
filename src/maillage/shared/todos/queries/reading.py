"""Actions of a person, of a unit, about a thing: late ones first, and only those whose subject the reader may read."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable
from maillage.shared.directory import queries as directory
from maillage.shared.todos import about, policies
from maillage.shared.todos.enums import TodoDid, TodoState
from maillage.shared.todos.models import Todo, TodoEvent
from maillage.shared.todos.queries.shapes import Filters, TodoList, TodoRow

SIZE = 50


def listing(filters: Filters, *, actor: Actor, on: date) -> TodoList:
    """The list that these filters ask for, in a number of queries that does not depend on its length."""
    base = Todo.objects.filter(policies.visible(actor, on)).filter(_tab(filters.tab, actor, on))
    rows = base.filter(state=filters.state or TodoState.OPEN)
    if filters.person:
        rows = rows.filter(owner__slug=filters.person)
    if filters.late:
        rows = rows.filter(due_on__lt=on, state=TodoState.OPEN)
    if filters.text:
        rows = rows.filter(Q(what__icontains=filters.text) | Q(subject_label__icontains=filters.text))
    size = SIZE if filters.page else max(rows.count(), 1)
    total = rows.count()
    page = min(max(filters.page, 1), max(1, -(-total // size)))
    order = ("due_on", "pk") if not filters.state else ("-settled_at", "pk")
    shown = rows.order_by(*order)[(page - 1) * size : page * size]
    owners = base.order_by().values_list("owner__slug", "owner__first_name", "owner__last_name").distinct()
    people = sorted(
        ((slug, f"{first} {last}") for slug, first, last in owners), key=lambda one: searchable(one[1])
    )
    return TodoList(
        rows=told(shown, actor, on),
        total=total,
        late=base.filter(state=TodoState.OPEN, due_on__lt=on).count(),
        page=page,
        size=size,
        people=tuple(people),
    )


def get(public_id: str, *, actor: Actor, on: date) -> TodoRow:
    """One action. Raises NotVisible."""
    found = told(Todo.objects.filter(policies.visible(actor, on), public_id=public_id), actor, on)
    if not found:
        raise NotVisible(public_id)
    return found[0]


def seen(public_id: str, *, actor: Actor, on: date) -> bool:
    """Whether the actor may read an action."""
    return Todo.objects.filter(policies.visible(actor, on), public_id=public_id).exists()


def settled(public_id: str, *, actor: Actor, on: date) -> TodoRow | None:
    """An action that was just done or dropped; None when it is not, or not for this actor."""
    rows = Todo.objects.filter(policies.visible(actor, on), public_id=public_id).exclude(state=TodoState.OPEN)
    return next(iter(told(rows, actor, on)), None)


def of_person(person: int, *, actor: Actor, on: date, limit: int = SIZE) -> tuple[TodoRow, ...]:
    """What a person (primary key) has to do, as the actor may read it; late first."""
    rows = Todo.objects.filter(policies.visible(actor, on), owner=person, state=TodoState.OPEN)
    return told(rows.order_by("due_on", "pk")[:limit], actor, on)


def due(*, actor: Actor, on: date, limit: int = SIZE) -> tuple[TodoRow, ...]:
    """What the actor has to do today or should have done: its own actions, and those of people for whom it stands in."""
    if actor.person is None:
        return ()
    mine = {actor.person, *policies.stood_for(actor.person, on)}
    rows = Todo.objects.filter(owner__in=mine, state=TodoState.OPEN, due_on__lte=on)
    rows = rows.filter(policies.visible_among(rows, actor, on))
    return told(rows.order_by("due_on", "pk")[:limit], actor, on)


def late_in(units: Collection[int], *, actor: Actor, on: date, limit: int = SIZE) -> tuple[TodoRow, ...]:
    """The late actions of these units, as the actor may read them."""
    rows = Todo.objects.filter(
        policies.visible(actor, on), unit__in=units, state=TodoState.OPEN, due_on__lt=on
    )
    return told(rows.order_by("due_on", "pk")[:limit], actor, on)


def late_of(people: Iterable[int], on: date) -> dict[int, int]:
    """How many actions of each of these people are late; a count says nothing of what they are about."""
    wanted = set(people)
    rows = Todo.objects.filter(owner__in=wanted, state=TodoState.OPEN, due_on__lt=on).order_by()
    return dict.fromkeys(wanted, 0) | dict(rows.values_list("owner").annotate(number=Count("pk")))


def of_subject(kind: str, ref: str, *, actor: Actor, on: date, limit: int = SIZE) -> tuple[TodoRow, ...]:
    """What is to be done about one thing, as the actor may read it: the next first."""
    read = policies.visible_about(kind, ref, actor, on)
    rows = Todo.objects.filter(read, subject_kind=kind, subject_ref=ref, state=TodoState.OPEN)
    return told(rows.order_by("due_on", "pk")[:limit], actor, on)


def of_subjects(kind: str, refs: Iterable[str], *, actor: Actor, on: date) -> dict[str, tuple[TodoRow, ...]]:
    """The same for many things of one kind, by reference; those that the actor may not read are absent."""
    rows = Todo.objects.filter(
        policies.visible_of(kind, actor, on),
        subject_kind=kind,
        subject_ref__in=set(refs),
        state=TodoState.OPEN,
    )
    found: dict[str, list[TodoRow]] = {}
    for row in told(rows.order_by("due_on", "pk"), actor, on):
        found.setdefault(row.ref, []).append(row)
    return {ref: tuple(mine) for ref, mine in found.items()}


def unread_about(kind: str, refs: "QuerySet[Any]", *, actor: Actor, on: date) -> Counter[int]:
    """How many open actions about things of one kind the actor does not read, by unit (primary key): a count says nothing of
    what they are about. ``refs``: a query of one column that finds these things."""
    rows = Todo.objects.filter(subject_kind=kind, subject_ref__in=refs, state=TodoState.OPEN)
    return _unread(rows, policies.visible_of(kind, actor, on))


def unread_about_one(kind: str, ref: str, *, actor: Actor, on: date) -> Counter[int]:
    """The same of one thing."""
    rows = Todo.objects.filter(subject_kind=kind, subject_ref=ref, state=TodoState.OPEN)
    return _unread(rows, policies.visible_about(kind, ref, actor, on))


def _unread(rows: QuerySet[Todo], read: Q) -> Counter[int]:
    every = rows.order_by()
    counts = every.exclude(pk__in=every.filter(read).values("pk")).values_list("unit")
    return Counter(dict(counts.annotate(number=Count("pk"))))


def told(rows: QuerySet[Todo], actor: Actor, on: date) -> tuple[TodoRow, ...]:
    """These rows in words, in their order: the reader has the right to them already."""
    todos = list(rows.select_related("owner", "unit"))
    if not todos:
        return ()
    owners = {one.owner_id for one in todos}
    away = directory.away(on, owners)
    deputies = policies.deputies(away, on)
    cards = directory.cards(owners | set(deputies.values()), on)
    called = about.names(
        ((one.subject_kind, one.subject_ref) for one in todos if one.subject_kind), actor, on
    )
    moved: dict[int, list[str]] = {}
    events = TodoEvent.objects.filter(todo__in=todos, did=TodoDid.POSTPONED).order_by("at", "pk")
    for todo, note in events.values_list("todo", "note"):
        moved.setdefault(todo, []).append(note)
    return tuple(
        TodoRow(
            public_id=one.public_id,
            what=one.what,
            due_on=one.due_on,
            owner=cards[one.owner_id].name,
            owner_pk=one.owner_id,
            owner_slug=cards[one.owner_id].slug,
            is_fictional=cards[one.owner_id].is_fictional,
            unit=one.unit.name,
            about=called.get((one.subject_kind, one.subject_ref)),
            kind=one.subject_kind,
            ref=one.subject_ref,
            state=one.state,
            state_label=str(one.get_state_display()),
            late_days=max(0, (on - one.due_on).days) if one.state == TodoState.OPEN else 0,
            mine=one.owner_id == actor.person,
            away=one.owner_id in away,
            deputy=cards[deputy].name if (deputy := deputies.get(one.owner_id)) and deputy in cards else "",
            moved=len(moved.get(one.pk, ())),
            moved_why=moved.get(one.pk, [""])[-1],
            created_by=one.created_by,
            settled_at=one.settled_at,
            settled_by=one.settled_by,
            dropped_reason=one.dropped_reason,
            abilities=policies.abilities(one, actor, on),
        )
        for one in todos
    )


def _tab(tab: str, actor: Actor, on: date) -> Q:
    person = actor.person
    if tab == "unit":
        return Q(unit__in=policies.managed_units(actor, on))
    if person is None:
        return Q(pk__in=())
    if tab == "given":
        return Q(author=person) & ~Q(owner=person)
    return Q(owner__in={person, *policies.stood_for(person, on)})


def tabs(actor: Actor) -> tuple[tuple[str, str], ...]:
    """The lists that the actor may ask for, by code and label."""
    found = [("mine", _("Les miennes")), ("given", _("Confiées à d'autres"))]
    if policies.manages(actor):
        found.append(("unit", _("De mon unité")))
    return tuple(found)
