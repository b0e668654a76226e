"""The entries of the navigation and of the footer: each app adds its own, in its ``wiring``."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

TOP, FOOT = "top", "foot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link of the navigation: ``label`` is translated when shown, ``order`` places it."""

    label: str | Promise
    url_name: str
    order: int
    place: str = TOP

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry as a page shows it; ``current`` when the page is the entry's own or lies under it."""

    label: str | Promise
    url: str
    current: bool


_entries: dict[str, Entry] = {}


def add(label: str | Promise, url_name: str, *, order: int, place: str = TOP) -> None:
    """Put a link in the navigation (TOP) or in the footer (FOOT). Adding a name again replaces it."""
    _entries[url_name] = Entry(label=label, url_name=url_name, order=order, place=place)


def entries(place: str, path: str) -> tuple[Shown, ...]:
    """The links of one place for the page at ``path``; the longest address that holds the page is the current one."""
    found = sorted((e for e in _entries.values() if e.place == place), key=lambda e: e.order)
    inside = [e.url for e in found if path.startswith(e.url)]
    current = max(inside, key=len, default=None)
    return tuple(Shown(label=e.label, url=e.url, current=e.url == current) for e in found)
