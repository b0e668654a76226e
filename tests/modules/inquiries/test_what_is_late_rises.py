"""What nobody takes or answers is told to a manager who can be told, once; what the company owes is not (H-048, H-074)."""

from collections.abc import Callable

import pytest
from tests.modules.inquiries.conftest import MONDAY, Network, away, later

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import Refused
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import Inquiry


@pytest.mark.requirement("H-048")
def test_a_request_nobody_takes_moves_once_then_its_manager_is_told_once(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    inquiry = network.submit()
    for day in range(1, 41):
        network.morning(later(day))

    assert [change.person.first_name for change in inquiry.lead_changes.all()] == ["Amina", "Basile"]
    told = [subject for to, subject in mails() if to == "helene@reseau.invalid"]
    assert len(told) == 1
    assert inquiry.events.filter(kind="risen").count() == 1


def test_a_request_that_nobody_else_can_take_is_told_to_the_manager_before_its_due_date(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    inquiry = network.submit()
    Inquiry.objects.update(due_on=later(30).date())
    for day in range(1, 9):
        network.morning(later(day))

    told = [subject for to, subject in mails() if to == "helene@reseau.invalid"]
    assert told == [f"{inquiry.company.name} attend que quelqu'un prenne sa demande en charge"]


def test_what_waits_for_the_company_does_not_rise_until_it_replies(network: Network) -> None:
    inquiry = network.submit()
    operations.ask(inquiry, "Quelle surface ?", key="a", at=MONDAY, actor=network.actor("amina"))
    for day in range(1, 30):
        network.morning(later(day))
    assert not inquiry.events.filter(kind="risen").exists()

    operations.reply_as_company(inquiry, "80 m²", key="b", at=later(30), actor=PUBLIC)
    for day in range(31, 40):
        network.morning(later(day))

    assert inquiry.events.filter(kind="risen").count() == 1


def test_a_rise_reaches_the_next_head_when_the_first_is_away_or_is_the_lead(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    first, second = network.submit(), network.submit()
    for inquiry in (first, second):
        operations.take(inquiry, at=MONDAY, actor=network.actor("amina"))
    operations.reassign(
        second, network.people["helene"].pk, "Charge", at=MONDAY, actor=network.actor("helene")
    )
    network.morning(later(8))
    told = [(to, subject) for to, subject in mails() if "attend une réponse" in subject]
    assert {to for to, subject in told if second.company.name in subject} == {"gerard@reseau.invalid"}
    assert {to for to, subject in told if first.company.name in subject} == {"helene@reseau.invalid"}

    third = network.submit(at=later(8))
    operations.take(third, at=later(8), actor=network.actor("amina"))
    for name in ("helene", "gerard", "dora"):
        away(network, name, 9, 20)
    network.morning(later(16))
    assert not third.events.filter(kind="risen").exists()
    third.refresh_from_db()
    assert third.risen_on is None, "nobody could be told: the next day is tried"

    network.morning(later(21))
    third.refresh_from_db()
    assert third.risen_on == later(21).date()


@pytest.mark.parametrize("verb", ["reopen", "reply"])
def test_a_company_goes_on_for_sixty_days_and_no_longer_by_whatever_button(
    network: Network, verb: str
) -> None:
    sent = network.submitted()
    inquiry = sent.inquiry
    operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))

    with pytest.raises(Refused) as refusal:
        if verb == "reopen":
            operations.reopen(inquiry, at=later(61), actor=PUBLIC)
        else:
            operations.reply_as_company(inquiry, "Et ?", key="b", at=later(61), actor=PUBLIC)

    assert refusal.value.code == "too_late"
    page = queries.by_token(sent.token, later(61))
    assert not page.can_reopen.ok and not page.can_reply.ok
    assert operations.reopen(inquiry, at=later(61), actor=network.actor("amina")).state == "taken"


def test_a_request_withdrawn_late_may_be_reopened_by_the_company(network: Network) -> None:
    inquiry = network.submit()
    operations.withdraw(inquiry, at=later(90), actor=PUBLIC)

    assert operations.reopen(inquiry, at=later(100), actor=PUBLIC).state == "received"
