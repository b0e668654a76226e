"""A program acts in the name of a person of its organisation: that person's rights, the pages' refusals, both in the story."""

from collections.abc import Callable

import pytest
from tests.api.conftest import Caller

from maillage.kit import clock
from maillage.modules.inquiries import queries
from maillage.modules.inquiries.models import Inquiry, InquiryEvent
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User


def test_the_program_reads_what_its_perimeter_shows(program: Callable[..., Caller], inquiry: str) -> None:
    assert program(perimeter="dep:59")("GET", f"/inquiries/{inquiry}").status_code == 200
    assert program(perimeter="dep:80", role="officer")("GET", f"/inquiries/{inquiry}").status_code == 404
    assert program("nfi")("GET", f"/inquiries/{inquiry}").status_code == 404
    assert program(role="")("GET", f"/inquiries/{inquiry}").status_code == 404


def test_what_the_api_tells_of_a_request_is_what_the_page_tells(
    program: Callable[..., Caller], inquiry: str
) -> None:
    told = program()("GET", f"/inquiries/{inquiry}").json()
    helene = actor_of(User.objects.get(email="helene@demo.invalid"), on=clock.today())
    page = queries.get(inquiry, helene, clock.today())
    assert (told["need"], told["lead"]["slug"], told["state"]) == (page.need, "amina", page.row.state)
    assert [one["sentence"] for one in told["story"]] == [one.sentence for one in page.story]


def test_the_lead_takes_then_answers_by_her_program(program: Callable[..., Caller], inquiry: str) -> None:
    caller = program()
    taken = caller("POST", f"/inquiries/{inquiry}/take", Maillage_Person="amina")
    assert taken.status_code == 200, taken.content.decode()
    body = {"body": "Voici une réponse.", "key": "a1"}
    answered = caller("POST", f"/inquiries/{inquiry}/answer", body, Maillage_Person="amina")
    assert answered.json() == {
        "reference": inquiry,
        "state": "answered",
        "state_label": "répondue",
        "lead": "amina",
    }
    by = InquiryEvent.objects.filter(inquiry__reference=inquiry, kind="answered").get().by
    assert "Amina" in by and "Programme d'essai" in by


def test_an_act_names_its_person(program: Callable[..., Caller], inquiry: str) -> None:
    answer = program()("POST", f"/inquiries/{inquiry}/take")
    assert (answer.status_code, answer.json()["code"]) == (422, "person_needed")


@pytest.mark.parametrize("person", ["driss", "zoe", "personne", "gaelle-de-nulle-part"])
def test_nobody_of_elsewhere_is_acted_for(person: str, program: Callable[..., Caller], inquiry: str) -> None:
    answer = program()("POST", f"/inquiries/{inquiry}/take", Maillage_Person=person)
    assert (answer.status_code, answer.json()["code"]) == (422, "person")
    assert Inquiry.objects.get(reference=inquiry).state == "received"


def test_the_refusal_has_the_words_of_the_page(program: Callable[..., Caller], inquiry: str) -> None:
    body = {"body": "À sa place.", "key": "b1"}
    answer = program()("POST", f"/inquiries/{inquiry}/answer", body, Maillage_Person="margaux-plumebleue")
    margaux = actor_of(User.objects.get(email="margaux@demo.invalid"), on=clock.today())
    allowed = queries.allowed(inquiry, margaux, clock.today())
    assert (answer.status_code, answer.json()["detail"]) == (403, allowed.answer.why_not)


def test_a_person_sees_no_more_through_a_narrower_token(program: Callable[..., Caller], inquiry: str) -> None:
    caller = program(perimeter="dep:80")
    assert caller("POST", f"/inquiries/{inquiry}/take", Maillage_Person="amina").status_code == 404


def test_a_request_is_entered_as_on_the_page(program: Callable[..., Caller]) -> None:
    body = {
        "company": {"name": "Atelier fictif reçu par l'API"},
        "subject": "creer-reprendre",
        "need": "Créer un atelier.",
        "channel": "phone",
        "commune": "59350",
        "contact_phone": "03 00 00 00 00",
        "keep": True,
        "key": "saisie-1",
    }
    answer = program()("POST", "/inquiries", body, Maillage_Person="amina")
    assert answer.status_code == 201, answer.content.decode()
    row = Inquiry.objects.get(reference=answer.json()["reference"])
    assert (row.channel, row.lead.slug, row.entered_by.slug, row.steps.exists()) == (  # type: ignore[union-attr]
        "phone",
        "amina",
        "amina",
        True,
    )


def test_what_is_wrong_in_a_request_is_named(program: Callable[..., Caller]) -> None:
    body = {"company": {"name": "X"}, "subject": "rien", "channel": "fumée", "key": "k"}
    answer = program()("POST", "/inquiries", body, Maillage_Person="amina")
    assert answer.status_code == 422
    assert [one["where"] for one in answer.json()["errors"]] == ["channel"]
    body["channel"] = "phone"
    answer = program()("POST", "/inquiries", body, Maillage_Person="amina")
    assert (answer.status_code, answer.json()["field"]) == (422, "subject")


def test_an_absence_is_declared_by_the_person_or_her_manager(program: Callable[..., Caller]) -> None:
    caller = program()
    days = {"first_day": "2026-12-21", "last_day": "2026-12-24"}
    mine = caller("POST", "/absences", days, Maillage_Person="amina")
    assert mine.status_code == 201, mine.content.decode()
    other = caller("POST", "/absences", {**days, "person": "bruno"}, Maillage_Person="amina")
    assert other.status_code == 404
    gone = caller("DELETE", f"/absences/{mine.json()['id']}", Maillage_Person="helene")
    assert gone.status_code == 204
