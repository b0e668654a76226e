from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kit.identifiers import (
    LA_POSTE,
    OnlyZeros,
    WrongCharacter,
    WrongKey,
    WrongLength,
    luhn,
    siren,
    siret,
)

DIGITS = st.text("0123456789", min_size=8, max_size=8)


def with_key(digits: str) -> str:
    return next(digits + key for key in "0123456789" if luhn(digits + key))


@pytest.mark.parametrize("text", ["200093201", "200 093 201", " 200\u00a0093\u202f201 ", "200.093.201"])
def test_a_siren_is_read_as_people_write_it(text: str) -> None:
    assert siren(text) == "200093201"


def test_a_siret_is_read_as_people_write_it() -> None:
    assert siret("356 000 000 00048") == "35600000000048"


def test_la_poste_is_allowed_what_the_key_refuses() -> None:
    assert not luhn("35600000049837")
    assert sum(map(int, "35600000049837")) % 5 == 0
    assert siret("35600000049837") == "35600000049837"


def test_the_exception_of_la_poste_is_not_for_others() -> None:
    assert sum(map(int, "20009320100003")) % 5 == 0
    with pytest.raises(WrongKey, match="mal copié"):
        siret("20009320100003")


def test_la_poste_too_has_a_key() -> None:
    with pytest.raises(WrongKey):
        siret(f"{LA_POSTE}00002")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20009320", "il lui manque un chiffre"),
        ("2000932", "il lui manque 2 chiffres"),
        ("2000932011", "il y a un chiffre de trop"),
        ("", "est vide"),
    ],
)
def test_a_wrong_length_says_what_is_missing(text: str, said: str) -> None:
    with pytest.raises(WrongLength, match=said):
        siren(text)


def test_a_letter_is_shown_to_who_typed_it() -> None:
    with pytest.raises(WrongCharacter, match="«\u00a0O\u00a0»"):
        siren("20O093201")


@given(DIGITS.filter(lambda digits: digits.strip("0")))
def test_any_number_with_its_key_is_read(digits: str) -> None:
    assert siren(with_key(digits)) == with_key(digits)


@given(DIGITS, st.integers(0, 8), st.integers(1, 9))
def test_any_miscopied_digit_is_found(digits: str, rank: int, step: int) -> None:
    number = with_key(digits)
    wrong = number[:rank] + str((int(number[rank]) + step) % 10) + number[rank + 1 :]
    with pytest.raises(WrongKey):
        siren(wrong)


@pytest.mark.parametrize(("read", "length"), [(siren, 9), (siret, 14)])
def test_zeros_are_nobody_s_number(read: Callable[[str], str], length: int) -> None:
    with pytest.raises(OnlyZeros, match="zéros"):
        read("0" * length)
