"""The companies that a line may mean: those of the network, and those of the register that the network does not know yet."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from maillage.engines.linkage import Record, beginnings, table
from maillage.kit.actor import Actor
from maillage.kit.db.words import word
from maillage.modules.crm import policies
from maillage.modules.crm.models import Company, Establishment
from maillage.modules.crm.queries import registered
from maillage.shared.register import queries as register
from maillage.shared.register import store
from maillage.shared.register.index import FILE
from maillage.shared.territories.every import successors

NEAR = 60
"""Companies of the network read for one word of one name."""
OF_REGISTER = 40
KEPT = "linkage.parquet"
FLOOR = 100_000


def named(actor: Actor, on: date) -> Q:
    """The companies that a name may find: those that the actor may see and read the name of."""
    return policies.opened_by_name(actor, on)


def every(actor: Actor, on: date) -> Iterator[Record]:
    """Every company of the network that a name may find, one record a place."""
    yield from _all(Company.objects.filter(named(actor, on)))


def whole() -> Iterator[Record]:
    """Every company of the network, whoever may read it: for what nobody reads as it is."""
    yield from _all(Company.objects.all())


def _all(companies: QuerySet[Company]) -> Iterator[Record]:
    rows = companies.order_by("pk").values_list("pk", "public_id", "name", "trade_name", "siren")
    yield from _records(rows.iterator(2_000))


def near(name: str, communes: Iterable[str], actor: Actor, on: date) -> list[Record]:
    """The companies of the network, then of the register, that hold a word of a name."""
    found: dict[int, tuple[Any, ...]] = {}
    begun = beginnings(name)
    shown = Company.objects.filter(named(actor, on))
    columns = ("pk", "public_id", "name", "trade_name", "siren")
    places = Establishment.objects.filter(commune__in=[code for code in communes if code])
    for text in begun:
        for part in text.split()[:1]:
            held = shown.filter(word("search_name", part)).order_by("search_name", "pk")
            in_place = held.filter(pk__in=places.values("company"))
            for row in (*in_place.values_list(*columns)[:NEAR], *held.values_list(*columns)[:NEAR]):
                found.setdefault(row[0], row)
    records = list(_records(found.values()))
    sirens = {row[4] for row in found.values() if row[4]}
    for text in begun[:2]:
        for entry in registered.by_name((text,), actor, on, limit=OF_REGISTER).entries:
            if entry.siren not in sirens and entry.name:
                sirens.add(entry.siren)
                records.append(_of_entry(entry))
    return records


def among() -> int:
    """About how many companies a line may mean."""
    state = register.state()
    return max(FLOOR, state.establishments if state and state.as_of else FLOOR)


def now() -> dict[str, str]:
    """The communes that changed their code."""
    return successors()


def of_register(codes: dict[str, str]) -> Any:
    """The open establishments of the register, ready to compare; None without a stock. Prepared once for each snapshot, and kept
    beside it."""
    import pyarrow.parquet as parquet

    held = store.current()
    if held is None:
        return None
    kept = held.folder / KEPT
    if not kept.exists():
        beside = kept.with_suffix(".writing")
        parquet.write_table(table(_entries(held.folder), codes), beside)
        beside.replace(kept)
    return parquet.read_table(kept)


def _entries(folder: Path) -> Iterator[Record]:
    """What the register publishes of companies; a sole trader is found by its number only."""
    asked = "SELECT siren, siret, name, sign, postcode, commune, address, naf FROM entry WHERE open = 1 AND published = 1 AND sole = 0"
    with sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True) as base:
        for siren, siret, name, sign, postcode, commune, address, naf in base.execute(asked):
            yield Record(
                ref=f"{registered.ref(siren)}|{siret}",
                name=name,
                trade_name=sign,
                siren=siren,
                siret=siret,
                postcode=postcode,
                commune=commune,
                address=address,
                naf=naf,
            )


def _of_entry(entry: register.Entry) -> Record:
    return Record(
        ref=f"{registered.ref(entry.siren)}|{entry.siret}",
        name=entry.name,
        trade_name=entry.sign,
        siren=entry.siren,
        siret=entry.siret,
        postcode=entry.postcode,
        commune=entry.commune,
        address=entry.address,
        naf=entry.naf or entry.unit_naf,
    )


def _records(rows: Iterable[tuple[Any, ...]]) -> Iterator[Record]:
    """One record for each place of each company; « | » parts the company from the place."""
    chunk: list[tuple[Any, ...]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == 500:
            yield from _placed(chunk)
            chunk = []
    yield from _placed(chunk)


def _placed(chunk: list[tuple[Any, ...]]) -> Iterator[Record]:
    places: dict[int, list[tuple[str, str, str]]] = {}
    held = Establishment.objects.filter(company__in=[row[0] for row in chunk], closed_on=None)
    for company, *place in held.order_by("pk").values_list("company", "siret", "commune", "naf"):
        places.setdefault(company, []).append((place[0], place[1], place[2]))
    for pk, public_id, name, trade_name, siren in chunk:
        for rank, (siret, commune, naf) in enumerate(places.get(pk, [("", "", "")])):
            yield Record(
                ref=f"{public_id}|{rank}",
                name=name,
                trade_name=trade_name,
                siren=siren,
                siret=siret,
                commune=commune,
                naf=naf,
            )
