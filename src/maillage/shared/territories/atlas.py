"""Every commune with every division on a day, in memory, for the algebra of territories."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Min

from maillage.engines.territory import Atlas, Code, Kind
from maillage.kit.db.once import once
from maillage.shared.reference.models import Edition
from maillage.shared.territories import enums
from maillage.shared.territories.models import Membership, Territory
from maillage.shared.territories.places import Fact, partial_codes, unknown_kinds

TOLD = ("ctom", "frr", "zrr", "acv", "pvd", "ort", "bv", "uu", "aav")


def atlas(on: date) -> Atlas:
    """The atlas of a day, kept by the process until another edition is loaded. A stable division is read, before its first
    edition held, in that edition."""
    held = editions()
    return _atlas(_last_change(on, _changes(held)), held)


@once
def editions() -> tuple[object, ...]:
    """What the memory of atlases rests on: the editions of the reference data."""
    return tuple(Edition.objects.order_by("name").values_list("name", "sha256", "loaded_at"))


@lru_cache(maxsize=2)
def _changes(editions: tuple[object, ...]) -> tuple[date, ...]:
    """Every day on which a membership begins or ends: between two of them, all days have the same atlas."""
    days = set(enums.CLOSED_ON.values())
    for bound in ("valid_from", "valid_to"):
        days.update(Membership.objects.order_by().values_list(bound, flat=True).distinct())
    return tuple(sorted(day for day in days if day))


def _last_change(on: date, changes: tuple[date, ...]) -> date:
    rank = bisect_right(changes, on)
    return changes[rank - 1] if rank else changes[0] - timedelta(days=1)


@lru_cache(maxsize=8)
def _atlas(on: date, editions: tuple[object, ...]) -> Atlas:
    communes = {
        pk: (code, name, population)
        for pk, code, name, population in Territory.objects.filter(kind="com").values_list(
            "pk", "code", "name", "population"
        )
    }
    codes = {
        pk: Code(Kind(kind), code)
        for pk, kind, code in Territory.objects.exclude(kind__in=("com", "arm")).values_list(
            "pk", "kind", "code"
        )
    }
    first = first_days(editions)
    days = {pk: max(on, first.get(code.kind, on)) for pk, code in codes.items()}
    parts = {pk: partial_codes(_fact(code)) for pk, code in codes.items()}
    whole: list[tuple[str, Code]] = []
    partial: list[tuple[str, Code]] = []
    told: dict[str, list[tuple[Fact, bool]]] = {}
    rows = Membership.objects.order_by()
    for commune, division, since, until in rows.values_list(
        "commune_id", "division_id", "valid_from", "valid_to"
    ):
        if commune not in communes:
            continue  # A municipal arrondissement: its commune stands for it.
        code, name, day = codes[division], communes[commune][0], days[division]
        held = (since is None or since <= day) and (until is None or day < until)
        if code.kind in TOLD:
            told.setdefault(name, []).append((_fact(code, since, until), held))
        if held and parts[division]:
            partial += [(name, one) for one in parts[division]]
        elif held:
            whole.append((name, code))
    living = {name for name, code in whole if code.kind in (Kind.REG, Kind.CTOM)}
    return Atlas.build(
        [(code, population) for code, _, population in communes.values() if code in living],
        [pair for pair in whole if pair[0] in living],
        partial=[pair for pair in partial if pair[0] in living],
        unrecorded=[(name, kind) for name in living for kind in _unrecorded(told.get(name, ()), on)],
        names={code: name for code, name, _ in communes.values()},
        divisions=codes.values(),
    )


@lru_cache(maxsize=16384)
def _fact(code: Code, since: date | None = None, until: date | None = None) -> Fact:
    return Fact(
        kind=code.kind, code=code.value, name="", valid_from=since, valid_to=until, vintage="", source=""
    )


@lru_cache(maxsize=2)
def first_days(editions: tuple[object, ...]) -> dict[str, date]:
    """The first day held of each stable kind; None (unknown) reads as always."""
    rows = Membership.objects.filter(division__kind__in=enums.STABLE).order_by()
    firsts = rows.values_list("division__kind").annotate(first=Min("valid_from"))
    return {kind: first for kind, first in firsts if first is not None}


def _unrecorded(told: list[tuple[Fact, bool]], on: date) -> set[Kind]:
    facts = [fact for fact, _ in told]
    return set(map(Kind, unknown_kinds(facts, [fact for fact, held in told if held], on)))
