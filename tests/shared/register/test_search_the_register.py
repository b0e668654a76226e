"""The index of a register answers by name, number and place; rights are part of the question."""

import re
import unicodedata
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kit.text import searchable
from maillage.shared.register import index
from maillage.shared.register.entries import Reads
from maillage.shared.register.local import Index

EVERYWHERE = Reads(communes=None)


@pytest.fixture(scope="module")
def register(invented_register: Path) -> Index:
    return Index(invented_register / "2026-11-01")


@pytest.fixture(scope="module")
def stock(invented_stock: Path):
    with duckdb.connect() as base:
        yield base.execute(
            f"""CREATE TABLE s AS SELECT u.*, e.* EXCLUDE (siren) FROM '{invented_stock}/StockUniteLegale.parquet' u
            JOIN '{invented_stock}/StockEtablissement.parquet' e USING (siren)"""
        )


def asked(stock, condition: str) -> tuple[str, ...]:
    """A row of the stock: its SIREN, its name and its commune."""
    row = stock.execute(
        f'SELECT siren, "denominationUniteLegale", "codeCommuneEtablissement", siret FROM s WHERE {condition} ORDER BY siret LIMIT 1'
    ).fetchone()
    assert row is not None
    return row


PUBLISHED = '"denominationUniteLegale" IS NOT NULL AND "statutDiffusionUniteLegale" = \'O\''


@pytest.mark.parametrize("change", ["upper", "accents", "begun", "swapped", "order"])
def test_a_company_is_found_however_its_name_is_typed(register, stock, change):
    siren, name, _commune, _siret = asked(
        stock,
        f'{PUBLISHED} AND length("denominationUniteLegale") > 22 AND "denominationUniteLegale" LIKE \'% %\'',
    )
    words = searchable(name).split()
    longest = max(words, key=len)
    typed = {
        "upper": searchable(name.upper()).split(),
        "accents": searchable(name).split(),
        "begun": [word[:5] for word in words],
        "swapped": [
            longest[:2] + longest[3] + longest[2] + longest[4:] if word == longest else word for word in words
        ],
        "order": words[::-1],
    }[change]
    assert siren in [one.siren for one in register.by_name(typed, limit=50).entries]


def test_three_letters_are_enough(register, stock):
    _siren, name, *_ = asked(stock, PUBLISHED)
    found = register.by_name([searchable(name)[:3]], limit=8)
    assert found.entries
    assert all(searchable(one.name).startswith(searchable(name)[:3]) for one in found.entries)


def test_a_town_narrows_a_name(register, stock):
    _siren, name, *_ = asked(stock, f"{PUBLISHED} AND \"codeCommuneEtablissement\" = '62041'")
    found = register.by_name([searchable(name).split()[0], "arras"], limit=50)
    assert found.entries
    assert {one.town for one in found.entries} == {"ARRAS"}


def test_initials_find_a_company(register, stock):
    _siren, name, *_ = asked(
        stock,
        f"{PUBLISHED} AND len(string_split(\"denominationUniteLegale\", ' ')) = 3 AND \"denominationUniteLegale\" NOT LIKE '% S%'",
    )
    initials = "".join(word[0] for word in searchable(name).split())
    found = register.by_name([initials], limit=200)
    assert name in [one.name for one in found.entries]


def test_a_mistyped_word_is_said_to_be_near_and_never_beside_the_right_one(register, stock):
    _siren, name, *_ = asked(stock, PUBLISHED)
    word = max(searchable(name).split(), key=len)
    assert not register.by_name([word], limit=5).near
    near = register.by_name([word[:-2] + word[-1]], limit=5)
    assert near.near
    assert near.entries


def test_nothing_answers_to_what_nobody_bears(register):
    assert register.by_name(["xqzwtk"], limit=5).entries == ()
    assert register.by_name([], limit=5).entries == ()


def test_one_company_is_one_answer_whatever_its_establishments(register, stock):
    siren, name, *_ = asked(
        stock, f"{PUBLISHED} AND siren IN (SELECT siren FROM s GROUP BY siren HAVING count(*) > 2)"
    )
    found = register.by_name(searchable(name).split(), limit=50)
    assert [one.siren for one in found.entries].count(siren) == 1
    assert next(one for one in found.entries if one.siren == siren).head


def test_the_name_of_a_sole_trader_answers_only_whoever_reads_it_there(register, stock):
    surname, commune = stock.execute(
        """SELECT "nomUniteLegale", "codeCommuneEtablissement" FROM s WHERE "categorieJuridiqueUniteLegale" = '1000'
        AND "nomUniteLegale" <> '[ND]' AND "codeCommuneEtablissement" = '59350' AND "etablissementSiege" = 'true'
        ORDER BY length("nomUniteLegale") DESC, siret LIMIT 1"""
    ).fetchone()
    words = searchable(surname).split()

    def soles(reads: Reads) -> list[str]:
        return [one.name for one in register.by_name(words, limit=100, reads=reads).entries if one.sole]

    assert any(surname in name for name in soles(EVERYWHERE))
    assert any(surname in name for name in soles(Reads(communes=frozenset([commune]))))
    assert soles(Reads(communes=frozenset(["62041"]))) == [
        name
        for name in soles(EVERYWHERE)
        if name not in soles(Reads(communes=frozenset(["59350", "59152", "59298"])))
    ]
    assert soles(Reads()) == []


def test_who_is_not_published_has_no_name_anywhere_and_is_found_by_its_number(register, stock):
    siren, *_ = stock.execute(
        "SELECT siren FROM s WHERE \"statutDiffusionUniteLegale\" = 'P' ORDER BY siret LIMIT 1"
    ).fetchone()
    places = register.by_siren(siren)
    assert places
    assert {(one.name, one.sign, one.published) for one in places} == {("", "", False)}
    assert all("ND" not in one.address for one in places)
    found = register.by_name(["nd"], limit=50, reads=EVERYWHERE).entries
    assert siren not in [one.siren for one in found]


def test_an_establishment_is_found_by_its_number(register, stock):
    siren, name, commune, siret = asked(stock, PUBLISHED)
    found = register.by_siret(siret)
    assert found is not None
    assert (found.siren, found.name, found.commune) == (siren, name, commune)
    assert register.by_siret("00000000000000") is None


def test_a_place_and_an_activity_give_the_open_establishments(register, stock):
    wanted = stock.execute(
        """SELECT count(*) FROM s WHERE "codeCommuneEtablissement" = '62041' AND "etatAdministratifEtablissement" = 'A'
        AND "activitePrincipaleEtablissement" LIKE '10.%' AND "statutDiffusionUniteLegale" = 'O'"""
    ).fetchone()[0]
    found = register.in_place("62041", ["10"], limit=500, reads=EVERYWHERE)
    assert len(found) == wanted > 0
    assert all(one.open and one.naf.startswith("10.") for one in found)


def test_a_million_rows_would_be_read_by_their_indexes(register):
    """No search reads the whole table: each names an index, or the index of words."""
    from maillage.shared.register import local

    base = local._base(register.folder)
    for query, values in (
        ("SELECT * FROM entry WHERE searched >= ? AND searched < ? ORDER BY searched LIMIT 5", ("a", "b")),
        (
            "SELECT entry.* FROM words JOIN entry ON entry.id = words.rowid WHERE words MATCH ? ORDER BY words.rowid",
            ("a*",),
        ),
        ("SELECT * FROM entry WHERE siren = ?", ("1",)),
        ("SELECT * FROM entry WHERE commune = ? AND open = 1", ("1",)),
        ("SELECT word FROM word WHERE backwards >= ? AND backwards < ?", ("a", "b")),
    ):
        plan = " ".join(row["detail"] for row in base.execute(f"EXPLAIN QUERY PLAN {query}", values))
        assert "SCAN entry" not in plan
        assert "SCAN word " not in f"{plan} "


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="aéàçÉŒœß-' .&0ZzbAÇ", max_size=24))
def test_the_index_reads_a_name_as_searches_do(text):
    """The SQL of the index and the function of searches give one text, but for initials with dots, which the index joins."""
    with duckdb.connect() as base:
        base.execute(index._MACROS)
        told = base.execute("SELECT searchable(?)", [text]).fetchone()
    lower = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("ß", "ss"))
    plain = "".join(mark for mark in lower if not unicodedata.combining(mark))
    assert told == (searchable(re.sub(r"\b([a-z0-9])\.", r"\1", plain, flags=re.ASCII)),)
