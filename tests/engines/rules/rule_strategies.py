"""Random rules and random situations, small enough to meet: the ground of the laws.

A situation is drawn whole and exact, then seen through a veil: a fact is hidden, coarse or plain. Lifting a veil
never adds what was not true.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from hypothesis import strategies as st

from maillage.engines.rules import (
    CRITERIA,
    Activity,
    ActivityIn,
    Age,
    AllOf,
    AnyOf,
    CommunePopulation,
    Created,
    FactKey,
    Facts,
    Flag,
    Headcount,
    Interval,
    Known,
    Leaf,
    LegalCategory,
    Not,
    OneOf,
    Rule,
    Territory,
    ToConfirm,
    Topic,
    Turnover,
    Value,
    YesNo,
    Zoning,
    question_key,
)
from maillage.engines.territory import Code, Kind, Place

ON = date(2026, 11, 22)
DAYS = st.dates(date(2019, 1, 1), date(2027, 6, 30))
QUESTIONS = ("devis", "occasion")
CHAINS = (
    ("J", "62", "62.0", "62.01", "62.01Z"),
    ("J", "62", "62.0", "62.02", "62.02A"),
    ("C", "10", "10.7", "10.71"),
)
NOMENCLATURES = st.sampled_from(["naf_rev2", "naf_rev2", "naf_rev2", "naf_2025"])
CODES = [Code.parse(text) for text in ("dep:59", "reg:32", "ze:3207", "qpv:QN05901M", "frr:FRR", "acv:1")]
EXPRESSIONS = (
    "dep:59",
    "reg:32 - dep:59",
    "(reg:32 | ze:3207) & dep:59",
    "qpv:QN05901M",
    "arm:75112",
    "list:absente",
)


@st.composite
def bounds(draw: st.DrawFn, highest: int = 12) -> dict[str, int | None]:
    low, high = draw(st.none() | st.integers(0, highest)), draw(st.none() | st.integers(0, highest))
    if low is None and high is None:
        low = 3
    if low is not None and high is not None and high < low:
        low, high = high, low
    return {"minimum": low, "maximum": high}


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)


def ages() -> st.SearchStrategy[Age]:
    pairs = st.tuples(st.none() | st.integers(0, 60), st.none() | st.integers(1, 60))
    sound = pairs.filter(lambda p: p != (None, None) and (None in p or cast(int, p[0]) < cast(int, p[1])))
    return sound.map(lambda p: Age(at_least_months=p[0], under_months=p[1]))


def periods() -> st.SearchStrategy[Created]:
    pairs = st.tuples(st.none() | DAYS, st.none() | DAYS)
    sound = pairs.filter(lambda p: p != (None, None) and (None in p or cast(date, p[0]) < cast(date, p[1])))
    return sound.map(lambda p: Created(start=p[0], before=p[1]))


def choices() -> st.SearchStrategy[OneOf]:
    words = {
        Topic.OBJECTIVES: ("rh", "water", "energy"),
        Topic.PURPOSE: ("creation", "development"),
        Topic.PUBLIC: ("companies", "creators"),
        Topic.WORK_COUNTRY: ("BE", "LU"),
    }
    return st.sampled_from(sorted(words)).flatmap(
        lambda topic: some(words[topic]).map(lambda codes: OneOf(topic=topic, codes=codes))
    )


def zonings() -> st.SearchStrategy[Zoning]:
    values = {"frr": ("FRR", "FRR_PLUS"), "acv": ("1",), "qpv": ("QN05901M",)}
    return st.sampled_from(sorted(values)).flatmap(
        lambda name: (st.none() | some(values[name])).map(lambda chosen: Zoning(zoning=name, values=chosen))
    )


FLAGS = (Topic.CLOSED_YEAR, Topic.MICRO_ENTREPRENEUR, Topic.ESS, Topic.ARTISAN, Topic.PUBLIC_BODY)

SAMPLES: dict[type[Leaf], st.SearchStrategy[Any]] = {
    Headcount: bounds().map(lambda b: Headcount(**b)),
    Turnover: bounds().map(lambda b: Turnover(**b)),
    Age: ages(),
    Created: periods(),
    Flag: st.builds(Flag, topic=st.sampled_from(FLAGS), expects=st.booleans()),
    ActivityIn: st.builds(
        ActivityIn,
        nomenclature=NOMENCLATURES,
        codes=some(("C", "62", "62.01Z", "62.02A", "10.71")),
    ),
    LegalCategory: some(("5", "54", "5499", "5710", "7")).map(lambda codes: LegalCategory(codes=codes)),
    Territory: st.sampled_from(EXPRESSIONS).map(lambda text: Territory(within=text)),
    CommunePopulation: bounds().map(lambda b: CommunePopulation(**b)),
    Zoning: zonings(),
    OneOf: choices(),
    YesNo: st.builds(
        lambda name, expects, actionable: YesNo(
            id=name, text=f"{name} ?", statement=f"il y a {name}", expects=expects, actionable=actionable
        ),
        st.sampled_from(QUESTIONS),
        st.booleans(),
        st.booleans(),
    ),
    ToConfirm: st.builds(
        ToConfirm, contact=st.sampled_from(["la Région", "l'État"]), about=st.sampled_from(["", "x"])
    ),
}
"""One strategy a class of criterion."""

LEAVES: st.SearchStrategy[Leaf] = st.one_of([SAMPLES[kind] for kind in CRITERIA])


def rules(depth: int = 3) -> st.SearchStrategy[Rule]:
    if depth == 0:
        return LEAVES
    parts = st.lists(rules(depth - 1), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        LEAVES,
        parts.map(lambda some_parts: AllOf(parts=some_parts)),
        parts.map(lambda some_parts: AnyOf(parts=some_parts)),
        rules(depth - 1).map(lambda part: Not(part=part)),
    )


RULES = rules()

CHANGEABLE: st.SearchStrategy[Rule] = st.lists(
    st.one_of([SAMPLES[kind] for kind in (Headcount, Age, Flag, OneOf, YesNo)]), min_size=1, max_size=3
).map(lambda parts: AllOf(parts=tuple(parts)))
"""Rules of which something can often be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The same company three times: as seen, as seen a little better, and as it is."""

    seen: Facts
    better: Facts
    true: Facts


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    truth = {key: draw(strategy) for key, strategy in TRUTHS.items()}
    seen: dict[FactKey, Known] = {}
    better: dict[FactKey, Known] = {}
    for key, value in truth.items():
        veil = draw(st.sampled_from(["hidden", "coarse", "plain"]))
        lifted = draw(st.sampled_from(["same", "coarse", "plain"]))
        views: dict[str, Value | None] = {"hidden": None, "coarse": draw(_coarse(key, value)), "plain": value}
        first = views[veil]
        second = first if lifted == "same" or veil == "plain" else views[lifted]
        if first is not None:
            seen[key] = Known(first, "déclaré")
        if second is not None:
            better[key] = Known(second, "déclaré")
    return Situation(
        seen=Facts(seen),
        better=Facts(better),
        true=Facts({key: Known(value, "déclaré") for key, value in truth.items()}),
    )


def _places() -> st.SearchStrategy[Place]:
    codes = st.sets(st.sampled_from(CODES)).map(lambda found: frozenset(found) | {Code(Kind.PAYS, "FR")})
    return st.one_of(
        st.builds(
            Place, commune=st.just("59350"), name=st.just("Lille"), codes=codes, population=st.integers(0, 14)
        ),
        st.builds(
            Place,
            commune=st.just("75056"),
            name=st.just("Paris"),
            codes=codes,
            district=st.sampled_from(["75112", "75101"]),
            population=st.integers(0, 14),
        ),
    )


def _activity(chain: tuple[str, ...], nomenclature: str = "naf_rev2") -> Activity:
    return Activity(nomenclature, chain[-1], chain)


TRUTHS: dict[FactKey, st.SearchStrategy[Any]] = {
    Topic.HEADCOUNT: st.integers(0, 14).map(Interval.exactly),
    Topic.TURNOVER: st.integers(0, 14).map(Interval.exactly),
    Topic.CREATED_ON: DAYS,
    Topic.ACTIVITY: st.builds(_activity, st.sampled_from(CHAINS), NOMENCLATURES),
    Topic.LEGAL_CATEGORY: st.sampled_from(["5499", "5498", "5710", "7210"]),
    Topic.PLACE: _places(),
    Topic.OBJECTIVES: st.frozensets(st.sampled_from(["rh", "water", "other"])),
    Topic.PURPOSE: st.sampled_from(["creation", "development", "other"]),
    Topic.PUBLIC: st.sampled_from(["companies", "creators", "job_seekers"]),
    Topic.WORK_COUNTRY: st.sampled_from(["BE", "LU", "FR"]),
    **dict.fromkeys((*FLAGS, *map(question_key, QUESTIONS)), st.booleans()),
}


def _coarse(key: FactKey, value: Value) -> st.SearchStrategy[Value]:
    veil = _VEILS.get(key)
    return st.just(value) if veil is None else veil(value)


def _around(value: Interval) -> st.SearchStrategy[Value]:
    wide = st.tuples(st.integers(0, value.low), st.none() | st.integers(value.low, 20))
    return wide.map(lambda ends: Interval(*ends))


def _upper(value: Activity) -> st.SearchStrategy[Value]:
    depth = st.integers(1, len(value.ancestors))
    return depth.map(lambda kept: _activity(value.ancestors[:kept], value.nomenclature))


def _shorter(value: str) -> st.SearchStrategy[Value]:
    return st.sampled_from([value[:1], value[:2], value])


@st.composite
def _blurred(draw: st.DrawFn, value: Place) -> Value:
    blurred = draw(st.sets(st.sampled_from(CODES)))
    silent = frozenset(draw(st.sets(st.sampled_from([Kind.FRR, Kind.ACV, Kind.ZE]))))
    codes = frozenset(code for code in value.codes if code not in blurred and code.kind not in silent)
    partial = {code for code in blurred if code.kind not in silent}
    if Kind.FRR not in silent and draw(st.booleans()):
        codes = frozenset(code for code in codes if code.kind is not Kind.FRR)
        partial.add(Code(Kind.FRR, "FRR_PARTIEL"))
    return replace(
        value,
        codes=codes,
        partial=frozenset(partial),
        unrecorded=silent,
        district=draw(st.sampled_from([None, value.district])),
        population=draw(st.sampled_from([None, value.population])),
    )


_VEILS: dict[FactKey, Callable[[Any], st.SearchStrategy[Value]]] = {
    Topic.HEADCOUNT: _around,
    Topic.TURNOVER: _around,
    Topic.ACTIVITY: _upper,
    Topic.LEGAL_CATEGORY: _shorter,
    Topic.PLACE: _blurred,
}

_PAIRS = st.lists(LEAVES, min_size=2, max_size=3, unique=True).map(tuple)
GROUPS: st.SearchStrategy[Rule] = st.builds(
    lambda first, second: AllOf(parts=(AnyOf(parts=first), Not(part=AnyOf(parts=second)))), _PAIRS, _PAIRS
)
"""Groups inside a group, one of them denied: what sentences find hardest."""
