"""Lists of requests: what is urgent first, filters, and as many reads for one request as for many."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from tests.modules.inquiries.conftest import ARRAS, MONDAY, Network, later

from maillage.kit.actor import PUBLIC
from maillage.modules.inquiries import lists, operations, queries

ON = MONDAY.date()


def shown(network: Network, name: str = "amina", **filters: object) -> list[str]:
    found = queries.listing(queries.InquiryFilters(**filters), network.actor(name), ON)  # type: ignore[arg-type]
    return [row.company_name for row in found.rows]


def life(network: Network) -> None:
    """One more request, with everything that a list may show of it."""
    inquiry = network.submit()
    amina = network.actor("amina")
    operations.invite(inquiry, network.people["bruno"].pk, "Avis", later(2).date(), at=MONDAY, actor=amina)
    operations.propose_hand_over(
        inquiry, to_person=network.people["bruno"].pk, reason="Métier", at=MONDAY, actor=amina
    )
    operations.reply_as_company(
        inquiry, "Bonjour", key=f"r{inquiry.pk}", at=MONDAY + timedelta(hours=1), actor=PUBLIC
    )


READS: dict[str, Callable[[Network], object]] = {
    "list": lambda one: queries.listing(queries.InquiryFilters(), one.actor("amina"), ON),
    "unit": lambda one: queries.listing(queries.InquiryFilters(tab="unit"), one.actor("helene"), ON),
    "to answer": lambda one: queries.to_answer(one.actor("bruno"), ON),
    "late": lambda one: queries.late(one.actor("gerard"), later(60).date(), limit=20),
    "export": lambda one: list(queries.whole(queries.InquiryFilters(), one.actor("amina"), ON)),
    "recent": lambda one: queries.recent(one.actor("amina"), MONDAY, ON),
    "counts": lambda one: queries.counts(one.actor("gerard"), ON),
    "search": lambda one: queries.search("boulangerie", one.actor("amina"), ON),
}


@pytest.mark.parametrize("read", READS)
def test_a_list_asks_as_many_queries_for_one_request_as_for_five(network: Network, read: str) -> None:
    life(network)
    READS[read](network)
    with CaptureQueriesContext(connection) as one:
        READS[read](network)
    for _ in range(4):
        life(network)
    with CaptureQueriesContext(connection) as five:
        READS[read](network)

    assert len(five) == len(one)


def test_what_expects_an_answer_soonest_comes_first(network: Network) -> None:
    late, done, fresh = (network.submit(at=MONDAY - timedelta(days=back)) for back in (20, 30, 0))
    operations.answer(done, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))

    assert shown(network) == [one.company.name for one in (late, fresh, done)]


def test_tabs_and_filters_keep_what_they_say(network: Network) -> None:
    amina = network.actor("amina")
    answered, uncovered, waiting, late = (
        network.submit(),
        network.submit(),
        network.submit(channel="phone"),
        network.submit(at=MONDAY - timedelta(days=30)),
    )
    network.submit(commune=ARRAS)
    operations.answer(answered, "Voici.", key="a", at=MONDAY, actor=amina)
    operations.uncover(uncovered, "place", "", "Rien ici.", key="u", at=MONDAY, actor=amina)
    operations.ask(waiting, "Quand ?", key="q", at=MONDAY, actor=amina)

    assert shown(network, tab="answered") == [answered.company.name]
    assert shown(network, tab="uncovered") == [uncovered.company.name]
    assert shown(network, tab="late") == [late.company.name]
    assert shown(network, state="waiting") == [waiting.company.name]
    assert shown(network, channel="phone") == [waiting.company.name]
    assert set(shown(network, answered="no")) == {waiting.company.name, late.company.name}
    assert len(shown(network, territory="dep:59")) == 4 and not shown(network, territory="dep:80")
    assert shown(network, text=late.reference.lower()) == [late.company.name]
    assert shown(network, text="boulangerie " + answered.company.name.split()[-1]) == [answered.company.name]


def test_pages_do_not_lose_a_row(network: Network) -> None:
    names = {network.submit().company.name for _ in range(5)}
    pages = [
        queries.listing(queries.InquiryFilters(size=2, page=page), network.actor("amina"), ON)
        for page in (1, 2, 3, 99)
    ]

    assert [found.page for found in pages] == [1, 2, 3, 3]
    assert {row.company_name for found in pages for row in found.rows} == names
    assert pages[0].counts["mine"] == pages[0].total == 5


def test_what_is_new_was_done_by_somebody_else(network: Network) -> None:
    inquiry = network.submit()
    operations.take(inquiry, at=MONDAY, actor=network.actor("amina"))
    operations.reply_as_company(inquiry, "Merci", key="r", at=MONDAY, actor=PUBLIC)

    news = queries.recent(network.actor("amina"), MONDAY, ON)
    assert [one.line.sentence for one in news] == ["L'entreprise écrit.", "La demande arrive par le portail."]


def test_the_requests_of_a_company_are_read_together(network: Network) -> None:
    first = network.submit()
    again = operations.CompanyDraft(public_id=first.company.public_id)
    network.submit(company=again, at=later(1))

    found = queries.of_company(first.company.public_id, network.actor("amina"), ON)
    assert len(found) == 2
    assert not queries.of_company(first.company.public_id, network.actor("dora"), ON)


def test_a_limit_shows_the_most_urgent_says_how_many_more_and_loses_nothing_of_today(
    network: Network,
) -> None:
    for days in (30, 20, 7, 0):
        network.submit(at=MONDAY - timedelta(days=days))
    today = queries.to_answer(network.actor("amina"), ON).inquiries[2].due_on
    found = queries.to_answer(network.actor("amina"), today, limit=2)
    late = queries.late(network.actor("helene"), later(60).date(), limit=3)

    assert [row.days_left is not None and row.days_left < 0 for row in found.inquiries] == [True, True]
    assert (found.others, len(found)) == (2, 4)
    assert [row.due_on for row in found.today] == [today]
    assert (len(late.inquiries), late.others, len(late)) == (3, 1, 4)
    assert not queries.to_answer(network.actor("amina"), today, limit=4).others


def test_late_requests_are_counted_for_each_lead(network: Network) -> None:
    for days in (30, 20, 0):
        network.submit(at=MONDAY - timedelta(days=days))
    amina, bruno = (network.people[name].pk for name in ("amina", "bruno"))

    assert queries.late_of([amina, bruno], network.actor("helene"), ON) == {amina: 2, bruno: 0}


def test_an_export_holds_every_row_in_the_order_of_the_list(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("maillage.modules.inquiries.queries.listing"), "CHUNK", 2)
    for days in (0, 9, 3, 30, 5):
        network.submit(at=MONDAY - timedelta(days=days))
    filters = queries.InquiryFilters(page=2, size=2)
    whole = [row.company_name for row in queries.whole(filters, network.actor("amina"), ON)]

    assert len(whole) == 5 and whole == shown(network)


def test_the_day_of_an_export_is_the_day_in_paris(network: Network) -> None:
    network.submit(at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    lines = list(lists.lines(QueryDict(), actor=network.actor("amina"), on=ON))

    assert ";2026-11-23;" in lines[1]
