"""How many questions a company answers before its schemes are settled: three orders compared, honestly.

    python benchmarks/questions.py

The greedy order of the engine, a fixed order, and «most frequent missing» ask 500 invented companies (fixed seed, real
communes and activities when the package holds them) about the rules of the demonstration, then about 260 invented
ones. All three must end with the same verdicts: if not, the program stops. Prints ``name: value`` lines.
"""

import csv
import gzip
import io
import random
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from time import perf_counter
from typing import Any

from maillage.engines.rules import (
    DECLARED,
    ORDER,
    Activity,
    FactKey,
    Facts,
    Interval,
    Known,
    OneOf,
    Rule,
    Topic,
    Value,
    Verdict,
    YesNo,
    from_json,
    leaves,
    pending,
    questions,
    verdict,
)
from maillage.engines.territory import Code, Kind, Place

ON = date(2026, 11, 22)
PROFILES = 500

Strategy = Callable[[Sequence[Rule], Facts, date], FactKey | None]
"""What to ask next; None when nothing is left. A fact given once is not asked again, even if it was not enough."""


def greedy(rules: Sequence[Rule], facts: Facts, on: date) -> FactKey | None:
    """The question expected to settle most."""
    return next((question.key for question in questions(rules, facts, on, skip=set(facts))), None)


def most_frequent(rules: Sequence[Rule], facts: Facts, on: date) -> FactKey | None:
    """The missing fact that most open rules depend on."""
    asked = pending(rules, facts, on)
    return min(asked.keys() - set(facts), key=lambda key: (-len(asked[key]), _place(key)), default=None)


def fixed(rules: Sequence[Rule], facts: Facts, on: date) -> FactKey | None:
    """The first of a fixed list that an open rule depends on."""
    return min(pending(rules, facts, on).keys() - set(facts), key=_place, default=None)


def _place(key: FactKey) -> tuple[int, str]:
    return (ORDER.index(key) if key in ORDER else len(ORDER), key)


STRATEGIES: Mapping[str, Strategy] = {"greedy": greedy, "most_frequent": most_frequent, "fixed": fixed}


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One company asked in one order: the verdicts at the end, and after how many questions all, and 90 %, were settled."""

    verdicts: tuple[Verdict, ...]
    until_all: int
    until_most: int


def walk(rules: Sequence[Rule], truth: Facts, strategy: Strategy, on: date) -> Walk:
    """Ask until no question is left; the company answers with the truth."""
    facts = Facts()
    still_open = [rule for rule in rules if verdict(rule, facts, on) is Verdict.UNKNOWN]
    counts = [len(still_open)]
    while (key := strategy(still_open, facts, on)) is not None:
        answer = truth.get(key)
        assert answer is not None, f"a profile must answer {key}"
        facts = facts.learn(key, answer)
        still_open = [rule for rule in still_open if verdict(rule, facts, on) is Verdict.UNKNOWN]
        counts.append(len(still_open))
    most = counts[0] - 0.9 * (counts[0] - counts[-1])
    return Walk(
        verdicts=tuple(verdict(rule, facts, on) for rule in rules),
        until_all=next(step for step, left in enumerate(counts) if left == counts[-1]),
        until_most=next(step for step, left in enumerate(counts) if left <= most),
    )


def compare(rules: Sequence[Rule], truths: Sequence[Facts], on: date) -> dict[str, list[Walk]]:
    """Every company in every order. Raises AssertionError when two orders end with different verdicts."""
    walks = {
        name: [walk(rules, truth, strategy, on) for truth in truths] for name, strategy in STRATEGIES.items()
    }
    for name in STRATEGIES:
        same = [
            one.verdicts == other.verdicts for one, other in zip(walks[name], walks["greedy"], strict=True)
        ]
        assert all(same), f"{name} ends with other verdicts"
    return walks


def profiles(rules: Sequence[Rule], number: int, *, real: bool = True, seed: int = 7) -> list[Facts]:
    """So many companies that answer every question of the rules; nine in ten in the regions of the demonstration.

    ``real`` False: invented communes, which cost nothing to read.
    """
    chance = random.Random(seed)
    places, weights = _places() if real else _invented_places()
    local = [index for index, place in enumerate(places) if place.codes & _REGIONS] or list(
        range(len(places))
    )
    activities = _activities()
    criteria = [leaf for rule in rules for leaf in leaves(rule)]
    asked = sorted({leaf.key for leaf in criteria if isinstance(leaf, YesNo)})
    words = {
        topic: sorted(
            {
                code
                for leaf in criteria
                if isinstance(leaf, OneOf) and leaf.topic is topic
                for code in leaf.codes
            }
        )
        for topic in (Topic.OBJECTIVES, Topic.PURPOSE, Topic.PUBLIC, Topic.WORK_COUNTRY)
    }
    made = []
    for index in range(number):
        among = local if index % 10 else range(len(places))
        known: dict[FactKey, Value] = {
            Topic.PLACE: places[chance.choices(among, [weights[i] for i in among])[0]],
            Topic.ACTIVITY: chance.choice(activities),
            Topic.HEADCOUNT: Interval.exactly(int(chance.paretovariate(0.6)) - 1),
            Topic.TURNOVER: Interval.exactly(int(chance.lognormvariate(12.5, 1.5))),
            Topic.CREATED_ON: ON - timedelta(days=int(chance.expovariate(1 / 2500))),
            Topic.CLOSED_YEAR: chance.random() < 0.8,
            Topic.LEGAL_CATEGORY: chance.choice(
                ("1000", "5499", "5499", "5710", "5710", "5599", "9220", "7210")
            ),
            Topic.MICRO_ENTREPRENEUR: chance.random() < 0.3,
            Topic.ESS: chance.random() < 0.1,
            Topic.ARTISAN: chance.random() < 0.3,
            Topic.PUBLIC_BODY: chance.random() < 0.05,
            Topic.OBJECTIVES: frozenset(
                chance.sample(words[Topic.OBJECTIVES], min(2, len(words[Topic.OBJECTIVES])))
            ),
            Topic.PURPOSE: chance.choice([*words[Topic.PURPOSE], "autre"]),
            Topic.PUBLIC: chance.choice([*words[Topic.PUBLIC], "companies", "companies"]),
            Topic.WORK_COUNTRY: chance.choice([*words[Topic.WORK_COUNTRY], "FR", "FR", "FR"]),
            **{key: chance.random() < 0.5 for key in asked},
        }
        made.append(Facts({key: Known(value, DECLARED) for key, value in known.items()}))
    return made


_REGIONS = {Code.parse("reg:32"), Code.parse("reg:52")}


def _places() -> tuple[list[Place], list[int]]:
    try:
        communes = [row for row in _rows("communes") if row["kind"] == "com"]
        codes = {row["code"]: {Code.parse("pays:FR"), Code(Kind.COM, row["code"])} for row in communes}
        for row in communes:
            kinds = {"department": Kind.DEP, "region": Kind.REG}
            codes[row["code"]].update(Code(kind, row[name]) for name, kind in kinds.items() if row[name])
        for name in ("communes_epci", "communes_etude"):
            for row in _rows(name):
                commune = row.pop("commune")
                codes[commune].update(Code(Kind(kind), value) for kind, value in row.items() if value)
        for row in _rows("communes_frr"):
            if row["value"] in ("FRR", "FRR_PLUS"):
                codes[row["commune"]].add(Code(Kind.FRR, row["value"]))
        for row in _rows("communes_programmes"):
            codes[row["commune"]].add(Code(Kind(row["kind"]), "1"))
    except FileNotFoundError:
        return _invented_places()
    people = {row["code"]: int(row["population"] or 0) for row in communes}
    places = [
        Place(commune=code, name=code, codes=frozenset(found), population=people[code])
        for code, found in codes.items()
    ]
    return places, [people[place.commune] for place in places]


def _invented_places() -> tuple[list[Place], list[int]]:
    regions = ("32", "52", "11", "28", "44", "75", "76", "84", "93", "94")
    places = [
        Place(
            commune=f"{number:05}",
            name=f"Commune {number}",
            codes=frozenset({Code.parse("pays:FR"), Code(Kind.REG, regions[number % len(regions)])}),
            population=number * 100,
        )
        for number in range(200)
    ]
    return places, [1] * len(places)


def _activities() -> list[Activity]:
    try:
        parents = {row["code"]: row["parent"] for row in _rows("naf_rev2")}
    except FileNotFoundError:
        return [Activity("naf_rev2", "62.01Z", ("J", "62", "62.0", "62.01", "62.01Z"))]
    chains = [_chain(code, parents) for code in parents if len(code) == 6]
    return [Activity("naf_rev2", chain[-1], chain) for chain in chains]


def _chain(code: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    above = parents.get(code)
    return (*_chain(above, parents), code) if above else (code,)


def _rows(name: str) -> Iterator[dict[str, str]]:
    packed = (resources.files("maillage.data") / "reference" / f"{name}.csv.gz").read_bytes()
    return csv.DictReader(io.StringIO(gzip.decompress(packed).decode()))


def demonstration(on: date) -> list[Rule]:
    """The eligibility rules in force on a day of the published schemes of the demonstration."""
    import yaml

    text = (resources.files("maillage.data") / "network" / "demo-schemes.yaml").read_text("utf-8")
    found: list[Rule] = []
    for scheme in yaml.safe_load(text)["schemes"]:
        for version in scheme.get("rules", ()) if scheme["status"] == "published" else ():
            if version.get("eligibility") and _holds(version, on):
                found.append(from_json(version["eligibility"]))
    return found


def _holds(version: Mapping[str, Any], on: date) -> bool:
    return version.get("valid_from", date.min) <= on < version.get("valid_to", date.max)


def report(name: str, rules: Sequence[Rule], on: date) -> None:
    """Compare on one catalogue, and print."""
    truths = profiles(rules, PROFILES)
    start = perf_counter()
    walks = compare(rules, truths, on)
    print(f"{name}_rules: {len(rules)}")
    print(f"{name}_profiles: {len(truths)}")
    print(f"{name}_same_verdicts: yes")
    for strategy, done in walks.items():
        for aim, counts in (
            ("all", [w.until_all for w in done]),
            ("90_percent", [w.until_most for w in done]),
        ):
            print(f"{name}_{strategy}_until_{aim}_median: {statistics.median(counts):g}")
            print(f"{name}_{strategy}_until_{aim}_mean: {statistics.mean(counts):.2f}")
    print(f"{name}_seconds: {perf_counter() - start:.1f}")


def main() -> None:
    from judge import invented

    report("demonstration", demonstration(ON), ON)
    report("invented", invented(260), ON)


if __name__ == "__main__":
    main()
