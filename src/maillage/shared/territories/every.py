"""Every commune at once: what a loader of a whole register compares with, or draws from."""

from collections import defaultdict
from dataclasses import dataclass

from maillage.shared.territories.models import CommuneMovement, PostalCode, Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryCommune:
    """A commune, or a municipal district, of today. ``former``: the codes that it had; ``postcode``: one of its own, or empty."""

    code: str
    name: str
    population: int
    postcode: str
    former: tuple[str, ...]


def codes_of_communes() -> frozenset[str]:
    """Every code that names a commune or a municipal district, now or formerly."""
    now = Territory.objects.filter(kind__in=("com", "arm")).values_list("code", flat=True)
    return frozenset(now) | frozenset(CommuneMovement.objects.values_list("old_code", flat=True))


def successors() -> dict[str, str]:
    """The code of today for each former code that has exactly one: the few communes that were split are left out."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for old, new in CommuneMovement.objects.values_list("old_code", "current_code"):
        held[old].add(new)
    return {old: news.pop() for old, news in held.items() if len(news) == 1}


def every_commune(*departments: str) -> tuple[EveryCommune, ...]:
    """The communes of these departments (all, when none is said), by code."""
    former: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in sorted(successors().items()):
        former[new].append(old)
    postcodes = dict(
        PostalCode.objects.order_by("-code").values_list("commune__code", "code")
    )  # the smallest one of each is read last
    rows = Territory.objects.filter(kind="com").order_by("code").values_list("code", "name", "population")
    return tuple(
        EveryCommune(
            code=code,
            name=name,
            population=population or 0,
            postcode=postcodes.get(code, ""),
            former=tuple(former.get(code, ())),
        )
        for code, name, population in rows
        if not departments or code.startswith(departments)
    )
