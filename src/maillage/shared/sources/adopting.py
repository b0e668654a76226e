"""The texts that facts bore before sources existed, turned into sources: for migrations."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from maillage.kit import clock
from maillage.shared.sources.quotes import Quote, Said, quote


def adopt(source: type[Model], said: Said, dated_on: Any = None) -> Any:
    """The source that a text names, of the model of the migration; its kind only when the text itself says it."""
    told = quote(said, dated_on=dated_on)
    return source._default_manager.get_or_create(
        kind=told.kind,
        title=told.title,
        reference=told.reference,
        url=told.url,
        dated_on=told.dated_on,
        defaults={"noted_on": clock.today(), "published_on": told.published_on},
    )[0]


def cite_texts(
    source: type[Model], model: type[Model], *, text: str = "source", key: str = "cited", dated: str = ""
) -> None:
    """Make each row of a table cite the source that its text names; the text stays. ``dated``: the column of its date.

    A row that already cites is left as it is: a person may have said more than the text.
    """
    rows = model._default_manager.filter(**{f"{key}__isnull": True}).exclude(**{text: ""})
    columns = [text, dated] if dated else [text]
    for told in rows.order_by().values_list(*columns).distinct():
        same = dict(zip(columns, told, strict=True))
        found = {name: value for name, value in same.items() if value is not None}
        empty = {f"{name}__isnull": True for name, value in same.items() if value is None}
        rows.filter(**found, **empty).update(**{key: adopt(source, Quote(title=told[0]), *told[1:])})


def forget(models: Iterable[tuple[type[Model], str]]) -> None:
    """The way back: nothing cites any more, each fact keeps its text. What a person said beside the text, the kind and the
    date of a source, stays on the source alone, until its table goes too."""
    for model, key in models:
        model._default_manager.filter(**{f"{key}__isnull": False}).update(**{key: None})
