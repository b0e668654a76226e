"""A stock is typed, filtered, counted; a broken file changes nothing."""

import datetime
import shutil
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.engines.stock import sample, snapshot
from maillage.engines.stock.layout import ESTABLISHMENT_COLUMNS, UNIT_COLUMNS, Kind

AS_OF = datetime.date(2026, 11, 1)
MATERIAL = sample.Material(
    communes=(
        sample.Commune(code="59350", name="Lille", postcode="59000", population=6, former=("59298",)),
        sample.Commune(code="62041", name="Arras", postcode="62000", population=3),
    ),
    trades=(
        sample.Trade(naf="10.71C", words=("Fournil",), size="small", weight=3),
        sample.Trade(naf="28.22Z", words=("Levage",), size="large", weight=1),
    ),
    beginnings=("Bali", "Zorga"),
    endings=("badine", "zingue"),
    signs=("La Bonne Fiction",),
)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> sample.Files:
    return sample.write(tmp_path_factory.mktemp("stock"), MATERIAL, establishments=500, seed=3)


def made(target: Path, stock: sample.Files, **more: object) -> snapshot.Snapshot:
    return snapshot.make(target, units=stock.units, establishments=stock.establishments, as_of=AS_OF, **more)


def rows(query: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as base:
        return base.execute(query).fetchall()


def keyed(number: str) -> bool:
    """The Luhn key, written otherwise than the generator writes it."""
    total = 0
    for rank, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if rank % 2 else 1)
        total += value // 10 + value % 10
    return total % 10 == 0


def test_an_invented_stock_has_the_official_columns_in_their_order(stock: sample.Files) -> None:
    for path, columns in ((stock.units, UNIT_COLUMNS), (stock.establishments, ESTABLISHMENT_COLUMNS)):
        assert [row[0] for row in rows(f"DESCRIBE FROM '{path}'")] == list(columns)
    assert (len(UNIT_COLUMNS), len(ESTABLISHMENT_COLUMNS)) == (35, 54)


def test_every_invented_number_bears_its_key_and_is_alone(stock: sample.Files) -> None:
    sirets = [str(row[0]) for row in rows(f"SELECT siret FROM '{stock.establishments}'")]
    sirens = [str(row[0]) for row in rows(f"SELECT siren FROM '{stock.units}'")]
    assert all(keyed(one) for one in (*sirets, *sirens))
    assert len(set(sirets)) == len(sirets) == 500
    assert len(set(sirens)) == len(sirens)
    assert {one[:9] for one in sirets} == set(sirens)


def test_each_company_has_one_head_office_and_its_number_names_it(stock: sample.Files) -> None:
    found = rows(
        f"SELECT count(*) FROM '{stock.units}' u JOIN '{stock.establishments}' e "
        'ON e.siren = u.siren AND e."etablissementSiege" = \'true\' AND e.nic = u."nicSiegeUniteLegale"'
    )
    assert found == rows(f"SELECT count(*) FROM '{stock.units}'")


def test_size_legal_form_and_headcount_go_together(stock: sample.Files) -> None:
    found = rows(
        f'SELECT "activitePrincipaleUniteLegale", "categorieJuridiqueUniteLegale", "trancheEffectifsUniteLegale" '
        f"FROM '{stock.units}'"
    )
    sizes = {"10.71C": "small", "28.22Z": "large"}
    for naf, form, bracket in found:
        assert form in sample.FORMS[sizes[str(naf)]]
        assert bracket is None or bracket in sample.BRACKETS[sizes[str(naf)]]


def test_who_asked_not_to_be_published_is_masked_everywhere(stock: sample.Files) -> None:
    hidden = rows(
        f'SELECT "denominationUniteLegale", "nomUniteLegale" FROM \'{stock.units}\' '
        "WHERE \"statutDiffusionUniteLegale\" = 'P'"
    )
    assert hidden and {said for row in hidden for said in row} <= {"[ND]", None}


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(
    tmp_path: Path, stock: sample.Files
) -> None:
    again = sample.write(tmp_path / "again", MATERIAL, establishments=500, seed=3)
    other = sample.write(tmp_path / "other", MATERIAL, establishments=500, seed=4)
    told = f"FROM '{stock.units}' ORDER BY siren"
    assert rows(told) == rows(f"FROM '{again.units}' ORDER BY siren")
    assert rows(told) != rows(f"FROM '{other.units}' ORDER BY siren")


@pytest.mark.parametrize("csv", [False, True], ids=["parquet", "csv"])
def test_both_formats_give_the_same_typed_snapshot(tmp_path: Path, stock: sample.Files, csv: bool) -> None:
    files = sample.write(tmp_path / "files", MATERIAL, establishments=500, seed=3, csv=csv)
    held = made(tmp_path / "held", files)
    assert (held.units, held.establishments) == (390, 500)
    types = {row[0]: row[1] for row in rows(f"DESCRIBE FROM '{held.establishments_file}'")}
    assert types == {name: kind.value for name, kind in ESTABLISHMENT_COLUMNS.items()}
    assert types["etablissementSiege"] == Kind.YES_NO.value
    kept = rows(
        f"SELECT siret, \"dateCreationEtablissement\" FROM '{held.establishments_file}' ORDER BY siret"
    )
    whole = made(tmp_path / "whole", stock)
    assert kept == rows(
        f"SELECT siret, \"dateCreationEtablissement\" FROM '{whole.establishments_file}' ORDER BY siret"
    )


def test_a_department_keeps_its_establishments_and_their_companies_only(
    tmp_path: Path, stock: sample.Files
) -> None:
    held = made(tmp_path / "nord", stock, departments=("62",))
    codes = rows(f"SELECT DISTINCT left(\"codeCommuneEtablissement\", 2) FROM '{held.establishments_file}'")
    assert codes == [("62",)]
    owners = rows(f"SELECT count(DISTINCT siren) FROM '{held.establishments_file}'")
    assert owners == [(held.units,)]
    assert 0 < held.units < 390


def test_what_cannot_be_is_counted_with_examples_and_nothing_is_guessed(
    tmp_path: Path, stock: sample.Files
) -> None:
    broken = tmp_path / "broken.parquet"
    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE e AS FROM '{stock.establishments}'")
        base.execute("INSERT INTO e FROM e LIMIT 1")
        base.execute(
            "UPDATE e SET \"dateCreationEtablissement\" = '2031-02-01' "
            "WHERE siret = (SELECT max(siret) FROM e)"
        )
        base.execute(
            "UPDATE e SET \"activitePrincipaleEtablissement\" = '01.11Y', "
            "\"nomenclatureActivitePrincipaleEtablissement\" = 'NAF2025' WHERE siret = (SELECT min(siret) FROM e)"
        )
        base.execute(f"COPY e TO '{broken}' (FORMAT parquet)")
    files = sample.Files(units=stock.units, establishments=broken)
    held = made(tmp_path / "held", files, communes=("59350", "62041"))
    counted = {one.name: one.count for one in held.anomalies}
    first = str(rows(f"SELECT min(siret) FROM '{stock.establishments}'")[0][0])
    assert counted.pop("unknown_commune") == len(
        rows(f"FROM '{broken}' WHERE \"codeCommuneEtablissement\" = '59298'")
    )
    assert counted["duplicated_siret"] == 1
    assert counted["future_creation"] == 1
    assert counted["naf_2025"] >= 1
    examples = {one.name: one.examples for one in held.anomalies}
    assert examples["naf_2025"][0] == first
    assert held.establishments == 501


def test_a_truncated_file_is_said_and_leaves_what_was_there(tmp_path: Path, stock: sample.Files) -> None:
    before = made(tmp_path / "held", stock)
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(stock.establishments.read_bytes()[:-900])
    with pytest.raises(snapshot.BadStock, match=r"cut\.parquet") as told:
        made(tmp_path / "held", sample.Files(units=stock.units, establishments=cut))
    assert "n'a pas changé" in told.value.way_out
    assert snapshot.read(tmp_path / "held") == before


def test_a_file_of_another_drawing_is_refused_by_the_columns_it_lacks(
    tmp_path: Path, stock: sample.Files
) -> None:
    swapped = sample.Files(units=stock.establishments, establishments=stock.units)
    with pytest.raises(snapshot.BadStock, match="dessin"):
        made(tmp_path / "held", swapped)
    assert not (tmp_path / "held").exists()


def test_a_cut_run_goes_on_from_the_stages_already_made(tmp_path: Path, stock: sample.Files) -> None:
    class Cut(Exception):
        pass

    def cut(stage: str, _rows: int) -> None:
        if stage == "establishments":
            raise Cut

    with pytest.raises(Cut):
        made(tmp_path / "held", stock, tell=cut)
    kept = tmp_path / "held.partial" / snapshot.ESTABLISHMENTS
    written = kept.stat().st_mtime_ns
    held = made(tmp_path / "held", stock)
    assert (tmp_path / "held" / snapshot.ESTABLISHMENTS).stat().st_mtime_ns == written
    assert held.establishments == 500
    assert not (tmp_path / "held.partial").exists()


def test_a_cut_run_of_other_files_is_begun_again(tmp_path: Path, stock: sample.Files) -> None:
    partial = tmp_path / "held.partial"
    partial.mkdir()
    (partial / "asked.json").write_text("{}")
    shutil.copy(stock.units, partial / snapshot.ESTABLISHMENTS)
    assert made(tmp_path / "held", stock).establishments == 500


@settings(max_examples=15, deadline=None)
@given(rank=st.integers(min_value=0, max_value=sample.ROOTS - 1))
def test_roots_of_numbers_are_a_permutation(rank: int) -> None:
    """Another rank gives another root: the step has an inverse."""
    inverse = pow(sample.STEP, -1, sample.ROOTS)
    root = (rank * sample.STEP) % sample.ROOTS
    assert (root * inverse) % sample.ROOTS == rank
