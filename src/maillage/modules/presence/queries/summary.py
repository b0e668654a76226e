"""The figures of the landing page, one a question."""

import datetime
from dataclasses import dataclass

from maillage.modules.presence.queries import operators, presence, publics, situations, years
from maillage.modules.presence.queries.shapes import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPage:
    """``blank``: subjects with at least a commune where nobody is; ``crowded``: with one where several are; ``communes``: of the
    network, 0 when its perimeter is not known. ``share``: percent of situations covered, None: no situation to judge."""

    communes: int
    subjects: int
    blank: int
    crowded: int
    operators: int
    overlaps: int
    gaps: int
    cells: int
    filled: int
    share: int | None
    sure_share: int | None
    open_now: int
    open_before: int | None


def page(on: datetime.date) -> SummaryPage:
    """The figures of a day, on the whole network and by department."""
    board = presence.board(Asked(), on)
    bodies = operators.page(operators.Wanted(), on)
    offer = publics.matrix(publics.Narrowed(), on)
    space = situations.page(on)
    counted = years.page(on).rows
    return SummaryPage(
        communes=board.communes,
        subjects=len(board.subjects),
        blank=sum(one.nobody > 0 for one in board.total),
        crowded=sum(one.several > 0 for one in board.total),
        operators=len(bodies.rows),
        overlaps=len(bodies.overlaps),
        gaps=len(bodies.gaps),
        cells=offer.cells,
        filled=offer.filled,
        share=space.share,
        sure_share=space.sure_share,
        open_now=counted[-1].all.known if counted else 0,
        open_before=counted[-2].all.known if len(counted) > 1 else None,
    )
