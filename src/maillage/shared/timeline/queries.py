"""The readable story of a thing: everything that the apps tell of it, filtered, by pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.shared.timeline import telling
from maillage.shared.timeline.telling import Entry

PAGE = 50
LAST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to tell: of a kind, by a place (a unit or an organisation, by its name), between two days, both included."""

    kind: str = ""
    place: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def __bool__(self) -> bool:
        return bool(self.kind or self.place or self.first_day or self.last_day)

    def keep(self, one: Entry) -> bool:
        """Whether an entry is of those asked."""
        day = day_of(one.at)
        return (
            self.kind in ("", one.kind)
            and self.place in ("", one.place)
            and (self.first_day is None or day >= self.first_day)
            and (self.last_day is None or day <= self.last_day)
        )


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter offered: its value, its words, how many entries it keeps of the whole story."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One page of a story. ``total``: entries that the filters keep; ``all_of_them``: entries without filters."""

    entries: tuple[Entry, ...]
    page: Page  # type: ignore[type-arg]
    filters: Filters
    kinds: tuple[Choice, ...]
    places: tuple[Choice, ...]
    total: int
    all_of_them: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The end of a story, as the page of the thing shows it; ``all_of_them``: how many entries there are."""

    entries: tuple[Entry, ...]
    all_of_them: int


def latest(kind: str, pk: int, actor: Actor, on: date) -> Latest:
    """The last entries of the story of the thing of this kind and primary key, as the actor may read it: the others are counted,
    and not read."""
    found, count = telling.told(kind, telling.Asked(pk=pk, actor=actor, on=on, latest=LAST))
    return Latest(entries=tuple(one.written for one in found), all_of_them=count)


def story(
    kind: str,
    pk: int,
    actor: Actor,
    on: date,
    *,
    filters: Filters = EVERYTHING,
    page: int | str = 1,
    anchor: str = "",
) -> Story:
    """What happened to the thing of this kind and primary key, as the actor may read it, the latest first. ``anchor``: of the entry
    whose page is wanted, whatever the filters; a number of page that does not exist is the nearest."""
    told, count = telling.told(kind, telling.Asked(pk=pk, actor=actor, on=on))
    wanted = EVERYTHING if anchor else filters
    kept = [one for one in told if wanted.keep(one)] if wanted else told
    pages = Paginator(kept, PAGE)
    rank = next((rank for rank, one in enumerate(kept) if anchor and one.anchor == anchor), None)
    shown = pages.get_page(page if rank is None else rank // PAGE + 1)
    return Story(
        entries=tuple(one.written for one in shown.object_list),
        page=shown,
        filters=wanted,
        kinds=_choices((one.kind, one.label) for one in told),
        places=_choices((one.place, one.place) for one in told if one.place),
        total=len(kept),
        all_of_them=count,
    )


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    counted = Counter(pairs)
    found = [Choice(value=value, label=label, count=count) for (value, label), count in counted.items()]
    return tuple(sorted(found, key=lambda one: one.label.casefold()))
