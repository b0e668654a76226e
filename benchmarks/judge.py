"""How long the judge takes to answer one company, against 260 and 2,000 schemes.

    python benchmarks/judge.py

Prints ``name: value`` lines: medians in milliseconds, the ratio of 2,000 to 260, and ratios to a trivial loop that
only compares two numbers a criterion, so that another machine can be compared with this one. The rules are invented
from a fixed seed in the shapes of real programmes: territory, size, legal category, micro-entrepreneur, and for one in
four an age, a sector, a choice or a question.
"""

import random
import statistics
from collections.abc import Callable
from datetime import date
from time import perf_counter
from typing import Any

from maillage.engines.rules import (
    DECLARED,
    Activity,
    Facts,
    Interval,
    Known,
    Rule,
    Topic,
    from_json,
    judge,
    leaves,
    nearest_changes,
    questions,
    verdict,
)
from maillage.engines.territory import Code, Place

ON = date(2026, 11, 22)
ROUNDS = 15
REGIONS = ("32", "52", "11", "28", "44", "75", "76", "84", "93", "94")
SECTIONS = "ABCDEFGHIJKLMNOPQRS"


def invented(number: int, seed: int = 1) -> list[Rule]:
    """So many rules in the shapes of real programmes; the same ones for the same seed."""
    chance = random.Random(seed)
    return [from_json({"all": list(_parts(chance))}) for _ in range(number)]


def _parts(chance: random.Random) -> list[dict[str, Any]]:
    low = chance.choice([None, None, 1, 10, 20, 50, 250])
    high = chance.choice([None, 9, 49, 249, 300, 4999])
    parts: list[dict[str, Any]] = [{"is": "micro_entrepreneur", "expects": False}]
    if low is not None or (high is not None and high > (low or 0)):
        size = {"min": low, "max": high if high is not None and high > (low or 0) else None}
        parts.append({"is": "headcount"} | {key: value for key, value in size.items() if value is not None})
    if chance.random() < 0.5:
        parts.append(
            {"is": "territory", "within": " | ".join(f"reg:{code}" for code in _some(chance, REGIONS))}
        )
    if chance.random() < 0.5:
        parts.append({"not": {"is": "legal_category", "codes": ["7"]}})
    if chance.random() < 0.25:
        parts.append({"is": "age", "under_months": chance.choice([24, 36, 60])})
    if chance.random() < 0.25:
        parts.append({"is": "activity", "nomenclature": "naf_rev2", "codes": _some(chance, SECTIONS)})
    if chance.random() < 0.25:
        parts.append({"any": [{"is": "ess", "expects": True}, {"is": "turnover", "max": 2_000_000}]})
    if chance.random() < 0.25:
        name = f"q{chance.randrange(12)}"
        parts.append({"is": "question", "id": name, "text": f"{name} ?", "statement": name, "expects": True})
    return parts


def _some(chance: random.Random, values: Any) -> list[str]:
    return sorted(chance.sample(list(values), chance.randint(1, 4)))


def company() -> Facts:
    """One company of Lille, of which the turnover and the answers to questions are not known."""
    place = Place(
        commune="59350",
        name="Lille",
        codes=frozenset(
            map(Code.parse, ("reg:32", "dep:59", "epci:200093201", "ze:3207", "com:59350", "pays:FR"))
        ),
        population=238_695,
    )
    known = {
        Topic.HEADCOUNT: Interval.exactly(8),
        Topic.CREATED_ON: date(2024, 3, 1),
        Topic.ACTIVITY: Activity("naf_rev2", "62.01Z", ("J", "62", "62.0", "62.01", "62.01Z")),
        Topic.LEGAL_CATEGORY: "5499",
        Topic.PLACE: place,
        Topic.MICRO_ENTREPRENEUR: False,
        Topic.ESS: False,
    }
    return Facts({key: Known(value, DECLARED) for key, value in known.items()})


def milliseconds(work: Callable[[], object]) -> float:
    """The median duration of a piece of work."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    facts = company()
    medians: dict[int, float] = {}
    for number in (260, 2000):
        rules = invented(number)
        criteria = sum(len(leaves(rule)) for rule in rules)
        medians[number] = milliseconds(lambda rules=rules: [judge(rule, facts, ON) for rule in rules])
        alone = milliseconds(lambda rules=rules: [verdict(rule, facts, ON) for rule in rules])
        loop = milliseconds(lambda criteria=criteria: [value < 9 for value in range(criteria)])
        print(f"judge_{number}_schemes_ms: {medians[number]:.2f}")
        print(f"judge_{number}_us_per_criterion: {medians[number] * 1000 / criteria:.2f}")
        print(f"verdict_alone_{number}_schemes_ms: {alone:.2f}")
        print(f"judge_{number}_ratio_to_trivial_loop: {medians[number] / loop:.0f}")
    print(f"judge_ratio_2000_to_260: {medians[2000] / medians[260]:.2f}")
    hundred = invented(400)
    still_open = [rule for rule in hundred if verdict(rule, Facts(), ON) == "unknown"][:100]
    print(f"questions_100_open_rules_ms: {milliseconds(lambda: questions(still_open, Facts(), ON)):.2f}")
    unmet = [rule for rule in invented(2000) if verdict(rule, facts, ON) == "unmet"][:260]
    changes = milliseconds(lambda: [nearest_changes(rule, facts, ON) for rule in unmet])
    print(f"nearest_changes_{len(unmet)}_unmet_rules_ms: {changes:.2f}")


if __name__ == "__main__":
    main()
