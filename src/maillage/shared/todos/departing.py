"""Somebody leaves, or a unit hands over: what there was to do stays with somebody who is there (H-217)."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.kit.text import thousands
from maillage.shared.directory import queries as directory
from maillage.shared.todos.enums import TodoState
from maillage.shared.todos.models import Todo
from maillage.shared.todos.operations import hand, nobody
from maillage.shared.todos.queries import heir


@operation("todos.depart")
def depart(person: int, on: date, *, at: datetime, actor: Actor) -> int:
    """Give what a person who left had to do to somebody who is there. How many moved; a second call moves nothing."""
    rows = list(Todo.objects.select_for_update(of=("self",)).filter(owner=person, state=TodoState.OPEN))
    heirs: dict[int, int | None] = {}
    moved = 0
    for row in rows:
        if row.unit_id not in heirs:
            heirs[row.unit_id] = heir(person, row.unit_id, on)
        other = heirs[row.unit_id]
        if other is None:
            nobody(row, note=_("départ"), at=at, actor=actor)
            continue
        unit = directory.person(other, on).unit
        hand(row, other, unit if unit is not None else row.unit_id, note=_("départ"), at=at, actor=actor)
        moved += 1
    return moved


def when_left(person: int, on: date, actor: Actor, at: datetime) -> None:
    """What the directory calls when somebody leaves."""
    depart(person, on, at=at, actor=actor)


def foretell(person: int, on: date, actor: Actor, today: date) -> tuple[str, ...]:
    """What a departure would move and to whom, in a sentence."""
    rows = Todo.objects.filter(owner=person, state=TodoState.OPEN)
    count = rows.count()
    if not count:
        return ()
    unit = rows.values_list("unit", flat=True).first()
    other = heir(person, unit, on)
    if other is None:
        said = _("%(n)s actions à faire : personne n'est là pour les reprendre.")
        return (said % {"n": thousands(count)},)
    moved = ngettext(
        "%(n)s action à faire passe à %(name)s.", "%(n)s actions à faire passent à %(name)s.", count
    )
    return (moved % {"n": thousands(count), "name": directory.person(other, on).name},)
