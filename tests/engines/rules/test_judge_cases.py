"""The cases a lawyer can read and write (cases/*.yaml): a situation, a rule, what must be answered."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from maillage.engines.rules import (
    Activity,
    Facts,
    Interval,
    Known,
    Topic,
    Value,
    from_json,
    judge,
    sentence,
    to_json,
    value_type,
)
from maillage.engines.rules.jsonform import FORMS
from maillage.engines.territory import Code, Place

CASES = Path(__file__).parent / "cases"
LEXICON = {
    "reg:32": "Hauts-de-France",
    "epci:200093201": "Métropole européenne de Lille",
    "naf_rev2:J": "Information et communication",
    "naf_rev2:C": "Industrie manufacturière",
    "naf_rev2:62.01Z": "Programmation informatique",
    "legal_category:54": "Société à responsabilité limitée",
    "objective:rh": "Ressources humaines",
    "purpose:creation": "création",
    "public:creators": "créateurs d'entreprise",
    "country:BE": "Belgique",
    "country:LU": "Luxembourg",
    "zoning:frr:FRR_PLUS": "FRR+",
}


def cases() -> list[Any]:
    found = [
        case for path in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))
    ]
    return [
        pytest.param(
            case,
            id=case["situation"],
            marks=[pytest.mark.requirement(case["requirement"])] if "requirement" in case else [],
        )
        for case in found
    ]


@pytest.mark.parametrize("case", cases())
def test_a_case_is_answered_as_its_lawyer_wrote(case: dict[str, Any]) -> None:
    rule = from_json(case["rule"])
    facts = Facts({key: Known(fact(key, value), "déclaré") for key, value in case["facts"].items()})
    answer = judge(rule, facts, case.get("day", date(2026, 11, 22)), LEXICON)
    assert answer.verdict == case["verdict"]
    assert plain(sentence(rule, LEXICON)) == case["sentence"]
    assert plain(answer.reason) == case["reason"]
    if "value" in case:
        assert plain(answer.value or "") == case["value"]


def test_every_word_of_the_language_has_a_case() -> None:
    def words(rule: dict[str, Any]) -> set[str]:
        inner = [part for group in ("all", "any") for part in rule.get(group, [])]
        inner += [rule["not"]] if "not" in rule else []
        return {rule["is"]} if "is" in rule else set().union(*map(words, inner))

    written = set().union(*(words(to_json(from_json(case.values[0]["rule"]))) for case in cases()))
    assert written == set(FORMS)


def fact(key: str, written: Any) -> Value:
    if value_type(key) is Interval:
        low, dash, high = str(written).partition("-")
        return Interval(int(low), int(high) if high else None if dash else int(low))
    if key == Topic.ACTIVITY:
        nomenclature, _, chain = written.partition(" ")
        ancestors = tuple(chain.split(" > "))
        return Activity(nomenclature, ancestors[-1], ancestors)
    if key == Topic.PLACE:
        place = {**written, "codes": codes(written["codes"]), "partial": codes(written.get("partial", []))}
        return Place(**place)
    if key == Topic.OBJECTIVES:
        return frozenset(written)
    value: Value = written
    return value


def codes(written: list[str]) -> frozenset[Code]:
    return frozenset(Code.parse(text) for text in written)


def plain(text: str) -> str:
    """No-break spaces as the cases type them."""
    return text.replace("\u00a0", " ")
