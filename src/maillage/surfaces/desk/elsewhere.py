"""What else bears the words of the search box: the people one may read, then schemes, organisations and territories, which are public."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.text import long_date
from maillage.modules.interactions import queries as exchanges
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


def sections(text: str, on: datetime.date, *, actor: Actor) -> tuple[Section, ...]:
    """The kinds that have an answer, in the order of what one looks for most."""
    return tuple(_found(text, on, actor))


def _found(text: str, on: datetime.date, actor: Actor) -> Iterator[Section]:
    people = exchanges.find_contacts(text, actor, on, limit=SHOWN)
    if people:
        yield Section(
            key="interlocuteurs", title=_("Interlocuteurs"), lines=tuple(_person(one) for one in people)
        )
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
    near = () if places or people or rows or listed.schemes else territories.suggest(text)
    if places or near:
        yield Section(
            key="territoires",
            title=_("Territoires au nom proche") if near else _("Territoires"),
            lines=tuple(
                Line(
                    name=one.name,
                    url=reverse("territories:territory", args=[one.kind, one.code]),
                    detail=f"{one.kind_label} {one.code}",
                )
                for one in places or near
            ),
        )


def _person(one: exchanges.ContactFound) -> Line:
    gone = _("n'y est plus depuis le %(day)s") % {"day": long_date(one.left_on)} if one.left_on else ""
    return Line(
        name=one.name,
        url=reverse("interactions:contact", args=[one.public_id]),
        detail=" · ".join(part for part in (one.function, one.whose, gone) if part),
    )
