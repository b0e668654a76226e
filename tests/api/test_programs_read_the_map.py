"""Programs read the mission map as its pages do, and say modes in the name of a person, under the same refusals."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.api.conftest import Caller

from maillage.modules.missions.models import ModeRecord

Program = Callable[..., Caller]
FIN = "/plans/srom-2017-2021/functions/FIN"
SAID = {
    "mode": "I",
    "since": "2019-01-01",
    "nature": "status",
    "source": "Délibération fictive n° 7",
    "option": "delegation",
    "variant": "infra_regional",
}


def test_a_program_reads_the_map_of_a_day(program: Program) -> None:
    found = program()("GET", f"{FIN}/map?day=2017-01-01").json()
    letters = {box["code"]: box["mode"]["letter"] for domain in found["domains"] for box in domain["boxes"]}
    assert (len(found["domains"]), found["boxes"], found["unconfirmed"]) == (12, 19, 9)
    assert letters["FIN-CS-1"] == "I"
    assert {letter for code, letter in letters.items() if code != "FIN-CS-1"} == {"?"}


def test_a_program_reads_what_differs_between_two_days(program: Program) -> None:
    told = program()(
        "GET", "/plans/srom-2017-2021/functions/RH/compare?before=2013-01-01&after=2017-01-01"
    ).json()
    assert "RH-PAY-2" in {sentence["code"] for sentence in told["sentences"]}
    assert told["summary"]


def test_a_program_reads_the_plans_a_mission_and_an_organization(program: Program) -> None:
    call = program()
    assert "srom-2017-2021" in {plan["slug"] for plan in call("GET", "/plans").json()}
    functions = call("GET", "/plans/srom-2017-2021/functions").json()
    assert [one["code"] for one in functions] == ["FIN", "RH", "SI", "JUR", "COM"]
    box = call("GET", "/plans/srom-2017-2021/boxes/RH-PAY-2?day=2017-01-01").json()
    assert box["label"] == "Déclarations sociales"
    assert (
        call("GET", "/organizations/cci-mayenne/missions?day=2012-01-01").json()["organization"]
        == "CCI Mayenne"
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/plans/rien/functions", 404),
        (f"{FIN}/map?day=2019-02-31", 422),
        (f"{FIN}/map?known_at=demain", 422),
        ("/plans/srom-2017-2021/functions/RIEN/map", 404),
    ],
)
def test_what_is_not_there_is_refused(program: Program, path: str, status: int) -> None:
    assert program()("GET", path).status_code == status


def test_nothing_is_read_without_a_token(anyone: Caller) -> None:
    assert anyone("GET", "/plans").status_code == 401


def record(call: Caller, person: str, **more: Any) -> Any:
    return call(
        "POST", "/plans/srom-2017-2021/boxes/RH-PAY-7/modes", {**SAID, **more}, Maillage_Person=person
    )


def test_a_program_says_a_mode_in_the_name_of_a_director(program: Program) -> None:
    answer = record(program("cci-maine-et-loire"), "elise", holder="cci-nantes-st-nazaire")
    assert answer.status_code == 201, answer.content
    row = ModeRecord.objects.get(pk=answer.json()["id"])
    assert (row.mode, row.holder.slug, row.since) == ("I", "cci-nantes-st-nazaire", date(2019, 1, 1))


def test_an_integration_without_a_holder_is_refused_as_on_the_page(program: Program) -> None:
    answer = record(program("cci-maine-et-loire"), "elise")
    assert (answer.status_code, answer.json()["field"]) == (422, "holder")
    assert not ModeRecord.objects.filter(mission__code="RH-PAY-7").exists()


def test_a_program_of_elsewhere_says_nothing(program: Program) -> None:
    answer = record(program(), "helene", holder="cci-nantes-st-nazaire")
    assert answer.status_code in (403, 422)
    assert not ModeRecord.objects.filter(mission__code="RH-PAY-7").exists()
