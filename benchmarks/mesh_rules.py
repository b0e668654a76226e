"""The catalogues of the measures of the mesh: 130 real programmes, invented rules, and plain SQL that says the same.

``catalogue(260)``: the 130 programmes of the package (file of « Transition écologique des entreprises »): sections aimed at, regions,
bounds of employees, micro-entrepreneurs and administrations excluded; dates are left aside, all are counted as open. Up to 260,
each is varied once: its territory drawn again or its bounds moved, so that all rules differ.

``invented(n)``: seed 1. National 42 %, one to three regions 23 %, a department 20 %, an EPCI 15 %; sections for 60 %, one to fifteen
codes of two to five digits for 40 % (15 % of them excluded rather than asked); a size for 70 %; an age for 30 %; a legal category for 45 %; the
social economy for 8 %; one rule in ten has two alternatives of size or activity.
"""

import csv
import random
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import mesh_stock

import maillage
from maillage.engines.coverage import Entry
from maillage.engines.rules import (
    ActivityIn,
    Age,
    AllOf,
    AnyOf,
    Flag,
    Headcount,
    LegalCategory,
    Not,
    Rule,
    Territory,
    Topic,
    YesNo,
)
from maillage.engines.rules.decide import add_months

PROGRAMMES = Path(maillage.__file__).parent / "data" / "network" / "programmes.csv"
GROUPS = (
    "building",
    "energy",
    "waste",
    "water",
    "mobility",
    "rh",
    "environmental",
    "biodiversity",
    "ecodesign",
)
SECTIONS = "ABCDEFGHIJKLMNOPQRSTU"
BOUNDS = (1, 3, 6, 10, 20, 50, 100, 200, 250, 300, 500, 1000, 5000)


@lru_cache
def real() -> tuple[Entry, ...]:
    """The 130 programmes of the package."""
    found = []
    with PROGRAMMES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            parts: list[Rule] = []
            regions = [code for code in row["regions"].split("|") if code]
            if regions:
                parts.append(Territory(within=" | ".join(f"reg:{code}" for code in regions)))
            low, high = (
                int(row["effectif_min"] or 0) or None,
                int(row["effectif_max"]) if row["effectif_max"] else None,
            )
            if low or high is not None:
                parts.append(Headcount(minimum=low, maximum=high))
            sections = tuple(code for code in row["sections_naf_ciblees"].split("|") if code)
            if sections and len(sections) < len(SECTIONS):
                parts.append(ActivityIn(nomenclature="naf_rev2", codes=sections))
            if row["exclut_microentrepreneur"] == "oui":
                parts.append(Flag(topic=Topic.MICRO_ENTREPRENEUR, expects=False))
            if row["ouvert_administrations"] != "oui":
                parts.append(Not(part=LegalCategory(codes=("7",))))
            groups = frozenset(code for code in row["objectifs"].split("|") if code)
            found.append(
                Entry(key=row["id"], rule=AllOf(parts=tuple(parts)) if parts else None, groups=groups)
            )
    return tuple(found)


@lru_cache
def catalogue(number: int) -> tuple[Entry, ...]:
    """The real programmes up to 260, each varied once; invented rules beyond."""
    if number > 260:
        return invented(number)
    chance, found, seen = random.Random(2), list(real()), {entry.rule for entry in real()}
    for entry in real():
        kept = (
            []
            if entry.rule is None
            else [part for part in _parts(entry.rule) if not isinstance(part, Territory)]
        )
        varied: Rule | None = None
        while varied is None or varied in seen:
            size = Headcount(**_bounds(chance))
            others = [part for part in kept if not isinstance(part, Headcount)]
            varied = AllOf(parts=(Territory(within=_regions(chance, 6)), size, *others))
        seen.add(varied)
        found.append(Entry(key=f"{entry.key}-2", rule=varied, groups=entry.groups))
    return tuple(found[:number])


@lru_cache
def invented(number: int, questions: bool = False) -> tuple[Entry, ...]:
    """So many invented rules, the same ones for the same seed. ``questions``: a third ask one of twelve questions too."""
    chance = random.Random(1)
    found = []
    for rank in range(number):
        parts = list(_one(chance))
        if questions and chance.random() < 0.33:
            name = f"q{min(chance.randrange(12), chance.randrange(12))}"
            parts.append(YesNo(id=name, text=f"{name} ?", statement=name))
        groups = frozenset(chance.sample(GROUPS, chance.randint(1, 2)))
        rule = None if not parts else AllOf(parts=tuple(parts))
        found.append(Entry(key=f"s{rank}", rule=rule, groups=groups))
    return tuple(found)


def _one(chance: random.Random) -> list[Rule]:
    where, parts = chance.random(), []
    if 0.42 <= where < 0.65:
        parts.append(Territory(within=_regions(chance, 3)))
    elif 0.65 <= where < 0.85:
        parts.append(Territory(within=f"dep:{chance.choice(_codes('department'))}"))
    elif where >= 0.85:
        parts.append(Territory(within=f"epci:{chance.choice(_codes('epci'))}"))
    activity: Rule
    if chance.random() < 0.6:
        activity = ActivityIn(
            nomenclature="naf_rev2", codes=tuple(sorted(chance.sample(SECTIONS, chance.randint(1, 12))))
        )
    else:
        lines = chance.sample(list(mesh_stock.activities().values()), chance.randint(1, 15))
        codes = tuple(dict.fromkeys(line[chance.randint(1, 4)] for line in lines))
        activity = ActivityIn(nomenclature="naf_rev2", codes=codes)
        if chance.random() < 0.15:
            activity = Not(part=activity)
    size = Headcount(**_bounds(chance))
    if chance.random() < 0.1:
        parts.append(AnyOf(parts=(activity, size)))
    else:
        parts.append(activity)
        if chance.random() < 0.7:
            parts.append(size)
    if chance.random() < 0.3:
        parts.append(
            Age(
                **chance.choice(
                    [
                        {"under_months": 36},
                        {"under_months": 60},
                        {"at_least_months": 12},
                        {"at_least_months": 24},
                        {"at_least_months": 36, "under_months": 120},
                    ]
                )
            )
        )
    if chance.random() < 0.45:
        codes = chance.choice([("7",), ("1",), ("5",), ("54", "57"), ("92", "93"), ("5710", "5720"), ("6",)])
        legal: Rule = LegalCategory(codes=codes)
        parts.append(Not(part=legal) if codes in (("7",), ("1",)) else legal)
    if chance.random() < 0.08:
        parts.append(Flag(topic=Topic.ESS))
    return parts


def _parts(rule: Rule) -> tuple[Rule, ...]:
    return rule.parts if isinstance(rule, AllOf) else (rule,)


def _bounds(chance: random.Random) -> dict[str, int | None]:
    low, high = sorted(chance.sample(BOUNDS, 2))
    kind = chance.random()
    return {"minimum": low if kind < 0.65 else None, "maximum": high - 1 if kind > 0.4 else None}


def _regions(chance: random.Random, most: int) -> str:
    return " | ".join(
        f"reg:{code}" for code in sorted(chance.sample(_codes("region"), chance.randint(1, most)))
    )


@lru_cache
def _codes(column: str) -> list[str]:
    return sorted({row[column] for row in mesh_stock.communes() if row[column]})


def sql(rule: Rule | None, on: date) -> str:
    """A rule as SQL on the wide table, written apart from the engine: NULL where a fact is unknown, as SQL and Kleene agree."""
    match rule:
        case None:
            return "TRUE"
        case AllOf(parts=parts):
            return "(" + " AND ".join(sql(part, on) for part in parts) + ")"
        case AnyOf(parts=parts):
            return "(" + " OR ".join(sql(part, on) for part in parts) + ")"
        case Not(part=part):
            return f"(NOT {sql(part, on)})"
        case Territory(within=within):
            codes = [one.strip().partition(":") for one in within.split("|")]
            return "(" + " OR ".join(f"{_inside(kind, code)}" for kind, _, code in codes) + ")"
        case ActivityIn(codes=codes):
            return "(" + " OR ".join(_active(code) for code in codes) + ")"
        case Headcount(minimum=low, maximum=high):
            least, most = low or 0, 999_999 if high is None else high
            return (
                f"(CASE WHEN low IS NULL THEN NULL WHEN high < {least} OR low > {most} THEN FALSE "
                f"WHEN low >= {least} AND high <= {most} THEN TRUE END)"
            )
        case LegalCategory(codes=codes):
            return "(" + " OR ".join(f"starts_with(category, '{code}')" for code in codes) + ")"
        case Age(at_least_months=least, under_months=under):
            bounds = [f"created <= DATE '{_day(on, least)}'"] if least is not None else []
            bounds += [f"created > DATE '{_day(on, under)}'"] if under is not None else []
            return "(" + " AND ".join(bounds) + ")"
        case Flag(topic=Topic.ESS):
            return "(ess = 'O')"
        case Flag(topic=Topic.MICRO_ENTREPRENEUR):
            return "(CASE WHEN starts_with(category, '1') OR category = '5498' THEN NULL WHEN category IS NOT NULL THEN TRUE END)"
    raise ValueError(rule)


def masks(rule: Rule | None, on: date) -> str:
    """A rule for certain as SQL on the coded table: masks of bits, two values."""
    match rule:
        case None:
            return "TRUE"
        case AllOf(parts=parts):
            return "(" + " AND ".join(masks(part, on) for part in parts) + ")"
        case Territory(within=within):
            regions = _codes("region")
            # A code that is no region (the file has 988) holds nobody here.
            codes = {one.strip().partition(":")[2] for one in within.split("|")}
            mask = sum(1 << (1 + rank) for rank, code in enumerate(regions) if code in codes)
            return f"((({mask}::UINTEGER) >> reg) & 1 = 1)"
        case ActivityIn(codes=codes):
            return f"((({sum(1 << (ord(code) - 64) for code in codes)}::UINTEGER) >> section) & 1 = 1)"
        case Headcount(minimum=low, maximum=high):
            return (
                f"(low >= {low or 0} AND high <= {998_999 if high is None else high})"
                if high is not None
                else f"(low >= {low})"
            )
        case Flag():
            return "settled"
        case Not():
            return "(NOT administration)"
    raise ValueError(rule)


def _inside(kind: str, code: str) -> str:
    # Outside of any EPCI is outside of this one; where the commune is not known, nothing is.
    return f"(CASE WHEN commune IS NULL THEN NULL ELSE coalesce({kind} = '{code}', FALSE) END)"


def _active(code: str) -> str:
    if len(code) == 1:
        return f"section = '{code}'"
    return f"division = '{code}'" if len(code) == 2 else f"starts_with(naf, '{code}')"


def _day(on: date, months: int) -> date:
    """The last day of creation that is so many months ago."""
    day = add_months(on, -months) + timedelta(days=4)
    while on < add_months(day, months):
        day -= timedelta(days=1)
    return day
