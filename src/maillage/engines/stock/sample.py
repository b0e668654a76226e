"""An invented stock in the official layout, of any size: the same seed gives the same rows. For tests and measures.

How rows are drawn, and what goes together (nothing here says anything of a real company):

- a commune gets companies in proportion to its population; one row in a hundred bears a former code of its commune, when
  former codes are given;
- a name is a trade and one or two invented words; the trade is drawn by its weight and brings the activity, the words of the name and a size (tiny to large); the size
  brings the legal category, the bracket of headcount and the age; the youngest are the most numerous;
- a sole trader is named by an invented surname and first name; one company in forty asked not to be published ([ND]);
- about one company in five has other establishments, a few of them many; one establishment in seven has closed;
- 3 % of the brackets are unknown, 45 % of the tiny ones « NN »; one name in twelve is borne by another company too.

Numbers bear their key and belong to nobody: the root of a SIREN is a permutation of the rank of its company.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from maillage.engines.stock.layout import ESTABLISHMENT_COLUMNS, MASKED, SOLE_TRADER, UNIT_COLUMNS

BRACKETS: Mapping[str, Mapping[str, int]] = {
    "tiny": {"NN": 45, "00": 6, "01": 30, "02": 16, "03": 3},
    "small": {"NN": 15, "01": 28, "02": 25, "03": 18, "11": 11, "12": 3},
    "medium": {"02": 12, "03": 20, "11": 28, "12": 27, "21": 11, "22": 2},
    "large": {"12": 28, "21": 27, "22": 22, "31": 8, "32": 10, "41": 5},
}
"""The brackets of headcount of INSEE that each size may have, and in what share."""
FORMS: Mapping[str, Mapping[str, int]] = {
    "tiny": {"1000": 60, "5498": 14, "5499": 14, "5720": 12},
    "small": {"1000": 18, "5499": 42, "5710": 22, "5720": 18},
    "medium": {"5499": 25, "5710": 70, "5599": 5},
    "large": {"5710": 82, "5599": 18},
}
"""The legal categories of INSEE by size."""
AGES: Mapping[str, tuple[int, int]] = {"tiny": (0, 25), "small": (0, 35), "medium": (2, 60), "large": (6, 90)}
"""The years of life by size; the youngest are the most numerous."""
AS_OF = "2026-11-01"
"""The day the invented stock was true."""
SHARE = 0.78
"""How many companies for one establishment."""
ROOTS, STEP, FIRST = 90_000_000, 48_271_001, 10_000_000
"""The roots of SIREN (8 digits): FIRST + rank × STEP modulo ROOTS, all different since STEP has no factor of ROOTS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A place to put companies: its Insee code, its name, a postal code, its population and the codes it had."""

    code: str
    name: str
    postcode: str
    population: int
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """An activity (NAF rév. 2) with the words of its names, its size (a key of BRACKETS) and its weight."""

    naf: str
    words: tuple[str, ...]
    size: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What names and places are made of. ``beginnings`` and ``endings`` make the invented words."""

    communes: Sequence[Commune]
    trades: Sequence[Trade]
    beginnings: Sequence[str]
    endings: Sequence[str]
    signs: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The two files of a stock."""

    units: Path
    establishments: Path


def write(
    folder: Path, material: Material, *, establishments: int, seed: int = 1, csv: bool = False
) -> Files:
    """Write an invented stock of so many establishments, as Parquet or as CSV. Raises ValueError for less than ten."""
    if establishments < 10:
        raise ValueError("a stock has ten establishments at least")
    folder.mkdir(parents=True, exist_ok=True)
    ending = "csv" if csv else "parquet"
    files = Files(
        units=folder / f"StockUniteLegale.{ending}", establishments=folder / f"StockEtablissement.{ending}"
    )
    with duckdb.connect() as base:
        _prepare(base, material, seed)
        units = max(1, int(establishments * SHARE))
        base.execute(_COMPANIES.format(units=units))
        base.execute(_PLACES.format(units=units, others=establishments - units))
        for path, table, columns in (
            (files.units, "unit_rows", UNIT_COLUMNS),
            (files.establishments, "place_rows", ESTABLISHMENT_COLUMNS),
        ):
            _copy(base, path, table, tuple(columns), csv=csv)
    return files


def _copy(
    base: duckdb.DuckDBPyConnection, path: Path, table: str, columns: tuple[str, ...], *, csv: bool
) -> None:
    known = {row[0] for row in base.execute(f"DESCRIBE {table}").fetchall()}
    listed = ", ".join(
        f'CAST("{one}" AS VARCHAR) AS "{one}"' if one in known else f'CAST(NULL AS VARCHAR) AS "{one}"'
        for one in columns
    )
    form = "FORMAT csv, HEADER" if csv else "FORMAT parquet, COMPRESSION zstd"
    base.execute(f"COPY (SELECT {listed} FROM {table}) TO '{path.as_posix()}' ({form})")


def _prepare(base: duckdb.DuckDBPyConnection, material: Material, seed: int) -> None:
    """The tables that draws read, and the macros that draw: ``part(n, salt)`` is a number from 0 to 1 of a row."""
    base.execute("SET preserve_insertion_order = true")
    base.execute(
        f"CREATE MACRO part(n, salt) AS (hash(n, salt, {int(seed)}) >> 11)::DOUBLE / 9007199254740992.0"
    )
    base.execute(
        "CREATE MACRO among(list, n, salt) AS list[1 + CAST(floor(part(n, salt) * len(list)) AS BIGINT)]"
    )
    base.execute(f"CREATE MACRO siren(rank) AS {_keyed(_ROOT, 8)}")
    base.execute(f"CREATE MACRO siret(siren, rank) AS {_keyed('(siren::BIGINT * 10000 + rank)', 13)}")
    up_to = 0.0
    total = sum(max(one.population, 1) for one in material.communes)
    bounds = []
    for one in material.communes:
        bounds.append(up_to / total)
        up_to += max(one.population, 1)
    _table(
        base,
        "communes",
        {
            "bound": bounds,
            "code": [one.code for one in material.communes],
            "town": [one.name.upper() for one in material.communes],
            "postcode": [one.postcode for one in material.communes],
            "former": [list(one.former) for one in material.communes],
        },
    )
    weight = sum(one.weight for one in material.trades)
    begun = 0
    starts = []
    for trade in material.trades:
        starts.append(begun / weight)
        begun += trade.weight
    _table(
        base,
        "trades",
        {
            "bound": starts,
            "naf": [one.naf for one in material.trades],
            "words": [[word.upper() for word in one.words] for one in material.trades],
            "size": [one.size for one in material.trades],
            "youngest": [AGES[one.size][0] for one in material.trades],
            "oldest": [AGES[one.size][1] for one in material.trades],
        },
    )
    # Lists written in the query are read once; carried by rows, they are copied with each of them.
    for name, values in (
        ("beginning", material.beginnings),
        ("ending", material.endings),
        ("sign", material.signs),
    ):
        base.execute(
            f"CREATE MACRO {name}(n, salt) AS among({_listed([one.upper() for one in values])}, n, salt)"
        )
    for name, shares in (("bracket", BRACKETS), ("form", FORMS)):
        sizes = " ".join(
            f"WHEN '{size}' THEN among({_listed(_spread(of_size))}, n, salt)"
            for size, of_size in shares.items()
        )
        base.execute(f"CREATE MACRO a_{name}(size, n, salt) AS CASE size {sizes} END")


def _listed(texts: Sequence[str]) -> str:
    return "[" + ", ".join("'" + text.replace("'", "''") + "'" for text in texts) + "]"


def _table(base: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Sequence[object]]) -> None:
    base.register("given", pa.table({key: pa.array(values) for key, values in columns.items()}))
    base.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    base.unregister("given")


def _spread(shares: Mapping[str, int]) -> list[str]:
    """Each code as many times as its share: one drawn among them is drawn by its share."""
    return [code for code, share in shares.items() for _ in range(share)]


def _keyed(number: str, digits: int) -> str:
    """SQL: the number written with so many digits, then its Luhn key."""
    total = " + ".join(_weighed(f"(({number} // {10**rank}) % 10)", rank % 2 == 0) for rank in range(digits))
    return f"lpad(({number})::VARCHAR, {digits}, '0') || ((10 - ({total}) % 10) % 10)::VARCHAR"


def _weighed(digit: str, doubled: bool) -> str:
    return f"(2 * {digit} - CASE WHEN {digit} > 4 THEN 9 ELSE 0 END)" if doubled else digit


_ROOT = f"({FIRST} + (rank * {STEP}) % {ROOTS})"
_COMPANIES = f"""
CREATE TABLE companies AS
WITH drawn AS (
    SELECT i, part(i, 1) AS for_trade, part(i, 2) AS for_commune, siren(i) AS siren
    FROM range({{units}}) AS ranks(i)
), traded AS (
    SELECT drawn.*, trades.* EXCLUDE (bound),
        a_form(size, i, 3) AS form,
        CASE WHEN part(i, 4) < 0.03 THEN NULL ELSE a_bracket(size, i, 5) END AS bracket,
        DATE '{AS_OF}' - CAST(30 + 365.25 * (youngest + (oldest - youngest) * power(part(i, 6), 2)) AS INTEGER) AS created,
        part(i, 7) < 0.025 AS hidden,
        -- One word in twelve is that of an earlier company: homonyms, as in life.
        CASE WHEN part(i, 8) < 0.08 THEN CAST(floor(part(i, 9) * i) AS BIGINT) ELSE i END AS worded
    FROM drawn ASOF JOIN trades ON drawn.for_trade >= trades.bound
)
SELECT traded.*, communes.code AS commune, communes.town, communes.postcode, communes.former,
    beginning(worded, 10) || ending(worded, 11)
        || CASE WHEN part(worded, 19) < 0.7 THEN ' ' || beginning(worded, 20) || ending(worded, 33) ELSE '' END AS word,
    form = '{SOLE_TRADER}' AS sole,
    sign(i, 12) AS sign_words
FROM traded ASOF JOIN communes ON traded.for_commune >= communes.bound
ORDER BY i;
CREATE VIEW named AS
SELECT *,
    CASE WHEN sole THEN NULL WHEN hidden THEN '{MASKED}'
         ELSE among(words, i, 13) || ' ' || word
              || CASE WHEN part(i, 14) < 0.15 THEN CASE form WHEN '5710' THEN ' SAS' WHEN '5499' THEN ' SARL'
                      WHEN '5720' THEN ' SASU' WHEN '5498' THEN ' EURL' ELSE '' END ELSE '' END
    END AS legal_name,
    CASE WHEN NOT sole THEN NULL WHEN hidden THEN '{MASKED}' ELSE word END AS surname,
    CASE WHEN NOT sole THEN NULL WHEN hidden THEN '{MASKED}'
         ELSE beginning(i, 15) END AS first_name
FROM companies;
CREATE VIEW unit_rows AS
SELECT siren, CASE WHEN hidden THEN 'P' ELSE 'O' END AS "statutDiffusionUniteLegale",
    created AS "dateCreationUniteLegale",
    CASE WHEN NOT sole AND NOT hidden AND part(i, 16) < 0.1
         THEN left(word, 1) || left(town, 1) || left(legal_name, 1) END AS "sigleUniteLegale",
    CASE WHEN NOT sole THEN NULL WHEN hidden THEN '{MASKED}' WHEN part(i, 17) < 0.4 THEN 'F' ELSE 'M' END
        AS "sexeUniteLegale",
    first_name AS "prenom1UniteLegale", first_name AS "prenomUsuelUniteLegale",
    bracket AS "trancheEffectifsUniteLegale",
    CASE WHEN bracket IS NULL OR bracket = 'NN' THEN NULL ELSE 2024 END AS "anneeEffectifsUniteLegale",
    TIMESTAMP '{AS_OF} 06:00:00' AS "dateDernierTraitementUniteLegale", 1 AS "nombrePeriodesUniteLegale",
    CASE size WHEN 'large' THEN 'ETI' ELSE 'PME' END AS "categorieEntreprise", 2024 AS "anneeCategorieEntreprise",
    created AS "dateDebut", 'A' AS "etatAdministratifUniteLegale", surname AS "nomUniteLegale",
    legal_name AS "denominationUniteLegale", form AS "categorieJuridiqueUniteLegale",
    naf AS "activitePrincipaleUniteLegale", 'NAFRev2' AS "nomenclatureActivitePrincipaleUniteLegale",
    substr(siret(siren, 1), 10) AS "nicSiegeUniteLegale",
    CASE WHEN form = '9220' OR part(i, 18) < 0.03 THEN 'O' ELSE 'N' END AS "economieSocialeSolidaireUniteLegale",
    CASE WHEN bracket IS NULL OR bracket IN ('NN', '00') THEN 'N' ELSE 'O' END AS "caractereEmployeurUniteLegale"
FROM named ORDER BY i;
"""
_PLACES = f"""
CREATE TABLE places AS
SELECT *, row_number() OVER (PARTITION BY siren ORDER BY rank) AS nth FROM (
    SELECT *, -1 AS rank, commune AS place_code, town AS place_town, postcode AS place_postcode, former AS place_former,
        bracket AS place_bracket, created AS opened
    FROM named
    UNION ALL BY NAME
    SELECT named.*, others.o AS rank, communes.code AS place_code, communes.town AS place_town,
        communes.postcode AS place_postcode, communes.former AS place_former,
        among(['NN', '00', '01', '02', '03', '11'], others.o, 21) AS place_bracket,
        created + CAST((DATE '{AS_OF}' - created) * part(others.o, 22) AS INTEGER) AS opened
    FROM (SELECT o, CAST(floor(power(part(o, 23), 1.5) * {{units}}) AS BIGINT) AS owner, part(o, 24) AS for_commune
          FROM range({{others}}) AS more(o)) AS others
    JOIN named ON named.i = others.owner
    ASOF JOIN communes ON others.for_commune >= communes.bound
);
CREATE VIEW place_rows AS
SELECT siren, substr(siret(siren, nth), 10) AS nic, siret(siren, nth) AS siret,
    CASE WHEN hidden THEN 'P' ELSE 'O' END AS "statutDiffusionEtablissement",
    opened AS "dateCreationEtablissement", place_bracket AS "trancheEffectifsEtablissement",
    CASE WHEN place_bracket IS NULL OR place_bracket = 'NN' THEN NULL ELSE 2024 END AS "anneeEffectifsEtablissement",
    TIMESTAMP '{AS_OF} 06:00:00' AS "dateDernierTraitementEtablissement", nth = 1 AS "etablissementSiege",
    1 AS "nombrePeriodesEtablissement",
    CASE WHEN hidden THEN '{MASKED}' ELSE CAST(1 + floor(part(i + rank, 25) * 180) AS INTEGER)::VARCHAR END
        AS "numeroVoieEtablissement",
    CASE WHEN hidden THEN '{MASKED}' ELSE among(['RUE', 'AV', 'BD', 'PL', 'CHE', 'IMP', 'ZA'], i + rank, 26) END
        AS "typeVoieEtablissement",
    CASE WHEN hidden THEN '{MASKED}'
         ELSE 'DE ' || beginning(i + rank, 27) || ending(i + rank, 28) END AS "libelleVoieEtablissement",
    place_postcode AS "codePostalEtablissement", place_town AS "libelleCommuneEtablissement",
    CASE WHEN part(i + rank, 29) < 0.01 AND len(place_former) > 0 THEN place_former[1] ELSE place_code END
        AS "codeCommuneEtablissement",
    CASE WHEN part(i + rank, 30) < 0.14 AND nth > 1 THEN 'F' ELSE 'A' END AS "etatAdministratifEtablissement",
    CASE WHEN part(i + rank, 30) < 0.14 AND nth > 1
         THEN opened + CAST((DATE '{AS_OF}' - opened) * part(i + rank, 31) AS INTEGER) ELSE opened END AS "dateDebut",
    CASE WHEN hidden THEN NULL WHEN part(i + rank, 32) < 0.12 THEN sign_words || ' ' || word END
        AS "enseigne1Etablissement",
    naf AS "activitePrincipaleEtablissement",
    'NAFRev2' AS "nomenclatureActivitePrincipaleEtablissement",
    CASE WHEN place_bracket IS NULL OR place_bracket IN ('NN', '00') THEN 'N' ELSE 'O' END
        AS "caractereEmployeurEtablissement"
FROM places ORDER BY siren, nth;
"""
