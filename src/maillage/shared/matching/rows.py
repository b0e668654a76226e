"""Rows of any table as values that a JSON column holds, and back: what a merge, or a file applied, needs to be undone."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from maillage.shared.audit import capturing
from maillage.shared.audit.models import Entry

Values = dict[str, Any]
Name = tuple[str, int]
"""A row: its table («crm.company») and its key."""


def model_of(label: str) -> type[models.Model]:
    """The model of a label in lower case."""
    return apps.get_model(label)


def values(row: models.Model) -> Values:
    """Every column of a row, as JSON holds it."""
    found = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    plain: Values = json.loads(json.dumps(found, cls=DjangoJSONEncoder, default=str))
    return plain


def read(label: str, pk: int) -> Values | None:
    """The columns of a row as they are now; None when it is gone."""
    row = model_of(label)._base_manager.filter(pk=pk).first()
    return None if row is None else values(row)


def named(row: models.Model) -> Name:
    """How a row is named."""
    return row._meta.label_lower, row.pk


def restored(label: str, said: Values) -> models.Model:
    """A row put back with its key and every column. The journal tells it as a change: the key that seals what it says of a
    person exists already, and would be made anew for a row that is created."""
    model = model_of(label)
    row = model(**{field.attname: _typed(field, said[field.attname]) for field in _columns(model, said)})
    plain: models.QuerySet[models.Model] = models.QuerySet(model)
    plain.bulk_create([row])
    if capturing.watched(model):
        now = values(row)
        told = {field.attname: (None, now[field.attname]) for field in capturing.told(model)}
        capturing.keep(row, Entry.Action.UPDATE, told)
    return row


def set_columns(label: str, pk: int, said: Values) -> None:
    """Give columns of a row these values."""
    model = model_of(label)
    typed = {field.attname: _typed(field, said[field.attname]) for field in _columns(model, said)}
    model._default_manager.filter(pk=pk).update(**typed)


def pointing(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """Every column of every table that points at a row of this one: foreign keys, those between two lists included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.field.concrete:
            if relation.field.many_to_many or relation.field.model._meta.proxy:
                continue
            yield relation.field


def _columns(model: type[models.Model], said: Values) -> Iterator[models.Field[Any, Any]]:
    return (field for field in model._meta.concrete_fields if field.attname in said)


def _typed(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return value if isinstance(field, models.JSONField) else field.to_python(value)
