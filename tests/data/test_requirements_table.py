"""docs/requirements.csv: the 441 rows that markers may name."""

import csv
from pathlib import Path

TABLE = Path(__file__).parents[2] / "docs" / "requirements.csv"


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_row_of_both_documents_is_there_once() -> None:
    identifiers = [row["id"] for row in rows()]

    assert identifiers == [f"S-{n:03d}" for n in range(1, 190)] + [f"H-{n:03d}" for n in range(1, 253)]


def test_every_row_says_something_and_belongs_to_known_systems() -> None:
    for row in rows():
        assert row["statement"].strip()
        systems = [int(system) for system in row["system"].split("|")]
        assert systems == sorted(set(systems))
        assert set(systems) <= set(range(1, 21))


def test_every_system_has_rows() -> None:
    assert {int(system) for row in rows() for system in row["system"].split("|")} == set(range(1, 21))
