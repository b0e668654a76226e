"""Programs read the means of a plan as the pages do: tools, delegations, results and studies, without a person nor a guess."""

from collections.abc import Callable

import pytest
from tests.api.conftest import Caller

Program = Callable[..., Caller]
PLAN = "/plans/srom-2017-2021"


@pytest.mark.requirement("S-034")
def test_the_pooled_tools_of_finance_are_read_with_the_function_they_serve_and_a_mode_of_their_own(
    program: Program,
) -> None:
    found = program()("GET", f"{PLAN}/tools").json()
    served = [one for one in found if "FIN" in one["missions"]]
    assert {one["mode"] for one in served if one["missions"] == ["FIN"]} == {"M"}
    assert all(one["source"] and one["evidence"] for one in served)
    assert {tuple(one["costs"]) for one in found} == {()}, "the text gives no cost: none is invented"


@pytest.mark.requirement("S-076")
def test_the_delegation_of_2013_is_read_with_both_organisations_and_no_act_is_invented(
    program: Program,
) -> None:
    (one,) = [row for row in program()("GET", f"{PLAN}/delegations").json() if row["mission"] == "SI"]
    assert (one["delegate_slug"], one["act"]) == ("cci-nantes-st-nazaire", "")
    assert one["since"].startswith("2013") and one["end_reason"]


@pytest.mark.requirement("S-042")
def test_a_result_without_a_figure_is_read_so(program: Program) -> None:
    found = program()("GET", f"{PLAN}/results").json()
    assert found and {one["figure"] for one in found} == {None}
    assert all(one["missions"] or one["tools"] or one["cause"] for one in found)


@pytest.mark.requirement("S-028")
def test_the_rejected_options_are_read_with_who_decided(program: Program) -> None:
    found = program()("GET", f"{PLAN}/studies").json()
    (decided,) = [one for one in found if one["outcome"]]
    assert sorted({one["fate"] for one in decided["options"]}) == ["chosen", "rejected"]
    assert "Bureau" in decided["decided_by"]
    assert any(one["candidates"] for one in found if one["kind"] == "outsourcing")


def test_nothing_was_known_before_it_was_recorded_and_another_plan_is_not_there(program: Program) -> None:
    caller = program()
    assert caller("GET", f"{PLAN}/tools?known_at=2020-01-01T10:00:00%2B01:00").json() == []
    assert caller("GET", "/plans/rien/tools").status_code == 404
    assert caller("GET", f"{PLAN}/tools?day=31/02/2026").status_code == 422
