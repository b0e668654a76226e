"""The network's files as the tests of this folder read them, and real communes as places."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import maillage
from maillage.engines.territory import Code, Place

DATA = Path(maillage.__file__).parent / "data"


@pytest.fixture(scope="session")
def network() -> Path:
    """The folder of the network's files."""
    return DATA / "network"


@pytest.fixture(scope="session")
def demo(network: Path) -> dict[str, dict[str, Any]]:
    """The demonstration schemes by slug."""
    return {
        s["slug"]: s for s in yaml.safe_load((network / "demo-schemes.yaml").read_text("utf-8"))["schemes"]
    }


@pytest.fixture(scope="session")
def document(network: Path) -> dict[str, dict[str, Any]]:
    """The schemes of the document by slug."""
    return {
        s["slug"]: s
        for s in yaml.safe_load((network / "document-schemes.yaml").read_text("utf-8"))["schemes"]
    }


def _rows(name: str) -> list[dict[str, str]]:
    with gzip.open(DATA / "reference" / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="session")
def places_of() -> Callable[[str], list[Place]]:
    """The communes of a department, each with its divisions; its QPVs hold a part of it."""
    epci = {row["commune"]: row["epci"] for row in _rows("communes_epci")}
    zones = {row["commune"]: row["ze"] for row in _rows("communes_etude")}
    quarters = defaultdict(list)
    for row in _rows("qpv"):
        for commune in row["communes"].split("|"):
            quarters[commune].append(Code.parse(f"qpv:{row['code']}"))
    communes = [row for row in _rows("communes") if row["kind"] == "com"]

    def place(row: dict[str, str]) -> Place:
        written = {"com": row["code"], "dep": row["department"], "reg": row["region"], "arr": row["district"]}
        written |= {"epci": epci[row["code"]], "ze": zones[row["code"]], "pays": "FR"}
        return Place(
            commune=row["code"],
            name=row["name"],
            codes=frozenset(Code.parse(f"{kind}:{code}") for kind, code in written.items() if code),
            population=int(row["population"]),
            partial=frozenset(quarters[row["code"]]),
        )

    def of(department: str) -> list[Place]:
        return [place(row) for row in communes if row["department"] == department]

    return of
