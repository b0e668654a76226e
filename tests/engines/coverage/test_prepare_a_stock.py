"""A snapshot of the register is prepared: what cannot be read is left out, counted and shown; a broken file changes nothing."""

import datetime
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from mesh_ground import BRACKETS, atlas, prepared

from maillage.engines.coverage import (
    Companies,
    Domain,
    Entry,
    GivenUp,
    Row,
    compile_catalogue,
    count,
    evaluate,
    identity,
    identity_in,
    populations,
    prepare,
    read_companies,
    verify,
    version_of,
)
from maillage.engines.coverage.preparing import LAYOUT, MANIFEST
from maillage.engines.rules import AllOf, AnyOf, Headcount, LegalCategory, Not, Territory
from maillage.engines.stock import sample, snapshot
from maillage.engines.stock.snapshot import BadStock

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
DOMAIN = Domain.build(
    atlas(),
    activities={
        "10.71C": ("C", "10", "10.7", "10.71", "10.71C"),
        "28.22Z": ("C", "28", "28.2", "28.22", "28.22Z"),
    },
    brackets={**BRACKETS, **dict.fromkeys(("12", "21", "22", "31", "32", "41"), (20, None))},
    categories={code for forms in sample.FORMS.values() for code in forms},
    former={"59298": "59350"},
)
RULE = AllOf(
    parts=(
        Territory(within="dep:59"),
        AnyOf(parts=(Headcount(minimum=10), LegalCategory(codes=("57",)))),
        Not(part=LegalCategory(codes=("1",))),
    )
)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> sample.Files:
    return sample.write(tmp_path_factory.mktemp("stock"), MATERIAL, establishments=500, seed=3)


def dirty(folder: Path, stock: sample.Files) -> snapshot.Snapshot:
    """The stock with six kinds of rows that cannot be, one of each or two."""
    folder.mkdir()
    with duckdb.connect() as base:
        base.execute(
            f"CREATE TABLE e AS SELECT row_number() OVER (ORDER BY siret) AS n, * FROM '{stock.establishments}' "
            "WHERE \"etatAdministratifEtablissement\" = 'A'"
        )
        for change in (
            "\"codeCommuneEtablissement\" = '99999' WHERE n IN (1, 2)",
            "\"nomenclatureActivitePrincipaleEtablissement\" = 'NAF2025' WHERE n = 3",
            "\"dateCreationEtablissement\" = '2031-01-01' WHERE n = 4",
            "siret = (SELECT siret FROM e WHERE n = 5) WHERE n = 6",
            "siret = 'abc' WHERE n = 7",
            "siren = '000000000' WHERE n = 8",
            "\"activitePrincipaleEtablissement\" = '99.99Z' WHERE n = 9",
        ):
            base.execute(f"UPDATE e SET {change}")
        base.execute(f"COPY (SELECT * EXCLUDE (n) FROM e) TO '{folder / 'e.parquet'}' (FORMAT parquet)")
    return snapshot.make(
        folder / "made",
        units=stock.units,
        establishments=folder / "e.parquet",
        as_of=AS_OF,
        communes=["59350", "62041", "59298"],
    )


def clean(folder: Path, stock: sample.Files) -> snapshot.Snapshot:
    return snapshot.make(folder, units=stock.units, establishments=stock.establishments, as_of=AS_OF)


def test_open_establishments_are_kept_with_the_category_of_their_company(
    stock: sample.Files, tmp_path: Path
) -> None:
    held = prepare(tmp_path / "held", snapshot=clean(tmp_path / "snap", stock), domain=DOMAIN)
    with duckdb.connect() as base:
        (opened,) = base.execute(
            f"SELECT count(*) FROM '{stock.establishments}' WHERE \"etatAdministratifEtablissement\" = 'A'"
        ).fetchall()[0]
        (categories,) = base.execute(f"SELECT count(category) FROM '{held.file}'").fetchall()[0]
    assert (held.count, held.closed, held.excluded) == (opened, 500 - opened, ())
    assert categories == opened
    assert read_companies(held.folder) == held


def test_what_cannot_be_is_left_out_counted_and_shown(stock: sample.Files, tmp_path: Path) -> None:
    held = prepare(tmp_path / "held", snapshot=dirty(tmp_path / "dirty", stock), domain=DOMAIN)
    assert {one.name: one.count for one in held.excluded} == {
        "duplicated_siret": 2,
        "future_creation": 1,
        "naf_2025": 1,
        "siret": 1,
        "unknown_activity": 1,
        "unknown_commune": 2,
        "without_unit": 1,
    }
    assert all(one.examples for one in held.excluded)
    known = compile_catalogue([Entry(key="tous", rule=None)], domain=DOMAIN, on=AS_OF)
    mesh = evaluate(known, count(held, known))
    assert [one.certain for one in populations(mesh)] == [held.count]


def test_the_mesh_of_a_prepared_stock_says_what_the_judge_says(stock: sample.Files, tmp_path: Path) -> None:
    held = prepare(tmp_path / "held", snapshot=clean(tmp_path / "snap", stock), domain=DOMAIN)
    known = compile_catalogue([Entry(key="s", rule=RULE)], domain=DOMAIN, on=AS_OF)
    found = verify(held, known, sample=400)
    assert (found.companies, found.mismatches) == (400, ())


def test_a_truncated_register_is_refused_and_the_one_in_place_stays(
    stock: sample.Files, tmp_path: Path
) -> None:
    made = clean(tmp_path / "snap", stock)
    before = prepare(tmp_path / "held", snapshot=made, domain=DOMAIN)
    whole = made.establishments_file.read_bytes()
    made.establishments_file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(snapshot.BadStock, match="ne se lit pas jusqu'au bout"):
        prepare(tmp_path / "held", snapshot=made, domain=DOMAIN)
    assert read_companies(tmp_path / "held") == before
    assert not list(tmp_path.glob("held.*"))


def test_work_given_up_leaves_the_one_in_place(stock: sample.Files, tmp_path: Path) -> None:
    made = clean(tmp_path / "snap", stock)
    before: Companies = prepare(tmp_path / "held", snapshot=made, domain=DOMAIN)
    with pytest.raises(GivenUp):
        prepare(tmp_path / "held", snapshot=made, domain=DOMAIN, cancelled=lambda: True)
    assert read_companies(tmp_path / "held") == before


def test_new_legal_units_make_another_stock_though_the_establishments_are_the_same(
    stock: sample.Files, tmp_path: Path
) -> None:
    before = snapshot.make(
        tmp_path / "before", units=stock.units, establishments=stock.establishments, as_of=AS_OF
    )
    other = replace(before, sources=(("other units", "0" * 64), before.sources[-1]))
    assert version_of(other, DOMAIN) != version_of(before, DOMAIN)


def test_the_same_files_kept_for_one_more_department_are_another_stock(
    stock: sample.Files, tmp_path: Path
) -> None:
    """`register load --departments 59`, then with 59 and 62: what was prepared of 59 alone must not be read for both."""

    def kept(*departments: str) -> snapshot.Snapshot:
        return snapshot.make(
            tmp_path / "-".join(departments),
            units=stock.units,
            establishments=stock.establishments,
            as_of=AS_OF,
            departments=departments,
        )

    one, both = kept("59"), kept("59", "62")
    assert one.establishments < both.establishments
    assert version_of(one, DOMAIN) != version_of(both, DOMAIN)
    assert identity(one) != identity(both)
    assert version_of(kept("62", "59"), DOMAIN) == version_of(both, DOMAIN)
    assert identity_in(version_of(both, DOMAIN)) == identity(both)


def test_two_preparations_of_one_stock_at_once_are_both_whole(stock: sample.Files, tmp_path: Path) -> None:
    made = clean(tmp_path / "snap", stock)
    others: list[Companies] = []

    def meanwhile() -> bool:
        others.append(prepare(tmp_path / "held", snapshot=made, domain=DOMAIN))
        return False

    held = prepare(tmp_path / "held", snapshot=made, domain=DOMAIN, cancelled=meanwhile)
    assert read_companies(tmp_path / "held") == held == others[0]
    assert [one.name for one in tmp_path.glob("held*")] == ["held"]


def test_a_stock_prepared_with_other_columns_is_asked_for_again(tmp_path: Path) -> None:
    held = prepared(
        tmp_path, [Row(commune="59350", naf=None, bracket=None, created=None, category=None, ess=None)]
    )
    manifest = tmp_path / MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace(f'"layout": {LAYOUT}', '"layout": 1'), "utf-8")
    with pytest.raises(BadStock, match="ne contient pas d'entreprises préparées"):
        read_companies(held.folder)
