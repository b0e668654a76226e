"""Programs read the mission map as its pages do, and say modes in the name of a person, under the same refusals."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.api.conftest import Caller

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.api.problems import told
from maillage.kit.errors import Refused
from maillage.modules.missions import policies
from maillage.modules.missions.models import Mission, ModeRecord, Plan

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


def box(call: Caller) -> Any:
    return call("GET", "/plans/srom-2017-2021/boxes/RH-PAY-7?day=2020-01-01").json()


def test_a_program_that_did_not_read_the_last_mode_is_told(program: Program) -> None:
    call = program("cci-maine-et-loire")
    seen = box(call)["last_fact"]
    assert seen == 0
    first = record(call, "elise", holder="cci-nantes-st-nazaire", seen=seen)
    assert first.status_code == 201 and box(call)["last_fact"] == first.json()["id"]
    late = record(call, "elise", holder="cci-mayenne", since="2020-01-01", seen=seen)
    assert (late.status_code, late.json()["code"]) == (409, "stale")


@pytest.mark.requirement("S-011")
def test_a_program_rests_an_harmonisation_on_a_frame_that_is_known(program: Program) -> None:
    call = program("cci-maine-et-loire")
    said = {"mode": "H", "option": None, "variant": None}
    known = {"title": "Cadre fictif", "number": "2"}
    missing = record(call, "elise", **said, frames=[known])
    assert (missing.status_code, missing.json()["field"]) == (422, "frames")
    assert record(call, "elise", **said, new_frame=known).status_code == 201
    listed = {(one["title"], one["number"]) for one in call("GET", "/plans/srom-2017-2021/frames").json()}
    assert ("Cadre fictif", "2") in listed
    again = record(call, "elise", **said, frames=[known], since="2020-01-01")
    assert again.status_code == 201
    assert ModeRecord.objects.get(pk=again.json()["id"]).frames.get().frame.title == "Cadre fictif"


def test_a_person_without_the_right_is_forbidden(program: Program) -> None:
    with pytest.raises(Refused) as refused:
        policies.require(
            Actor(ActorKind.PERSON, "agent", organization=1, grants=(Grant(role="officer", organization=1),)),
            Plan.objects.get(slug="srom-2017-2021"),
            policies.RECORD,
        )
    assert told(refused.value).status_code == 403


def test_a_program_reads_a_mission_without_its_projections(program: Program) -> None:
    mission = Mission.objects.get(plan__slug="srom-2017-2021", code="RH-PAY-7")
    at = datetime(2018, 1, 1, tzinfo=UTC)
    ModeRecord.objects.create(
        mission=mission,
        mode="A",
        since=date(2019, 1, 1),
        nature="projected",
        basis="entered",
        recorded_at=at,
    )
    call, address = program(), "/plans/srom-2017-2021/boxes/RH-PAY-7?day=2020-01-01"
    assert call("GET", address).json()["mode"]["letter"] == "A"
    assert call("GET", f"{address}&projections=false").json()["mode"]["letter"] == "?"
