"""Reading the directory: organisations as rows for lists and as pages, found by slug, by name or by territory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.engines.territory import Place, contains, parse
from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable
from maillage.shared.directory.models import Organization, OrganizationKind, OrganizationName
from maillage.shared.directory.queries.names import FormerName, former_names
from maillage.shared.directory.queries.units import UnitCard, units
from maillage.shared.sources import queries as sources

SIREN_WAY_OUT = gettext_lazy("Corrigez le SIREN, ou nommez l'organisme comme le fait l'annuaire.")
CHAMBER_KINDS = (OrganizationKind.CCIR, OrganizationKind.CCIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRow:
    """An organisation for a list. Empty texts are unknown; ``perimeter`` is a territory expression; ``formerly``: the names
    it bore, the most recent first (H-192)."""

    slug: str
    name: str
    short_name: str
    kind: str
    kind_label: str
    perimeter: str
    is_demo: bool
    pk: int
    in_network: bool
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationPage:
    """Everything the public may read of one organisation: its names, its units, those attached to it; never a person.

    ``successor`` replaces it, from ``ended_on`` when the day is known; it replaced the ``predecessors``.
    """

    row: OrganizationRow
    former_names: tuple[FormerName, ...]
    units: tuple[UnitCard, ...]
    ended_on: date | None
    successor: OrganizationRow | None
    predecessors: tuple[OrganizationRow, ...]
    aliases: tuple[str, ...]
    parent: OrganizationRow | None
    attached: tuple[OrganizationRow, ...]
    url: str
    phone: str
    email: str
    source: str
    origin: sources.SourceCard | None = None

    @property
    def can_be_reached(self) -> bool:
        """Whether at least one way to reach it is known."""
        return bool(self.url or self.phone or self.email)

    @property
    def lacks(self) -> tuple[str, ...]:
        """The ways to reach it that are not known."""
        ways = ((_("site"), self.url), (_("téléphone"), self.phone), (_("adresse électronique"), self.email))
        return tuple(label for label, value in ways if not value)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many organisations of a kind."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFilters:
    """What a reader asks of the directory; everything empty: all of it."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    perimeter: str = ""


def directory(filters: DirectoryFilters) -> tuple[OrganizationRow, ...]:
    """The organisations that answer all the filters, by name. Accents and case do not count in the text,
    which finds former names too (H-192)."""
    rows = Organization.objects.prefetch_related("former_names")
    if filters.kinds:
        rows = rows.filter(kind__in=filters.kinds)
    if filters.perimeter:
        rows = rows.filter(perimeter=filters.perimeter)
    words = searchable(filters.text).split()
    kept = [row for row in rows if all(word in _words(row) for word in words)]
    return _in_order(kept)


def kinds() -> tuple[KindCount, ...]:
    """The kinds that at least one organisation has, in the order of the vocabulary."""
    present = list(Organization.objects.values_list("kind", flat=True))
    return tuple(
        KindCount(kind=kind.value, label=str(kind.label), count=present.count(kind.value))
        for kind in OrganizationKind
        if kind.value in present
    )


def get(slug: str, on: date) -> OrganizationPage:
    """The page of an organisation on a day. Raises NotVisible when there is none of that slug."""
    rows = Organization.objects.select_related("parent", "successor", "cited").prefetch_related(
        "former_names"
    )
    try:
        found = rows.get(slug=slug)
    except Organization.DoesNotExist as error:
        raise NotVisible(slug) from error
    return OrganizationPage(
        row=_row(found),
        former_names=former_names(found.former_names.all()),
        units=units(on, organization=found.pk),
        ended_on=found.ended_on,
        successor=_row(found.successor) if found.successor else None,
        predecessors=_in_order(Organization.objects.filter(successor=found)),
        aliases=tuple(found.aliases),
        parent=_row(found.parent) if found.parent else None,
        attached=_in_order(Organization.objects.filter(parent=found)),
        url=found.url,
        phone=found.phone,
        email=found.email,
        source=found.source,
        origin=sources.of(found.cited),
    )


def chambers() -> tuple[OrganizationRow, ...]:
    """The chambers of the network (S-002), whatever their number: the regional ones first, then the territorial ones."""
    return tuple(row for kind in CHAMBER_KINDS for row in _in_order(Organization.objects.filter(kind=kind)))


def of_territory(place: Place) -> tuple[OrganizationRow, ...]:
    """The organisations whose perimeter holds the place, wholly or in part. One without a perimeter is never listed."""
    written = Organization.objects.exclude(perimeter="")
    return _in_order([row for row in written if contains(parse(row.perimeter), place) is not False])


def by_name(name: str) -> Organization | None:
    """The organisation that answers to ``name``: its name, else a short name or an alias, else a former name. Case and accents aside."""
    asked = searchable(name)
    everyone = list(Organization.objects.order_by("pk"))
    for row in everyone:
        if searchable(row.name) == asked:
            return row
    for row in everyone:
        if asked in {searchable(other) for other in (row.short_name, *row.aliases) if other}:
            return row
    former = OrganizationName.objects.select_related("organization").order_by("pk")
    return next((row.organization for row in former if searchable(row.name) == asked), None)


def siren_fault(name: str, siren: str, *, bears: str, borne_by: str) -> str:
    """Why ``name`` cannot bear ``siren``, as a sentence; empty when it can.

    ``bears``: the SIREN that the directory gives it; ``borne_by``: the organisation that already has this one.
    """
    if bears and bears != siren:
        return _("« %(name)s » a déjà le SIREN %(bears)s, et non %(siren)s.") % {
            "name": name,
            "bears": bears,
            "siren": siren,
        }
    if borne_by and borne_by != name:
        return _("Le SIREN %(siren)s est déjà celui de « %(other)s ».") % {"siren": siren, "other": borne_by}
    return ""


def _words(row: Organization) -> str:
    former = (one.name for one in row.former_names.all())
    return searchable(" ".join((row.name, row.short_name, *row.aliases, *former)))


def _in_order(rows: Iterable[Organization]) -> tuple[OrganizationRow, ...]:
    ordered = sorted(rows, key=lambda row: searchable(row.name))
    prefetch_related_objects(ordered, "former_names")
    return tuple(_row(row) for row in ordered)


def _row(found: Organization) -> OrganizationRow:
    return OrganizationRow(
        slug=found.slug,
        name=found.name,
        short_name=found.short_name,
        kind=found.kind,
        kind_label=str(OrganizationKind(found.kind).label),
        perimeter=found.perimeter,
        is_demo=found.is_demo,
        pk=found.pk,
        in_network=found.in_network,
        formerly=tuple(one.name for one in former_names(found.former_names.all())),
    )
