"""One row takes in another with everything that points at it; and back.

Nothing is written down of what points at what: the tables say it. A row that moves may meet its twin (a constraint says
that both cannot be there): the twin takes it in, in the same way. The record of a merge says:

- ``moved``: [table, key, column] of each row that pointed at the one taken in;
- ``changed``: [table, key, columns before, columns after] of each row that was completed or made to fit;
- ``removed``: [table, columns] of each row taken in, the deepest first;
- ``held``: [table, keys] of what pointed at the survivor before, so that what came since is known.
"""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.shared.matching import kinds, rows

Record = dict[str, list[Any]]


def empty() -> Record:
    """A record of nothing."""
    return {"moved": [], "changed": [], "removed": [], "held": []}


def take_in(survivor: models.Model, merged: models.Model, record: Record, own: Mapping[str, Any]) -> None:
    """Have ``survivor`` take in ``merged``. ``own``: columns that it takes from it."""
    for field in rows.pointing(type(survivor)):
        table = field.model._meta.label_lower
        there = field.model._base_manager
        held = there.filter(**{field.name: survivor}).order_by("pk").values_list("pk", flat=True)
        record["held"].append([table, field.attname, survivor.pk, list(held)])
        for row in there.filter(**{field.name: merged}).order_by("pk"):
            _move(row, field, survivor, record)
    record["removed"].append([merged._meta.label_lower, rows.values(merged)])
    # By its key: the rows that pointed at it have moved, the collector of Django would read them all again.
    merged.delete()
    if own:
        _change(survivor, own, record)


def give_back(record: Record) -> list[str]:
    """Undo `take_in`; what could not be put back, in sentences: somebody changed it since."""
    told = []
    moved = {(table, pk) for table, pk, *_rest in record["moved"]}
    removed = {(table, said["id"]) for table, said in record["removed"] if "id" in said}
    fitted: dict[rows.Name, Mapping[str, Any]] = {}
    for table, pk, before, after in reversed(record["changed"]):
        now = rows.read(table, pk)
        if now is None:
            if (table, pk) in removed:
                # It was made to fit, then taken in by its twin all the same.
                fitted[(table, pk)] = before
            continue
        if any(now.get(column) != value for column, value in after.items()):
            told.append(
                _("Une valeur complétée par la fusion a été changée depuis : elle reste telle quelle.")
            )
        elif (table, pk) in moved:
            # What made it fit goes back with the row itself: two head offices never stand on one company.
            fitted[(table, pk)] = before
        else:
            rows.set_columns(table, pk, before)
    for table, said in reversed(record["removed"]):
        rows.restored(table, {**said, **fitted.get((table, said.get("id", 0)), {})})
    for table, pk, column, before, after in reversed(record["moved"]):
        now = rows.read(table, pk)
        if now is not None and now[column] == after:
            rows.set_columns(table, pk, {column: before, **fitted.get((table, pk), {})})
    return told


def since(record: Record) -> list[rows.Name]:
    """What was attached to the survivor since the merge: neither there before, nor brought by it."""
    brought = {(table, pk) for table, pk, *_rest in record["moved"]}
    main, survivor = _main(record)
    found = []
    for table, column, target, held in record["held"]:
        if target != survivor or not _points_at(table, column, main):
            continue
        now = rows.model_of(table)._base_manager.filter(**{column: survivor}).values_list("pk", flat=True)
        found += [(table, pk) for pk in now if pk not in held and (table, pk) not in brought]
    return sorted(set(found))


def _main(record: Record) -> tuple[str, int]:
    """The table of the record that was taken in, and the key of the one that took it."""
    table = record["removed"][-1][0]
    for held_table, column, target, _held in reversed(record["held"]):
        if _points_at(held_table, column, table):
            return table, target
    return table, 0


def _points_at(table: str, column: str, main: str) -> bool:
    return any(
        field.attname == column and field.model._meta.label_lower == table
        for field in rows.pointing(rows.model_of(main))
    )


def _move(row: models.Model, field: models.Field[Any, Any], survivor: models.Model, record: Record) -> None:
    if fitting := kinds.changes(row, survivor):
        _change(row, fitting, record)
    twin = _twin(row, field, survivor)
    if twin is not None:
        take_in(twin, row, record, {})
        return
    before = getattr(row, field.attname)
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{field.attname: survivor.pk})
    except IntegrityError as wrong:
        raise Refused(
            "matching.cannot_move",
            _("« %(what)s » ne peut pas être sur les deux fiches à la fois.")
            % {"what": row._meta.verbose_name},
            way_out=_("Corrigez l'une des deux fiches, puis recommencez."),
        ) from wrong
    record["moved"].append([row._meta.label_lower, row.pk, field.attname, before, survivor.pk])


def _twin(row: models.Model, field: models.Field[Any, Any], survivor: models.Model) -> models.Model | None:
    """The row of the survivor that a constraint forbids beside this one."""
    model = type(row)
    there = model._base_manager.filter(**{field.name: survivor})
    if field.unique:
        return there.first()
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or field.name not in constraint.fields:
            continue
        same = {
            name: getattr(row, model._meta.get_field(name).attname)
            for name in constraint.fields
            if name != field.name
        }
        found = there.filter(**same)
        if constraint.condition is not None:
            if not model._base_manager.filter(constraint.condition, pk=row.pk).exists():
                continue
            found = found.filter(constraint.condition)
        if None not in same.values() and (twin := found.first()) is not None:
            return twin
    for together in model._meta.unique_together:
        if field.name in together:
            same = {name: getattr(row, name) for name in together if name != field.name}
            if (twin := there.filter(**same).first()) is not None:
                return twin
    return None


def _change(row: models.Model, said: Mapping[str, Any], record: Record) -> None:
    before = rows.values(row)
    for column, value in said.items():
        setattr(row, column, value)
    row.save(update_fields=list(said))
    after = rows.values(row)
    record["changed"].append(
        [
            row._meta.label_lower,
            row.pk,
            {column: before[column] for column in said},
            {column: after[column] for column in said},
        ]
    )
