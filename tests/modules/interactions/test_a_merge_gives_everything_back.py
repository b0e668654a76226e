"""Merge two companies that have a whole life in the network, then undo it: every row of every table is as it was."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.modules.crm.merging.test_a_merge_is_undone import everything
from tests.modules.interactions.conftest import BEGINNING, MONDAY, TODAY, Field, company, later

from maillage.kit.testing.databases import undone
from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.models import AidReceived, Company, CompanyValue, Consent
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.interactions.models import Contact, Interaction
from maillage.modules.portfolios.models import Following, Referent
from maillage.shared.matching import operations
from maillage.shared.todos.models import Todo

KIND = "crm.company"
TABLES = (AidReceived, CompanyValue, Consent, Contact, Following, Inquiry, Interaction, Referent)
PEOPLE = ("amina", "basile", "helene", "bruno", "driss")


def live(one: Company, ground: Field, dice: random.Random) -> None:
    """What a company leaves behind it: nothing, or several of each, of the same people and bodies as the other or not."""

    def some() -> range:
        return range(dice.randrange(3))

    def key() -> str:
        return f"m{one.pk}-{next(ground.numbers)}"

    def person() -> dict[str, object]:
        name = dice.choice(PEOPLE)
        unit = {"bruno": "appui", "driss": "epci"}.get(name, "nord")
        return {"person": ground.people[name], "unit": ground.units[unit]}

    region = ground.units["nord"].organization
    for _ in some():
        Contact.objects.create(
            public_id=key(), company=one, name="Claire Fictive", origin="officer", as_of=TODAY
        )
    for _ in some():
        who = person()
        Interaction.objects.create(
            public_id=key(), submission_key=key(), kind="visit", state="done", at=later(-dice.randrange(90)),
            purpose="Projet fictif", author=who["person"], unit=who["unit"], by_organization=who["unit"].organization, reach="network",
            company=one, recorded_at=MONDAY,
        )  # fmt: skip
    if dice.random() < 0.7:
        Referent.objects.create(
            company=one, **person(), since=BEGINNING, reason="territoire", decided_by="Essai", decided_at=MONDAY
        )  # fmt: skip
    for _ in some():
        who = person()
        if not Following.objects.filter(company=one, person=who["person"]).exists():
            Following.objects.create(company=one, **who, part="support", since=TODAY, added_by="Essai")
    for _ in some():
        who = person()
        Todo.objects.create(
            public_id=key(), what="Rappeler", due_on=TODAY, owner=who["person"], unit=who["unit"], subject_kind=KIND,
            subject_ref=one.public_id, subject_label=one.name, created_at=MONDAY, created_by="Essai",
        )  # fmt: skip
    for _ in some():
        who = person()
        Inquiry.objects.create(
            reference=key()[:20], submission_key=key(), company=one, subject=ground.subject, channel="phone", lead=who["person"],
            unit=who["unit"], routed_because="essai", received_at=MONDAY, take_by=TODAY, due_on=TODAY + timedelta(days=9),
        )  # fmt: skip
    for body in (region, ground.units["epci"].organization):
        if dice.random() < 0.5:
            Consent.objects.create(
                public_id=key(), company=one, organization=body, purpose=dice.choice(("answering", "reading")),
                given_at=MONDAY, given_by_way="link",
            )  # fmt: skip
    for _ in some():
        CompanyValue.objects.create(
            company=one, field="headcount", value=dice.randrange(50), origin=ValueOrigin.OFFICER, as_of=TODAY, recorded_at=MONDAY
        )  # fmt: skip
        AidReceived.objects.create(
            public_id=key(), company=one, label="Aide fictive", giver=region, origin=ValueOrigin.OFFICER, recorded_at=MONDAY
        )  # fmt: skip


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10_000), again=st.booleans())
@pytest.mark.requirement("H-073")
def test_exchanges_referents_actions_requests_and_agreements_come_back_to_the_company_they_were_of(
    seed: int, again: bool, ground: Field
) -> None:
    with undone():
        dice = random.Random(seed)
        one = ground.companies[0]
        two = company(3, name="Atelier en double", siren="", identity=Identity.NONE_YET, origin=ValueOrigin.OFFICER)  # fmt: skip
        three = company(4, name="Atelier en triple", siren="", identity=Identity.NONE_YET, origin=ValueOrigin.OFFICER)  # fmt: skip
        for each in (one, two, three):
            live(each, ground, dice)
        before = everything()

        actor = ground.actor("amina")
        done = [operations.merge(KIND, one.public_id, two.public_id, at=MONDAY, actor=actor)]
        if again:
            done.append(operations.merge(KIND, one.public_id, three.public_id, at=MONDAY, actor=actor))
        gone = {two.pk, three.pk} if again else {two.pk}
        assert not any(model.objects.filter(company__in=gone).exists() for model in TABLES)
        assert not Todo.objects.filter(subject_ref=two.public_id).exists()
        for merge in reversed(done):
            operations.undo(merge.pk, at=later(1), actor=actor)

        assert everything() == before
