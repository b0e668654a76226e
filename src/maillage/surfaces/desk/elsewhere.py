"""What else bears the words of the search box: schemes, organisations, territories. All of it is public."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.modules.schemes import queries as schemes
from maillage.shared.directory import queries as directory
from maillage.shared.territories import queries as territories

SHOWN = 5
"""How many of each are shown: the box tells where to look, the pages list them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One answer: its name, its page, and what tells it from its homonyms."""

    name: str
    url: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The answers of one kind; ``more``: the page that lists them all, empty when they are all here."""

    key: str
    title: str
    lines: tuple[Line, ...]
    more: str = ""


def sections(text: str, on: datetime.date) -> tuple[Section, ...]:
    """The kinds that have an answer, in the order of what one looks for most."""
    return tuple(_found(text, on))


def _found(text: str, on: datetime.date) -> Iterator[Section]:
    listed = schemes.catalogue(schemes.CatalogueFilters(text=text, limit=SHOWN), on=on)
    if listed.schemes:
        yield Section(
            key="dispositifs",
            title=_("Dispositifs"),
            lines=tuple(
                Line(name=one.title, url=reverse("schemes:scheme", args=[one.slug]), detail=one.territory)
                for one in listed.schemes
            ),
            more=f"{reverse('schemes:catalogue')}?q=" if listed.total > SHOWN else "",
        )
    rows = directory.directory(directory.DirectoryFilters(text=text))
    if rows:
        yield Section(
            key="organismes",
            title=_("Organismes"),
            lines=tuple(
                Line(
                    name=one.name,
                    url=reverse("directory:organization", args=[one.slug]),
                    detail=one.kind_label,
                )
                for one in rows[:SHOWN]
            ),
            more=f"{reverse('directory:directory')}?q=" if len(rows) > SHOWN else "",
        )
    places = territories.search(text, limit=SHOWN)
    if places:
        yield Section(
            key="territoires",
            title=_("Territoires"),
            lines=tuple(
                Line(
                    name=one.name,
                    url=reverse("territories:territory", args=[one.kind, one.code]),
                    detail=f"{one.kind_label} {one.code}",
                )
                for one in places
            ),
        )
