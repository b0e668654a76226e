from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kit.text import closed, long_date, of, period, searchable, thousands, typed, whole


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


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "1.5", "deux", "9" * 19, "9" * 5000])
def test_what_names_no_row_is_no_number(text: str) -> None:
    assert whole(text) is None


def test_a_number_of_up_to_eighteen_digits_is_read() -> None:
    assert (whole("0"), whole("042"), whole("9" * 18)) == (0, 42, 10**18 - 1)


def test_thousands_hold_together() -> None:
    assert thousands(12400) == "12\u00a0400"
    assert thousands(999) == "999"


def test_the_first_of_the_month_is_written_1er() -> None:
    assert long_date(date(2026, 1, 1)) == "1er janvier 2026"
    assert long_date(date(2026, 5, 12)) == "12 mai 2026"


def test_what_no_keyboard_writes_is_dropped() -> None:
    assert typed(" 59\x00350\u00a0") == "59350"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Adèle", "d'Adèle"),
        ("Élise", "d'Élise"),
        ("Hélène", "d'Hélène"),
        ("Yves", "d'Yves"),
        ("Basile", "de Basile"),
        ("Yasmine", "de Yasmine"),
        ("", "de "),
    ],
)
def test_de_loses_its_vowel_before_another(name: str, said: str) -> None:
    assert of(name) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 23), date(2026, 11, 27), "du 23 au 27 novembre 2026"),
        (date(2026, 11, 1), date(2026, 11, 27), "du 1er au 27 novembre 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "du 30 novembre au 2 décembre 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "du 28 décembre 2026 au 3 janvier 2027"),
        (date(2026, 11, 23), date(2026, 11, 23), "le 23 novembre 2026"),
    ],
)
def test_days_say_their_month_and_year_once(first: date, last: date, said: str) -> None:
    assert period(first, last) == said


@pytest.mark.parametrize(
    ("written", "said"), [("svp.", "svp."), ("svp", "svp."), ("svp..", "svp."), ("ok ?", "ok ?"), (" ", "")]
)
def test_a_sentence_ends_with_one_stop(written: str, said: str) -> None:
    assert closed(written) == said
