"""The rights on one company that was read are those of the filters of lists, and a search asks exactly both of them."""

import datetime

import pytest

from maillage.kit.actor import PUBLIC, TERMINAL, Actor, ActorKind, Grant
from maillage.modules.crm import policies
from maillage.modules.crm.models import Company, CompanyValue, Establishment

ON = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


def somebody(role: str, perimeter: str = "") -> Actor:
    return Actor(
        ActorKind.PERSON, role, user=1, grants=(Grant(role=role, organization=1, perimeter=perimeter),)
    )


WHO = {
    "public": PUBLIC,
    "terminal": TERMINAL,
    "elected": somebody("elected"),
    "administrator": somebody("administrator"),
    "officer of everywhere": somebody("officer"),
    "officer of a commune": somebody("officer", "com:59350"),
    "officer of two": somebody("officer", "com:59350 | com:80021"),
    "manager of nowhere": somebody("manager", "com:00000"),
}


@pytest.fixture
def companies(db: None) -> list[Company]:
    """One company of each sort, in two communes and in none."""
    made = []
    for origin in ("register", "declared"):
        for sole_trader in (False, True):
            for is_published in (False, True):
                for commune in ("59350", "80021", ""):
                    made.append(
                        company(
                            len(made),
                            commune,
                            origin=origin,
                            sole_trader=sole_trader,
                            is_published=is_published,
                        )
                    )
    return made


def company(number: int, commune: str, **more: object) -> Company:
    row = Company.objects.create(
        public_id=f"essai-{number}",
        name=f"Essai fictif {number}",
        identity="project",
        search_name=f"essai fictif {number}",
        created_at=AT,
        is_fictional=True,
        **more,
    )
    for origin in ("register", "declared"):
        if commune:
            Establishment.objects.create(company=row, commune=commune, origin=origin, as_of=ON)
        CompanyValue.objects.create(
            company=row, field="naf", value="10.71C", origin=origin, as_of=ON, recorded_at=AT
        )
    return row


@pytest.mark.parametrize("who", WHO)
def test_a_company_that_one_opens_is_one_that_one_finds(companies: list[Company], who: str) -> None:
    actor = WHO[who]
    found = set(
        Company.objects.filter(policies.visible_companies(actor, ON)).values_list("public_id", flat=True)
    )
    assert {row.public_id for row in companies if policies.sees_company(actor, row, ON)} == found
    assert found != set() and (found != {row.public_id for row in companies}) == (
        who not in ("terminal", "officer of everywhere")
    )


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("model", [Establishment, CompanyValue])
def test_what_one_reads_of_a_company_is_what_one_reads_of_them_all(
    companies: list[Company], who: str, model: type[Establishment] | type[CompanyValue]
) -> None:
    actor = WHO[who]
    visible = set(model.objects.filter(policies.visible_values(actor, ON)).values_list("pk", flat=True))
    apart = {
        pk
        for row in companies
        for pk in model.objects.filter(policies.values_of(actor, row.pk, ON), company=row).values_list(
            "pk", flat=True
        )
    }
    assert apart == visible


@pytest.mark.parametrize("who", WHO)
def test_a_search_by_name_answers_with_the_companies_seen_and_named(
    companies: list[Company], who: str
) -> None:
    actor = WHO[who]
    both = Company.objects.filter(policies.visible_companies(actor, ON), policies.named_companies(actor, ON))
    wanted = set(both.values_list("pk", flat=True))
    everyone = [row.pk for row in companies]
    for_all = set(Company.objects.filter(policies.FOUND_BY_ALL).values_list("pk", flat=True))
    assert (
        set(Company.objects.filter(policies.opened_by_name(actor, ON)).values_list("pk", flat=True)) == wanted
    )
    assert {pk for pk in everyone if policies.opens_by_name(actor, pk, ON)} == wanted
    assert for_all | policies.answered(actor, everyone, ON) == wanted
    assert for_all | {pk for pk in everyone if policies.answered(actor, [pk], ON)} == wanted
    assert policies.answered(actor, (), ON) == set()
