"""The next question: the one expected to settle most open schemes, with its reason.

Greedy: each missing fact is tried with the answers that the open rules can tell apart, all equally likely unless
priors say otherwise; the expected number of rules settled ranks it. Ties go to the fact more open rules depend on,
then to `ORDER`. Measured against a fixed order and against «most frequent missing» in docs/performance.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maillage.engines.rules.answers import cited_activities, cited_choices, representatives
from maillage.engines.rules.decide import (
    MET,
    NO_LISTS,
    OPPOSITE,
    UNKNOWN,
    UNMET,
    Lists,
    Verdict,
    decide,
    verdict,
)
from maillage.engines.rules.facts import FactKey, Facts, Known, Topic, Value
from maillage.engines.rules.french import count, quoted
from maillage.engines.rules.sentences import NO_NAMES, Lexicon, choice_name, clause
from maillage.engines.rules.values import (
    NOMENCLATURES,
    AllOf,
    AnyOf,
    Leaf,
    Not,
    Rule,
    YesNo,
    conditions,
    key_of,
    leaves,
)

ORDER: tuple[FactKey, ...] = (
    Topic.PLACE,
    Topic.HEADCOUNT,
    Topic.ACTIVITY,
    Topic.CREATED_ON,
    Topic.PUBLIC,
    Topic.OBJECTIVES,
    Topic.PURPOSE,
    Topic.MICRO_ENTREPRENEUR,
    Topic.LEGAL_CATEGORY,
    Topic.ARTISAN,
    Topic.ESS,
    Topic.PUBLIC_BODY,
    Topic.CLOSED_YEAR,
    Topic.TURNOVER,
    Topic.WORK_COUNTRY,
)
"""The order that breaks ties: what a company knows by heart first. Yes/no questions come after, by their id."""

Priors = Mapping[FactKey, Sequence[tuple[Value, float]]]
"""For a fact, likely answers and their weights, used instead of equally likely representatives."""

SUPPOSED = "supposé"
"""The origin of an answer that is only tried."""


class Control(StrEnum):
    """How an answer is given."""

    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    PLACE = "place"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers of a closed question."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question still worth asking.

    ``concerns`` are the indexes of the open rules that depend on it, ``settles`` how many of them some answer settles
    alone, ``expected`` how many an answer settles on average; ``choices`` the answers the rules know, for a choice.
    """

    key: FactKey
    text: str
    why: str
    control: Control
    choices: tuple[Choice, ...]
    settles: int
    expected: float
    concerns: tuple[int, ...]


_ASKED: Mapping[FactKey, tuple[str, Control]] = {
    Topic.HEADCOUNT: ("Combien de salariés avez-vous\u00a0?", Control.NUMBER),
    Topic.TURNOVER: ("Quel est votre chiffre d'affaires annuel, en euros\u00a0?", Control.NUMBER),
    Topic.CREATED_ON: ("Quand votre entreprise a-t-elle été créée\u00a0?", Control.DATE),
    Topic.CLOSED_YEAR: ("Avez-vous déjà clos un exercice\u00a0?", Control.YES_NO),
    Topic.ACTIVITY: ("Quelle est votre activité\u00a0?", Control.CODE),
    Topic.LEGAL_CATEGORY: ("Quelle est votre forme juridique\u00a0?", Control.CODE),
    Topic.PLACE: ("Dans quelle commune êtes-vous installé\u00a0?", Control.PLACE),
    Topic.MICRO_ENTREPRENEUR: ("Êtes-vous micro-entrepreneur\u00a0?", Control.YES_NO),
    Topic.ESS: ("Relevez-vous de l'économie sociale et solidaire\u00a0?", Control.YES_NO),
    Topic.ARTISAN: ("Êtes-vous artisan\u00a0?", Control.YES_NO),
    Topic.PUBLIC_BODY: ("Êtes-vous une administration ou un établissement public\u00a0?", Control.YES_NO),
    Topic.OBJECTIVES: ("Quels sont vos objectifs\u00a0?", Control.CHOICE),
    Topic.PURPOSE: ("Que préparez-vous\u00a0?", Control.CHOICE),
    Topic.PUBLIC: ("De quel public faites-vous partie\u00a0?", Control.CHOICE),
    Topic.WORK_COUNTRY: ("Dans quel pays se trouve l'emploi\u00a0?", Control.CHOICE),
}

_MORE_EXACTLY: Mapping[FactKey, str] = {
    Topic.HEADCOUNT: "Combien de salariés avez-vous exactement\u00a0?",
    Topic.TURNOVER: "Quel est exactement votre chiffre d'affaires annuel, en euros\u00a0?",
    Topic.ACTIVITY: "Quel est votre code d'activité complet\u00a0?",
    Topic.LEGAL_CATEGORY: "Quelle est précisément votre forme juridique\u00a0?",
    Topic.PLACE: "À quelle adresse êtes-vous installé\u00a0?",
}


def pending(
    rules: Sequence[Rule], facts: Facts, on: date, lists: Lists = NO_LISTS
) -> dict[FactKey, tuple[int, ...]]:
    """The facts that would help, with the indexes of the open rules that depend on each.

    A fact is left out when no open rule can change with it, because another part already decides.
    """
    found: dict[FactKey, dict[int, None]] = {}
    for index, rule in _open(rules, facts, on, lists).items():
        for leaf in leaves(rule):
            key = key_of(leaf)
            if key is not None:
                found.setdefault(key, {})[index] = None
    return {key: tuple(indexes) for key, indexes in found.items()}


def questions(
    rules: Sequence[Rule],
    facts: Facts,
    on: date,
    lexicon: Lexicon = NO_NAMES,
    lists: Lists = NO_LISTS,
    *,
    priors: Priors | None = None,
    skip: Collection[FactKey] = (),
) -> tuple[Question, ...]:
    """What is still worth asking, best first; rules already settled do not count.

    ``skip`` are the questions answered «je ne sais pas».
    """
    still_open = _open(rules, facts, on, lists)
    asked: dict[FactKey, list[tuple[int, Leaf]]] = {}
    for index, rule in still_open.items():
        for leaf in leaves(rule):
            key = key_of(leaf)
            if key is not None and key not in skip:
                asked.setdefault(key, []).append((index, leaf))
    made = [
        _question(key, uses, still_open, facts, on, lexicon, lists, priors or {})
        for key, uses in asked.items()
    ]
    return tuple(sorted(made, key=_rank))


def _rank(question: Question) -> tuple[float, int, int, str]:
    place = ORDER.index(question.key) if question.key in ORDER else len(ORDER)
    return -round(question.expected, 9), -len(question.concerns), place, question.key


def _question(
    key: FactKey,
    uses: list[tuple[int, Leaf]],
    still_open: Mapping[int, Rule],
    facts: Facts,
    on: date,
    lexicon: Lexicon,
    lists: Lists,
    priors: Priors,
) -> Question:
    criteria = [leaf for _, leaf in uses]
    answers = priors.get(key) or [(value, 1.0) for value in representatives(key, criteria, facts, on, lists)]
    tried = [(Facts({key: Known(value, SUPPOSED)}), weight) for value, weight in answers]
    total = sum(weight for _, weight in tried)
    concerns = tuple(dict.fromkeys(index for index, _ in uses))
    expected, settles = 0.0, 0
    for index in concerns:
        rule = still_open[index]
        share = sum(weight for guess, weight in tried if verdict(rule, guess, on, lists) is not UNKNOWN)
        expected += share / total
        settles += share > 0
    text, control = _wording(key, criteria, facts)
    return Question(
        key=key,
        text=text,
        why=_why(_condition(still_open[uses[0][0]], criteria[0]), len(concerns), lexicon),
        control=control,
        choices=_choices(key, criteria, lexicon) if control is Control.CHOICE else (),
        settles=settles,
        expected=expected,
        concerns=concerns,
    )


def _wording(key: FactKey, criteria: Sequence[Leaf], facts: Facts) -> tuple[str, Control]:
    first = criteria[0]
    if isinstance(first, YesNo):
        return first.text, Control.YES_NO
    text, control = _ASKED[key]
    known = facts.get(key)
    if key == Topic.ACTIVITY:
        nomenclature, _ = cited_activities(criteria)
        if known is None or getattr(known.value, "nomenclature", None) == nomenclature:
            return (text if known is None else _MORE_EXACTLY[key]), control
        return f"Quel est votre code d'activité en {NOMENCLATURES[nomenclature]}\u00a0?", control
    return (text if known is None else _MORE_EXACTLY.get(key, text)), control


def _condition(rule: Rule, leaf: Leaf) -> Rule:
    """The criterion as the rule says it: with its negation, when it stands under one."""
    return next(
        (part for part in conditions(rule) if isinstance(part, Not) and part.part is leaf),
        leaf,
    )


def _why(condition: Rule, schemes: int, lexicon: Lexicon) -> str:
    example = quoted(clause(condition, lexicon))
    if schemes == 1:
        return f"pour savoir si vous remplissez une condition d'un dispositif, {example}"
    of_them = count(schemes, "dispositif", "dispositifs")
    return f"pour savoir si vous remplissez une condition de {of_them}, par exemple {example}"


def _choices(key: FactKey, criteria: Sequence[Leaf], lexicon: Lexicon) -> tuple[Choice, ...]:
    return tuple(Choice(code=code, label=choice_name(key, code, lexicon)) for code in cited_choices(criteria))


def _open(rules: Sequence[Rule], facts: Facts, on: date, lists: Lists) -> dict[int, Rule]:
    reduced = ((index, _reduced(rule, facts, on, lists)) for index, rule in enumerate(rules))
    return {index: rule for index, rule in reduced if not isinstance(rule, Verdict)}


def _reduced(rule: Rule, facts: Facts, on: date, lists: Lists) -> Rule | Verdict:
    """What is left of a rule once the facts have spoken: a verdict, or the criteria that can still change it."""
    if isinstance(rule, AllOf | AnyOf):
        every = isinstance(rule, AllOf)
        decisive = UNMET if every else MET
        left: list[Rule] = []
        for part in rule.parts:
            rest = _reduced(part, facts, on, lists)
            if rest is decisive:
                return decisive
            if not isinstance(rest, Verdict):
                left.append(rest)
        if not left:
            return OPPOSITE[decisive]
        if len(left) == 1:
            return left[0]
        return AllOf(parts=tuple(left)) if every else AnyOf(parts=tuple(left))
    if isinstance(rule, Not):
        rest = _reduced(rule.part, facts, on, lists)
        return OPPOSITE[rest] if isinstance(rest, Verdict) else Not(part=rest)
    answer = decide(rule, facts, on, lists)
    return rule if answer is UNKNOWN else answer
