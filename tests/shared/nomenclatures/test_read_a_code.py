import pytest

from maillage.kit.errors import Refused
from maillage.shared.nomenclatures import queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["62.01Z", "6201Z", "62.01z", " 62 01Z ", "62-01Z"])
def test_an_activity_is_read_as_people_write_it(text: str) -> None:
    found = queries.activity(text)
    assert found.ancestors == ("J", "62", "62.0", "62.01", "62.01Z")
    assert found.label == "Programmation informatique"


@pytest.mark.parametrize(
    ("text", "ancestors"),
    [
        ("J", ("J",)),
        ("62", ("J", "62")),
        ("62.0", ("J", "62", "62.0")),
        ("6201", ("J", "62", "62.0", "62.01")),
    ],
)
def test_an_activity_is_read_at_any_level(text: str, ancestors: tuple[str, ...]) -> None:
    assert queries.activity(text).ancestors == ancestors


def test_a_code_of_the_other_nomenclature_is_refused_by_its_name() -> None:
    with pytest.raises(
        Refused, match=r"62\.10Y\u00a0» est un code de la NAF 2025, pas de la NAF rév\. 2"
    ) as refused:
        queries.activity("62.10Y")
    assert refused.value.field == "naf"
    assert queries.activity("62.10Y", "naf_2025").ancestors[0] == "K"


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="62.01X") as refused:
        queries.activity("62.01X")
    assert "62.01Z (Programmation informatique)" in refused.value.way_out


@pytest.mark.parametrize("text", ["", "?", "999", "ZZ", "é", "9" * 300, "\x00"])
def test_any_text_is_refused_without_a_fault(text: str) -> None:
    with pytest.raises(Refused):
        queries.activity(text)
    with pytest.raises(Refused):
        queries.legal_category(text)
    with pytest.raises(Refused):
        queries.headcount_bracket(text)


def test_activities_are_found_by_words_without_accents_or_by_code() -> None:
    assert "62.01Z" in {one.code for one in queries.search_activities("programmation")}
    assert "10.71C" in {one.code for one in queries.search_activities("boulang")}
    assert queries.search_activities("62.01")[0].code == "62.01Z"
    assert queries.search_activities(" ") == ()


def test_a_legal_category_is_read_at_any_level() -> None:
    assert queries.legal_category("5499").label
    assert queries.legal_category("54").code == "54"
    assert "5499" in {one.code for one in queries.search_legal_categories("54", limit=40)}


def test_a_bracket_has_its_bounds() -> None:
    assert queries.headcount_bracket("03") == ("6 à 9 salariés", 6, 9)
    assert queries.headcount_bracket("53").high is None
    assert queries.headcount_bracket("NN").low is None
    assert [one.code for one in queries.headcount_brackets()][:3] == ["NN", "00", "01"]


def test_labels_are_named_by_nomenclature() -> None:
    assert queries.named(["naf_rev2:62.01Z", "legal_category:54", "naf_rev2:none"]).keys() == {
        "naf_rev2:62.01Z",
        "legal_category:54",
    }
