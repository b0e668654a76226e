"""A source is written once; a fact without one is to be confirmed."""

import datetime

import pytest

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.shared.sources.models import Source
from maillage.shared.sources.operations import Citations, cite
from maillage.shared.sources.quotes import Quote

pytestmark = pytest.mark.django_db


def test_the_same_words_are_the_same_source() -> None:
    first = cite("Délibération du 12 mai 2026", actor=TERMINAL)
    again = cite("  Délibération du 12 mai 2026 ", actor=TERMINAL)
    assert first == again
    assert first is not None
    assert (first.kind, first.dated_on) == ("deliberation", datetime.date(2026, 5, 12))
    assert first.noted_on == datetime.date(2026, 11, 21)


def test_the_same_title_of_another_day_is_another_source() -> None:
    days = (datetime.date(2025, 1, 1), datetime.date(2026, 1, 1), None)
    told = {cite(Quote(title="Registre", kind="register", dated_on=day), actor=TERMINAL) for day in days}
    assert len(told) == 3


def test_what_a_person_says_of_a_source_prevails_over_its_words() -> None:
    found = cite(Quote(title="Délibération 12", kind="usage"), actor=TERMINAL)
    assert found is not None
    assert found.kind == "usage"


def test_saying_nothing_cites_nothing() -> None:
    assert cite("  ", actor=TERMINAL) is None
    assert cite(Quote(), actor=TERMINAL) is None
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        Quote(kind="law"),
        Quote(dated_on=datetime.date(2026, 1, 1)),
        Quote(reference="L. 123"),
        Quote(title="Page", url="javascript:alert(1)"),
    ],
)
def test_a_source_without_a_title_or_with_no_address_of_the_web_is_refused(said: Quote) -> None:
    with pytest.raises(Refused) as refused:
        cite(said, actor=TERMINAL)
    assert (refused.value.field, bool(refused.value.way_out)) == ("source", True)
    assert not Source.objects.exists()


def test_a_file_asks_each_source_once(django_assert_num_queries: object) -> None:
    cited = Citations(actor=TERMINAL)
    first = cited.cite("Convention du réseau")
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert cited.cite("Convention du réseau") == first
