"""« Who does X in commune Y on day Z », asked by anyone, answered with its sources, certain or said not to be."""

import pytest
from tests.api.conftest import Caller

from maillage.kit import clock
from maillage.shared.directory import queries
from maillage.shared.directory.models import Service


def test_anyone_learns_who_answers_and_what_says_so(anyone: Caller) -> None:
    told = anyone("GET", "/who?subject=transition&commune=59350&on=2026-11-21").json()
    units = queries.serving("transition", "59350", clock.today())
    assert [one["unit"]["slug"] for one in told["answers"]] == [unit.slug for unit in units] != []
    assert told["certain"] and told["commune_name"] == "Lille" and told["entry_door"] is None
    sources = dict(Service.objects.filter(subject__code="transition").values_list("unit__slug", "source"))
    for one in told["answers"]:
        assert one["source"] == (sources[one["unit"]["slug"]] or None)


def test_what_nobody_is_known_to_do_is_said_so(anyone: Caller) -> None:
    told = anyone("GET", "/who?subject=transition&commune=13055").json()
    assert (told["certain"], told["answers"]) == (False, [])
    assert told["entry_door"]["is_entry_door"]
    assert "personne de certain" in told["sentence"]


def test_a_former_code_is_read_and_said(anyone: Caller) -> None:
    told = anyone("GET", "/who?subject=transition&commune=59355").json()
    assert told["commune"] == "59350" and told["notice"]


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("subject=rien&commune=59350", 422, "subject"),
        ("subject=transition&commune=99999", 422, "commune"),
        ("subject=transition", 422, "commune"),
        ("subject=transition&commune=59350&on=hier", 422, "on"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(query: str, status: int, field: str, anyone: Caller) -> None:
    answer = anyone("GET", f"/who?{query}")
    problem = answer.json()
    assert (answer.status_code, problem["field"]) == (status, field)
    assert problem["detail"].endswith(".") and problem["way_out"]


def test_the_aids_of_a_company_are_told_without_a_token(anyone: Caller) -> None:
    answer = anyone("POST", "/eligibility", {"commune": "59350", "headcount": "8", "naf": "62.01Z"})
    assert answer.status_code == 200, answer.content.decode()
    assert {one["verdict"] for one in answer.json()["results"]} <= {"met", "unmet", "unknown"}
    assert anyone("POST", "/eligibility", {"commune": "99999"}).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/rien", 404), ("PATCH", "/units", 405), ("GET", "/units/rien", 404)],
)
def test_every_refusal_has_the_same_shape(method: str, path: str, status: int, anyone: Caller) -> None:
    answer = anyone(method, path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status and answer.json()["way_out"]


def test_only_json_is_read(anyone: Caller) -> None:
    form = anyone.client.post("/api/v1/eligibility", {"commune": "59350"})
    assert form.status_code == 415
    broken = anyone.client.generic("POST", "/api/v1/eligibility", "{", content_type="application/json")
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")
