"""What changes, row by row, kept aside by the operation that runs until it ends.

The library watches what is saved and deleted, ``kit.db.audited`` what is written by many rows. An operation that fails takes
what it kept with it, and so does a savepoint rolled back inside one (a line of a file that is refused while the others are
written): the journal never tells a write that was undone, and no key is made for a row that is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from auditlog.registry import AuditlogModelRegistry, post_delete, post_save, pre_save
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import NOT_PROVIDED, Field, Model

from maillage.kit import operation
from maillage.kit.actor import Actor
from maillage.kit.db import audited
from maillage.kit.operation import Kept, Running
from maillage.kit.personal import PersonalData
from maillage.shared.accounts.models import User
from maillage.shared.audit.models import Entry

Changes = dict[str, list[Any]]
"""Field → [before, after], in values that JSON knows."""

NOT_TOLD = frozenset(
    {"password", "last_login", "search_name", "search_text", "loaded_digest", "submission_key"}
)
"""Secrets, sign-ins (the sessions tell them) and columns computed from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row changed. ``personal``: the fields, among ``changes``, that speak of ``holder``. Author None: no operation."""

    model: type[Model]
    pk: int | None
    action: int
    changes: Changes
    personal: frozenset[str]
    holder: str
    operation: str = ""
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An act that ended well, and what it put aside: what it wrote, what it said that it is about."""

    running: Running
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an operation says that it is about, when no row tells."""

    subject: str


def start() -> None:
    """Watch every audited table and the accounts, and write what an operation kept when it ends."""
    from maillage.shared.audit import recording

    for model in apps.get_models():
        if watched(model) and not registry.contains(model):
            registry.register(model, m2m_fields={field.name for field in model._meta.many_to_many})
    audited.listen(many)
    operation.when_done(recording.ended)


def _made(sender: type[Model], instance: Model, created: bool, **more: Any) -> None:
    if created:
        keep(instance, Entry.Action.CREATE, _created(sender, _values(sender, instance)))


def _changing(
    sender: type[Model], instance: Model, update_fields: Iterable[str] | None = None, **more: Any
) -> None:
    if instance._state.adding or instance.pk is None:
        return
    names = [field.attname for field in told(sender)]
    # No instance is made, no order is asked: this is half of what the journal costs a save.
    for values in sender._base_manager.filter(pk=instance.pk).values_list(*names):
        old = dict(zip(names, values, strict=True))
        new = _values(sender, instance)
        keep(instance, Entry.Action.UPDATE, _differences(sender, old, new, update_fields))


def _removed(sender: type[Model], instance: Model, **more: Any) -> None:
    gone = _created(sender, _values(sender, instance))
    keep(instance, Entry.Action.DELETE, {name: (value, None) for name, (_none, value) in gone.items()})


registry = AuditlogModelRegistry(
    create=False,
    update=False,
    delete=False,
    access=False,
    custom={pre_save: _changing, post_save: _made, post_delete: _removed},
)
"""The library connects these to the tables: its own compare through instances, at twice the cost (benchmarks/audit.py)."""


def watched(model: type[Model]) -> bool:
    """Whether the journal tells the changes of a table."""
    return issubclass(model, audited.Audited) or model is User


@cache
def told(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    """The columns of a table that the journal tells."""
    return tuple(
        field for field in model._meta.concrete_fields if field.name not in NOT_TOLD and not field.primary_key
    )


def about(subject: str) -> None:
    """Say what the operation that runs is about («inquiries.inquiry:12»), when it writes no row of it."""
    if running := operation.current():
        running.keep(About(subject=subject))


def keep(row: Model, action: int, changes: Mapping[str, Sequence[Any]]) -> None:
    """Keep one change until the operation ends; outside any, write it at once."""
    if found := _change(row, action, changes):
        _put([found])


def hush(row: Model, name: str, word: str) -> None:
    """Keep that a text of this row lost words that must not be told: ``word`` stands for what it says now. A table that is not
    watched tells nothing."""
    if watched(type(row)):
        keep(row, Entry.Action.UPDATE, {name: (None, word)})


def many(model: type[Model], before: Sequence[audited.Row], after: Sequence[audited.Row]) -> None:
    """Keep what a write of many rows changed: see ``kit.db.audited.listen``."""
    found = []
    if not before:
        for new in after:
            found.append(_change(_row(model, new), Entry.Action.CREATE, _created(model, new)))
    for old, new in zip(before, after, strict=False):
        if new:
            found.append(_change(_row(model, new), Entry.Action.UPDATE, _differences(model, old, new)))
    _put([one for one in found if one])


def _put(changes: Iterable[Change]) -> None:
    from maillage.shared.audit import recording

    running = operation.current()
    if running is None or running.closed:
        recording.write(tuple(changes), running)
    else:
        running.keep(*changes)


def _change(row: Model, action: int, changes: Mapping[str, Sequence[Any]]) -> Change | None:
    kept = {
        name: list(pair)
        for name, pair in changes.items()
        if not (pair[0] in (None, "") and pair[1] in (None, ""))
    }
    if not kept:
        return None
    running = operation.current()
    personal = _personal(type(row)) & kept.keys()
    return Change(
        model=type(row),
        pk=row.pk,
        action=action,
        changes=kept,
        personal=frozenset(personal),
        holder=_holder(row) if personal else "",
        operation=running.name if running else "",
        actor=running.actor if running else None,
    )


@cache
def _personal(model: type[Model]) -> frozenset[str]:
    """The names of the fields that speak of a person."""
    found = getattr(model, "personal", None)
    if not isinstance(found, PersonalData):
        return frozenset()
    return frozenset(field.name for field in told(model) if {field.name, field.attname} & set(found.fields))


def _holder(row: Model) -> str:
    """As ``kit.personal.holder_of``, without reading the last row of the path; the row itself when the path leads nowhere."""
    *steps, last = ["", *filter(None, type(row).personal.holder.split("__"))]  # type: ignore[attr-defined]
    own = f"{row._meta.label_lower}:{row.pk}"
    if not last:
        return own
    target: Any = row
    try:
        for step in filter(None, steps):
            target = getattr(target, step)
    except ObjectDoesNotExist:
        return own
    if target is None:
        return own
    field = target._meta.get_field(last)
    pk = getattr(target, field.attname)
    return own if pk is None else f"{field.related_model._meta.label_lower}:{pk}"


def _row(model: type[Model], values: audited.Row) -> Model:
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(None, names, [values.get(name) for name in names])


def _created(model: type[Model], new: audited.Row) -> dict[str, tuple[Any, Any]]:
    found = {}
    for field in told(model):
        value = plain(new[field.attname])
        default = None if field.default is NOT_PROVIDED or callable(field.default) else field.default
        if value not in (None, "", [], {}) and value != default:
            found[field.name] = (None, value)
    return found


def _differences(
    model: type[Model], old: audited.Row, new: audited.Row, only: Iterable[str] | None = None
) -> dict[str, tuple[Any, Any]]:
    found = {}
    for field in told(model):
        before, after = old[field.attname], new[field.attname]
        if before == after or (only is not None and not {field.name, field.attname} & set(only)):
            continue
        # A value that was set and not yet read back may be a text where the column holds a date.
        with suppress(ValidationError, TypeError):
            after = field.to_python(after)
        if before != after:
            found[field.name] = (plain(before), plain(after))
    return found


def _values(model: type[Model], row: Model) -> audited.Row:
    return {field.attname: getattr(row, field.attname) for field in told(model)}


def plain(value: Any) -> Any:
    """A value that JSON knows, written as the library writes it: moments in UTC, without zone."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value)
    if isinstance(value, type(None) | bool | int | float | str | list | tuple | dict):
        return value
    return str(value)
