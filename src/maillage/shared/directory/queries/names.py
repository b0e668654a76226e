"""Dated names: what an organisation or a unit was called on a day (H-192, S-178)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from maillage.kit.db.once import once
from maillage.kit.text import searchable
from maillage.shared.directory.models import Organization, OrganizationName, Unit, UnitName
from maillage.shared.directory.queries.days import holds


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerName:
    """A name borne and borne no more. ``until``: first day without it; when not ``exact``, it had already changed then."""

    name: str
    since: date | None
    until: date | None
    exact: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNamed:
    """A unit found by a name it bears, or bore. ``name``: its name on the day asked; ``latest``: its name since."""

    pk: int
    slug: str
    name: str
    latest: str
    organization_slug: str
    organization_name: str
    former_names: tuple[FormerName, ...]


def name_on(thing: Organization | Unit | int, on: date) -> str:
    """What an organisation (itself, or its primary key) or a unit was called on the day: records of that time say so."""
    if isinstance(thing, int):
        thing = Organization.objects.prefetch_related("former_names").get(pk=thing)
    return borne(thing.name, thing.former_names.all(), on)


def borne(latest: str, former: Iterable[OrganizationName | UnitName], on: date) -> str:
    """The name of a day among the latest one and the former ones; the earliest that still held when several did."""
    then = [row for row in former if row.until is not None and holds(row.since, row.until, on)]
    return min(then, key=lambda row: row.until or date.max).name if then else latest


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerNames:
    """Every name that was borne, by primary key of the unit or of the organisation: a small table, read whole."""

    units: Mapping[int, tuple[UnitName, ...]]
    organizations: Mapping[int, tuple[OrganizationName, ...]]

    def unit(self, thing: Unit, on: date) -> str:
        """What a unit was called on the day."""
        return borne(thing.name, self.units.get(thing.pk, ()), on)

    def organization(self, thing: Organization, on: date) -> str:
        """What an organisation was called on the day."""
        return borne(thing.name, self.organizations.get(thing.pk, ()), on)


@once
def all_former_names() -> FormerNames:
    """The former names of everything: two queries, whatever is then named with them."""
    units: dict[int, tuple[UnitName, ...]] = {}
    organizations: dict[int, tuple[OrganizationName, ...]] = {}
    for unit in UnitName.objects.all():
        units[unit.unit_id] = (*units.get(unit.unit_id, ()), unit)
    for one in OrganizationName.objects.all():
        organizations[one.organization_id] = (*organizations.get(one.organization_id, ()), one)
    return FormerNames(units=units, organizations=organizations)


def former_names(rows: Iterable[OrganizationName | UnitName]) -> tuple[FormerName, ...]:
    """The former names, the most recent first."""
    ordered = sorted(rows, key=lambda row: row.until or date.max, reverse=True)
    return tuple(
        FormerName(name=row.name, since=row.since, until=row.until, exact=row.exact, source=row.source)
        for row in ordered
    )


def units_named(text: str, on: date) -> tuple[UnitNamed, ...]:
    """The units that answered to a name on the day: « CODIR » of 2015 is the body that COMEX became (S-178).

    Case and accents aside; aliases count; a unit that ended before the day is still found, for its records.
    """
    asked = searchable(text)
    rows = Unit.objects.select_related("organization").prefetch_related(
        "former_names", "organization__former_names"
    )
    found = []
    for row in rows.order_by("organization__name", "name"):
        then = borne(row.name, row.former_names.all(), on)
        began = row.since is None or row.since <= on
        if began and asked and asked in {searchable(name) for name in (then, *row.aliases)}:
            found.append(_named(row, then, on))
    return tuple(found)


def units_found(text: str, on: date) -> tuple[UnitNamed, ...]:
    """The units whose name, other spelling or former name holds all the words; by organisation. None without words."""
    words = searchable(text).split()
    if not words:
        return ()
    rows = Unit.objects.select_related("organization").prefetch_related(
        "former_names", "organization__former_names"
    )
    found = []
    for row in rows.order_by("organization__name", "name"):
        told = " ".join((row.name, *row.aliases, *(one.name for one in row.former_names.all())))
        if all(word in searchable(told).split() for word in words):
            found.append(_named(row, borne(row.name, row.former_names.all(), on), on))
    return tuple(found)


def _named(row: Unit, then: str, on: date) -> UnitNamed:
    return UnitNamed(
        pk=row.pk,
        slug=row.slug,
        name=then,
        latest=row.name,
        organization_slug=row.organization.slug,
        organization_name=borne(row.organization.name, row.organization.former_names.all(), on),
        former_names=former_names(row.former_names.all()),
    )
