"""Computing the mesh: what it reads and keeps, who may, what stops it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.modules.mesh.conftest import ARRAS, DIRECTOR, LILLE, OFFICER, ON, at_most, where

from maillage.engines.stock.snapshot import BadStock
from maillage.kit import clock
from maillage.kit.actor import PUBLIC, TERMINAL
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.mesh import operations, queries, verifying
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.operations import computing
from maillage.modules.schemes.models import Scheme, SchemeRule

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]


def test_a_computation_says_its_day_its_stock_and_its_catalogue(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))

    row = computed()
    stamp = queries.status(OFFICER, ON).stamp

    assert stamp is not None
    assert (stamp.on, stamp.stock_on.isoformat(), stamp.stale) == (ON, "2026-11-01", "")
    assert stamp.counted == row.counted > 1_500
    assert row.progress == 100
    assert row.catalogue.startswith(stamp.catalogue)


def test_a_scheme_without_rule_is_listed_with_why(offer: Offer, computed: Computed) -> None:
    SchemeRule.objects.filter(scheme=offer("muet")).delete()
    offer("aide", where(LILLE))
    computed()

    found = queries.populations(queries.MeshFilters(), actor=OFFICER, on=ON)

    assert [line.scheme.slug for line in found.lines] == ["aide"]
    assert [(one.scheme.slug, "Aucune règle" in one.why) for one in found.not_computed] == [("muet", True)]


def test_a_rule_changed_since_is_told_and_the_figures_stay(offer: Offer, computed: Computed) -> None:
    scheme = offer("aide", where(LILLE))
    computed()
    before = queries.population("aide", "com", actor=OFFICER, on=ON)

    SchemeRule.objects.filter(scheme=scheme).update(eligibility=where(ARRAS))
    after = queries.population("aide", "com", actor=OFFICER, on=ON)

    assert after.count == before.count
    assert after.stamp.stale


def test_what_is_asked_twice_is_computed_once(offer: Offer) -> None:
    first = operations.compute(on=ON, at=clock.now(), actor=DIRECTOR)
    again = operations.compute(on=ON, at=clock.now(), actor=DIRECTOR)

    assert first.pk == again.pk


def test_a_computation_given_up_leaves_the_one_before(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    kept = computed()

    row = operations.compute(on=ON, at=clock.now(), actor=DIRECTOR)
    operations.cancel(row.public_id, at=clock.now(), actor=DIRECTOR)
    operations.go_on(row.pk, at=clock.now())

    stamp = queries.status(DIRECTOR, ON).stamp
    assert stamp is not None
    assert stamp.run == kept.public_id
    with pytest.raises(Refused):
        operations.cancel(row.public_id, at=clock.now(), actor=DIRECTOR)


def test_without_a_register_nothing_is_counted_and_it_is_said(
    db: None, settings: "SettingsWrapper", tmp_path: Path
) -> None:
    settings.MESH_HOME = tmp_path

    with pytest.raises(Refused, match="Aucun registre"):
        operations.compute(on=ON, at=clock.now(), actor=DIRECTOR)
    assert "Aucun registre" in queries.status(OFFICER, ON).missing


def test_an_officer_reads_and_does_not_compute_and_nobody_else_reads(stocked: None) -> None:
    with pytest.raises(Refused):
        operations.compute(on=ON, at=clock.now(), actor=OFFICER)
    with pytest.raises(NotVisible):
        queries.status(PUBLIC, ON)


def test_the_judge_and_the_mesh_say_the_same(offer: Offer, computed: Computed) -> None:
    offer("aide", {"all": [where(LILLE), at_most(9)]})
    offer("autre", {"any": [{"is": "age", "under_months": 60}, {"not": where("dep:59")}]})
    computed()

    found = verifying.verify(sample=300, seed=3, actor=TERMINAL, on=ON)

    assert found.companies == 300
    assert found.mismatches == ()


def test_a_rule_that_names_what_does_not_exist_is_left_out_and_says_so(
    offer: Offer, computed: Computed
) -> None:
    offer("du-nord", where("dep:59"))
    offer("nulle-part", where("dep:59 | epci:999999999"))
    offer("sans-code", {"is": "activity", "nomenclature": "naf_rev2", "codes": ["99.99Z"]})
    offer("sans-forme", {"is": "legal_category", "codes": ["5", "98"]})
    offer("menages", {"not": {"is": "activity", "nomenclature": "naf_rev2", "codes": ["98"]}})
    offer("societes", {"is": "legal_category", "codes": ["5", "571"]})
    run = computed()

    found = queries.populations(queries.MeshFilters(), actor=OFFICER, on=ON)

    # « 98 » is no legal category, and is a division of activities; « 571 » is how some categories begin.
    assert {line.scheme.slug for line in found.lines} == {"du-nord", "menages", "societes"}
    why = {one.scheme.slug: one.why for one in found.not_computed}
    assert "epci:999999999" in why["nulle-part"]
    assert "99.99Z" in why["sans-code"]
    assert "catégorie juridique 98" in why["sans-forme"]
    assert run.totals["not_computed"] == 3


def test_a_register_cut_short_changes_no_figure_and_says_what_to_do(
    offer: Offer, computed: Computed, registered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer("du-nord", where("dep:59"))
    kept = computed()

    def cut(*_args: object, **_named: object) -> None:
        raise BadStock("Le registre ne se lit pas jusqu'au bout.", "Chargez-le à nouveau.")

    monkeypatch.setattr(computing, "_prepared", cut)
    row = operations.compute(on=ON, at=clock.now(), actor=TERMINAL, later=False)
    operations.go_on(row.pk, at=clock.now())

    row.refresh_from_db()
    assert (row.state, row.fault, row.way_out) == (
        "failed",
        "Le registre ne se lit pas jusqu'au bout.",
        "Chargez-le à nouveau.",
    )
    stamp = queries.status(OFFICER, ON).stamp
    assert stamp is not None and stamp.run == kept.public_id
