"""Laws of rules, on random rules and situations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_strategies import CHANGEABLE, GROUPS, LEAVES, ON, RULES, SAMPLES, Situation, situations

from maillage.engines.rules import (
    CRITERIA,
    AllOf,
    AnyOf,
    ChangeKind,
    Interval,
    Leaf,
    Not,
    Rule,
    Topic,
    Verdict,
    apply,
    clause,
    from_json,
    judge,
    nearest_changes,
    pending,
    questions,
    recompute,
    sentence,
    to_json,
    verdict,
)

moderately = settings(max_examples=120, deadline=None)


@moderately
@given(RULES, situations())
def test_learning_a_fact_never_overturns_a_certain_answer(rule: Rule, situation: Situation) -> None:
    seen = verdict(rule, situation.seen, ON)
    if seen is not Verdict.UNKNOWN:
        assert verdict(rule, situation.better, ON) is seen
        assert verdict(rule, situation.true, ON) is seen


@pytest.mark.parametrize("kind", CRITERIA, ids=lambda kind: kind.__name__)
@settings(max_examples=60, deadline=None)
@given(data=st.data(), situation=situations())
def test_learning_never_overturns_a_criterion(
    kind: type[Leaf], data: st.DataObject, situation: Situation
) -> None:
    rule = data.draw(SAMPLES[kind])
    seen = verdict(rule, situation.seen, ON)
    if seen is not Verdict.UNKNOWN:
        assert verdict(rule, situation.better, ON) is seen
        assert verdict(rule, situation.true, ON) is seen


@moderately
@given(RULES, situations())
def test_the_explanation_alone_recomputes_the_verdict(rule: Rule, situation: Situation) -> None:
    judgement = judge(rule, situation.seen, ON)
    assert recompute(judgement) is judgement.verdict is verdict(rule, situation.seen, ON)
    assert judgement.reason


@moderately
@given(RULES)
def test_writing_a_rule_as_json_and_reading_it_back_changes_nothing(rule: Rule) -> None:
    assert from_json(to_json(rule)) == rule
    assert to_json(from_json(to_json(rule))) == to_json(rule)


@moderately
@given(GROUPS | RULES)
def test_the_sentence_names_every_criterion(rule: Rule) -> None:
    said = clause(rule)
    assert sentence(rule)[1:] == said[1:]
    for leaf, affirmed in polarised(rule, True):
        assert clause(leaf, affirmed=affirmed) in said


@moderately
@given(st.lists(LEAVES, min_size=2, max_size=4, unique=True), st.sampled_from([AllOf, AnyOf]), st.data())
def test_a_criterion_left_out_changes_the_sentence(
    parts: list[Leaf], group: type[AllOf | AnyOf], data: st.DataObject
) -> None:
    dropped = data.draw(st.sampled_from(parts))
    shorter = tuple(part for part in parts if part != dropped)
    assert sentence(group(parts=shorter)) != sentence(group(parts=tuple(parts)))


@moderately
@given(RULES)
def test_no_sentence_speaks_like_a_machine(rule: Rule) -> None:
    said = sentence(Not(part=rule))
    assert "NOT" not in said
    assert said[0].isupper() or not said[0].isalpha()
    assert not any(f" {mark}" in said for mark in ":;!»")
    assert "« " not in said


@moderately
@given(CHANGEABLE | RULES, situations())
def test_the_nearest_change_lifts_the_refusal(rule: Rule, situation: Situation) -> None:
    changes = nearest_changes(rule, situation.seen, ON)
    if changes:
        assert verdict(rule, situation.seen, ON) is Verdict.UNMET
        assert verdict(rule, *apply(changes, situation.seen, ON)) is not Verdict.UNMET
    else:
        assert (changes is None) is (verdict(rule, situation.seen, ON) is Verdict.UNMET)


@moderately
@given(CHANGEABLE | RULES, situations())
def test_a_nearest_change_touches_only_what_a_company_can_change(rule: Rule, situation: Situation) -> None:
    changes = nearest_changes(rule, situation.true, ON)
    facts, later = apply(changes or (), situation.true, ON)
    assert later >= ON
    for key in facts:
        if facts.get(key) == situation.true.get(key):
            continue
        before, after = situation.true.get(key), facts.get(key)
        assert before is not None and after is not None
        if key == Topic.HEADCOUNT:
            assert isinstance(before.value, Interval) and isinstance(after.value, Interval)
            assert after.value.low > before.value.low
        elif key == Topic.PUBLIC:
            assert (before.value, after.value) == ("creators", "companies")
        elif key == Topic.CLOSED_YEAR:
            assert after.value is True
        else:
            assert key.startswith("question:")
    for change in changes or ():
        assert change.kind in ChangeKind
        assert change.sentence


@moderately
@given(st.lists(RULES, min_size=1, max_size=4), situations())
def test_a_fact_not_asked_for_would_change_nothing(some_rules: list[Rule], situation: Situation) -> None:
    asked = pending(some_rules, situation.seen, ON)
    facts = situation.seen
    for key in situation.true:
        known = situation.true.get(key)
        if key not in asked and known is not None:
            facts = facts.learn(key, known)
    for rule in some_rules:
        assert verdict(rule, facts, ON) is verdict(rule, situation.seen, ON)


@moderately
@given(st.lists(RULES, min_size=1, max_size=4), situations())
def test_questions_are_those_that_open_rules_depend_on(some_rules: list[Rule], situation: Situation) -> None:
    asked = pending(some_rules, situation.seen, ON)
    found = questions(some_rules, situation.seen, ON)
    assert {question.key: question.concerns for question in found} == asked
    for question in found:
        assert question.settles <= len(question.concerns)
        assert 0 <= question.expected <= question.settles
        assert all(
            verdict(some_rules[index], situation.seen, ON) is Verdict.UNKNOWN for index in question.concerns
        )


def polarised(rule: Rule, affirmed: bool) -> list[tuple[Leaf, bool]]:
    if isinstance(rule, Not):
        return polarised(rule.part, not affirmed)
    if isinstance(rule, AllOf | AnyOf):
        return [pair for part in rule.parts for pair in polarised(part, affirmed)]
    return [(rule, affirmed)]
