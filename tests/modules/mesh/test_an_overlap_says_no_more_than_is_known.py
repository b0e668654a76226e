"""Two schemes are said to serve the same, one the other's, or half of it, only as surely as the register allows."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.modules.mesh.conftest import ARRAS, LILLE, OFFICER, ON, at_most, where

from maillage.engines.coverage import Likeness, likeness
from maillage.modules.mesh import queries
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.queries import asserting
from maillage.modules.mesh.queries.overlapping import KINDS
from maillage.modules.mesh.queries.shapes import OverlapPair
from maillage.modules.schemes.models import Scheme

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]
UNWRITTEN = {"is": "to_confirm", "with": "la Région Hauts-de-France"}


def pair(first: str, second: str) -> OverlapPair:
    return queries.overlap(first, second, "com", actor=OFFICER, on=ON).pair


def words(found: OverlapPair) -> str:
    return found.sentence.replace("\xa0", " ")


@pytest.mark.requirement("H-005")
def test_two_rules_that_nobody_wrote_are_not_said_to_be_the_same_nor_to_include_any(
    offer: Offer, computed: Computed
) -> None:
    offer("une", UNWRITTEN)
    offer("deux", UNWRITTEN)
    offer("lille", {"all": [where(LILLE), UNWRITTEN]})
    computed()

    listed = queries.overlaps(queries.OverlapFilters(), actor=OFFICER, on=ON).pairs

    assert len(listed) == 3
    for one in listed:
        assert (one.kind == "same_rule", one.sureness) == (False, "unwritten")
        assert one.kind_label == "conditions à confirmer"
        assert "est à confirmer : on ne peut pas les comparer." in words(one)


@pytest.mark.requirement("H-005")
def test_what_cannot_be_compared_is_listed_after_what_can(offer: Offer, computed: Computed) -> None:
    offer("a-confirmer", {"all": [where(LILLE), UNWRITTEN]})
    offer("a-confirmer-aussi", {"all": [where(LILLE), UNWRITTEN]})
    offer("petites", {"all": [where(LILLE), at_most(9)]})
    offer("moyennes", {"all": [where(LILLE), at_most(49)]})
    computed()

    listed = queries.overlaps(queries.OverlapFilters(), actor=OFFICER, on=ON).pairs

    assert {listed[0].first.slug, listed[0].second.slug} == {"petites", "moyennes"}
    assert len(listed) > 1


@pytest.mark.requirement("H-005")
def test_a_scheme_that_serves_nobody_for_certain_gives_a_right_perhaps(
    offer: Offer, computed: Computed
) -> None:
    offer("a", {"all": [where(LILLE), {"is": "turnover", "max": 2_000_000}]})
    offer("b", {"all": [where(LILLE), at_most(9)]})
    computed()

    found = pair("a", "b")

    assert (found.kind, found.second.slug, found.sureness) == ("included", "b", "perhaps")
    assert found.kind_label == "l'un est peut-être compris dans l'autre"
    assert words(found) == "Qui a droit à « B » a peut-être droit à « A »."


@pytest.mark.requirement("H-005")
def test_an_inclusion_is_as_sure_as_the_register(offer: Offer, computed: Computed) -> None:
    offer("nord", where("dep:59"))
    offer("lille", where(LILLE))
    offer("moyennes", {"all": [where(LILLE), at_most(49)]})
    offer("petites", {"all": [where(LILLE), at_most(9)]})
    computed()

    settled, certain = pair("nord", "lille"), pair("moyennes", "petites")

    assert words(settled) == "Qui a droit à « Lille » a droit à « Nord »."
    assert words(certain) == (
        "Qui a droit à coup sûr à « Petites » a droit à coup sûr à « Moyennes » ; des autres, on ne sait pas."
    )
    assert settled.kind_label == certain.kind_label == "l'un est compris dans l'autre"


@pytest.mark.parametrize(
    ("one", "other", "same", "said"),
    [
        (at_most(9), at_most(49), None, "ni l'un ni l'autre ne dit où"),
        (where(LILLE), {"all": [where(LILLE), at_most(9)]}, True, "le même"),
        (where(LILLE), at_most(9), False, "pas le même"),
        ({"not": where(ARRAS)}, where(ARRAS), False, "pas le même"),
    ],
)
def test_a_territory_is_the_same_only_when_both_say_one(
    offer: Offer, computed: Computed, one: Any, other: Any, same: bool | None, said: str
) -> None:
    offer("une", one, level="direct", purpose="development")
    offer("deux", other, level="direct", purpose="development")
    computed()

    found = pair("une", "deux")

    assert found.common.territory is same
    told = unescape(render_to_string("mesh/in_common.html", {"pair": found}))
    assert told.count(said) == 1


def test_what_a_scheme_does_not_say_is_not_said_to_differ(offer: Offer, computed: Computed) -> None:
    offer("une", where(LILLE), level="direct", purpose="development")
    offer("deux", where(LILLE))
    computed()

    told = render_to_string("mesh/in_common.html", {"pair": pair("une", "deux")})

    assert "pas le même" not in told
    assert told.count("non renseigné") == 2


EVERYONE = range(6)
SCHEMES = st.lists(st.sampled_from(("no", "perhaps", "yes")), min_size=6, max_size=6)
"""For each of six companies, what the register says of its right to a scheme."""


@given(one=SCHEMES, other=SCHEMES, truths=st.lists(st.booleans(), min_size=12, max_size=12))
@settings(max_examples=400)
def test_what_is_settled_or_certain_is_true_of_those_who_do_have_a_right(
    one: list[str], other: list[str], truths: list[bool]
) -> None:
    may = [{who for who in EVERYONE if said[who] != "no"} for said in (one, other)]
    sure = [{who for who in EVERYONE if said[who] == "yes"} for said in (one, other)]
    alike = likeness(len(may[0] & may[1]), len(may[0]), len(may[1]), same_rule=False)
    if alike is Likeness.INCLUDED and len(may[0]) < len(may[1]):
        may, sure, one, other = may[::-1], sure[::-1], other, one
    how = asserting.sureness(
        KINDS[alike],
        asserting.Figures(
            both=len(sure[0] & sure[1]),
            first=len(sure[0]),
            second=len(sure[1]),
            may_both=len(may[0] & may[1]),
            may_first=len(may[0]),
            may_second=len(may[1]),
            unwritten=False,
            inner_is_certain=lambda: may[1] <= sure[0],
        ),
    )
    rights = [sure[rank] | {who for who in may[rank] if truths[6 * rank + who]} for rank in range(2)]
    for first, second in [rights] * (how == "settled") + [sure] * (how == "certain"):
        holds = {
            Likeness.INCLUDED: second <= first,
            Likeness.SAME_POPULATION: first == second,
            Likeness.LARGE: 2 * len(first & second) >= min(len(first), len(second)),
            Likeness.SMALL: not first & second or 2 * len(first & second) < min(len(first), len(second)),
        }
        assert holds[alike]
    if how == "certain":
        assert sure[0] & sure[1]
