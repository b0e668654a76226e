"""What nothing covers is counted by quarter, motive, subject and territory; searches by words and place (H-056)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.inquiries.conftest import AMIENS, MONDAY, Network, later

from maillage.kit.actor import PUBLIC, TERMINAL
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import operations, uncovered
from maillage.modules.inquiries.models import UnmetSearch
from maillage.modules.inquiries.uncovered import Quarter

QUARTER = Quarter.of(MONDAY.date())


def report(network: Network, quarter: Quarter = QUARTER) -> uncovered.GapReport:
    return uncovered.report(quarter, network.actor("amina"), MONDAY.date())


def search(words: str = "camion", **changes: object) -> UnmetSearch:
    given = {"words": words, "where": "commencer", "on": MONDAY.date(), "actor": PUBLIC}
    return uncovered.record_search(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.requirement("H-056")
def test_needs_are_counted_by_motive_subject_and_territory(network: Network) -> None:
    for number in range(3):
        inquiry = network.submit()
        if number:
            operations.uncover(
                inquiry, "no_scheme", "", "Rien n'existe.", key=f"u{number}", at=later(1), actor=TERMINAL
            )
    network.submit(commune=AMIENS)
    found = report(network)
    assert (found.received, found.requests) == (4, 3)
    assert [(row.motive, row.subject, row.territory, row.count) for row in found.rows] == [
        ("no_scheme", "Investir (fictif)", "Nord", 2),
        ("unserved", "Investir (fictif)", "Somme", 1),
    ]


@pytest.mark.requirement("H-056")
def test_searches_without_result_are_counted_by_words_and_place(network: Network) -> None:
    for words in ("Camion d'occasion", "camion d'occasion"):
        search(words, commune="59350")
    search("camion d'occasion", commune=AMIENS)
    found = [(row.words.casefold(), row.place, row.count) for row in report(network).searches]
    assert found == [("camion d'occasion", "Lille", 2), ("camion d'occasion", "Amiens", 1)]


def test_nothing_of_who_searched_is_kept(network: Network) -> None:
    names = {field.name for field in UnmetSearch._meta.get_fields()}
    assert names == {"id", "words", "commune", "subject", "where", "on"}


def test_a_place_or_a_subject_nobody_knows_is_left_out(network: Network) -> None:
    made = search(commune="=1+1", subject="rien")
    assert (made.commune, made.subject) == ("", None)


def test_a_search_without_a_word_is_refused(network: Network) -> None:
    with pytest.raises(Refused) as refused:
        search("   ")
    assert refused.value.field == "mots"


def test_a_quarter_holds_its_own_days_only(network: Network) -> None:
    search(on=date(2026, 10, 1))
    search(on=date(2026, 9, 30))
    search(on=date(2026, 12, 31))
    search(on=date(2027, 1, 1))
    assert sum(row.count for row in report(network).searches) == 2


@pytest.mark.parametrize(
    ("day", "code", "first", "after"),
    [
        (date(2026, 1, 1), "2026-T1", date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 9, 30), "2026-T3", date(2026, 7, 1), date(2026, 10, 1)),
        (date(2026, 12, 31), "2026-T4", date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_day_lies_in_one_quarter(day: date, code: str, first: date, after: date) -> None:
    quarter = Quarter.of(day)
    assert (quarter.code, quarter.first, quarter.after) == (code, first, after)
    assert Quarter.read(code) == quarter == quarter.previous.next


@pytest.mark.parametrize("text", ["", "2026", "2026-T5", "T4-2026", "99999-T1"])
def test_what_is_not_a_quarter_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        Quarter.read(text)


def test_whoever_has_no_role_reads_nothing(network: Network) -> None:
    with pytest.raises(NotVisible):
        uncovered.report(QUARTER, PUBLIC, MONDAY.date())


def test_the_report_asks_the_same_queries_for_more_requests(network: Network) -> None:
    def asked(count: int) -> int:
        for number in range(count):
            network.submit(commune=AMIENS)
            search(f"mot {number}", commune=AMIENS)
        with CaptureQueriesContext(connection) as queries:
            report(network)
        return len(queries)

    asked(1)
    assert asked(2) == asked(8)
