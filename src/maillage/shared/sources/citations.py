"""What rests on a source: each app says, in its ``wiring``, which of its facts cite, and whom it shows them to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from maillage.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One fact that rests on a source: what it is called and where it is read (empty: nowhere of its own)."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """The facts of one table. ``rows``: those that the actor may see on the day; ``told``: one of them in words;
    ``field``: the key to the source."""

    name: str
    label: str | Promise
    rows: Callable[[Actor, date], QuerySet[Any]]
    told: Callable[[Any], Told]
    field: str = "cited"

    def visible(self, actor: Actor, on: date) -> Exists:
        """Whether the source of the outer query is cited by a fact that the actor may see."""
        return Exists(self.rows(actor, on).order_by().filter(**{self.field: OuterRef("pk")}))

    def counts(self, sources: list[int], actor: Actor, on: date) -> dict[int, int]:
        """How many visible facts rest on each of these sources, in one query."""
        rows = self.rows(actor, on).order_by().filter(**{f"{self.field}__in": sources})
        return dict(rows.values_list(self.field).annotate(found=Count("pk")))


_citing: dict[str, Citing] = {}


def register(citing: Citing) -> None:
    """Make a table of facts known; a second registration of a name replaces the first."""
    _citing[citing.name] = citing


def registered() -> tuple[Citing, ...]:
    """Every table of facts, by name."""
    return tuple(_citing[name] for name in sorted(_citing))


def seen(actor: Actor, on: date) -> Q:
    """The sources that at least one visible fact cites: who may read a fact may read what it rests on."""
    wanted = Q(pk__in=[])
    for citing in registered():
        wanted |= Q(citing.visible(actor, on))
    return wanted
