from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kit.text import long_date, searchable, thousands, typed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Saint-Étienne", "saint etienne"),
        ("Mœurs-Verdey", "moeurs verdey"),
        ("  À   l’œil !", "a l oeil"),
    ],
)
def test_accents_ligatures_and_punctuation_do_not_count(text: str, found: str) -> None:
    assert searchable(text) == found


@given(st.text())
def test_a_searchable_text_is_its_own_search(text: str) -> None:
    assert searchable(searchable(text)) == searchable(text)


def test_thousands_hold_together() -> None:
    assert thousands(12400) == "12\u00a0400"
    assert thousands(999) == "999"


def test_the_first_of_the_month_is_written_1er() -> None:
    assert long_date(date(2026, 1, 1)) == "1er janvier 2026"
    assert long_date(date(2026, 5, 12)) == "12 mai 2026"


def test_what_no_keyboard_writes_is_dropped() -> None:
    assert typed(" 59\x00350\u00a0") == "59350"
