"""« Habilitations qui finissent » : the roles whose end comes near, and those that show nothing because their territory is gone."""

from dataclasses import dataclass
from datetime import date, timedelta

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.access import holdings, policies, queries
from maillage.shared.access.accounts import SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingLine:
    """A role that ends. ``last_day``: the last one on which it holds; ``days``: until then."""

    holding: holdings.Holding
    last_day: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingPage:
    """What ends within ``soon`` days, the nearest first; and the roles whose perimeter holds nothing on the day."""

    soon: int
    lines: tuple[EndingLine, ...]
    broken: tuple[queries.BrokenPerimeter, ...]


def page(*, actor: Actor, on: date) -> EndingPage:
    """Raises NotVisible for who does not read accounts."""
    if not policies.reads(actor):
        raise NotVisible
    found = [
        EndingLine(holding=one, last_day=one.until - timedelta(days=1), days=(one.until - on).days - 1)
        for one in holdings.holdings(on)
        if one.until is not None and one.until <= on + timedelta(days=SOON)
    ]
    return EndingPage(
        soon=SOON,
        lines=tuple(sorted(found, key=lambda line: line.last_day)),
        broken=queries.broken_perimeters(on),
    )
