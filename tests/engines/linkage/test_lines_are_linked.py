"""Dirty lines brought to a register: how right, and why; the database and Python say the same."""

import warnings

import pytest

from maillage.engines.linkage import (
    COMPARISONS,
    Outcome,
    Record,
    link,
    prepared,
    resembling,
    training,
    weigh,
    weights,
)
from maillage.engines.linkage import generating as made
from maillage.engines.linkage.linking import Candidate, decide

SEED = 31
COMPANIES = (
    Record(
        "zorga",
        name="SARL Boulangerie Zorga",
        commune="59350",
        postcode="59000",
        siren="000000018",
        siret="00000001800016",
    ),
    Record("namesake", name="Boulangerie Zorga", commune="44109", postcode="44000"),
    Record("other", name="Garage Balibadine", commune="59350", postcode="59000"),
)


@pytest.fixture(scope="module")
def companies():
    return list(made.register(6_000, SEED))


@pytest.fixture(scope="module")
def lines(companies):
    return list(made.dirty(companies, 1_200, SEED, words=made.base(SEED)))


@pytest.fixture(scope="module")
def results(companies, lines, tmp_path_factory):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return list(
            link(
                [line.record for line in lines],
                companies,
                folder=tmp_path_factory.mktemp("duckdb"),
                successors=made.successors(),
            )
        )


def test_lines_of_another_seed_are_matched_rightly_and_most_are(lines, results):
    truths = {line.record.ref: line.truth for line in lines}
    matched = [one for one in results if one.outcome is Outcome.MATCH]
    right = sum(one.match == truths[one.ref] for one in matched)

    assert right / len(matched) >= 0.97
    assert right / sum(bool(truth) for truth in truths.values()) >= 0.93


def test_each_line_is_answered_in_its_order(lines, results):
    assert [one.ref for one in results] == [line.record.ref for line in lines]


def test_a_result_says_why_the_heaviest_reason_first(results):
    for one in results[:200]:
        for candidate in one.candidates:
            assert candidate.reasons
            bits = [abs(reason.bits) for reason in candidate.reasons]
            assert bits == sorted(bits, reverse=True)


def test_the_database_and_python_weigh_a_pair_alike(companies, lines, results):
    held = {one.ref: one for one in companies}
    typed = {line.record.ref: line.record for line in lines}
    successors = made.successors()
    for one in results:
        for candidate in one.candidates[:2]:
            worth = weigh(
                prepared(typed[one.ref], successors),
                prepared(held[candidate.ref], successors),
                len(companies),
            )
            assert worth.bits == pytest.approx(candidate.bits)


def test_one_record_is_told_what_an_import_would_say(tmp_path):
    typed = Record("line", name="BOULANGERIE ZORGHA", commune="59350")

    told = resembling(typed, COMPANIES, among=500_000)
    [linked] = link([typed], COMPANIES, folder=tmp_path)

    assert told.candidates[0].ref == linked.candidates[0].ref == "zorga"
    assert "noms à une faute près : très en faveur" in map(str, told.candidates[0].reasons)


def test_a_number_outweighs_a_mistyped_name():
    [first, *_] = resembling(
        Record("line", name="Boulangrie Z.", siret="00000001800016"), COMPANIES, among=500_000
    ).candidates
    assert first.ref == "zorga"
    assert str(first.reasons[0]) == "même SIRET : très en faveur"


def test_two_companies_as_near_as_one_another_are_left_to_a_person():
    near = [
        Candidate(ref=ref, probability=0.9, bits=bits, reasons=()) for ref, bits in (("a", 12.0), ("b", 11.0))
    ]
    assert decide("line", near).outcome is Outcome.DOUBTFUL
    assert decide("line", near[:1]).outcome is Outcome.MATCH


def test_a_line_that_nobody_resembles_is_new():
    told = resembling(
        Record("line", name="Plastiques Tirlouribelle", commune="44109"), COMPANIES, among=500_000
    )
    assert (told.outcome, told.match) == (Outcome.NEW, "")


def test_two_lines_of_one_reference_are_refused(tmp_path):
    with pytest.raises(ValueError, match="one reference"):
        list(link([COMPANIES[0], COMPANIES[0]], COMPANIES, folder=tmp_path))


def test_nothing_to_compare_is_not_an_error(tmp_path):
    assert list(link([], COMPANIES, folder=tmp_path)) == []
    assert [one.outcome for one in link([COMPANIES[0]], [], folder=tmp_path)] == [Outcome.NEW]


def test_the_weights_kept_are_those_that_training_counts():
    small = training.train(training.SEED, companies=4_000, lines=1_500, pairs=8_000)
    for comparison in COMPARISONS:
        for level in ("else", *(one.code for one in comparison.levels)):
            kept, counted = (told.bits(comparison.code, level) for told in (weights(), small))
            if abs(kept) > 6 and abs(counted) > 6:
                assert (kept > 0) == (counted > 0), (comparison.code, level)


def test_the_same_seed_gives_the_same_lines(companies):
    assert list(made.register(50, SEED)) == companies[:50]
    again = list(made.dirty(companies, 20, SEED, words=made.base(SEED)))
    assert again == list(made.dirty(companies, 20, SEED, words=made.base(SEED)))
