"""The next question: which, why, and with which answers."""

from datetime import date
from typing import Any

import pytest

from maillage.engines.rules import (
    Activity,
    Choice,
    Control,
    Facts,
    Interval,
    Known,
    Question,
    Topic,
    Value,
    from_json,
    questions,
)
from maillage.engines.territory import Code, Place

ON = date(2026, 11, 22)
DEVIS = {
    "is": "question",
    "id": "devis",
    "text": "Un devis ?",
    "statement": "il y a un devis",
    "expects": True,
}
SMALL = {"is": "headcount", "max": 9}
ESS = {"is": "ess", "expects": True}


def asked(rules: list[dict[str, Any]], **known: Value) -> tuple[Question, ...]:
    facts = Facts({key: Known(value, "déclaré") for key, value in known.items()})
    return questions([from_json(rule) for rule in rules], facts, ON, {"objective:rh": "Ressources humaines"})


def test_the_question_that_settles_most_comes_first() -> None:
    best, second = asked([SMALL, {"is": "headcount", "min": 50}, ESS])
    assert (best.key, best.settles, best.concerns) == (Topic.HEADCOUNT, 2, (0, 1))
    assert (second.key, second.settles, second.concerns) == (Topic.ESS, 1, (2,))


def test_a_question_says_why_it_is_asked() -> None:
    best, second = asked([SMALL, {"is": "headcount", "min": 50}, ESS])
    assert best.text == "Combien de salariés avez-vous\u00a0?"
    assert best.why == (
        "pour savoir si vous remplissez une condition de 2 dispositifs, par exemple "
        "«\u00a0avoir moins de 10 salariés\u00a0»"
    )
    assert second.why.startswith("pour savoir si vous remplissez une condition d'un dispositif, ")


def test_a_fact_already_known_is_not_asked() -> None:
    assert [question.key for question in asked([{"all": [SMALL, ESS]}], headcount=Interval.exactly(4))] == [
        Topic.ESS
    ]


def test_a_settled_rule_asks_nothing() -> None:
    assert asked([{"all": [SMALL, ESS]}], headcount=Interval.exactly(14)) == ()
    assert asked([{"any": [SMALL, ESS]}], headcount=Interval.exactly(4)) == ()


def test_conditions_nobody_wrote_ask_nothing() -> None:
    assert asked([{"is": "to_confirm", "with": "la Région"}]) == ()


def test_a_bracket_across_the_threshold_asks_for_the_number() -> None:
    (question,) = asked([SMALL], headcount=Interval(6, 12))
    assert question.text == "Combien de salariés avez-vous exactement\u00a0?"
    assert question.settles == 1


def test_a_question_answered_i_do_not_know_is_skipped() -> None:
    rules = [from_json(SMALL), from_json(ESS)]
    assert [q.key for q in questions(rules, Facts(), ON, skip={Topic.HEADCOUNT})] == [Topic.ESS]


def test_ties_follow_what_a_company_knows_by_heart() -> None:
    keys = [question.key for question in asked([{"all": [DEVIS, ESS, {"is": "artisan", "expects": True}]}])]
    assert keys == [Topic.ARTISAN, Topic.ESS, "question:devis"]


def test_priors_change_what_is_expected_to_settle() -> None:
    rules = [from_json({"all": [SMALL, {"is": "headcount", "min": 5}, ESS]})]
    (likely,) = (
        question
        for question in questions(
            rules,
            Facts(),
            ON,
            priors={Topic.HEADCOUNT: [(Interval.exactly(7), 9.0), (Interval.exactly(60), 1.0)]},
        )
        if question.key == Topic.HEADCOUNT
    )
    assert likely.expected == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("rule", "control", "text"),
    [
        (DEVIS, Control.YES_NO, "Un devis ?"),
        ({"is": "age", "under_months": 36}, Control.DATE, "Quand votre entreprise a-t-elle été créée\u00a0?"),
        (
            {"is": "territory", "within": "reg:32"},
            Control.PLACE,
            "Dans quelle commune êtes-vous installé\u00a0?",
        ),
        ({"is": "legal_category", "codes": ["54"]}, Control.CODE, "Quelle est votre forme juridique\u00a0?"),
    ],
)
def test_a_question_says_how_it_is_answered(rule: dict[str, Any], control: Control, text: str) -> None:
    (question,) = asked([rule])
    assert (question.control, question.text, question.settles) == (control, text, 1)


def test_a_closed_question_offers_the_answers_rules_know() -> None:
    (question,) = asked([{"is": "objective", "codes": ["rh", "water"]}])
    assert question.control is Control.CHOICE
    assert question.choices == (
        Choice(code="rh", label="Ressources humaines"),
        Choice(code="water", label="water"),
    )


def test_an_activity_in_another_nomenclature_is_asked_in_the_one_of_the_rule() -> None:
    known = Activity("naf_2025", "62.10Y", ("K", "62", "62.1", "62.10", "62.10Y"))
    (question,) = asked([{"is": "activity", "nomenclature": "naf_rev2", "codes": ["62.01Z"]}], activity=known)
    assert question.text == "Quel est votre code d'activité en NAF rév. 2\u00a0?"


def test_a_place_partly_inside_asks_for_the_address() -> None:
    place = Place(
        commune="59350", name="Lille", codes=frozenset(), partial=frozenset({Code.parse("qpv:QN05901M")})
    )
    (question,) = asked([{"is": "zoning", "zoning": "qpv"}], place=place)
    assert question.text == "À quelle adresse êtes-vous installé\u00a0?"
    assert question.settles == 1


def test_the_reason_of_a_question_says_the_condition_with_its_negation():
    closed = from_json(
        {"all": [{"not": {"is": "public_body", "expects": True}}, {"is": "headcount", "max": 9}]}
    )
    asked = questions([closed], Facts({Topic.HEADCOUNT: Known(Interval.exactly(3), "déclaré")}), ON)
    assert "ne pas être une administration" in asked[0].why
