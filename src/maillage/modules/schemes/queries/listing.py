"""The list of the catalogue: filters, facets with their counts, orders."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from maillage.kit.text import searchable, stem
from maillage.modules.schemes.enums import (
    Family,
    Instrument,
    Kind,
    Level,
    Origin,
    Public,
    Purpose,
    Role,
    Sort,
    State,
)
from maillage.modules.schemes.models import Objective, Theme
from maillage.modules.schemes.queries import reach
from maillage.modules.schemes.queries.cards import cards
from maillage.modules.schemes.queries.compiled import catalogue as compiled
from maillage.modules.schemes.queries.index import Entry
from maillage.modules.schemes.queries.shapes import (
    Catalogue,
    CatalogueFilters,
    Facet,
    FacetOption,
    PlaceCount,
)
from maillage.modules.schemes.queries.vocabulary import by_name
from maillage.shared.directory.models import OrganizationKind

NO_OWNER = "none"
Codes = Callable[[Entry], Iterable[str]]

FACETS: dict[str, Codes] = {
    "families": lambda e: _families(e.scheme.family),
    "kinds": lambda e: _one(e.scheme.kind),
    "instruments": lambda e: _one(e.scheme.instrument),
    "purposes": lambda e: _one(e.scheme.purpose),
    "themes": lambda e: [theme.slug for theme in e.themes],
    "objectives": lambda e: [objective.slug for objective in e.objectives],
    "publics": lambda e: e.scheme.publics,
    "levels": lambda e: _one(e.scheme.level),
    "owner_kinds": lambda e: [owner.kind if (owner := e.organization(Role.OWNER)) else NO_OWNER],
    "states": lambda e: [e.state.value],
}
"""The codes an entry has in each facet, by the name of the field of CatalogueFilters."""


def catalogue(filters: CatalogueFilters, *, on: datetime.date) -> Catalogue:
    """The schemes that answer the filters on a day. Raises Refused when the place is unknown."""
    place = reach.place_filter(filters.place, on) if filters.place else None
    held = compiled(on)
    everything = [
        entry
        for entry in held.entries
        if _answers(entry, filters) and (place is None or place.accepts(entry))
    ]
    kept: list[Entry] = []
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for entry in everything:
        codes = {name: tuple(read(entry)) for name, read in FACETS.items()}
        failed = [name for name in FACETS if not _chosen(name, codes[name], filters)]
        for name in FACETS if not failed else failed if len(failed) == 1 else ():
            counts[name].update(codes[name])
        if not failed:
            kept.append(entry)
    ordered = _in_order(kept, filters)
    last = None if filters.limit is None else filters.offset + filters.limit
    return Catalogue(
        schemes=cards(ordered[filters.offset : last], held.names),
        total=len(kept),
        facets=_facets(counts, filters),
        place_name=place.name if place else None,
        notice=place.notice if place else None,
    )


def matching(filters: CatalogueFilters, *, on: datetime.date) -> list[Entry]:
    """The entries that answer the filters, for counts and files."""
    place = reach.place_filter(filters.place, on) if filters.place else None
    return [
        entry
        for entry in compiled(on).entries
        if _answers(entry, filters)
        and all(_chosen(name, tuple(read(entry)), filters) for name, read in FACETS.items())
        and (place is None or place.accepts(entry))
    ]


def by_place(kind: str, filters: CatalogueFilters, *, on: datetime.date) -> tuple[PlaceCount, ...]:
    """How many schemes that answer the filters may be had in each division of a kind (H-224)."""
    return reach.places(kind, matching(filters, on=on), on)


def _answers(entry: Entry, filters: CatalogueFilters) -> bool:
    if filters.demo is not None and (entry.scheme.origin == Origin.DEMO) is not filters.demo:
        return False
    if filters.organization and not any(
        row.slug == filters.organization for rows in entry.roles.values() for row in rows
    ):
        return False
    text = f" {entry.scheme.search_text}"
    return all(f" {stem(word)}" in text for word in searchable(filters.text).split())


def _chosen(name: str, codes: Iterable[str], filters: CatalogueFilters) -> bool:
    wanted = getattr(filters, name)
    if name == "states" and not wanted:
        return State.EXPIRED.value not in codes
    return not wanted or not set(wanted).isdisjoint(codes)


def _one(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


def _families(code: str) -> tuple[str, ...]:
    """A scheme of both families answers to each of them (H-004)."""
    return tuple(Family.values) if code == Family.BOTH else _one(code)


_READINESS = (State.OPEN, State.UPCOMING, State.UNKNOWN, State.EXPIRED)
"""What one can ask for comes first, then what nobody has dated."""


def _in_order(kept: list[Entry], filters: CatalogueFilters) -> list[Entry]:
    def title(entry: Entry) -> str:
        return searchable(entry.scheme.title)

    if filters.sort == Sort.CLOSING:
        return sorted(kept, key=lambda e: (e.scheme.closes_on or datetime.date.max, title(e)))
    words = searchable(filters.text).split()
    if filters.sort == Sort.RELEVANCE:
        return sorted(kept, key=lambda e: (-_relevance(e, words), _READINESS.index(e.state), title(e)))
    return sorted(kept, key=title)


def _relevance(entry: Entry, words: list[str]) -> float:
    """A word in the title counts before one elsewhere, the word itself before one of its family."""
    title, text = f" {searchable(entry.scheme.title)} ", f" {entry.scheme.search_text} "
    places = ((" {} ", title, 8), (" {}", title, 4), (" {} ", text, 2), (" {}", text, 1))
    return sum(
        weight * (form.format(word) in where or 0.5 * (form.format(stem(word)) in where))
        for word in words
        for form, where, weight in places
    )


def _facets(counts: dict[str, Counter[str]], filters: CatalogueFilters) -> tuple[Facet, ...]:
    return tuple(
        Facet(
            name=name,
            label=label,
            options=tuple(
                FacetOption(
                    code=code, label=shown, count=counts[name][code], selected=code in getattr(filters, name)
                )
                for code, shown in options
                if counts[name][code] or code in getattr(filters, name)
            ),
        )
        for name, label, options in _vocabularies()
    )


def _vocabularies() -> tuple[tuple[str, str, list[tuple[str, str]]], ...]:
    owners = [(NO_OWNER, _("non renseigné")), *OrganizationKind.choices]
    return (
        ("families", _("Famille"), _labels(Family.choices)),
        ("kinds", _("Forme d'aide"), _labels(Kind.choices)),
        ("instruments", _("Instrument"), _labels(Instrument.choices)),
        ("purposes", _("Finalité"), _labels(Purpose.choices)),
        ("themes", _("Thème"), by_name(Theme)),
        ("objectives", _("Objectif"), by_name(Objective)),
        ("publics", _("Public"), _labels(Public.choices)),
        ("levels", _("Niveau d'intervention"), _labels(Level.choices)),
        ("owner_kinds", _("Porté par"), _labels(owners)),
        ("states", _("Validité"), _labels(State.choices)),
    )


def _labels(choices: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in choices]
