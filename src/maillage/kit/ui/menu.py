"""The entries of each navigation: every app adds its own, in its ``wiring``.

Four places: TOP and FOOT of every public page, DESK (the left column of whoever signs in), SETTINGS (the pages of
« Réglages », shown to whom may open them).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise

from maillage.kit.actor import PUBLIC, Actor

TOP, FOOT, DESK, SETTINGS = "top", "foot", "desk", "settings"
Ability = Callable[[Actor], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link: ``label`` is translated when shown, ``order`` places it, ``ability`` says who sees it (None: anyone), ``under``
    the entry whose job it belongs to."""

    label: str | Promise
    url_name: str
    order: int
    place: str = TOP
    hint: str | Promise = ""
    ability: Ability | None = None
    under: str = ""

    @property
    def url(self) -> str:
        return _address(self.url_name, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=512)
def _address(url_name: str, urlconf: str | None, prefix: str) -> str:
    """The address of a page: the same as long as the program runs, and asked for a hundred times a page."""
    return reverse(url_name, urlconf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry as a page shows it; ``current`` when the page is the entry's own or lies under it; ``within``: the entries of the
    same job, told only where one is at that job."""

    label: str | Promise
    url: str
    current: bool
    hint: str | Promise = ""
    within: tuple["Shown", ...] = ()


_entries: dict[tuple[str, str], Entry] = {}


def add(
    label: str | Promise,
    url_name: str,
    *,
    order: int,
    place: str = TOP,
    hint: str | Promise = "",
    ability: Ability | None = None,
    under: str = "",
) -> None:
    """Put a link in a place. ``hint``: one sentence under it where links are tiles; ``under``: the name of the entry of the same job,
    beneath which it stands. Adding a name again replaces it."""
    _entries[place, url_name] = Entry(
        label=label, url_name=url_name, order=order, place=place, hint=hint, ability=ability, under=under
    )


def entries(place: str, path: str, actor: Actor = PUBLIC) -> tuple[Shown, ...]:
    """The links of one place that ``actor`` may follow, for the page at ``path``; the longest address that holds the page is the
    current one. A home, whose address begins those of other jobs, holds its own page only."""
    found = [entry for entry in _entries.values() if entry.place == place]
    found = sorted(
        (entry for entry in found if entry.ability is None or entry.ability(actor)), key=lambda e: e.order
    )
    at = [(entry, entry.url) for entry in found]
    homes = {
        url
        for entry, url in at
        if any(
            further.startswith(url) and other.under != entry.url_name
            for other, further in at
            if other is not entry
        )
    }
    inside = [url for _entry, url in at if path.startswith(url) and (url not in homes or path == url)]
    current = max(inside, key=len, default=None)
    named = {entry.url_name for entry in found}
    return tuple(_shown(entry, found, current) for entry in found if entry.under not in named)


def _shown(entry: Entry, found: Sequence[Entry], current: str | None) -> Shown:
    """An entry, with those of its job when the page is one of theirs."""
    within = [one for one in found if one.under == entry.url_name]
    here = current in {entry.url, *(one.url for one in within)}
    return Shown(
        label=entry.label,
        url=entry.url,
        current=entry.url == current,
        hint=entry.hint,
        within=tuple(_shown(one, (), current) for one in within) if here else (),
    )
