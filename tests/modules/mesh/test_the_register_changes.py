"""Another register is read: of the same day or not, it is said, and no figure of one is told under the name of the other."""

import dataclasses
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from tests.modules.mesh.conftest import ARRAS, DIRECTOR, LILLE, OFFICER, ON, where

from maillage.engines.stock import snapshot
from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.mesh import operations, queries, reading
from maillage.modules.mesh.adapters.domain import domain
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.operations import computing
from maillage.modules.mesh.queries import board
from maillage.modules.schemes.models import Scheme
from maillage.shared.register import index

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]
Loaded = Callable[..., snapshot.Snapshot]
Change = queries.ChangeAsked
AS_OF = datetime.date(2026, 11, 1)
END = (Change(kind="end", schemes=("aide",)),)


@pytest.fixture
def loaded(stocked: None, invented_stock: Path, tmp_path: Path, settings: "SettingsWrapper") -> Loaded:
    """``loaded("59")``: the same files, loaded for these departments, the same day; they are read from now on."""

    def made(
        *departments: str, units: Path | None = None, establishments: Path | None = None
    ) -> snapshot.Snapshot:
        home = tmp_path / f"register-{len(list(tmp_path.iterdir()))}"
        held = snapshot.make(
            home / "one",
            units=units or invented_stock / "StockUniteLegale.parquet",
            establishments=establishments or invented_stock / "StockEtablissement.parquet",
            as_of=AS_OF,
            departments=departments,
        )
        index.build(held)
        (home / "current").write_text("one", "utf-8")
        settings.REGISTER_HOME = home
        return held

    return made


def stale() -> str:
    stamp = queries.status(OFFICER, ON).stamp
    assert stamp is not None
    return stamp.stale


def certain(slug: str) -> int:
    return queries.population(slug, "com", actor=OFFICER, on=ON).count.certain


def test_a_department_loaded_after_another_is_counted_and_its_gaps_are_told(
    offer: Offer, computed: Computed, loaded: Loaded
) -> None:
    offer("aide", where("dep:59"))
    offer("la-bas", where("dep:62"), need="digital")
    loaded("59")
    north = computed()
    assert (certain("aide") > 0, certain("la-bas")) == (True, 0)

    loaded("59", "62")
    assert "Un autre registre est lu depuis" in stale()
    both = computed()

    assert not stale()
    assert both.counted > north.counted
    assert certain("la-bas") == both.counted - north.counted
    gaps = queries.gaps(queries.GapFilters(), actor=OFFICER, on=ON)
    assert ("export", "dep:62") in {(one.group.code, one.division.code) for one in gaps.lines}


def test_another_register_of_the_same_day_is_said(offer: Offer, computed: Computed, loaded: Loaded) -> None:
    offer("aide", where(LILLE))
    row = computed()
    assert not stale()

    other = loaded("59")

    assert other.as_of == row.stock_on
    assert "Un autre registre est lu depuis" in stale()
    computed()
    assert not stale()


def test_a_study_says_that_another_register_is_read_and_two_registers_are_not_compared_as_one(
    offer: Offer, computed: Computed, loaded: Loaded
) -> None:
    offer("aide", where(LILLE))
    offer("autre", where(ARRAS))
    computed()
    first = operations.save_study("Avant", END, at=clock.now(), actor=TERMINAL)

    def said() -> str:
        return queries.study(first.slug, actor=DIRECTOR, on=ON).card.stale

    assert not said()
    loaded("59")
    assert "n'est pas encore calculé avec lui" in said()
    computed()
    assert said() == "Un autre registre est lu depuis."

    second = operations.save_study("Après", END, at=clock.now(), actor=TERMINAL)
    found = queries.compared([first.slug, second.slug], actor=DIRECTOR, on=ON)
    before, after = (page.card for page in found.studies)
    assert before.stock_on == after.stock_on
    assert not found.same_stock
    assert len(before.stock_version) == 8
    assert before.stock_version != after.stock_version

    operations.recompute(first.slug, at=clock.now(), actor=TERMINAL)
    assert queries.compared([first.slug, second.slug], actor=DIRECTOR, on=ON).same_stock
    assert not said()


def test_figures_counted_with_other_codes_are_not_read_and_are_computed_again(
    offer: Offer, computed: Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stock is prepared with the numbers of the codes of its time: with new communes, each would be taken for another."""
    offer("aide", where(LILLE))
    computed()
    before = certain("aide")

    for module in (reading, board, computing):
        monkeypatch.setattr(module, "domain", lambda on: dataclasses.replace(domain(on), digest="0" * 64))

    assert "codes de référence ont changé" in stale()
    with pytest.raises(Refused, match="ne se lisent plus"):
        certain("aide")
    computed()
    assert not stale()
    assert certain("aide") == before


def test_a_company_behind_a_figure_is_told_as_the_register_of_the_figure_says_it(
    offer: Offer, computed: Computed, loaded: Loaded, invented_stock: Path, tmp_path: Path
) -> None:
    """The file says the register of the computation on each line: what stands beside it must come from there. A name is today's, for
    whoever asked not to be named since must not be."""
    offer("aide", where(LILLE))
    loaded()
    computed()
    asked = queries.RowsAsked(kind="scheme", schemes=("aide",), possible=True, limit=2_000)
    before = {one.siret: one for one in queries.rows(asked, actor=DIRECTOR, on=ON).rows}
    moved, hidden = sorted(siret for siret, one in before.items() if not one.masked)[:2]

    changed = tmp_path / "changed.parquet"
    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE e AS SELECT * FROM '{invented_stock / 'StockEtablissement.parquet'}'")
        base.execute(
            "UPDATE e SET \"codeCommuneEtablissement\" = '62041', \"activitePrincipaleEtablissement\" = '01.11Z' "
            f"WHERE siret = '{moved}'"
        )
        base.execute(f"UPDATE e SET \"statutDiffusionEtablissement\" = 'P' WHERE siret = '{hidden}'")
        base.execute(f"COPY e TO '{changed}' (FORMAT parquet)")
    loaded(establishments=changed)

    after = {one.siret: one for one in queries.rows(asked, actor=DIRECTOR, on=ON).rows}
    assert after[moved] == before[moved]
    assert after[moved].commune.code == "59350"
    assert (before[hidden].masked, after[hidden].masked) == (False, True)
    others = set(before) - {hidden}
    assert {siret: after[siret] for siret in others} == {siret: before[siret] for siret in others}
