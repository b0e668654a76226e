"""No gap is hidden: needs that nothing answers, requests counted once and where they fell, catch-alls told by a threshold."""

from collections.abc import Callable

import pytest
from tests.modules.mesh.conftest import ARRAS, LILLE, OFFICER, ON, at_most, where

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.inquiries import uncovered as needs
from maillage.modules.mesh import queries
from maillage.modules.mesh.models import MeshRun
from maillage.modules.schemes.models import Objective, Scheme
from maillage.shared.directory.models import Subject

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]


@pytest.mark.requirement("H-149")
def test_a_need_that_no_scheme_answers_is_said_and_opens_as_a_gap_of_everyone(
    offer: Offer, computed: Computed
) -> None:
    offer("du-nord", where("dep:59"))
    Objective.objects.create(slug="relocate", name="Déménager")
    computed()

    whole = queries.gaps(queries.GapFilters(), actor=OFFICER, on=ON)
    told = queries.gaps(queries.GapFilters(group="relocate"), actor=OFFICER, on=ON)
    opened = queries.gap(queries.GapFilters(group="relocate"), "dep:59", actor=OFFICER, on=ON)
    rows = queries.matrix(queries.MeshFilters(), "age", actor=OFFICER, on=ON)

    assert [one.code for one in whole.unanswered] == ["relocate"]
    assert {(line.division.code, line.whole) for line in told.lines} == {("dep:59", True), ("dep:62", True)}
    assert opened.line.unserved == opened.line.total > 0
    empty = {row.group.code: len(cells) for row, cells in rows.holes}
    assert empty["relocate"] == len(rows.stages)


@pytest.mark.requirement("H-149")
def test_the_matrix_is_read_for_one_size_and_one_activity(offer: Offer, computed: Computed) -> None:
    offer("petites", {"all": [where("reg:32"), at_most(0)]})
    computed()
    sizes = {one.code for one in queries.choices("size")}
    assert {"00", "53"} <= sizes

    every = queries.matrix(queries.MeshFilters(), "age", actor=OFFICER, on=ON)
    large = queries.matrix(queries.MeshFilters(size="12"), "age", actor=OFFICER, on=ON)

    assert sum(cell.served.certain for cell in every.rows[0].cells) > 0
    assert [cell.targeted for cell in large.rows[0].cells] == [0] * len(large.stages)
    assert len(large.holes[0][1]) == len(large.stages) > 0
    with pytest.raises(Refused):
        queries.matrix(queries.MeshFilters(size="rien"), "age", actor=OFFICER, on=ON)


def test_a_population_is_asked_for_one_activity_and_one_size(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()
    parts = queries.population("aide", "section", actor=OFFICER, on=ON).parts
    one = parts[0]

    found = queries.populations(
        queries.MeshFilters(section=one.code.removeprefix("section:")), actor=OFFICER, on=ON
    )

    assert found.lines[0].count == one.count
    assert found.total == one.total


def test_sizes_stand_in_their_order(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()

    codes = [one.code for one in queries.population("aide", "size", actor=OFFICER, on=ON).parts]

    order = [f"size:{one.code}" for one in queries.choices("size")]
    said = [code for code in codes if code in order]
    assert said == sorted(said, key=order.index)


@pytest.mark.requirement("H-056")
def test_what_was_asked_in_vain_is_laid_over_gaps_of_any_division(offer: Offer, computed: Computed) -> None:
    Subject.objects.create(code="vendre", label="Vendre ailleurs", objectives=["export"])
    offer("du-nord", where("dep:59"))
    computed()
    for commune in ("62041", "62041", "59350"):
        needs.record_search(
            words="foire", commune=commune, subject="vendre", where="catalogue", on=ON, actor=TERMINAL
        )

    filters = queries.GapFilters(group="export", by="com")
    (line,) = queries.gaps(filters, actor=OFFICER, on=ON).lines
    opened = queries.gap(filters, ARRAS, actor=OFFICER, on=ON)

    assert (line.division.code, line.asked.searches) == (ARRAS, 2)
    assert [(one.territory and one.territory.code, one.searches) for one in opened.uncovered] == [(ARRAS, 2)]


def test_who_is_open_to_nearly_everyone_is_told_by_a_threshold(offer: Offer, computed: Computed) -> None:
    offer("du-nord", where("dep:59"))
    offer("large", where("dep:59 | dep:62"), need="digital")
    computed()

    usual = queries.gaps(queries.GapFilters(group="export"), actor=OFFICER, on=ON)
    strict = queries.gaps(queries.GapFilters(group="export", share=20), actor=OFFICER, on=ON)
    wide = queries.gaps(queries.GapFilters(group="export", share=100), actor=OFFICER, on=ON)

    assert {line.division.code for line in usual.lines} == {"dep:62"}
    assert {line.division.code for line in strict.lines} == {"dep:59", "dep:62"}
    assert "du-nord" in {one.slug for one in strict.catch_alls}
    north = next(line for line in strict.lines if line.division.code == "dep:59")
    assert north.catch_all == north.unserved == north.total
    assert {line.division.code for line in wide.lines} == {"dep:62"}
    rows = queries.rows(
        queries.RowsAsked(kind="gap", group="need:export", part="dep:59", share=20, limit=5_000),
        actor=OFFICER,
        on=ON,
    )
    assert rows.total == north.unserved


@pytest.mark.requirement("H-059")
def test_a_condition_excludes_perhaps_when_another_is_not_known(offer: Offer, computed: Computed) -> None:
    offer("aide", {"all": [where("dep:59"), at_most(9), {"is": "turnover", "max": 100_000}]})
    computed()

    found = queries.exclusions("aide", "dep", actor=OFFICER, on=ON)
    size = next(one for one in found.conditions if one.rank == 1)
    rows = queries.rows(
        queries.RowsAsked(kind="excluded", schemes=("aide",), rank=1, possible=True, limit=5_000),
        actor=OFFICER,
        on=ON,
    )

    assert (size.alone, size.perhaps > 0) == (0, True)
    assert rows.total == len(rows.rows) == size.perhaps
    assert {part.code for part in size.parts} == {"dep:59"}
    with pytest.raises(Refused):
        queries.rows(queries.RowsAsked(kind="excluded", schemes=("aide",), rank=9), actor=OFFICER, on=ON)
