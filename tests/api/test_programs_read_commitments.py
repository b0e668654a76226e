"""Programs read commitments and their yearly report as the pages do, without the people named."""

from collections.abc import Callable
from datetime import date

from tests.api.conftest import Caller

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.plans import operations

Program = Callable[..., Caller]
PLAN = "/plans/srom-2017-2021"


def test_a_program_reads_the_commitments_of_a_plan(program: Program) -> None:
    found = program()("GET", f"{PLAN}/commitments").json()
    assert found["total"] == len(found["items"]) > 3
    assert {one["owner"] for one in found["items"]} == {""}
    assert not any("person" in one for one in found["items"])


def test_a_program_reads_the_report_of_a_year_where_what_is_not_filled_in_is_said(program: Program) -> None:
    operations.open_campaign(
        "srom-2017-2021",
        2026,
        due_on=date(2026, 12, 1),
        bureau_on=date(2026, 12, 10),
        at=clock.now(),
        actor=TERMINAL,
    )
    found = program()("GET", f"{PLAN}/follow-ups/2026").json()
    assert {line["state"] for line in found["lines"]} == {"not_filled"} and not found["definitive"]
    assert program()("GET", f"{PLAN}/follow-ups/2020").status_code == 404


def test_an_unknown_plan_is_not_there(program: Program) -> None:
    assert program()("GET", "/plans/rien/commitments").status_code == 404
