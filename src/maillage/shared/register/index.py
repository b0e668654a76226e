"""The searchable index of a snapshot of SIRENE: one SQLite file beside it, read by people's searches, never written again.

One row an establishment, in the alphabetical order of the names of companies: what answers first is read first, and a search
stops as soon as it has enough. A file of its own keeps a million rows out of the backups and away from the writers of the
database, and serves PostgreSQL as SQLite (ADR 0032).
"""

import os
import sqlite3
from pathlib import Path

import duckdb

from maillage.engines.stock.layout import MASKED, SOLE_TRADER
from maillage.engines.stock.snapshot import Snapshot

FILE = "index.sqlite3"
BATCH = 20_000
SMALL_WORDS = ("de", "des", "du", "la", "le", "les", "et", "d", "l", "en", "a", "au", "aux", "sur")
"""Words that initials leave out."""
FORMS = ("sa", "sas", "sasu", "sarl", "eurl", "sci", "snc", "scop", "scic", "selarl", "societe")
COLUMNS = (
    *("siren", "siret", "name", "sign", "searched", "sole", "published", "category", "head", "open"),
    *("unit_open", "naf", "unit_naf", "bracket", "unit_bracket", "employer", "ess", "commune", "town"),
    *("postcode", "address", "created", "unit_created", "since"),
)
"""The columns of an entry. ``searched``: the name of its company, as one searches it. Flags are 0, 1 or nothing (unknown)."""


def build(snapshot: Snapshot) -> int:
    """Write the index of a snapshot, beside it; return how many establishments it holds. A cut run leaves nothing."""
    path = snapshot.folder / FILE
    beside = path.with_suffix(".writing")
    beside.unlink(missing_ok=True)
    with duckdb.connect() as stock:
        stock.execute(_MACROS)
        stock.execute(
            _ENTRIES.format(
                units=_quoted(snapshot.units_file), establishments=_quoted(snapshot.establishments_file)
            )
        )
        index = sqlite3.connect(beside, isolation_level=None)
        try:
            count = _fill(stock, index)
        finally:
            index.close()
    os.replace(beside, path)
    return count


def _fill(stock: duckdb.DuckDBPyConnection, index: sqlite3.Connection) -> int:
    index.execute("PRAGMA journal_mode = OFF")
    index.execute("PRAGMA synchronous = OFF")
    index.execute("PRAGMA cache_size = -65536")
    index.execute(f"CREATE TABLE entry (id INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
    # «detail=column» keeps which column holds a word, not where: no phrase is ever asked, and the file is a third smaller.
    index.execute(
        "CREATE VIRTUAL TABLE words USING fts5(name, place, content='', columnsize=0, detail=column, "
        "tokenize='ascii', prefix='2 3')"
    )
    index.execute(
        "CREATE TABLE word (word TEXT PRIMARY KEY, backwards TEXT, companies INTEGER) WITHOUT ROWID"
    )
    index.execute("BEGIN")
    listed = stock.execute(f"SELECT id, {', '.join(COLUMNS)}, said, place FROM entries ORDER BY id")
    width = len(COLUMNS) + 1
    count = 0
    while rows := listed.fetchmany(BATCH):
        index.executemany(
            f"INSERT INTO entry VALUES ({', '.join('?' * width)})", (row[:width] for row in rows)
        )
        index.executemany(
            "INSERT INTO words (rowid, name, place) VALUES (?, ?, ?)",
            ((row[0], row[width], row[width + 1]) for row in rows),
        )
        count += len(rows)
    index.execute("CREATE INDEX by_siren ON entry (siren)")
    index.execute("CREATE INDEX by_siret ON entry (siret)")
    index.execute("CREATE INDEX by_name ON entry (searched)")
    index.execute("CREATE INDEX by_place ON entry (commune, naf)")
    index.executemany("INSERT INTO word VALUES (?, ?, ?)", stock.execute(_WORDS).fetchall())
    index.execute("CREATE INDEX by_end ON word (backwards)")
    index.execute("COMMIT")
    index.execute("PRAGMA optimize")
    return count


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")


_SMALL = ", ".join(f"'{word}'" for word in (*SMALL_WORDS, *FORMS))
# `searchable` (kit/text), in SQL: a test compares the two. Initials with dots are one word: « S.N.C.F. » is « sncf ».
_MACROS = f"""
CREATE MACRO plain(t) AS strip_accents(lower(replace(replace(replace(replace(replace(coalesce(t, ''),
    'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss')));
CREATE MACRO searchable(t) AS trim(regexp_replace(
    regexp_replace(plain(t), '\\b([a-z0-9])\\.', '\\1', 'g'), '[^a-z0-9]+', ' ', 'g'));
CREATE MACRO said(t) AS nullif(t, '{MASKED}');
CREATE MACRO yes(t) AS CASE t WHEN 'O' THEN 1 WHEN 'N' THEN 0 END;
CREATE MACRO initials(t) AS list_aggregate(list_transform(
    list_filter(string_split(t, ' '), lambda w: w NOT IN ({_SMALL})), lambda w: w[1]), 'string_agg', '');
"""
_ENTRIES = (
    """
CREATE TABLE entries AS
WITH units AS (
    SELECT siren, "categorieJuridiqueUniteLegale" AS category, "statutDiffusionUniteLegale" = 'O' AS published,
        CASE WHEN "categorieJuridiqueUniteLegale" = '{sole}'
             THEN trim(concat_ws(' ', coalesce(said("nomUsageUniteLegale"), said("nomUniteLegale")),
                  coalesce(said("prenomUsuelUniteLegale"), said("prenom1UniteLegale"))))
             ELSE coalesce(said("denominationUniteLegale"), '') END AS name,
        concat_ws(' ', said("sigleUniteLegale"), said("denominationUsuelle1UniteLegale"),
            said("denominationUsuelle2UniteLegale"), said("denominationUsuelle3UniteLegale")) AS others,
        yes("economieSocialeSolidaireUniteLegale") AS ess, "etatAdministratifUniteLegale" = 'A' AS unit_open,
        "activitePrincipaleUniteLegale" AS unit_naf, "trancheEffectifsUniteLegale" AS unit_bracket,
        "dateCreationUniteLegale" AS unit_created
    FROM '{units_file}'
), joined AS (
    SELECT units.*, searchable(name) AS searched, p.siret,
        coalesce(said(p."enseigne1Etablissement"), said(p."denominationUsuelleEtablissement"), '') AS sign,
        concat_ws(' ', said(p."enseigne1Etablissement"), said(p."enseigne2Etablissement"),
            said(p."enseigne3Etablissement"), said(p."denominationUsuelleEtablissement")) AS signs,
        p."etablissementSiege" AS head, p."etatAdministratifEtablissement" = 'A' AS open,
        p."activitePrincipaleEtablissement" AS naf, p."trancheEffectifsEtablissement" AS bracket,
        yes(p."caractereEmployeurEtablissement") AS employer, p."codeCommuneEtablissement" AS commune,
        p."libelleCommuneEtablissement" AS town, p."codePostalEtablissement" AS postcode,
        concat_ws(' ', said(p."numeroVoieEtablissement"), said(p."indiceRepetitionEtablissement"),
            said(p."typeVoieEtablissement"), said(p."libelleVoieEtablissement")) AS address,
        p."dateCreationEtablissement" AS created, p."dateDebut" AS since
    FROM '{establishments_file}' p JOIN units USING (siren)
)
SELECT row_number() OVER (ORDER BY searched, siren, head DESC, siret) AS id,
    siren, siret, name, sign, searched, (category = '{sole}')::INTEGER AS sole, published::INTEGER AS published,
    category, head::INTEGER AS head, open::INTEGER AS open, unit_open::INTEGER AS unit_open, naf, unit_naf, bracket,
    unit_bracket, employer, ess, commune, town, postcode, address, created::VARCHAR AS created,
    unit_created::VARCHAR AS unit_created, since::VARCHAR AS since,
    concat_ws(' ', searched, searchable(others), searchable(signs),
        CASE WHEN category <> '{sole}' AND length(initials(searched)) > 2 THEN initials(searched) END) AS said,
    concat_ws(' ', searchable(town), postcode) AS place
FROM joined;
""".replace("{sole}", SOLE_TRADER)
    .replace("{units_file}", "{units}")
    .replace("{establishments_file}", "{establishments}")
)
_WORDS = """
SELECT word, reverse(word), count(*) FROM (SELECT unnest(string_split(said || ' ' || place, ' ')) AS word FROM entries)
WHERE length(word) >= 4 GROUP BY word ORDER BY word
"""
