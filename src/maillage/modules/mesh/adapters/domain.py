"""What the register can say, as the engine reads it: places, activities, headcounts and legal forms of a day."""

import datetime
from functools import lru_cache

from maillage.engines.coverage import Domain
from maillage.engines.rules import Topic
from maillage.modules.schemes.adapters.facts import MICRO, PUBLIC_LAW
from maillage.shared.nomenclatures.models import Entry
from maillage.shared.territories import queries as territories
from maillage.shared.territories.atlas import editions

NAF = "naf_rev2"


def domain(on: datetime.date) -> Domain:
    """The domain of a day, kept by the process until another edition of the reference data is loaded."""
    return _domain(on, editions())


@lru_cache(maxsize=3)
def _domain(on: datetime.date, _editions: tuple[object, ...]) -> Domain:
    return Domain.build(
        territories.atlas(on),
        activities=_activities(),
        brackets={
            code: None if low is None else (low, high)
            for code, low, high in Entry.objects.filter(nomenclature="headcount_bracket")
            .order_by("position")
            .values_list("code", "lowest", "highest")
        },
        categories=Entry.objects.filter(nomenclature="legal_category").values_list("code", flat=True),
        former=territories.successors(),
        settles=settles,
    )


def _activities() -> dict[str, tuple[str, ...]]:
    """Each code of the nomenclature with what it lies in, from its section to itself."""
    parents = dict(Entry.objects.filter(nomenclature=NAF).order_by("code").values_list("code", "parent"))
    found: dict[str, tuple[str, ...]] = {}
    for code in parents:
        line = [code]
        while parents.get(line[0]):
            line.insert(0, parents[line[0]])
        found[code] = tuple(line)
    return found


def settles(category: str) -> dict[Topic, bool]:
    """What a legal form answers in law: a company with limited liability is not a micro-entrepreneur's, a commune is public."""
    said: dict[Topic, bool] = {}
    if not _among(category, MICRO):
        said[Topic.MICRO_ENTREPRENEUR] = False
    if category.startswith("7"):
        said[Topic.PUBLIC_BODY] = True
    elif not _among(category, PUBLIC_LAW):
        said[Topic.PUBLIC_BODY] = False
    return said


def _among(category: str, codes: tuple[str, ...]) -> bool:
    return any(category.startswith(code) or code.startswith(category) for code in codes)
