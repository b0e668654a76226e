"""A stock made ready for the mesh: one Parquet file with the columns that rules read, open establishments only.

What cannot be read is left out, counted and shown, never guessed. The file takes its name once it is whole.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from maillage.engines.coverage.domain import Attribute, Domain
from maillage.engines.coverage.values import Cancelled, GivenUp, Tell
from maillage.engines.stock.snapshot import EXAMPLES, Anomaly, BadStock, Snapshot

FILE, MANIFEST = "companies.parquet", "companies.json"
COLUMNS = ("commune", "naf", "bracket", "created", "category", "ess")
"""The columns that rules read; the file holds the SIRET, the SIREN and the VALUES too."""
CODES = {
    Attribute.PLACE: "commune",
    Attribute.ACTIVITY: "naf",
    Attribute.HEADCOUNT: "bracket",
    Attribute.CATEGORY: "category",
    Attribute.ESS: "ess",
}
"""The column of each attribute written as codes."""
VALUES = {attribute: f"{attribute}_value" for attribute in CODES}
"""The column of each of these attributes as a number: the rank of its code in the domain, 0 when nothing is said. Numbers are
counted several times faster than texts."""
_MANY = (Attribute.PLACE, Attribute.ACTIVITY, Attribute.CATEGORY)
WRITING = ".writing"
"""How the name of a folder ends while it is written."""
LAYOUT = 2
"""Names the columns of the file: a stock prepared with other ones is prepared again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Companies:
    """The prepared stock. ``count``: the establishments it holds; ``closed``: those left out because they have closed;
    ``excluded``: those left out because what they say cannot be, by reason, with examples (SIRET)."""

    folder: Path
    as_of: date
    version: str
    count: int
    closed: int
    excluded: tuple[Anomaly, ...]

    @property
    def file(self) -> Path:
        """The Parquet file."""
        return self.folder / FILE


def prepare(
    folder: Path,
    *,
    snapshot: Snapshot,
    domain: Domain,
    tell: Tell = lambda stage, rows: None,
    cancelled: Cancelled = lambda: False,
    threads: int | None = None,
) -> Companies:
    """Prepare a snapshot of the register, in a folder that it replaces once it is whole.

    The establishment gives the commune, the activity (else its company does) and the bracket; the company gives its legal
    category, its creation and whether it is of the social economy: as the diagnosis reads the register. Raises BadStock for a file
    that does not read to its end, GivenUp when cancelled: what stood there is then unchanged.
    """
    # A name of its own: two preparations of one stock at once never write in each other's files.
    beside = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}{WRITING}")
    beside.mkdir(parents=True)
    try:
        made = _prepare(beside, folder, snapshot, domain, tell, cancelled, threads)
    except duckdb.Error as fault:
        first = str(fault).partition("\n")[0]
        raise BadStock(
            f"Le registre du {snapshot.as_of:%d/%m/%Y} ne se lit pas jusqu'au bout : {first}",
            "Chargez-le à nouveau ; le maillage en place n'a pas changé.",
        ) from None
    finally:
        if not (beside / MANIFEST).exists():
            shutil.rmtree(beside, ignore_errors=True)
    _place(beside, folder)
    return made


def read_companies(folder: Path) -> Companies:
    """The prepared stock of a folder. Raises BadStock when there is none that this code reads."""
    try:
        held = json.loads((folder / MANIFEST).read_text("utf-8"))
        if held["layout"] != LAYOUT:
            raise ValueError("columns of another time")
        return Companies(
            folder=folder,
            as_of=date.fromisoformat(held["as_of"]),
            version=held["version"],
            count=held["count"],
            closed=held["closed"],
            excluded=tuple(
                Anomaly(name=one["name"], count=one["count"], examples=tuple(one["examples"]))
                for one in held["excluded"]
            ),
        )
    except (OSError, ValueError, KeyError):
        raise BadStock(
            f"« {folder} » ne contient pas d'entreprises préparées pour le maillage.",
            "Lancez à nouveau le calcul.",
        ) from None


def version_of(snapshot: Snapshot, domain: Domain) -> str:
    """Names a prepared stock: the same snapshot read with the same codes."""
    return f"{identity(snapshot)}-{domain.digest[:12]}-{LAYOUT}"


def reads(version: str, domain: Domain) -> bool:
    """Whether what was prepared as this version bears the numbers of this domain: with another, codes would be taken for others."""
    return version.split("-")[2:3] == [domain.digest[:12]]


def identity(snapshot: Snapshot) -> str:
    """Names the rows of a snapshot: its day, its files and the departments kept of them. Every version of it begins with that."""
    told = "".join(digest for _, digest in snapshot.sources)
    if snapshot.departments:
        told += "|" + " ".join(sorted(set(snapshot.departments)))
    return f"{snapshot.as_of:%Y%m%d}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def identity_in(version: str) -> str:
    """The identity of the snapshot that a version was prepared from; empty for no version."""
    return "-".join(version.split("-")[:2])


def _place(beside: Path, folder: Path) -> None:
    """Give a whole folder its name; what bore it goes. Somebody else may be doing the same."""
    while True:
        try:
            os.replace(beside, folder)
            return
        except OSError:
            if not folder.exists():
                raise
            before = beside.with_name(f"{beside.name}.before")
            with contextlib.suppress(FileNotFoundError):
                os.replace(folder, before)
            shutil.rmtree(before, ignore_errors=True)


def _prepare(
    beside: Path,
    folder: Path,
    snapshot: Snapshot,
    domain: Domain,
    tell: Tell,
    cancelled: Cancelled,
    threads: int | None,
) -> Companies:
    with duckdb.connect() as base:
        if threads:
            base.execute(f"SET threads = {int(threads)}")
        base.execute("SET preserve_insertion_order = false")
        _codes(base, domain)
        base.execute(f"CREATE VIEW read AS {_reading(snapshot)}")
        base.execute(_writing("(SELECT * FROM read WHERE reason IS NULL)", beside / FILE))
        kept = _number(base, f"SELECT count(*) FROM '{_text(beside / FILE)}'")
        tell("companies", kept)
        if cancelled():
            raise GivenUp
        is_open = "\"etatAdministratifEtablissement\" = 'A'"
        places = _text(snapshot.establishments_file)
        opened = _number(base, f"SELECT count(*) FROM '{places}' WHERE {is_open}")
        excluded = tuple(_excluded(base)) if opened != kept else ()
        tell("checked", sum(one.count for one in excluded))
    made = Companies(
        folder=folder,
        as_of=snapshot.as_of,
        version=version_of(snapshot, domain),
        count=kept,
        closed=snapshot.establishments - opened,
        excluded=excluded,
    )
    held = {
        "as_of": made.as_of.isoformat(),
        "version": made.version,
        "layout": LAYOUT,
        "count": made.count,
        "closed": made.closed,
        "excluded": [asdict(one) for one in excluded],
    }
    (beside / MANIFEST).write_text(json.dumps(held, ensure_ascii=False, indent=1), "utf-8")
    return made


def write_companies(source: Path, file: Path, *, domain: Domain) -> None:
    """Write companies whose codes are known to exist (a Parquet file: siret, siren and the COLUMNS) as a prepared file."""
    with duckdb.connect() as base:
        base.execute("SET preserve_insertion_order = false")
        _codes(base, domain)
        base.execute(_writing(f"'{_text(source)}'", file))


def _writing(source: str, file: Path) -> str:
    """SQL: companies with their codes, and these as numbers."""
    listed = ", ".join(f"rows.{column}" for column in ("siret", "siren", *COLUMNS))
    joins = " ".join(f"LEFT JOIN known_{code} ON known_{code}.code = rows.{code}" for code in CODES.values())
    values = ", ".join(
        f"coalesce(known_{CODES[attribute]}.value, 0)::{'USMALLINT' if attribute in _MANY else 'UTINYINT'} AS {value}"
        for attribute, value in VALUES.items()
    )
    return (
        f"COPY (SELECT {listed}, {values} FROM {source} AS rows {joins}) TO '{_text(file)}' "
        "(FORMAT parquet, COMPRESSION zstd)"
    )


def _codes(base: duckdb.DuckDBPyConnection, domain: Domain) -> None:
    """The codes that exist and their numbers, a table each."""
    for attribute, column in CODES.items():
        ranks = domain.rank[attribute]
        base.register(
            "given",
            pa.table(
                {"code": pa.array(list(ranks), pa.string()), "value": pa.array(ranks.values(), pa.int32())}
            ),
        )
        base.execute(f"CREATE TEMP TABLE known_{column} AS SELECT code, value FROM given")
        base.unregister("given")


def _reading(snapshot: Snapshot) -> str:
    """SQL: the open establishments with what rules read, and the reason for which one is left out."""
    places, units = _text(snapshot.establishments_file), _text(snapshot.units_file)
    wrong = {one.name for one in snapshot.anomalies}
    reasons = ["WHEN NOT coalesce(regexp_full_match(siret, '\\d{14}'), false) THEN 'siret'"]
    if "duplicated_siret" in wrong:
        reasons.append(
            f"WHEN siret IN (SELECT siret FROM '{places}' GROUP BY siret HAVING count(*) > 1) THEN 'duplicated_siret'"
        )
    reasons += [
        "WHEN unit IS NULL THEN 'without_unit'",
        f"WHEN opened > DATE '{snapshot.as_of}' OR created > DATE '{snapshot.as_of}' THEN 'future_creation'",
        "WHEN own_naf IS NOT NULL AND coalesce(nomenclature, '') <> 'NAFRev2' THEN 'naf_2025'",
    ]
    for column, name in (
        ("commune", "unknown_commune"),
        ("naf", "unknown_activity"),
        ("bracket", "unknown_bracket"),
        ("category", "unknown_category"),
        ("ess", "unknown_ess"),
    ):
        reasons.append(
            f"WHEN {column} IS NOT NULL AND {column} NOT IN (SELECT code FROM known_{column}) THEN '{name}'"
        )
    # One row for each company, even when the register writes it twice: which of the two is true is not guessed.
    rows = f"(SELECT * FROM '{units}')"
    if "duplicated_siren" in wrong:
        rows = f"(SELECT * FROM '{units}' WHERE siren NOT IN (SELECT siren FROM '{units}' GROUP BY siren HAVING count(*) > 1))"
    return f"""SELECT *, CASE {" ".join(reasons)} END AS reason FROM (
        SELECT e.siret, e.siren, u.siren AS unit, e."codeCommuneEtablissement" AS commune,
            e."activitePrincipaleEtablissement" AS own_naf,
            e."nomenclatureActivitePrincipaleEtablissement" AS nomenclature,
            CASE WHEN e."activitePrincipaleEtablissement" IS NOT NULL THEN e."activitePrincipaleEtablissement"
                 WHEN u."nomenclatureActivitePrincipaleUniteLegale" = 'NAFRev2' THEN u."activitePrincipaleUniteLegale"
            END AS naf,
            e."trancheEffectifsEtablissement" AS bracket, e."dateCreationEtablissement" AS opened,
            u."dateCreationUniteLegale" AS created, u."categorieJuridiqueUniteLegale" AS category,
            u."economieSocialeSolidaireUniteLegale" AS ess
        FROM '{places}' e LEFT JOIN {rows} u ON u.siren = e.siren
        WHERE e."etatAdministratifEtablissement" = 'A')"""


def _excluded(base: duckdb.DuckDBPyConnection) -> Iterator[Anomaly]:
    found: Iterable[tuple[str, int, list[str]]] = base.execute(
        f"SELECT reason, count(*), min(siret, {EXAMPLES}) FROM read WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason"
    ).fetchall()
    for name, count, examples in found:
        yield Anomaly(name=name, count=count, examples=tuple(examples or ()))


def _number(base: duckdb.DuckDBPyConnection, query: str) -> int:
    row = base.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _text(path: Path) -> str:
    return path.as_posix().replace("'", "''")
