"""Domains in columns, in their order, so that the tallest column is as short as it can be."""

from collections.abc import Sequence


def spread(heights: Sequence[float], columns: int, gap: float = 0) -> tuple[tuple[int, ...], ...]:
    """The indexes of ``heights`` in at most ``columns`` columns: order is kept, the tallest column is the shortest possible.

    ``gap``: what parts two things of a column. Nothing to place gives no column.

    >>> spread([4, 1, 1, 2], 2)
    ((0,), (1, 2, 3))
    """
    if not heights:
        return ()
    low, high = max(heights), sum(heights) + gap * (len(heights) - 1)
    for _ in range(40):
        middle = (low + high) / 2
        if len(_filled(heights, middle, gap)) <= columns:
            high = middle
        else:
            low = middle
    return _filled(heights, high, gap)


def _filled(heights: Sequence[float], limit: float, gap: float) -> tuple[tuple[int, ...], ...]:
    """Columns filled one after the other, none taller than ``limit`` unless a single thing is."""
    found: list[list[int]] = [[]]
    reached = 0.0
    for index, height in enumerate(heights):
        needed = height + (gap if found[-1] else 0)
        if found[-1] and reached + needed > limit + 1e-9:
            found.append([])
            reached, needed = 0.0, height
        found[-1].append(index)
        reached += needed
    return tuple(map(tuple, found))
