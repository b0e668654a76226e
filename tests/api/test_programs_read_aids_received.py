"""A program reads the list of helped companies, open by right to the network; and of a company what it agrees to give."""

from collections.abc import Callable

import pytest
from tests.api.conftest import Caller

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.modules.crm import operations
from maillage.modules.crm.models import AidReceived, Company
from maillage.shared.directory.models import Organization

Program = Callable[..., Caller]
ELSEWHERE = "cci-maine-et-loire"


@pytest.mark.requirement("H-097")
def test_the_list_goes_on_by_cursor_and_narrows(program: Program) -> None:
    calls = program(role="officer")
    first = calls("GET", "/aids-received?unit=dtri&first_year=2022&limit=3").json()
    assert len(first["items"]) == 3 and {one["unit"] for one in first["items"]} == {"dtri"}
    second = calls("GET", f"/aids-received?unit=dtri&first_year=2022&limit=3&cursor={first['next']}").json()
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}
    assert all(one["year"] >= 2022 for one in second["items"])


def test_a_program_without_a_role_finds_no_list(program: Program) -> None:
    assert program(role="")("GET", "/aids-received").status_code == 404


def test_a_territory_that_is_none_is_refused_at_its_field(program: Program) -> None:
    answer = program(role="officer")("GET", "/aids-received?territory=Nulle-Part-en-Fictif")
    assert answer.status_code == 422


def test_a_sole_trader_is_told_by_no_name_until_it_agrees(program: Program) -> None:
    aid = AidReceived.objects.filter(company__sole_trader=True, company__is_published=True).first()
    assert aid is not None
    calls = program(organization=ELSEWHERE, role="officer", perimeter="reg:32 | reg:52")
    asked = f"/aids-received?limit=100&industry={aid.industry}&first_year={aid.year}&last_year={aid.year}"

    def told() -> str:
        return next(
            one["company"] for one in calls("GET", asked).json()["items"] if one["id"] == aid.public_id
        )

    assert aid.company.name not in told()
    body = Organization.objects.get(slug=ELSEWHERE)
    operations.give_consent(aid.company, body, "reading", at=clock.now(), actor=PUBLIC)
    assert told() == aid.company.name


def test_what_a_company_declared_is_given_with_its_agreement_and_no_longer(program: Program) -> None:
    claire = Company.objects.get(siren="000000018")
    operations.declare(claire, values={"turnover": "412345"}, at=clock.now(), actor=PUBLIC)
    calls = program(organization=ELSEWHERE, role="officer", perimeter="dep:59")

    def read() -> tuple[bool, str]:
        answer = calls("GET", f"/companies/{claire.public_id}").json()
        return "turnover" in {one["field"] for one in answer["values"]}, answer["withheld"]

    body = Organization.objects.get(slug=ELSEWHERE)
    assert read()[0] is False and "accord" in read()[1]
    consent = operations.give_consent(claire, body, "reading", at=clock.now(), actor=PUBLIC)
    assert read() == (True, "")
    operations.revoke_consent(consent, at=clock.now(), actor=PUBLIC)
    assert read()[0] is False


def test_the_place_of_a_company_that_did_not_agree_is_not_asked_by_a_filter(program: Program) -> None:
    aid = AidReceived.objects.filter(company__sole_trader=True, company__is_published=True).first()
    assert aid is not None
    place = aid.company.establishments.exclude(commune="").first()
    assert place is not None
    calls = program(organization=ELSEWHERE, role="officer", perimeter="reg:32 | reg:52")
    asked = f"/aids-received?limit=100&industry={aid.industry}&first_year={aid.year}&last_year={aid.year}"

    def listed(more: str) -> bool:
        return aid.public_id in {one["id"] for one in calls("GET", asked + more).json()["items"]}

    assert listed("") and not listed(f"&territory=com:{place.commune}")
    body = Organization.objects.get(slug=ELSEWHERE)
    operations.give_consent(aid.company, body, "reading", at=clock.now(), actor=PUBLIC)
    assert listed(f"&territory=com:{place.commune}")


def test_a_program_completes_no_company_that_it_may_not_read_nor_the_sign_of_the_register(
    program: Program,
) -> None:
    hidden = operations.declare(
        name="Atelier Caché", siren="888123403", values={"commune": "59350"}, at=clock.now(), actor=PUBLIC
    )
    registered = Company.objects.filter(origin="register", trade_name="").exclude(siren="").first()
    assert registered is not None
    calls = program(organization=ELSEWHERE, role="officer", perimeter="dep:49")

    said = {"name": "Atelier Caché", "siren": "888123403", "trade_name": "Enseigne soufflée"}
    refused = calls("POST", "/companies", said, Idempotency_Key="essai-fictif-1")
    taken = calls(
        "POST",
        "/companies",
        {"siren": registered.siren, "trade_name": "Enseigne soufflée"},
        Idempotency_Key="essai-fictif-2",
    )

    assert refused.status_code == 403 and hidden.public_id not in refused.content.decode()
    assert taken.status_code == 201
    assert not Company.objects.filter(trade_name="Enseigne soufflée").exists()
