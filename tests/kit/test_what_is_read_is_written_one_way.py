"""Days, hours and numbers are written one way on every page, and never cut at the end of a line."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import translation

JUST_BEFORE_MIDNIGHT_IN_UTC = datetime.datetime(2026, 11, 21, 23, 31, tzinfo=datetime.UTC)


def shown(written: str, value: object, language: str = "fr") -> str:
    with translation.override(language):
        return Template("{% load ui %}{{ value|" + written + " }}").render(Context({"value": value}))


def test_an_hour_has_no_leading_zero_and_its_day_is_the_one_of_the_network():
    assert shown("hour", JUST_BEFORE_MIDNIGHT_IN_UTC) == "0\xa0h\xa031"
    assert shown("hour", JUST_BEFORE_MIDNIGHT_IN_UTC, "en") == "0:31"
    assert shown("day", JUST_BEFORE_MIDNIGHT_IN_UTC) == "22\xa0novembre\xa02026"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("020075974", "020\xa0075\xa0974"),
        ("02007597400012", "020\xa0075\xa0974\xa000012"),
        ("", ""),
        ("FC 12", "FC 12"),
    ],
)
def test_a_siren_and_a_siret_are_read_by_groups(number, written):
    assert shown("spaced", number) == written
