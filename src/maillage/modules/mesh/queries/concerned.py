"""Whom a set of changes concerns besides companies: the requests under way, and who answers on the needs touched (H-005)."""

import datetime
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from maillage.engines.territory import TerritoryError, parse
from maillage.modules.inquiries.enums import OPEN
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.mesh.queries.effects import Officers
from maillage.shared.directory.models import Service, Subject
from maillage.shared.directory.queries import held as held_on
from maillage.shared.territories import queries as territories


def requests(slugs: Sequence[str]) -> int:
    """Running requests whose pathway goes through one of these schemes."""
    rows = Inquiry.objects.filter(state__in=OPEN, steps__scheme__slug__in=slugs)
    return rows.values("pk").distinct().count()


def officers(groups: frozenset[str], communes: AbstractSet[str], on: datetime.date) -> tuple[Officers, ...]:
    """The units that answer, on the day, on the subjects of these needs somewhere in these communes; a perimeter that cannot be read
    keeps its unit."""
    needs = {code.partition(":")[2] for code in groups if code.startswith("need:")}
    subjects = [
        pk for pk, objectives in Subject.objects.values_list("pk", "objectives") if needs & set(objectives)
    ]
    rows = (
        Service.objects.filter(held_on(on), held_on(on, "unit__"), subject__in=subjects)
        .values_list("unit__name", "unit__organization__name", "subject__label", "perimeter")
        .order_by("unit__organization__name", "unit__name", "subject__label")
    )
    atlas = territories.atlas(on)

    @cache
    def there(perimeter: str) -> bool:
        try:
            return not communes.isdisjoint(atlas.touched(parse(perimeter)))
        except TerritoryError:
            return True

    found = {
        Officers(unit=unit, organization=organization, subject=subject): None
        for unit, organization, subject, perimeter in rows
        if there(perimeter)
    }
    return tuple(found)
