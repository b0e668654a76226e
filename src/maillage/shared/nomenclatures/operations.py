"""Write the nomenclatures of a snapshot: a code is added or revised; one that left stays, the past names it."""

from collections.abc import Callable
from typing import Any

from maillage.shared.nomenclatures.models import Entry
from maillage.shared.reference import bulk, columns
from maillage.shared.reference.codes import check_code
from maillage.shared.reference.models import Edition
from maillage.shared.reference.operations import Changes, Loader
from maillage.shared.reference.snapshot import Table

FIELDS = ("nomenclature", "code", "level", "parent", "label", "to_confirm", "lowest", "highest", "position")


def _write_entries(nomenclature: str) -> Callable[[Table, Edition], Changes]:
    def write(table: Table, edition: Edition) -> Changes:
        codes = {row[0] for row in table.rows}
        rows = []
        for number, (code, level, parent, label, to_confirm) in enumerate(table.rows):
            if parent and parent not in codes:
                raise table.fault(number, "parent", f"le code parent {parent} n'est pas dans le fichier.")
            rank = _whole(table, number, "level", level)
            rows.append((nomenclature, code, rank, parent, label, to_confirm == "1", None, None, number))
        return _settle(nomenclature, rows, table, edition)

    return write


def _write_brackets(table: Table, edition: Edition) -> Changes:
    rows = []
    for number, (code, label, lowest, highest) in enumerate(table.rows):
        low = _whole(table, number, "lowest", lowest) if lowest else None
        high = _whole(table, number, "highest", highest) if highest else None
        rows.append(("headcount_bracket", code, 1, "", label, False, low, high, number))
    return _settle("headcount_bracket", rows, table, edition)


def _settle(nomenclature: str, rows: list[tuple[Any, ...]], table: Table, edition: Edition) -> Changes:
    known = {
        row[2]: row for row in Entry.objects.filter(nomenclature=nomenclature).values_list("pk", *FIELDS)
    }
    seen: set[str] = set()
    new, revised = [], []
    for number, row in enumerate(rows):
        if row[1] in seen:
            raise table.fault(number, "code", f"le code {row[1]} est déjà sur une autre ligne.")
        seen.add(row[1])
        check_code(table, number, "code", nomenclature, row[1])
        if row[1] not in known:
            new.append((*row, edition.pk))
        elif known[row[1]][1:] != row:
            revised.append(Entry(pk=known[row[1]][0], edition=edition, **dict(zip(FIELDS, row, strict=True))))
    added = bulk.insert(Entry, (*FIELDS, "edition"), new)
    Entry.objects.bulk_update(revised, [*FIELDS[2:], "edition"], batch_size=bulk.SLICE)
    return Changes(added=added, revised=len(revised))


def _whole(table: Table, number: int, column: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise table.fault(number, column, f"un nombre entier est attendu au lieu de «\xa0{text}\xa0».")
    return int(text)


LOADERS = {
    "naf_rev2.csv.gz": Loader(columns=columns.NOMENCLATURE, write=_write_entries("naf_rev2")),
    "naf_2025.csv.gz": Loader(columns=columns.NOMENCLATURE, write=_write_entries("naf_2025")),
    "categories_juridiques.csv": Loader(columns=columns.NOMENCLATURE, write=_write_entries("legal_category")),
    "tranches_effectifs.csv": Loader(columns=columns.BRACKETS, write=_write_brackets),
}
