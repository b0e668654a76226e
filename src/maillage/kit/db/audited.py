"""Rows whose every change is told, whichever way it is written: one row saved, or many at once.

The library of the journal sees ``save`` and ``delete``; writes of many rows (``update``, ``bulk_create``, ``bulk_update``)
pass here. Who keeps the journal (shared.audit) listens; with nobody listening nothing is read twice.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import QuerySet

Row = dict[str, Any]
Changed = Callable[[type[models.Model], Sequence[Row], Sequence[Row]], None]
"""(model, rows before, rows after): dicts of concrete field values by attribute name, in the same order; before is empty
when rows are created."""

_listener: Changed | None = None


def listen(changed: Changed) -> None:
    """Tell ``changed`` of each write of many rows of an audited table."""
    global _listener
    _listener = changed


class AuditedQuerySet(QuerySet[Any]):
    """A queryset that tells what it writes."""

    def update(self, **values: Any) -> int:
        """As Django's; the rows are read before and after."""
        if _listener is None:
            return super().update(**values)
        before = list(self.order_by().values())
        written = super().update(**values)
        _tell(self.model, before, _again(self.model, before))
        return written

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As Django's; the rows made are told."""
        made = super().bulk_create(objs, *args, **kwargs)
        if _listener is not None and made:
            _tell(self.model, (), [_values(one) for one in made])
        return made

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """As Django's; the rows are read before and after."""
        rows = list(objs)
        if _listener is None:
            return super().bulk_update(rows, fields, batch_size)
        before = list(self.model._default_manager.filter(pk__in=[row.pk for row in rows]).values())
        # Django writes through `update`: it must not be told twice.
        plain: QuerySet[Any] = QuerySet(self.model, using=self.db)
        written = plain.bulk_update(rows, fields, batch_size)
        _tell(self.model, before, _again(self.model, before))
        return written


class AuditedManager(models.Manager.from_queryset(AuditedQuerySet)):  # type: ignore[misc]
    """The manager of audited tables."""


class Audited(models.Model):
    """A table of the trade: each write of a row leaves its trace in the journal."""

    objects = AuditedManager()

    class Meta:
        abstract = True


def _tell(model: type[models.Model], before: Sequence[Row], after: Sequence[Row]) -> None:
    if _listener is not None:
        _listener(model, before, after)


def _again(model: type[models.Model], before: Sequence[Row]) -> list[Row]:
    key = model._meta.pk.attname
    after = {
        row[key]: row for row in model._default_manager.filter(pk__in=[row[key] for row in before]).values()
    }
    return [after.get(row[key], {}) for row in before]


def _values(row: models.Model) -> Row:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
