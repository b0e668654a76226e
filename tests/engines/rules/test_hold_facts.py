"""Facts: typed, immutable, unknown when absent."""

import pytest

from maillage.engines.rules import Facts, Interval, Known, Topic, question_key


def test_a_fact_nobody_gave_is_unknown() -> None:
    assert Facts().get(Topic.HEADCOUNT) is None
    assert Topic.HEADCOUNT not in Facts()


def test_learning_leaves_the_former_facts_as_they_were() -> None:
    before = Facts({Topic.ESS: Known(True, "déclaré")})
    after = before.learn(Topic.HEADCOUNT, Known(Interval(250, 499), "déclaré"))
    assert list(before) == [Topic.ESS]
    assert set(after) == {Topic.ESS, Topic.HEADCOUNT}
    assert len(after) == 2


def test_a_topic_is_also_its_own_text() -> None:
    facts = Facts({"headcount": Known(Interval.exactly(3), "déclaré")})
    assert facts == Facts({Topic.HEADCOUNT: Known(Interval.exactly(3), "déclaré")})
    assert facts.get(Topic.HEADCOUNT) == Known(Interval.exactly(3), "déclaré")


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(TypeError, match="headcount is a Interval"):
        Facts({Topic.HEADCOUNT: Known(True, "déclaré")})
    with pytest.raises(TypeError):
        Facts({question_key("devis"): Known("oui", "déclaré")})


def test_a_key_that_means_nothing_is_refused() -> None:
    with pytest.raises(KeyError):
        Facts({"effectif": Known(Interval.exactly(3), "déclaré")})


@pytest.mark.parametrize(("low", "high"), [(-1, 3), (5, 4)])
def test_an_interval_that_holds_nothing_is_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError):
        Interval(low, high)
