"""Needs nobody answers, what each condition excludes, and what a decision would change."""

import datetime
from collections.abc import Callable

import pytest
from tests.modules.mesh.conftest import ARRAS, ELECTED, LILLE, OFFICER, ON, at_most, where

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import uncovered as needs
from maillage.modules.mesh import operations, queries
from maillage.modules.mesh.models import MeshRun, Study
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory.models import Subject

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]
Change = queries.ChangeAsked


def certain(slug: str) -> int:
    return queries.population(slug, "com", actor=OFFICER, on=ON).count.certain


@pytest.mark.requirement("H-149")
def test_a_division_that_no_scheme_serves_is_a_whole_gap_and_comes_first(
    offer: Offer, computed: Computed
) -> None:
    offer("du-nord", where("dep:59"))
    offer("petites", {"all": [where("dep:59 | dep:62"), at_most(0)]}, need="digital")
    computed()

    found = queries.gaps(queries.GapFilters(), actor=OFFICER, on=ON)

    first = found.lines[0]
    assert (first.group.code, first.division.code, first.whole) == ("export", "dep:62", True)
    assert not any(line.group.code == "export" and line.division.code == "dep:59" for line in found.lines)
    assert {line.group.code for line in found.lines} == {"export", "digital"}


def test_an_expired_a_draft_and_a_catch_all_scheme_fill_no_gap(offer: Offer, computed: Computed) -> None:
    offer("du-nord", where("dep:59"))
    offer("pour-tous", None)
    offer("finie", where("dep:62"), closes_on=datetime.date(2025, 1, 1))
    offer("a-venir", where("dep:62"), status=Status.DRAFT)
    computed()

    found = queries.gaps(queries.GapFilters(), actor=OFFICER, on=ON)

    (line,) = [line for line in found.lines if line.division.code == "dep:62"]
    assert line.whole
    assert line.catch_all == line.unserved
    assert [one.slug for one in found.catch_alls] == ["pour-tous"]
    assert {one.scheme.slug for one in found.aside} == {"finie", "a-venir"}


def test_a_threshold_of_two_asks_for_two_schemes(offer: Offer, computed: Computed) -> None:
    offer("une", where("dep:59"))
    offer("deux", where(LILLE))
    computed()

    found = queries.gaps(queries.GapFilters(by="com", threshold=2), actor=OFFICER, on=ON)

    assert {line.division.code for line in found.lines} == {"com:62041", "com:59152"}


def test_a_gap_opens_on_its_activities_and_sizes_and_down_to_its_companies(
    offer: Offer, computed: Computed
) -> None:
    offer("du-nord", where("dep:59"))
    computed()

    found = queries.gap(queries.GapFilters(group="export"), "dep:62", actor=OFFICER, on=ON)
    cell = found.cells[0]
    rows = queries.rows(
        queries.RowsAsked(
            kind="gap", group="need:export", part=f"dep:62 {cell.section.code} {cell.size.code}", limit=5_000
        ),
        actor=OFFICER,
        on=ON,
    )

    assert sum(one.unserved for one in found.cells) == found.line.unserved
    assert len(rows.rows) == rows.total == cell.unserved
    assert {row.commune.code for row in rows.rows} == {"62041"}


@pytest.mark.requirement("H-056")
def test_searches_without_result_are_laid_over_the_gap_of_their_need(
    offer: Offer, computed: Computed
) -> None:
    Subject.objects.create(code="vendre", label="Vendre ailleurs", objectives=["export"])
    offer("du-nord", where("dep:59"))
    computed()
    for _turn in range(3):
        needs.record_search(
            words="foire", commune="62041", subject="vendre", where="catalogue", on=ON, actor=TERMINAL
        )

    (line,) = queries.gaps(queries.GapFilters(group="export"), actor=OFFICER, on=ON).lines
    told = queries.uncovered("2026-T4", actor=OFFICER, on=ON).lines

    assert (line.division.code, line.asked.searches) == ("dep:62", 3)
    assert [(one.subject, one.needs, one.searches) for one in told] == [("Vendre ailleurs", ("export",), 3)]


@pytest.mark.requirement("H-149")
def test_the_matrix_crosses_needs_and_stages_and_its_empty_cells_are_gaps(
    offer: Offer, computed: Computed
) -> None:
    offer("jeunes", {"all": [where("reg:32"), {"is": "age", "under_months": 36}]})
    computed()

    found = queries.matrix(queries.MeshFilters(territory="dep:59"), "age", actor=OFFICER, on=ON)

    (row,) = found.rows
    by_stage = dict(zip((stage.code for stage in found.stages), row.cells, strict=True))
    assert (by_stage["age:0-12"].targeted, by_stage["age:0-12"].is_gap) == (1, False)
    assert by_stage["age:120-"].is_gap
    assert "n'est pas défini" in found.note


@pytest.mark.requirement("H-059")
def test_each_condition_says_how_many_it_alone_excludes_and_another_threshold_is_tried(
    offer: Offer, computed: Computed
) -> None:
    offer("aide", {"all": [where("dep:59"), {"is": "commune_population", "max": 10_000}]})
    offer("sans-seuil", where("dep:59"))
    computed()

    found = queries.exclusions("aide", "com", actor=OFFICER, on=ON)
    alone = {line.rank: line.alone for line in found.conditions}
    assert alone[1] == certain("sans-seuil") - certain("aide") > 0
    assert next(line for line in found.conditions if line.rank == 1).parts[0].code == "com:59350"

    tried = queries.exclusions(
        "aide", "com", actor=OFFICER, on=ON, rank=1, bound="maximum", number=500_000
    ).simulated
    assert tried is not None
    assert tried.gained.certain == alone[1]
    assert tried.after.certain == certain("sans-seuil")
    freed = queries.exclusions("aide", "com", actor=OFFICER, on=ON, rank=1, bound="maximum").simulated
    assert freed is not None
    assert freed.after.certain == certain("sans-seuil")
    with pytest.raises(Refused):
        queries.exclusions("aide", "com", actor=OFFICER, on=ON, rank=0, bound="maximum", number=3)


def test_ending_a_scheme_loses_those_that_no_other_touched_serves(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()

    found = queries.effect([Change(kind="end", schemes=("aide",))], "com", actor=OFFICER, on=ON)

    assert (found.lost.certain, found.gained.certain) == (certain("aide"), 0)
    assert [(one.code, one.lost.certain) for one in found.places] == [("com:59350", certain("aide"))]
    assert (found.communes_lost, found.communes_gained) == (1, 0)
    assert found.schemes[0].after is None


@pytest.mark.requirement("H-005")
def test_merging_gives_the_successor_those_of_both_and_loses_nobody(offer: Offer, computed: Computed) -> None:
    offer("une", where(LILLE))
    offer("deux", where(ARRAS))
    computed()
    merged = Change(kind="merge", schemes=("une", "deux"), into="une", rule="either")

    kept = queries.effect([merged], "com", actor=OFFICER, on=ON)
    own = queries.effect(
        [Change(kind="merge", schemes=("une", "deux"), into="une")], "com", actor=OFFICER, on=ON
    )

    assert (kept.lost.certain, kept.gained.certain) == (0, 0)
    after = {one.scheme.code: one.after and one.after.certain for one in kept.schemes}
    assert after == {"une": certain("une") + certain("deux"), "deux": None}
    assert own.lost.certain == certain("deux")
    assert "règles d'avant" in own.note


def test_a_draft_opens_and_a_perimeter_moves(offer: Offer, computed: Computed) -> None:
    offer("projet", where(ARRAS), status=Status.DRAFT)
    offer("aide", where(LILLE))
    computed()

    opened = queries.effect([Change(kind="open", schemes=("projet",))], actor=OFFICER, on=ON)
    moved = queries.effect(
        [Change(kind="perimeter", schemes=("aide",), territory="com:59152")], "com", actor=OFFICER, on=ON
    )

    assert opened.gained.certain == certain("projet")
    assert {one.code for one in moved.places} == {"com:59350", "com:59152"}
    assert moved.lost.certain == certain("aide")


def test_a_change_that_cannot_be_is_refused(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()

    for change in (
        Change(kind="open", schemes=("aide",)),
        Change(kind="merge", schemes=("aide",), into="aide"),
        Change(kind="rule", schemes=("aide",), rank=9, field="maximum", number=3),
        Change(kind="perimeter", schemes=("aide",), territory="dep:"),
        Change(kind="end", schemes=()),
    ):
        with pytest.raises(Refused):
            queries.effect([change], actor=OFFICER, on=ON)
    with pytest.raises(NotVisible):
        queries.effect([Change(kind="end", schemes=("rien",))], actor=OFFICER, on=ON)
    with pytest.raises(Refused):
        queries.effect([], actor=OFFICER, on=ON)


def test_a_study_is_read_as_it_was_computed_then_computed_again(offer: Offer, computed: Computed) -> None:
    scheme = offer("aide", where(LILLE))
    computed()
    lost = certain("aide")
    row = operations.save_study(
        "Sans aide", [Change(kind="end", schemes=("aide",))], at=clock.now(), actor=TERMINAL
    )

    scheme.rules.update(eligibility=where(ARRAS))
    computed()
    kept = queries.study(row.slug, actor=OFFICER, on=ON)
    assert kept.effect.lost.certain == lost
    assert kept.card.stale

    operations.recompute(row.slug, at=clock.now(), actor=TERMINAL)
    again = queries.study(row.slug, actor=OFFICER, on=ON)
    assert again.effect.lost.certain == certain("aide") != lost
    assert again.card.stale == ""
    assert queries.changes_of(row.slug, actor=OFFICER)[0].schemes == ("aide",)


def test_a_study_is_renamed_put_aside_and_brought_back(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()
    end = [Change(kind="end", schemes=("aide",))]
    one = operations.save_study("Une étude", end, at=clock.now(), actor=TERMINAL)
    other = operations.save_study("Une étude", end, at=clock.now(), actor=TERMINAL)
    assert one.slug != other.slug

    operations.rename_study(one.slug, "Un autre nom", at=clock.now(), actor=TERMINAL)
    operations.delete_study(other.slug, at=clock.now(), actor=TERMINAL)
    assert [card.title for card in queries.studies(actor=OFFICER, on=ON)] == ["Un autre nom"]
    with pytest.raises(NotVisible):
        queries.study(other.slug, actor=OFFICER, on=ON)

    operations.bring_back(other.slug, at=clock.now(), actor=TERMINAL)
    pages = queries.compared([one.slug, other.slug], actor=OFFICER, on=ON)
    assert (len(pages.studies), pages.same_stock, pages.same_catalogue) == (2, True, True)
    with pytest.raises(Refused, match="titre"):
        operations.rename_study(one.slug, "  ", at=clock.now(), actor=TERMINAL)


def test_who_only_reads_keeps_no_study(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()

    for actor in (OFFICER, ELECTED):
        with pytest.raises(Refused):
            operations.save_study("Non", [Change(kind="end", schemes=("aide",))], at=clock.now(), actor=actor)
    assert not Study.objects.exists()
