"""A stock prepared, counted and read: populations, overlaps, gaps, exclusions, what-ifs, down to the companies."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mesh_ground import CATALOGUES, ON, PLAIN, ROWS, compiled, prepared

from maillage.engines.coverage import (
    Axes,
    Axis,
    Entry,
    GivenUp,
    Likeness,
    Mesh,
    OutsidePartition,
    Reading,
    Row,
    Tuples,
    Unserved,
    amend,
    catch_all,
    companies_by,
    compare,
    compile_catalogue,
    count,
    evaluate,
    excluded_by,
    gaps,
    overlaps,
    populations,
    populations_by,
    rows,
    select,
    shared_cells,
    verify,
)
from maillage.engines.coverage.verifying import tuples_of_rows
from maillage.engines.rules import (
    Age,
    AllOf,
    Headcount,
    Territory,
    ToConfirm,
    Verdict,
    Zoning,
    verdict,
)
from maillage.engines.stock.snapshot import BadStock

FINE = Axes(place="com", activity=1, headcount=True, ages=(12, 36))
NORD, LOIRE = Territory(within="dep:59"), Territory(within="reg:52")
SMALL, TINY = Headcount(maximum=9), Headcount(maximum=2)


def company(commune: str | None = "59350", bracket: str | None = "01") -> Row:
    return Row(
        commune=commune,
        naf="62.01Z",
        bracket=bracket,
        created=date(2024, 5, 1),
        category="5499",
        ess="N",
    )


COMPANIES = [
    *[company() for _ in range(5)],
    *[company(bracket="11") for _ in range(3)],
    *[company("44109") for _ in range(2)],
    company("44109", "53"),
    company("62041", None),
    company(None, "03"),
]
SCHEMES = (
    Entry(key="nord", rule=NORD, groups=frozenset({"rh"})),
    Entry(key="nord-petites", rule=AllOf(parts=(NORD, SMALL)), groups=frozenset({"rh", "water"})),
    Entry(key="nord-encore", rule=NORD, groups=frozenset({"energy"})),
    Entry(key="loire", rule=AllOf(parts=(LOIRE, SMALL)), groups=frozenset({"water"})),
    Entry(key="tous", rule=None, groups=frozenset({"energy"})),
    Entry(
        key="a-confirmer", rule=AllOf(parts=(NORD, ToConfirm(contact="la Région"))), groups=frozenset({"sea"})
    ),
)


@pytest.fixture(scope="module")
def mesh(tmp_path_factory: pytest.TempPathFactory) -> Mesh:
    held = prepared(tmp_path_factory.mktemp("mesh") / "held", COMPANIES)
    known = compile_catalogue(SCHEMES, domain=PLAIN, on=ON, axes=FINE)
    return evaluate(known, count(held, known))


@given(entries=CATALOGUES, stock=st.lists(ROWS, min_size=1, max_size=30))
@settings(max_examples=15)
def test_populations_are_those_of_a_judge_who_sees_every_company(
    entries: tuple[Entry, ...], stock: list[Row], tmp_path_factory: pytest.TempPathFactory
) -> None:
    held = prepared(tmp_path_factory.mktemp("judged"), stock)
    known = compiled(entries)
    mesh = evaluate(known, count(held, known))
    assert mesh.companies == len(stock)
    lists = known.features.lists
    answers = {
        entry.key: [
            Verdict.MET if entry.rule is None else verdict(entry.rule, PLAIN.facts(row), ON, lists)
            for row in stock
        ]
        for entry in entries
    }
    told = {one.key: (one.certain, one.possible) for one in populations(mesh)}
    assert told == {
        key: (said.count(Verdict.MET), len(said) - said.count(Verdict.UNMET)) for key, said in answers.items()
    }
    pairs = {(one.first, one.second): one.shared for one in overlaps(mesh)}
    assert pairs == {
        (one.key, other.key): both
        for rank, one in enumerate(entries)
        for other in entries[rank + 1 :]
        if (
            both := sum(
                first is second is Verdict.MET
                for first, second in zip(answers[one.key], answers[other.key], strict=True)
            )
        )
    }
    for gap in gaps(mesh, ("rh", "water"), threshold=2, everything=True):
        served = [
            sum(answers[entry.key][rank] is Verdict.MET for entry in entries if gap.group in entry.groups)
            for rank in range(len(stock))
        ]
        assert gap.unserved == sum(number < 2 for number in served)
    assert not verify(held, known, sample=10).mismatches


def test_a_population_is_given_by_commune_and_by_size(mesh: Mesh) -> None:
    by_place = {
        one.label: (one.companies, one.certain, one.possible)
        for one in populations_by(mesh, Axis.PLACE, ["nord"])
    }
    assert by_place == {"59350": (8, 8, 8), "": (1, 0, 1)}
    by_size = {one.label: one.certain for one in populations_by(mesh, Axis.HEADCOUNT, ["loire"])}
    assert by_size == {"01": 2, "03": 0}
    assert {cell.labels: cell.companies for cell in companies_by(mesh, (Axis.PLACE, Axis.HEADCOUNT))} == {
        ("59350", "01"): 5,
        ("59350", "11"): 3,
        ("44109", "01"): 2,
        ("44109", "53"): 1,
        ("62041", ""): 1,
        ("", "03"): 1,
    }


def test_an_overlap_says_of_what_kind_it_is(mesh: Mesh) -> None:
    kinds = {(one.first, one.second): (one.likeness, one.shared) for one in overlaps(mesh)}
    assert kinds[("nord", "nord-encore")] == (Likeness.IDENTICAL_RULE, 8)
    assert kinds[("nord", "nord-petites")] == (Likeness.INCLUDED, 5)
    assert ("nord", "loire") not in kinds
    assert [one.first for one in overlaps(mesh)][0] == "nord"
    (pair,) = [one for one in overlaps(mesh) if (one.first, one.second) == ("nord", "nord-petites")]
    assert pair.groups == {"rh"} and pair.share == 1.0
    assert [cell.labels for cell in shared_cells(mesh, "nord", "nord-petites", (Axis.PLACE,))] == [("59350",)]


def test_two_rules_that_nobody_wrote_are_not_one_and_the_same() -> None:
    asked = ToConfirm(contact="la Région")
    known = compile_catalogue([Entry(key=key, rule=asked) for key in ("une", "deux")], domain=PLAIN, on=ON)
    mesh = Mesh(known, tuples_of_rows([company()], known))
    assert overlaps(mesh, minimum=0) == ()
    (found,) = overlaps(mesh, reading=Reading.POSSIBLE)
    assert (found.likeness, found.shared) == (Likeness.SAME_POPULATION, 1)


def test_a_gap_sets_apart_the_schemes_open_to_everyone(mesh: Mesh) -> None:
    assert catch_all(mesh) == {"tous"}
    assert gaps(mesh, ["energy"]) == ()
    (found,) = gaps(mesh, ["energy"], targeted_only=True)
    assert (found.companies, found.unserved, found.hopeless) == (13, 5, 4)
    by_place = {gap.labels[0]: gap.unserved for gap in gaps(mesh, ["water"], by=(Axis.PLACE,))}
    assert by_place == {"59350": 3, "44109": 1, "62041": 1, "": 1}
    (open_,) = gaps(mesh, ["sea"])
    assert (open_.unserved, open_.hopeless) == (13, 4)


def test_a_scheme_that_does_not_count_fills_no_gap() -> None:
    known = compile_catalogue(
        [Entry(key="brouillon", rule=None, groups=frozenset({"rh"}), counts=False)], domain=PLAIN, on=ON
    )
    mesh = Mesh(known, tuples_of_rows([company()], known))
    assert [gap.unserved for gap in gaps(mesh, ["rh"])] == [1]


def test_a_gap_is_opened_down_to_its_companies(tmp_path: Path) -> None:
    held = prepared(tmp_path / "held", COMPANIES)
    known = compile_catalogue(SCHEMES, domain=PLAIN, on=ON, axes=FINE)
    mesh = evaluate(known, count(held, known))
    chosen = select(mesh, unserved=Unserved(group="water"), labels={Axis.PLACE: {"59350"}})
    assert chosen.companies == 3
    assert rows(held, mesh, chosen) == tuple(f"{rank:014}" for rank in (5, 6, 7))
    assert rows(held, mesh, chosen, limit=1, offset=1) == ("00000000000006",)
    both = select(mesh, served_by=["nord"], not_served_by=["nord-petites"])
    assert rows(held, mesh, both) == rows(held, mesh, chosen)


def test_each_condition_says_whom_it_alone_keeps_out(mesh: Mesh) -> None:
    territory, size = excluded_by(mesh, "nord-petites", Axis.PLACE)
    assert (territory.rule, territory.alone) == (NORD, 2)
    assert [(cell.labels, cell.companies) for cell in territory.where] == [(("44109",), 2)]
    assert (size.rule, size.alone) == (SMALL, 3)


def test_a_condition_can_be_taken_out_of_two_that_read_the_same_fact(tmp_path: Path) -> None:
    rule = AllOf(parts=(Territory(within="reg:32"), Zoning(zoning="frr")))
    known = compile_catalogue([Entry(key="s", rule=rule)], domain=PLAIN, on=ON)
    held = prepared(tmp_path / "held", [company("59152"), company("44109"), company("59350")])
    mesh = evaluate(known, count(held, known))
    assert [one.alone for one in excluded_by(mesh, "s")] == [1, 1]


def test_a_moved_threshold_says_what_is_gained_and_lost_and_where(mesh: Mesh) -> None:
    after = amend(
        mesh, {"nord-petites": Entry(key="nord-petites", rule=AllOf(parts=(NORD, Headcount(maximum=19))))}
    )
    told = compare(mesh, after, Axis.PLACE)
    (moved,) = told.schemes
    assert (moved.key, moved.gained, moved.lost) == ("nord-petites", 3, 0)
    assert [(one.label, one.gained) for one in moved.where] == [("59350", 3)]
    assert (told.gained, told.lost) == (0, 0)


def test_an_ended_scheme_loses_its_companies_and_a_new_one_gains_them(mesh: Mesh) -> None:
    without = amend(mesh, {"tous": None})
    told = compare(mesh, without, Axis.PLACE)
    assert (told.gained, told.lost) == (0, 3)
    assert {one.label: one.lost for one in told.where} == {"44109": 1, "62041": 1, "": 1}
    back = amend(without, {"autre": Entry(key="autre", rule=None)})
    assert compare(without, back).gained == 3


def test_a_rule_that_cuts_a_class_in_two_asks_for_another_count(mesh: Mesh) -> None:
    with pytest.raises(OutsidePartition) as refused:
        amend(mesh, {"neuf": Entry(key="neuf", rule=Age(under_months=5))})
    assert refused.value.keys == ("neuf",)


def test_only_the_changed_scheme_is_evaluated_again_and_is_what_a_new_count_says(tmp_path: Path) -> None:
    held = prepared(tmp_path / "held", COMPANIES)
    changed = Entry(key="nord", rule=AllOf(parts=(LOIRE, TINY)))
    known = compile_catalogue(SCHEMES, domain=PLAIN, on=ON, axes=FINE)
    quick = amend(evaluate(known, count(held, known)), {"nord": changed})
    anew = compile_catalogue([changed, *SCHEMES[1:]], domain=PLAIN, on=ON, axes=FINE)
    assert populations(quick) == populations(evaluate(anew, count(held, anew)))


def test_a_stock_beyond_what_small_floats_hold_stays_exact(tmp_path: Path) -> None:
    known = compile_catalogue(SCHEMES, domain=PLAIN, on=ON)
    once = count(prepared(tmp_path / "held", COMPANIES), known)
    # An odd weight beyond 2^24, that a 32-bit float would round.
    times = (1 << 24) + 1
    many = evaluate(
        known,
        Tuples(
            place=once.place,
            profile=once.profile,
            weights=once.weights * times,
            profiles=once.profiles,
            partition=once.partition,
            version=once.version,
        ),
    )
    one = evaluate(known, once)
    assert [(p.certain, p.possible) for p in populations(many)] == [
        (p.certain * times, p.possible * times) for p in populations(one)
    ]
    assert [pair.shared for pair in overlaps(many)] == [pair.shared * times for pair in overlaps(one)]
    assert [gap.unserved for gap in gaps(many, ["water"])] == [
        gap.unserved * times for gap in gaps(one, ["water"])
    ]


def test_tuples_kept_by_two_at_once_are_whole(
    mesh: Mesh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, write = tmp_path / "kept.npz", np.savez

    def slowly(*args: Any, **named: Any) -> None:
        write(*args, **named)
        monkeypatch.setattr(np, "savez", write)
        mesh.tuples.save(path)

    monkeypatch.setattr(np, "savez", slowly)
    mesh.tuples.save(path)
    assert len(Tuples.load(path)) == len(mesh.tuples)
    assert list(tmp_path.iterdir()) == [path]


def test_a_doubled_stock_doubles_every_figure(tmp_path: Path) -> None:
    known = compile_catalogue(SCHEMES, domain=PLAIN, on=ON)
    one, two = (
        evaluate(known, count(prepared(tmp_path / str(times), COMPANIES, times), known)) for times in (1, 2)
    )
    assert [p.certain for p in populations(two)] == [2 * p.certain for p in populations(one)]


def test_tuples_are_kept_and_read_again(mesh: Mesh, tmp_path: Path) -> None:
    mesh.tuples.save(tmp_path / "kept.npz")
    again = Tuples.load(tmp_path / "kept.npz")
    assert populations(evaluate(mesh.compiled, again)) == populations(mesh)
    whole = (tmp_path / "kept.npz").read_bytes()
    (tmp_path / "kept.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadStock, match="ne se lit pas jusqu'au bout"):
        Tuples.load(tmp_path / "kept.npz")


def test_tuples_of_another_partition_are_refused(mesh: Mesh) -> None:
    other = compile_catalogue([Entry(key="s", rule=SMALL)], domain=PLAIN, on=ON)
    with pytest.raises(ValueError, match="another partition"):
        evaluate(other, mesh.tuples)


def test_a_truncated_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    held = prepared(tmp_path / "held", COMPANIES * 40)
    whole = held.file.read_bytes()
    held.file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadStock, match="ne se lisent pas jusqu'au bout"):
        count(held, compile_catalogue(SCHEMES, domain=PLAIN, on=ON))


def test_work_given_up_stops(tmp_path: Path) -> None:
    held = prepared(tmp_path / "held", COMPANIES)
    with pytest.raises(GivenUp):
        count(held, compile_catalogue(SCHEMES, domain=PLAIN, on=ON), cancelled=lambda: True)


def test_a_figure_by_an_axis_that_was_not_counted_is_refused(tmp_path: Path) -> None:
    known = compile_catalogue(SCHEMES, domain=PLAIN, on=ON)
    mesh = evaluate(known, count(prepared(tmp_path / "held", COMPANIES), known))
    with pytest.raises(ValueError, match="without the axis"):
        populations_by(mesh, Axis.PLACE)


def test_the_labels_of_a_partition_are_part_of_its_name() -> None:
    digests = {
        compile_catalogue(SCHEMES, domain=PLAIN, on=ON, axes=axes).partition.digest
        for axes in (Axes(), FINE, Axes(place="dep"))
    }
    assert len(digests) == 3
