"""A small register and random rules over every criterion, small enough for rules and companies to meet."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import strategies as st

from maillage.engines.coverage import Axes, Compiled, Domain, Entry, Row, compile_catalogue
from maillage.engines.coverage.preparing import LAYOUT, MANIFEST, Companies, read_companies, write_companies
from maillage.engines.rules import (
    CRITERIA,
    ActivityIn,
    Age,
    AllOf,
    AnyOf,
    CommunePopulation,
    Created,
    Flag,
    Headcount,
    Leaf,
    LegalCategory,
    Not,
    OneOf,
    Rule,
    Territory,
    ToConfirm,
    Topic,
    Turnover,
    YesNo,
    Zoning,
)
from maillage.engines.territory import Atlas, Code, Kind, parse

ON = date(2026, 11, 22)
COMMUNES = {"59350": 9, "59152": 3, "62041": 6, "75056": None, "44109": 12, "49007": 1}
OWN = {
    "59350": "reg:32 dep:59 epci:200093201 qpv:QN05901M acv:1",
    "59152": "reg:32 dep:59 epci:200093201 frr:FRR",
    "62041": "reg:32 dep:62 epci:200033579 frr:FRR_PARTIEL",
    "75056": "reg:11 dep:75 epci:200054781",
    "44109": "reg:52 dep:44 epci:244400404 frr:FRR_PLUS",
    "49007": "reg:52 dep:49 epci:244900015 acv:1",
}
ACTIVITIES = {
    line[-1]: line
    for line in (
        ("J", "62", "62.0", "62.01", "62.01Z"),
        ("J", "62", "62.0", "62.02", "62.02A"),
        ("C", "10", "10.7", "10.71", "10.71A"),
        ("C", "10", "10.7", "10.71", "10.71C"),
        ("A", "01", "01.1", "01.11", "01.11Z"),
        ("J", "62"),
        ("C", "10", "10.7"),
        ("C",),
    )
}
BRACKETS = {
    "NN": None,
    "00": (0, 0),
    "01": (1, 2),
    "02": (3, 5),
    "03": (6, 9),
    "11": (10, 19),
    "53": (20, None),
}
CATEGORIES = ("1000", "5498", "5499", "5710", "7210", "5", "54")
FORMER = {"59298": "59350"}
LISTS = {"nord": parse("dep:59 | epci:200033579"), "sauf": parse("list:nord - com:59350")}


def atlas() -> Atlas:
    """Six communes of three regions; the population of one is not known, nor its ZRR."""
    return Atlas.build(
        COMMUNES.items(),
        [
            (commune, Code.parse(code))
            for commune, codes in OWN.items()
            for code in codes.split()
            if not code.startswith("qpv")
        ],
        partial=[("59350", Code.parse("qpv:QN05901M"))],
        unrecorded=[("75056", Kind.FRR), ("49007", Kind.ZE)],
    )


def settled(category: str) -> Mapping[Topic, bool]:
    """What these legal forms settle in law."""
    return {
        **({Topic.MICRO_ENTREPRENEUR: False} if not category.startswith(("1", "5498")) else {}),
        Topic.PUBLIC_BODY: category == "7210",
    }


def domain(settles: Callable[[str], Mapping[Topic, bool]] | None = None) -> Domain:
    return Domain.build(
        atlas(),
        activities=ACTIVITIES,
        brackets=BRACKETS,
        categories=CATEGORIES,
        former=FORMER,
        settles=settles,
    )


PLAIN, SETTLED = domain(), domain(settled)
DOMAINS = st.sampled_from([PLAIN, SETTLED])
DAYS = st.dates(date(2019, 1, 1), date(2027, 6, 30))

ROWS = st.builds(
    Row,
    commune=st.sampled_from([None, *COMMUNES, "59298", "75101", "75112"]),
    naf=st.sampled_from([None, *ACTIVITIES]),
    bracket=st.sampled_from([None, *BRACKETS]),
    created=st.none() | DAYS,
    category=st.sampled_from([None, *CATEGORIES]),
    ess=st.sampled_from([None, "O", "N"]),
)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def bounds(draw: st.DrawFn, lowest: int = 0) -> tuple[int | None, int | None]:
    low, high = draw(st.none() | st.integers(0, 24)), draw(st.none() | st.integers(1, 24))
    if low is None and high is None:
        low = 3
    if low is not None and high is not None and high <= low:
        high = low + 1
    return low, high


@st.composite
def periods(draw: st.DrawFn) -> Created:
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=2, unique=True)))
    if len(days) == 2:
        return Created(start=days[0], before=days[1])
    return Created(start=days[0]) if draw(st.booleans()) else Created(before=days[0])


FLAGS = (Topic.CLOSED_YEAR, Topic.MICRO_ENTREPRENEUR, Topic.ESS, Topic.ARTISAN, Topic.PUBLIC_BODY)
EXPRESSIONS = (
    "dep:59",
    "reg:32 - dep:59",
    "(reg:32 | epci:244400404) & dep:59",
    "qpv:QN05901M",
    "arm:75112",
    "reg:11 - arm:75101",
    "ze:5218",
    "list:absente",
    "list:sauf",
    "com:62041 | com:49007",
)
ZONINGS = {"frr": ("FRR", "FRR_PLUS"), "acv": ("1",), "qpv": ("QN05901M",)}
SAMPLES: dict[type[Leaf], st.SearchStrategy[Any]] = {
    Headcount: bounds().map(lambda pair: Headcount(minimum=pair[0], maximum=pair[1])),
    Turnover: bounds().map(lambda pair: Turnover(minimum=pair[0], maximum=pair[1])),
    Age: bounds().map(lambda pair: Age(at_least_months=pair[0], under_months=pair[1])),
    Created: periods(),
    Flag: st.builds(Flag, topic=st.sampled_from(FLAGS), expects=st.booleans()),
    ActivityIn: st.builds(
        ActivityIn,
        nomenclature=st.sampled_from(["naf_rev2", "naf_rev2", "naf_2025"]),
        codes=some(("C", "62", "62.01Z", "62.02A", "10.71", "10.71C")),
    ),
    LegalCategory: some(("5", "54", "5499", "5710", "7")).map(lambda codes: LegalCategory(codes=codes)),
    Territory: st.sampled_from(EXPRESSIONS).map(lambda text: Territory(within=text)),
    CommunePopulation: bounds().map(lambda pair: CommunePopulation(minimum=pair[0], maximum=pair[1])),
    Zoning: st.sampled_from(sorted(ZONINGS)).flatmap(
        lambda name: (st.none() | some(ZONINGS[name])).map(lambda chosen: Zoning(zoning=name, values=chosen))
    ),
    OneOf: some(("rh", "water")).map(lambda codes: OneOf(topic=Topic.OBJECTIVES, codes=codes)),
    YesNo: st.just(YesNo(id="devis", text="devis ?", statement="il y a un devis")),
    ToConfirm: st.just(ToConfirm(contact="la Région")),
}
"""One strategy a class of criterion."""
LEAVES: st.SearchStrategy[Leaf] = st.one_of([SAMPLES[kind] for kind in CRITERIA])


def rules(depth: int = 3) -> st.SearchStrategy[Rule]:
    """Rules of this depth at most; the deeper ones often have too many alternatives."""
    if depth == 0:
        return LEAVES
    parts = st.lists(rules(depth - 1), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        LEAVES,
        parts.map(lambda several: AllOf(parts=several)),
        parts.map(lambda several: AnyOf(parts=several)),
        rules(depth - 1).map(lambda part: Not(part=part)),
    )


CATALOGUES = st.lists(st.none() | rules(), min_size=1, max_size=8).map(
    lambda several: tuple(
        Entry(key=f"s{rank}", rule=rule, groups=frozenset({("rh", "water", "energy")[rank % 3]}))
        for rank, rule in enumerate(several)
    )
)
AXES = st.sampled_from(
    [Axes(), Axes(place="com", activity=1, headcount=True, ages=(12, 36)), Axes(place="dep", ages=(24,))]
)


def compiled(entries: tuple[Entry, ...], over: Domain = PLAIN, axes: Axes | None = None) -> Compiled:
    return compile_catalogue(entries, domain=over, on=ON, lists=LISTS, axes=axes)


def prepared(folder: Path, rows: list[Row], times: int = 1, over: Domain = PLAIN) -> Companies:
    """These companies as a prepared stock, each so many times."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as base:
        base.execute(
            "CREATE TABLE companies (siret VARCHAR, siren VARCHAR, commune VARCHAR, naf VARCHAR, bracket VARCHAR, "
            "created DATE, category VARCHAR, ess VARCHAR)"
        )
        base.executemany(
            "INSERT INTO companies VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (f"{rank:014}", f"{rank:09}", r.commune, r.naf, r.bracket, r.created, r.category, r.ess)
                for rank, r in enumerate(rows)
            ],
        )
        base.execute(
            f"COPY (SELECT companies.* FROM companies, range({times})) TO '{folder / 'written.parquet'}' "
            "(FORMAT parquet)"
        )
    write_companies(folder / "written.parquet", folder / "companies.parquet", domain=over)
    (folder / MANIFEST).write_text(
        json.dumps(
            {
                "as_of": "2026-11-01",
                "version": "test",
                "count": len(rows) * times,
                "layout": LAYOUT,
                "closed": 0,
                "excluded": [],
            }
        )
    )
    return read_companies(folder)
