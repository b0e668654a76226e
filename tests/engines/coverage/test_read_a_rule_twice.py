"""The judge and the mesh read the same rule: on any company, of any catalogue, they say the same."""

from datetime import date
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mesh_ground import AXES, CATALOGUES, DOMAINS, ON, PLAIN, ROWS, SAMPLES, compiled

from maillage.engines.coverage import (
    Axes,
    CompanyReader,
    Domain,
    Entry,
    Mesh,
    Reading,
    Row,
    differences,
    planes,
    serving,
    surveying,
)
from maillage.engines.coverage.gaps import gaps
from maillage.engines.coverage.planes import Plane
from maillage.engines.coverage.surveying import counts, shared
from maillage.engines.coverage.verifying import tuples_of_rows
from maillage.engines.rules import (
    CRITERIA,
    AllOf,
    AnyOf,
    Facts,
    Headcount,
    Interval,
    Known,
    Territory,
    Topic,
    Turnover,
    Verdict,
    YesNo,
    question_key,
    verdict,
)

COMPANIES = st.lists(ROWS, min_size=1, max_size=12)


@pytest.mark.parametrize("kind", CRITERIA)
@given(data=st.data(), over=DOMAINS, rows=COMPANIES)
@settings(max_examples=20)
def test_each_criterion_means_the_same_to_both(
    kind: type, data: st.DataObject, over: Domain, rows: list[Row]
) -> None:
    entry = Entry(key="s", rule=data.draw(SAMPLES[kind]))
    assert not differences(rows, compiled((entry,), over), [""] * len(rows)).mismatches


@given(entries=CATALOGUES, over=DOMAINS, rows=COMPANIES, axes=AXES)
@settings(max_examples=80)
def test_rules_of_any_shape_mean_the_same_to_both(
    entries: tuple[Entry, ...], over: Domain, rows: list[Row], axes: Axes
) -> None:
    found = differences(rows, compiled(entries, over, axes), [""] * len(rows))
    assert found.verdicts == len(rows) * len(entries)
    assert not found.mismatches


@given(entries=CATALOGUES, over=DOMAINS, rows=COMPANIES, axes=AXES)
@settings(max_examples=50)
def test_the_whole_catalogue_at_once_says_what_each_scheme_says_alone(
    entries: tuple[Entry, ...], over: Domain, rows: list[Row], axes: Axes
) -> None:
    known = compiled(entries, over, axes)
    mesh = Mesh(known, tuples_of_rows(rows, known))
    for reading in Reading:
        alone = np.array([serving(mesh, entry.key, reading) for entry in entries])
        plane = Plane(mesh, reading)
        assert counts(plane).tolist() == alone.sum(axis=1).tolist()
        assert shared(plane).tolist() == (alone.astype(int) @ alone.T.astype(int)).tolist()


@given(entries=CATALOGUES, rows=st.lists(ROWS, min_size=8, max_size=30), over=DOMAINS)
@settings(max_examples=40)
def test_the_whole_catalogue_says_the_same_slice_by_slice(
    entries: tuple[Entry, ...], rows: list[Row], over: Domain
) -> None:
    known = compiled(entries, over)
    mesh = Mesh(known, tuples_of_rows(rows, known))
    alone = np.array([serving(mesh, entry.key) for entry in entries])
    with (
        patch.object(planes, "SLICE", 3),
        patch.object(surveying, "SLICE", 3),
        patch.object(planes, "ROWS", 2),
    ):
        plane = Plane(mesh, Reading.CERTAIN)
        assert counts(plane).tolist() == alone.sum(axis=1).tolist()
        assert shared(plane).tolist() == (alone.astype(int) @ alone.T.astype(int)).tolist()


@given(entries=CATALOGUES, over=DOMAINS, rows=COMPANIES, threshold=st.integers(1, 3))
@settings(max_examples=60)
def test_a_gap_counts_the_schemes_of_its_need_company_by_company(
    entries: tuple[Entry, ...], over: Domain, rows: list[Row], threshold: int
) -> None:
    known = compiled(entries, over)
    mesh = Mesh(known, tuples_of_rows(rows, known))
    told = {
        gap.group: (gap.unserved, gap.hopeless) for gap in gaps(mesh, ["rh", "water"], threshold=threshold)
    }
    for group in ("rh", "water"):
        short = []
        for reading in Reading:
            serving_it = [serving(mesh, entry.key, reading) for entry in entries if group in entry.groups]
            numbers = np.sum(serving_it, axis=0) if serving_it else np.zeros(len(rows))
            short.append(int((numbers < threshold).sum()))
        assert told.get(group, (0, 0)) == (short[0], short[1] if short[0] else 0)


@given(entries=CATALOGUES, rows=COMPANIES, answers=st.dictionaries(st.sampled_from(["devis"]), st.booleans()))
@settings(max_examples=50)
def test_one_company_is_read_as_it_is_judged(
    entries: tuple[Entry, ...], rows: list[Row], answers: dict[str, bool]
) -> None:
    reader = CompanyReader(entries, on=ON)
    for row in rows:
        facts = PLAIN.facts(row)
        for name, answer in answers.items():
            facts = facts.learn(question_key(name), Known(answer, "déclaré"))
        read = reader.read(facts)
        judged = {
            entry.key: Verdict.MET if entry.rule is None else verdict(entry.rule, facts, ON)
            for entry in entries
        }
        assert reader.keys(read.certain) == [key for key, said in judged.items() if said is Verdict.MET]
        assert reader.keys(read.undetermined) == [
            key for key, said in judged.items() if said is Verdict.UNKNOWN
        ]


def test_a_rule_with_too_many_alternatives_is_named_and_still_exact() -> None:
    rule = AllOf(
        parts=tuple(
            AnyOf(parts=(Headcount(minimum=low), Territory(within=where), Turnover(maximum=low)))
            for low, where in ((3, "dep:59"), (6, "reg:52"), (10, "dep:62"))
        )
    )
    known = compiled((Entry(key="many", rule=rule), Entry(key="plain", rule=Territory(within="dep:59"))))
    assert known.fallback == ("many",)
    assert CompanyReader(known.entries, on=ON).fallback == ("many",)
    rows = [
        Row(commune=commune, naf=None, bracket=bracket, created=date(2020, 1, 1), category=None, ess=None)
        for commune in ("59350", "44109", "62041", None)
        for bracket in ("01", "03", "11", None)
    ]
    assert not differences(rows, known, [""] * len(rows)).mismatches


def test_what_the_register_does_not_say_leaves_a_scheme_possible_never_certain() -> None:
    known = compiled((Entry(key="s", rule=YesNo(id="devis", text="?", statement="il y a un devis")),))
    row = Row(commune="59350", naf=None, bracket=None, created=None, category=None, ess=None)
    mesh = Mesh(known, tuples_of_rows([row], known))
    assert not serving(mesh, "s").any()
    assert serving(mesh, "s", Reading.POSSIBLE).all()


def test_the_next_question_is_the_one_that_most_open_schemes_wait_for() -> None:
    devis, size = YesNo(id="devis", text="?", statement="il y a un devis"), Headcount(maximum=9)
    reader = CompanyReader(
        (
            Entry(key="a", rule=AllOf(parts=(devis, size))),
            Entry(key="b", rule=devis),
            Entry(key="c", rule=size),
            Entry(key="d", rule=devis),
        ),
        on=ON,
    )
    nothing = Facts()
    assert reader.next_question(nothing, reader.read(nothing)) == question_key("devis")
    told = nothing.learn(question_key("devis"), Known(False, "déclaré"))
    assert reader.next_question(told, reader.read(told)) == Topic.HEADCOUNT
    all_told = told.learn(Topic.HEADCOUNT, Known(Interval.exactly(4), "déclaré"))
    assert reader.next_question(all_told, reader.read(all_told)) is None
