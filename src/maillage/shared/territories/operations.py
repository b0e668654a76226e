"""Write the territories of a snapshot: places are updated, memberships are opened, closed and never rewritten."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from maillage.kit.text import searchable
from maillage.shared.reference import bulk, columns
from maillage.shared.reference.codes import check_code
from maillage.shared.reference.models import Edition
from maillage.shared.reference.operations import Changes, Loader
from maillage.shared.reference.snapshot import Table
from maillage.shared.territories import enums
from maillage.shared.territories.memberships import Wanted, settle
from maillage.shared.territories.models import CommuneMovement, PostalCode, Territory

DESCRIBED = (
    "kind",
    "code",
    "name",
    "search_name",
    "nature",
    "population",
    "population_year",
    "latitude",
    "longitude",
)
COMMUNE_KINDS = {"department": "dep", "region": "reg", "district": "arr", "overseas": "ctom", "parent": "com"}


def _write_divisions(kind: str) -> Callable[[Table, Edition], Changes]:
    def write(table: Table, edition: Edition) -> Changes:
        rows = []
        for number, (code, name, nature, population, year) in enumerate(table.rows):
            people, counted = (
                whole(table, number, "population", population),
                whole(table, number, "population_year", year),
            )
            rows.append((kind, code, name, searchable(name), nature, people, counted, None, None))
        return describe({kind}, rows, table, edition)

    return write


def _write_communes(table: Table, edition: Edition) -> Changes:
    place = {name: table.column(name) for name in columns.COMMUNES}
    rows = []
    for number, row in enumerate(table.rows):
        if row[place["kind"]] not in ("com", "arm"):
            raise table.fault(number, "kind", "le type attendu est com ou arm.")
        name = row[place["name"]]
        people, year = (
            whole(table, number, part, row[place[part]]) for part in ("population", "population_year")
        )
        north, east = (decimal(table, number, part, row[place[part]]) for part in ("latitude", "longitude"))
        rows.append((row[place["kind"]], row[0], name, searchable(name), "", people, year, north, east))
    described = describe({"com", "arm"}, rows, table, edition)
    ids = keys()
    wanted: Wanted = {}
    for number, row in enumerate(table.rows):
        commune = ids[row[place["kind"]], row[0]]
        # A municipal arrondissement lies in its commune, which lies in the rest: members are counted once.
        parts = {"parent": "com"} if row[place["kind"]] == "arm" else COMMUNE_KINDS
        for column, kind in parts.items():
            if code := row[place[column]]:
                wanted[commune, resolved(ids, table, number, column, kind, code)] = None
    settled = settle(set(COMMUNE_KINDS.values()), wanted, table.card, edition)
    _write_postal_codes(table, ids, place["postal_codes"], place["kind"])
    return _sum(described, settled)


def _write_postal_codes(table: Table, ids: dict[tuple[str, str], int], codes: int, kind: int) -> None:
    PostalCode.objects.all().delete()
    rows = []
    for number, row in enumerate(table.rows):
        for code in filter(None, row[codes].split("|")):
            check_code(table, number, "postal_codes", "postal", code)
            rows.append((code, ids[row[kind], row[0]]))
    bulk.insert(PostalCode, ("code", "commune"), rows)


def _write_columns(table: Table, edition: Edition) -> Changes:
    """A commune a line, a kind of division a column; an empty cell is «no such division» (or unknown, by kind)."""
    ids, kinds = keys(), table.columns[1:]
    wanted: Wanted = {}
    seen: set[int] = set()
    for number, row in enumerate(table.rows):
        commune = once(seen, table, number, resolved(ids, table, number, "commune", "com", row[0]))
        for kind, code in zip(kinds, row[1:], strict=True):
            if code:
                wanted[commune, resolved(ids, table, number, kind, kind, code)] = None
    return settle(set(kinds), wanted, table.card, edition)


def _write_zoning(kind: str) -> Callable[[Table, Edition], Changes]:
    def write(table: Table, edition: Edition) -> Changes:
        described = describe({kind}, zoning_rows([kind]), table, edition)
        ids = keys()
        wanted: Wanted = {}
        seen: set[int] = set()
        for number, (commune, value) in enumerate(table.rows):
            place = once(seen, table, number, resolved(ids, table, number, "commune", "com", commune))
            wanted[place, resolved(ids, table, number, "value", kind, value)] = None
        return _sum(described, settle({kind}, wanted, table.card, edition))

    return write


def _write_programmes(table: Table, edition: Edition) -> Changes:
    kinds = ["acv", "pvd", "ort"]
    described = describe(set(kinds), zoning_rows(kinds), table, edition)
    ids = keys()
    wanted: Wanted = {}
    for number, (commune, kind, signed_on) in enumerate(table.rows):
        if kind not in kinds:
            raise table.fault(
                number, "kind", f"le programme « {kind} » est inconnu ; attendu : acv, pvd ou ort."
            )
        place = resolved(ids, table, number, "commune", "com", commune)
        wanted[place, ids[kind, "1"]] = day(table, number, "signed_on", signed_on)
    return _sum(described, settle(set(kinds), wanted, table.card, edition))


def _write_qpv(table: Table, edition: Edition) -> Changes:
    rows = []
    for number, (code, name, _communes, latitude, longitude) in enumerate(table.rows):
        north, east = (
            decimal(table, number, "latitude", latitude),
            decimal(table, number, "longitude", longitude),
        )
        rows.append(("qpv", code, name, searchable(name), "", None, None, north, east))
    described = describe({"qpv"}, rows, table, edition)
    ids = keys()
    wanted: Wanted = {}
    for number, row in enumerate(table.rows):
        for commune in row[2].split("|"):
            wanted[resolved(ids, table, number, "communes", "com", commune), ids["qpv", row[0]]] = None
    return _sum(described, settle({"qpv"}, wanted, table.card, edition))


def _write_movements(table: Table, edition: Edition) -> Changes:
    """Old codes are replaced whole: INSEE revises its list of movements, it does not add to it."""
    ids = keys()
    rows = []
    for number, (old, old_name, current, name, effective_on, nature) in enumerate(table.rows):
        resolved(ids, table, number, "current_code", "com", current)
        check_code(table, number, "old_code", "com", old)
        moved_on = day(table, number, "effective_on", effective_on)
        rows.append((old, old_name, current, name, moved_on, nature, edition.pk))
    CommuneMovement.objects.all().delete()
    fields = ("old_code", "old_name", "current_code", "current_name", "effective_on", "nature", "edition")
    return Changes(added=bulk.insert(CommuneMovement, fields, rows))


def zoning_rows(kinds: Iterable[str]) -> list[tuple[Any, ...]]:
    """The values of the zonings as territories, named in words."""
    return [
        (kind, value, str(name), searchable(str(name)), "", None, None, None, None)
        for kind in kinds
        for value, name in enums.ZONINGS[kind].items()
    ]


def describe(kinds: set[str], rows: list[tuple[Any, ...]], table: Table, edition: Edition) -> Changes:
    """Add the places that are new and revise those whose description changed. Places that left stay: the past names them."""
    known = {row[1:3]: row for row in Territory.objects.filter(kind__in=kinds).values_list("pk", *DESCRIBED)}
    seen: set[tuple[str, str]] = set()
    new, revised = [], []
    for number, row in enumerate(rows):
        if row[:2] in seen:
            raise table.fault(number, table.columns[0], f"le code {row[1]} est déjà sur une autre ligne.")
        seen.add(row[:2])
        check_code(table, number, table.columns[0], *row[:2])
        if (before := known.get(row[:2])) is None:
            new.append((*row, edition.pk))
        elif before[1:] != row:
            revised.append(Territory(pk=before[0], edition=edition, **dict(zip(DESCRIBED, row, strict=True))))
    added = bulk.insert(Territory, (*DESCRIBED, "edition"), new)
    Territory.objects.bulk_update(revised, [*DESCRIBED[2:], "edition"], batch_size=bulk.SLICE)
    return Changes(added=added, revised=len(revised))


def keys() -> dict[tuple[str, str], int]:
    """The primary key of every territory, by kind and code."""
    return {(kind, code): pk for pk, kind, code in Territory.objects.values_list("pk", "kind", "code")}


def resolved(
    ids: dict[tuple[str, str], int], table: Table, number: int, column: str, kind: str, code: str
) -> int:
    if (found := ids.get((kind, code))) is None:
        raise table.fault(
            number, column, f"le code {code} ne désigne aucun territoire connu ({enums.LABELS[kind]})."
        )
    return found


def once(seen: set[int], table: Table, number: int, commune: int) -> int:
    """The commune, refused when an earlier line already spoke of it: two answers would both be believed."""
    if commune in seen:
        raise table.fault(number, "commune", "cette commune est déjà sur une autre ligne.")
    seen.add(commune)
    return commune


def whole(table: Table, number: int, column: str, text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit()):
        raise table.fault(number, column, f"un nombre entier est attendu au lieu de « {text} ».")
    return int(text) if text else None


def decimal(table: Table, number: int, column: str, text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise table.fault(number, column, f"un nombre est attendu au lieu de « {text} ».") from None


def day(table: Table, number: int, column: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise table.fault(
            number, column, f"une date AAAA-MM-JJ est attendue au lieu de « {text} »."
        ) from None


def _sum(*several: Changes) -> Changes:
    return Changes(
        added=sum(one.added for one in several),
        revised=sum(one.revised for one in several),
        closed=sum(one.closed for one in several),
        corrected=sum(one.corrected for one in several),
    )


def _divisions(kind: str) -> Loader:
    return Loader(columns=columns.DIVISIONS, write=_write_divisions(kind))


LOADERS = {
    "regions.csv": _divisions("reg"),
    "departements.csv": _divisions("dep"),
    "arrondissements.csv": _divisions("arr"),
    "outre_mer.csv": _divisions("ctom"),
    "epci.csv": _divisions("epci"),
    "ept.csv": _divisions("ept"),
    "zones_emploi.csv": _divisions("ze"),
    "bassins_vie.csv": _divisions("bv"),
    "unites_urbaines.csv": _divisions("uu"),
    "aires_attraction.csv": _divisions("aav"),
    "communes.csv.gz": Loader(columns=columns.COMMUNES, write=_write_communes),
    "communes_epci.csv.gz": Loader(columns=columns.EPCI, write=_write_columns),
    "communes_etude.csv.gz": Loader(columns=columns.STUDY, write=_write_columns),
    "communes_frr.csv.gz": Loader(columns=columns.ZONING, write=_write_zoning("frr")),
    "communes_zrr.csv.gz": Loader(columns=columns.ZONING, write=_write_zoning("zrr")),
    "communes_programmes.csv.gz": Loader(columns=columns.PROGRAMMES, write=_write_programmes),
    "qpv.csv.gz": Loader(columns=columns.QPV, write=_write_qpv),
    "mouvements.csv.gz": Loader(columns=columns.MOVEMENTS, write=_write_movements),
}
