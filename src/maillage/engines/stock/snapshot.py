"""A stock of SIRENE made ready to be read: two Parquet files, typed, filtered, with what is wrong in them counted.

A snapshot stands in a folder of its own. It is made beside, stage by stage, and takes its name once it is whole: a truncated
file changes nothing, and a run that was cut goes on from the stages already made of the same files.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from maillage.engines.stock.layout import ESTABLISHMENT_COLUMNS, UNIT_COLUMNS, Kind

EXAMPLES = 5
"""How many cases of each anomaly are shown."""
MANIFEST, UNITS, ESTABLISHMENTS = "manifest.json", "units.parquet", "establishments.parquet"
PARTIAL = ".partial"

_COMMUNE = '"codeCommuneEtablissement"'
_SAID = '"activitePrincipaleEtablissement" IS NOT NULL'

Tell = Callable[[str, int], None]
"""Told of each stage done: its name, and how many rows it kept."""


class BadStock(ValueError):
    """The files are not a stock: the message is a French sentence that says what is wrong, ``way_out`` what to do."""

    def __init__(self, sentence: str, way_out: str) -> None:
        super().__init__(sentence)
        self.way_out = way_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """Rows that say something that cannot be: how many, and a few of them (SIRET or SIREN)."""

    name: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A stock on the disk. ``as_of``: the day it was true; ``sources``: the two files, by name and digest."""

    folder: Path
    as_of: date
    sources: tuple[tuple[str, str], ...]
    units: int
    establishments: int
    departments: tuple[str, ...] = ()
    anomalies: tuple[Anomaly, ...] = field(default=())

    @property
    def units_file(self) -> Path:
        return self.folder / UNITS

    @property
    def establishments_file(self) -> Path:
        return self.folder / ESTABLISHMENTS


def make(
    target: Path,
    *,
    units: Path,
    establishments: Path,
    as_of: date,
    communes: Collection[str] = (),
    departments: tuple[str, ...] = (),
    tell: Tell = lambda stage, rows: None,
    threads: int | None = None,
) -> Snapshot:
    """Make the snapshot ``target`` out of the two official files, Parquet or CSV.

    ``departments``: keep only the establishments of these, and their companies; ``communes``: the codes that exist, to count
    those that do not. Raises BadStock, and leaves what was there before as it was.
    """
    sources = tuple((path.name, _digest(path)) for path in (units, establishments))
    partial = target.with_name(target.name + PARTIAL)
    asked = {
        "sources": [list(one) for one in sources],
        "departments": list(departments),
        "as_of": as_of.isoformat(),
    }
    if not _begun(partial, asked):
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        (partial / "asked.json").write_text(json.dumps(asked), "utf-8")
    with duckdb.connect() as base:
        if threads:
            base.execute(f"SET threads = {int(threads)}")
        base.execute("SET preserve_insertion_order = false")
        places = _stage(
            base, partial / ESTABLISHMENTS, establishments, ESTABLISHMENT_COLUMNS, _where(departments)
        )
        tell("establishments", places)
        kept = _of_kept(partial / ESTABLISHMENTS) if departments else ""
        companies = _stage(base, partial / UNITS, units, UNIT_COLUMNS, kept)
        tell("units", companies)
        anomalies = tuple(_anomalies(base, partial, communes, as_of))
        tell("checked", sum(one.count for one in anomalies))
    made = Snapshot(
        folder=target,
        as_of=as_of,
        sources=sources,
        units=companies,
        establishments=places,
        departments=departments,
        anomalies=anomalies,
    )
    (partial / "asked.json").unlink()
    _write_manifest(partial, made)
    if target.exists():
        shutil.rmtree(target)
    os.replace(partial, target)
    return made


def read(folder: Path) -> Snapshot:
    """The snapshot that stands in a folder. Raises BadStock when none does."""
    try:
        held = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise BadStock(f"« {folder} » ne contient pas de registre.", "Chargez-le à nouveau.") from None
    return Snapshot(
        folder=folder,
        as_of=date.fromisoformat(held["as_of"]),
        sources=tuple((name, digest) for name, digest in held["sources"]),
        units=held["units"],
        establishments=held["establishments"],
        departments=tuple(held["departments"]),
        anomalies=tuple(
            Anomaly(
                name=one["name"],
                count=one["count"],
                examples=tuple(one["examples"]),
            )
            for one in held["anomalies"]
        ),
    )


def _write_manifest(folder: Path, made: Snapshot) -> None:
    held = {
        "as_of": made.as_of.isoformat(),
        "sources": made.sources,
        "units": made.units,
        "establishments": made.establishments,
        "departments": made.departments,
        "anomalies": [asdict(one) for one in made.anomalies],
    }
    (folder / MANIFEST).write_text(json.dumps(held, ensure_ascii=False, indent=1), "utf-8")


def _begun(partial: Path, asked: object) -> bool:
    """Whether a cut run of the same files stands there."""
    try:
        return bool(json.loads((partial / "asked.json").read_text("utf-8")) == asked)
    except (OSError, ValueError):
        return False


def _digest(path: Path) -> str:
    """A digest of a file by its size and its first and last mebibytes: enough to know it again, at any size."""
    edge = 1 << 20
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            parts = [str(size).encode(), file.read(edge)]
            file.seek(max(0, size - edge))
            parts.append(file.read(edge))
    except OSError:
        raise BadStock(
            f"Le fichier « {path} » ne se lit pas.", "Vérifiez son adresse et vos droits."
        ) from None
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _stage(
    base: duckdb.DuckDBPyConnection, target: Path, source: Path, columns: dict[str, Kind], where: str
) -> int:
    """Write one file of the snapshot, unless a cut run already did; return its rows."""
    if not target.exists():
        listed = ", ".join(_typed(name, kind) for name, kind in columns.items())
        beside = target.with_suffix(".writing")
        try:
            _check_header(base, source, columns)
            base.execute(
                f"COPY (SELECT {listed} FROM {_source(source)} {where}) TO '{_quoted(beside)}' "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
        except duckdb.Error as fault:
            beside.unlink(missing_ok=True)
            raise BadStock(
                f"« {source.name} » ne se lit pas jusqu'au bout : {_first_line(fault)}",
                "Téléchargez-le à nouveau ; le registre en place n'a pas changé.",
            ) from None
        os.replace(beside, target)
    return _count(base, f"SELECT count(*) FROM '{_quoted(target)}'")


def _check_header(base: duckdb.DuckDBPyConnection, source: Path, columns: dict[str, Kind]) -> None:
    held = {str(row[0]) for row in base.execute(f"DESCRIBE SELECT * FROM {_source(source)}").fetchall()}
    if missing := [name for name in columns if name not in held]:
        shown = ", ".join(missing[:EXAMPLES]) + ("…" if len(missing) > EXAMPLES else "")
        raise BadStock(
            f"« {source.name} » n'a pas le dessin attendu : il y manque {shown}.",
            "Donnez les fichiers StockUniteLegale et StockEtablissement, tels que l'Insee les publie.",
        )


def _source(path: Path) -> str:
    if path.suffix == ".parquet":
        return f"read_parquet('{_quoted(path)}')"
    return f"read_csv('{_quoted(path)}', header = true, all_varchar = true, delim = ',', quote = '\"')"


def _typed(name: str, kind: Kind) -> str:
    """A column with its type; what cannot have it becomes empty, and is counted among the anomalies when it matters."""
    if kind is Kind.TEXT:
        return f"""nullif(CAST("{name}" AS VARCHAR), '') AS "{name}\""""
    return f'TRY_CAST("{name}" AS {kind.value}) AS "{name}"'


def _where(departments: tuple[str, ...]) -> str:
    if not departments:
        return ""
    begins = " OR ".join(f"starts_with(\"codeCommuneEtablissement\", '{_text(one)}')" for one in departments)
    return f"WHERE {begins}"


def _of_kept(establishments: Path) -> str:
    return f"WHERE siren IN (SELECT DISTINCT siren FROM '{_quoted(establishments)}')"


def _anomalies(
    base: duckdb.DuckDBPyConnection, folder: Path, communes: Collection[str], as_of: date
) -> Iterator[Anomaly]:
    """What cannot be, counted with examples. Nothing is guessed: readers leave these rows out, and say so."""
    places, units = _quoted(folder / ESTABLISHMENTS), _quoted(folder / UNITS)
    base.execute("CREATE TEMP TABLE known AS SELECT unnest(?::VARCHAR[]) AS code", [sorted(communes)])
    wrong = {
        "siret": (
            "siret",
            f"FROM '{places}' WHERE siret IS NULL OR NOT regexp_full_match(siret, '\\d{{14}}')",
        ),
        "duplicated_siret": (
            "siret",
            f"FROM (SELECT siret FROM '{places}' GROUP BY siret HAVING count(*) > 1)",
        ),
        "future_creation": (
            "siret",
            f"FROM '{places}' WHERE \"dateCreationEtablissement\" > DATE '{as_of.isoformat()}'",
        ),
        "naf_2025": (
            "siret",
            f"FROM '{places}' WHERE \"nomenclatureActivitePrincipaleEtablissement\" <> 'NAFRev2' AND {_SAID}",
        ),
        "without_unit": (
            "siret",
            f"FROM '{places}' p WHERE NOT EXISTS (FROM '{units}' u WHERE u.siren = p.siren)",
        ),
        "duplicated_siren": (
            "siren",
            f"FROM (SELECT siren FROM '{units}' GROUP BY siren HAVING count(*) > 1)",
        ),
    }
    if communes:
        wrong["unknown_commune"] = (
            "siret",
            f"FROM '{places}' p ANTI JOIN known ON known.code = p.{_COMMUNE} WHERE p.{_COMMUNE} IS NOT NULL",
        )
    for name, (key, rows) in wrong.items():
        if count := _count(base, f"SELECT count(*) {rows}"):
            found = base.execute(f"SELECT {key} {rows} ORDER BY 1 LIMIT {EXAMPLES}").fetchall()
            yield Anomaly(name=name, count=count, examples=tuple(str(row[0]) for row in found))


def _count(base: duckdb.DuckDBPyConnection, query: str) -> int:
    row = base.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _quoted(path: Path) -> str:
    return _text(path.as_posix())


def _text(value: str) -> str:
    return value.replace("'", "''")


def _first_line(fault: Exception) -> str:
    return str(fault).partition("\n")[0]
