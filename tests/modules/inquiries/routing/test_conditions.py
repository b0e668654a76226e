"""A condition is edited by a person in four fields; what the form does not know is kept as it was."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kit.errors import Refused
from maillage.modules.inquiries.routing import Parts, parts_of, sentence, written

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 21)
OTHER = {"is": "ess", "expects": True}
TERRITORIES = st.sampled_from(["", "dep:59", "reg:32 - epci:200043404", "dep:59 | dep:62"])


@given(
    territory=TERRITORIES,
    artisan=st.sampled_from([None, True, False]),
    minimum=st.sampled_from([None, 0, 10]),
    maximum=st.sampled_from([None, 10, 250]),
    others=st.sampled_from([(), (OTHER,), ({"not": OTHER}, {"is": "territory", "within": "reg:52"})]),
)
@settings(max_examples=60)
def test_what_is_written_is_read_back(
    territory: str,
    artisan: bool | None,
    minimum: int | None,
    maximum: int | None,
    others: tuple[dict[str, Any], ...],
) -> None:
    said = Parts(territory=territory, artisan=artisan, minimum=minimum, maximum=maximum, others=others)
    if not territory and others and "within" in others[-1]:
        return  # A lone territory is the one of the field: it would be read there.
    assert parts_of(written(said, ON)) == said


def test_nothing_said_is_no_condition() -> None:
    assert written(Parts(), ON) == {}
    assert parts_of({}) == parts_of(None) == Parts()


@pytest.mark.parametrize("text", ["nordd", "dep:999", "dep:", "dep:59 |", "dep:59 & (dep:62"])
def test_a_territory_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        written(Parts(territory=text), ON)
    assert refused.value.field == "perimeter"


def test_crossed_headcounts_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        written(Parts(minimum=50, maximum=10), ON)
    assert refused.value.field == "maximum"


def test_a_condition_says_itself_in_french() -> None:
    told = sentence(written(Parts(territory="dep:59", artisan=True, maximum=9), ON))
    assert "Nord" in told and "artisan" in told and "moins de 10 salariés" in told


def test_a_territory_typed_by_its_name_is_kept_by_its_code() -> None:
    assert written(Parts(territory="Nord, Lille"), ON) == {"is": "territory", "within": "dep:59 | com:59350"}
