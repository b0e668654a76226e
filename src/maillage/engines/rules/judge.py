"""The judge: a rule, what is known, a day — a verdict and its whole explanation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from maillage.engines.rules.decide import (
    NO_LISTS,
    OPPOSITE,
    Lists,
    Verdict,
    all_of,
    any_of,
    decide,
)
from maillage.engines.rules.facts import Facts
from maillage.engines.rules.french import NB
from maillage.engines.rules.reasons import leaf_reason, leaf_value
from maillage.engines.rules.sentences import NO_NAMES, Lexicon
from maillage.engines.rules.values import AllOf, AnyOf, Leaf, Not, Rule, key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with what explains it.

    ``children`` are the judgements of the parts, in their order; ``value`` and ``origin`` the fact a criterion used,
    None when it is unknown or when the rule has several parts; ``reason`` a French clause without capital or stop.
    """

    verdict: Verdict
    rule: Rule
    children: "tuple[Judgement, ...]" = ()
    value: str | None = None
    origin: str | None = None
    reason: str = ""


def judge(
    rule: Rule, facts: Facts, on: date, lexicon: Lexicon = NO_NAMES, lists: Lists = NO_LISTS
) -> Judgement:
    """Whether the facts meet the rule on a day, and why.

    A named list that ``lists`` does not hold leaves its criterion unknown: nobody loses an aid for a list not loaded.
    """
    if isinstance(rule, AllOf | AnyOf):
        return _group(rule, tuple(judge(part, facts, on, lexicon, lists) for part in rule.parts))
    if isinstance(rule, Not):
        part = judge(rule.part, facts, on, lexicon, lists)
        return Judgement(
            verdict=OPPOSITE[part.verdict],
            rule=rule,
            children=(part,),
            value=part.value,
            origin=part.origin,
            reason=part.reason,
        )
    return _leaf(rule, facts, on, lexicon, lists)


def recompute(judgement: Judgement) -> Verdict:
    """The verdict again, from the explanation alone: the verdicts of the criteria and the shape of the rule."""
    verdicts = [recompute(child) for child in judgement.children]
    if isinstance(judgement.rule, AllOf):
        return all_of(verdicts)
    if isinstance(judgement.rule, AnyOf):
        return any_of(verdicts)
    if isinstance(judgement.rule, Not):
        return OPPOSITE[verdicts[0]]
    return judgement.verdict


def _leaf(leaf: Leaf, facts: Facts, on: date, lexicon: Lexicon, lists: Lists) -> Judgement:
    answer = decide(leaf, facts, on, lists)
    key = key_of(leaf)
    known = None if key is None else facts.get(key)
    text = None if key is None or known is None else leaf_value(leaf, key, known, lexicon)
    return Judgement(
        verdict=answer,
        rule=leaf,
        value=text,
        origin=None if known is None else known.origin,
        reason=leaf_reason(leaf, key, answer, known, text, on),
    )


def _group(rule: AllOf | AnyOf, children: tuple[Judgement, ...]) -> Judgement:
    verdicts = [child.verdict for child in children]
    answer = all_of(verdicts) if isinstance(rule, AllOf) else any_of(verdicts)
    lone = children[0] if len(children) == 1 else None
    return Judgement(
        verdict=answer,
        rule=rule,
        children=children,
        value=lone.value if lone else None,
        origin=lone.origin if lone else None,
        reason=_reasons(child.reason for child in children if child.verdict is answer),
    )


def _reasons(reasons: Iterable[str]) -> str:
    return f"{NB}; ".join(dict.fromkeys(reasons))
