"""The nearest change: what is proposed, what never is."""

from datetime import date
from typing import Any

from maillage.engines.chronology import Period
from maillage.engines.rules import (
    ChangeKind,
    DatedRule,
    Facts,
    Interval,
    Known,
    Value,
    from_json,
    nearest_changes,
    next_opening,
    rule_on,
)

ON = date(2026, 11, 22)
DEVIS = {
    "is": "question",
    "id": "devis",
    "text": "Un devis ?",
    "statement": "un devis est signé",
    "expects": True,
}


def facts(**known: Value) -> Facts:
    return Facts({key: Known(value, "déclaré") for key, value in known.items()})


def proposed(rule: dict[str, Any], known: Facts) -> list[str] | None:
    changes = nearest_changes(from_json(rule), known, ON)
    return None if changes is None else [change.sentence.replace("\u00a0", " ") for change in changes]


def test_hiring_is_proposed_with_how_many() -> None:
    rule = {"is": "headcount", "min": 10, "max": 49}
    assert proposed(rule, facts(headcount=Interval.exactly(9))) == [
        "Recruter 1 personne pour atteindre 10 salariés"
    ]
    assert proposed(rule, facts(headcount=Interval(6, 9))) == ["Recruter pour atteindre 10 salariés"]


def test_dismissing_is_never_proposed() -> None:
    assert proposed({"is": "headcount", "max": 9}, facts(headcount=Interval.exactly(14))) is None
    assert proposed({"not": {"is": "headcount", "min": 10}}, facts(headcount=Interval.exactly(14))) is None


def test_hiring_out_of_an_exclusion_is_proposed() -> None:
    rule = {"not": {"is": "headcount", "max": 9}}
    assert proposed(rule, facts(headcount=Interval.exactly(8))) == [
        "Recruter 2 personnes pour atteindre 10 salariés"
    ]


def test_waiting_is_proposed_until_the_age_is_reached() -> None:
    known = facts(created_on=date(2024, 3, 1))
    rule = {"is": "age", "at_least_months": 36}
    assert proposed(rule, known) == ["Attendre le 1er mars 2027 : votre entreprise aura 3 ans"]
    assert proposed({"is": "age", "under_months": 24}, known) is None


def test_waiting_that_would_close_another_condition_is_not_proposed() -> None:
    rule = {"all": [{"is": "age", "at_least_months": 36}, {"is": "created", "from": "2024-01-01"}]}
    assert proposed(rule, facts(created_on=date(2024, 3, 1))) is not None
    young = {"all": [{"is": "age", "at_least_months": 36}, {"not": {"is": "age", "at_least_months": 35}}]}
    assert proposed(young, facts(created_on=date(2024, 3, 1))) is None


def test_a_creator_may_create_but_a_company_does_not_become_a_creator() -> None:
    rule = {"is": "public", "codes": ["companies"]}
    assert proposed(rule, facts(public="creators")) == ["Créer votre entreprise"]
    assert proposed(rule, facts(public="associations")) is None
    assert proposed({"is": "public", "codes": ["creators"]}, facts(public="companies")) is None


def test_only_an_actionable_question_is_something_to_provide() -> None:
    known = Facts({"question:devis": Known(False, "déclaré")})
    assert proposed({**DEVIS, "actionable": True}, known) == [
        "Faire en sorte que ce soit vrai : un devis est signé"
    ]
    assert proposed(DEVIS, known) is None


def test_a_first_financial_year_can_be_closed_but_not_reopened() -> None:
    assert proposed({"is": "closed_year", "expects": True}, facts(closed_year=False)) == [
        "Attendre la clôture de votre premier exercice"
    ]
    assert proposed({"is": "closed_year", "expects": False}, facts(closed_year=True)) is None


def test_the_fewest_changes_are_proposed() -> None:
    rule = {
        "any": [
            {"all": [{"is": "headcount", "min": 10}, {"is": "age", "at_least_months": 36}]},
            {"is": "age", "at_least_months": 48},
        ]
    }
    known = facts(headcount=Interval.exactly(8), created_on=date(2024, 3, 1))
    assert proposed(rule, known) == ["Attendre le 1er mars 2028 : votre entreprise aura 4 ans"]


def test_every_missing_condition_is_proposed_together() -> None:
    rule = {
        "all": [{"is": "headcount", "min": 10}, {"is": "headcount", "min": 12}, {**DEVIS, "actionable": True}]
    }
    known = Facts(
        {"headcount": Known(Interval.exactly(8), "déclaré"), "question:devis": Known(False, "déclaré")}
    )
    changes = nearest_changes(from_json(rule), known, ON)
    assert changes is not None
    assert {change.kind for change in changes} == {ChangeKind.HIRE, ChangeKind.PROVIDE}
    assert {change.value for change in changes} == {Interval.exactly(12), True}


def test_nothing_is_proposed_when_nothing_is_refused() -> None:
    assert proposed({"is": "headcount", "min": 10}, facts(headcount=Interval.exactly(10))) == []
    assert proposed({"is": "headcount", "min": 10}, Facts()) == []


SMALL, LARGE = from_json({"is": "headcount", "max": 9}), from_json({"is": "headcount", "max": 49})
VERSIONS = (
    DatedRule(rule=SMALL, period=Period(date(2025, 1, 1), date(2027, 1, 1))),
    DatedRule(rule=LARGE, period=Period(date(2027, 1, 1), None)),
)


def test_a_company_is_judged_by_the_rule_of_its_day() -> None:
    before, first, second = (rule_on(VERSIONS, day) for day in (date(2024, 12, 31), ON, date(2027, 1, 1)))
    assert before is None
    assert first is not None and first.rule is SMALL
    assert second is not None and second.rule is LARGE


def test_waiting_for_a_wider_rule_is_proposed_to_whom_it_will_help() -> None:
    opening = next_opening(VERSIONS, facts(headcount=Interval.exactly(14)), ON)
    assert opening is not None and opening.until == date(2027, 1, 1)
    assert opening.sentence == "Attendre le 1er janvier 2027\u00a0: la règle change ce jour-là"
    assert next_opening(VERSIONS, facts(headcount=Interval.exactly(60)), ON) is None
