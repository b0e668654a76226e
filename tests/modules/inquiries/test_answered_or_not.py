"""Whether a company was answered: who, when, on what; or since how many days it waits (H-073, H-074)."""

import pytest
from tests.modules.inquiries.conftest import MONDAY, Network, later

from maillage.modules.crm.enums import AnswerState
from maillage.modules.inquiries import answers, operations, working
from maillage.modules.inquiries.answers import WaitingFilters


def reply(network: Network, reference: str, name: str, days: int) -> None:
    operations.take(reference, at=later(days), actor=network.actor(name))
    operations.answer(
        reference, "Voici.", key=f"{reference}-{days}", at=later(days), actor=network.actor(name)
    )


@pytest.mark.requirement("H-073")
def test_a_company_that_waits_says_since_how_many_days_on_what_and_with_whom(network: Network) -> None:
    inquiry = network.submit()
    found = answers.of_company(inquiry.company.public_id, network.actor("amina"), later(12).date())
    assert (found.waiting, found.days, found.what, found.who) == (
        True,
        12,
        "Investir (fictif)",
        "Amina Fictif",
    )
    assert found.late


@pytest.mark.requirement("H-073")
def test_once_answered_it_says_by_whom_and_when(network: Network) -> None:
    inquiry = network.submit()
    reply(network, inquiry.reference, "amina", 2)
    found = answers.of_company(inquiry.company.public_id, network.actor("amina"), later(12).date())
    assert (found.waiting, found.last, found.by) == (False, later(2).date(), "Amina Fictif")


def test_a_company_that_asked_nothing_says_so(network: Network) -> None:
    found = answers.of_company("rien", network.actor("amina"), MONDAY.date())
    assert (found.waiting, found.asked, found.last) == (False, False, None)


@pytest.mark.requirement("H-073")
def test_who_may_not_open_the_request_learns_that_it_waits_and_not_what_it_asks(network: Network) -> None:
    inquiry = network.submit()
    found = answers.of_company(inquiry.company.public_id, network.actor("bruno"), later(3).date())
    assert (found.waiting, found.days, found.what, found.reference, found.who) == (
        True,
        3,
        "",
        "",
        "Unité nord",
    )


@pytest.mark.requirement("H-074")
def test_what_waits_is_counted_by_officer_unit_territory_and_subject(network: Network) -> None:
    network.submit()
    network.submit(commune="59392")
    amina, on = network.actor("amina"), later(30).date()
    for by, label in (
        ("person", "Amina Fictif, Unité nord"),
        ("unit", "Unité nord"),
        ("territory", "Nord"),
        ("subject", "Investir (fictif)"),
    ):
        found = answers.waiting(WaitingFilters(by=by), amina, on)
        assert [(one.label, one.count, one.late, one.days) for one in found.groups] == [(label, 2, 2, 30)], by


@pytest.mark.requirement("H-074")
def test_the_list_of_what_waits_holds_nothing_that_one_may_not_open(network: Network) -> None:
    network.submit()
    on = later(30).date()
    assert answers.waiting(WaitingFilters(), network.actor("bruno"), on).rows == ()
    assert len(answers.waiting(WaitingFilters(), network.actor("helene"), on).rows) == 1


@pytest.mark.parametrize(
    "filters, kept",
    [
        (WaitingFilters(territory="com:59350"), 1),
        (WaitingFilters(territory="dep:62"), 0),
        (WaitingFilters(person="t-amina"), 1),
        (WaitingFilters(person="t-bruno"), 0),
        (WaitingFilters(unit="t-nord"), 1),
        (WaitingFilters(subject="t-investir"), 1),
        (WaitingFilters(late=True), 0),
    ],
)
def test_filters_narrow_what_waits(network: Network, filters: WaitingFilters, kept: int) -> None:
    network.submit()
    assert len(answers.waiting(filters, network.actor("amina"), MONDAY.date()).rows) == kept


def test_the_list_of_helped_companies_is_told_the_same_state(network: Network) -> None:
    waiting, answered = network.submit(), network.submit()
    reply(network, answered.reference, "amina", 1)
    amina, on = network.actor("amina"), later(2).date()
    keys = (waiting.company_id, answered.company_id)
    assert answers.states(keys, amina, on) == {
        waiting.company_id: AnswerState.UNANSWERED,
        answered.company_id: AnswerState.ANSWERED,
    }
    rows = type(waiting.company).objects
    assert rows.filter(answers.wanted(AnswerState.UNANSWERED, amina, on)).get() == waiting.company
    assert rows.filter(answers.wanted(AnswerState.ANSWERED, amina, on)).get() == answered.company


@pytest.mark.requirement("H-046")
def test_who_answers_and_who_helps_are_at_work_and_only_who_may_open_it_reads_on_what(
    network: Network,
) -> None:
    inquiry = network.submit()
    operations.take(inquiry.reference, at=MONDAY, actor=network.actor("amina"))
    operations.invite(
        inquiry.reference,
        network.people["clemence"].pk,
        "Relire le bilan",
        later(3).date(),
        at=MONDAY,
        actor=network.actor("amina"),
    )
    mine = working.on_company(inquiry.company, network.actor("amina"), MONDAY.date())
    theirs = working.on_company(inquiry.company, network.actor("bruno"), MONDAY.date())
    assert [one.part for one in mine] == ["répond : Investir (fictif)", "aide : Relire le bilan"]
    assert [(one.part, one.url) for one in theirs] == [
        ("répond à une demande", ""),
        ("aide à une demande", ""),
    ]
    assert [one.person for one in mine] == [one.person for one in theirs]


@pytest.mark.requirement("H-062")
def test_load_by_scheme_says_when_a_request_has_none(network: Network) -> None:
    network.submit()
    (line,) = working.by_scheme([network.people["amina"].pk])
    assert (line.name, line.requests, line.agents) == ("", 1, 1)
