"""What a reader asks of the catalogue: the address of the page becomes filters, and filters become links again."""

import datetime
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.kit.text import searchable
from maillage.modules.schemes import inputs, queries
from maillage.modules.schemes.enums import Sort
from maillage.shared.territories import queries as territories

PAGE = 25
OTHERS = 7
# The name in the address → the field of CatalogueFilters. The order is the order of the page.
PARAMETERS = {
    "theme": "themes",
    "objectif": "objectives",
    "famille": "families",
    "forme": "kinds",
    "instrument": "instruments",
    "finalite": "purposes",
    "public": "publics",
    "niveau": "levels",
    "porteur": "owner_kinds",
    "etat": "states",
}
OPEN_AT_FIRST = ("themes", "families", "kinds")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFacet:
    """A facet with its name in the address; ``unfolded`` when the reader uses it or is expected to."""

    parameter: str
    facet: queries.Facet
    unfolded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """An active filter; ``address`` is the same list without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRead:
    """What a typed place was understood as: how an expression names it, and what else it could have been."""

    reference: str
    others: tuple[territories.TerritoryFound, ...] = ()
    problem: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    """Everything the list of the catalogue shows; ``kept`` is the address without the page number."""

    filters: queries.CatalogueFilters
    found: queries.Catalogue
    facets: tuple[ShownFacet, ...]
    chips: tuple[Chip, ...]
    pages: Page  # type: ignore[type-arg]
    sorts: tuple[tuple[str, str], ...]
    problem: Refused | None
    place: str
    other_places: tuple[Chip, ...]
    kept: str


def filters(data: QueryDict) -> queries.CatalogueFilters:
    """The filters that an address asks for. Unknown names in it are ignored; unknown values find nothing."""
    chosen = {field: tuple(data.getlist(name)) for name, field in PARAMETERS.items()}
    demo = {"oui": True, "non": False}.get(data.get("demo", ""))
    return queries.CatalogueFilters(
        text=data.get("q", "").strip(),
        place=read_place(data.get("lieu", "")).reference,
        organization=data.get("organisme", "").strip(),
        demo=demo,
        sort=data.get("tri") or Sort.RELEVANCE,
        **chosen,  # type: ignore[arg-type]
    )


def read_place(typed: str) -> PlaceRead:
    """A place by its code, its expression («dep:59»), its exact name or its postal code. A name that several share is
    not guessed, unless one commune only bears it: then the others are told."""
    text = typed.strip()
    if not text or ":" in text:
        return PlaceRead(reference=text)
    if chosen := inputs.IN_BRACKETS.search(text):
        return PlaceRead(reference=chosen[1])
    found = territories.search(text, limit=OTHERS + 1)
    if any(one.code == text.upper() for one in found):
        return PlaceRead(reference=text, others=tuple(one for one in found if one.code != text.upper()))
    same = [one for one in found if searchable(one.name) == searchable(text) or text in one.postal_codes]
    communes = [one for one in same if one.kind == "com"]
    meant = same[0] if len(same) == 1 else communes[0] if len(communes) == 1 else None
    if meant:
        return PlaceRead(reference=meant.reference, others=tuple(one for one in same if one is not meant))
    if inputs.CODE.fullmatch(text) and not found:
        return PlaceRead(reference=text)
    others = tuple(same) or (*territories.former(text), *found)
    return PlaceRead(reference=text, others=others, problem=_several(text) if others else _unknown(text))


def _unknown(text: str) -> Refused:
    return Refused(
        "unknown_place",
        _("Aucun territoire ne s'appelle « %(text)s ».") % {"text": text},
        way_out=_("Vérifiez l'orthographe, ou donnez un code postal."),
        field="place",
    )


def _several(text: str) -> Refused:
    return Refused(
        "several_places",
        _("Des territoires répondent à « %(text)s ».") % {"text": text},
        way_out=_("Choisissez le vôtre ci-dessous."),
        field="place",
    )


def catalogue_page(data: QueryDict, *, on: datetime.date) -> CataloguePage:
    """The list that an address asks for, on a day. A place nobody knows is said, and the list shown without it."""
    asked = filters(data)
    place = read_place(data.get("lieu", ""))
    problem = place.problem
    try:
        found, pages = _turn(replace(asked, place="" if problem else asked.place), data, on)
    except Refused as refusal:
        problem = refusal
        found, pages = _turn(replace(asked, place=""), data, on)
    return CataloguePage(
        filters=asked,
        found=found,
        facets=_facets(found),
        chips=_chips(data, found),
        pages=pages,
        sorts=tuple((value, str(label)) for value, label in Sort.choices),
        problem=problem,
        place=data.get("lieu", ""),
        other_places=tuple(
            Chip(
                label=f"{one.name} ({one.kind_label} {one.code})",
                address=f"{without(data, 'lieu', 'page')}&lieu={one.reference}",
            )
            for one in place.others
        ),
        kept=without(data, "page"),
    )


def _turn(
    asked: queries.CatalogueFilters, data: QueryDict, on: datetime.date
) -> tuple[queries.Catalogue, Page]:  # type: ignore[type-arg]
    number = data.get("page", "1")
    wanted = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    found = queries.catalogue(replace(asked, offset=(wanted - 1) * PAGE, limit=PAGE), on=on)
    pages = Paginator(range(found.total), PAGE).get_page(wanted)
    if pages.number != wanted:
        found = queries.catalogue(replace(asked, offset=(pages.number - 1) * PAGE, limit=PAGE), on=on)
    return found, pages


def _facets(found: queries.Catalogue) -> tuple[ShownFacet, ...]:
    by_field = {facet.name: facet for facet in found.facets}
    return tuple(
        ShownFacet(
            parameter=name,
            facet=by_field[field],
            unfolded=field in OPEN_AT_FIRST or any(option.selected for option in by_field[field].options),
        )
        for name, field in PARAMETERS.items()
        if field in by_field and by_field[field].options
    )


def _chips(data: QueryDict, found: queries.Catalogue) -> tuple[Chip, ...]:
    chips = []
    for name, label in (("q", "« {} »"), ("lieu", _("Lieu : {}")), ("organisme", _("Organisme : {}"))):
        value = data.get(name, "").strip()
        if value and (name != "lieu" or found.place_name):
            shown = found.place_name if name == "lieu" and found.place_name else value
            chips.append(Chip(label=label.format(shown), address=without(data, name, "page")))
    for name, field in PARAMETERS.items():
        for facet in found.facets:
            for option in facet.options if facet.name == field else ():
                if option.selected:
                    chips.append(Chip(label=option.label, address=_without_value(data, name, option.code)))
    return tuple(chips)


def without(data: QueryDict, *names: str) -> str:
    """The same address without these names, nor those left empty; it always starts with « ? »."""
    left = data.copy()
    for name in names:
        left.pop(name, None)
    for name in list(left):
        if not any(left.getlist(name)):
            del left[name]
    return "?" + left.urlencode()


def _without_value(data: QueryDict, name: str, value: str) -> str:
    left = data.copy()
    left.setlist(name, [kept for kept in data.getlist(name) if kept != value])
    left.pop("page", None)
    return "?" + left.urlencode()
