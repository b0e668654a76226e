"""The laws of the drawing: order is kept, nothing is lost, no column is taller than it must be."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from maillage.modules.missions.drawing import hatching
from maillage.modules.missions.drawing.columns import spread
from maillage.modules.missions.drawing.writing import lines, width

patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HEIGHTS = some.lists(some.integers(min_value=1, max_value=50), max_size=20)


@patient
@given(HEIGHTS, some.integers(min_value=1, max_value=6), some.integers(min_value=0, max_value=3))
def test_columns_keep_every_thing_in_its_order(heights: list[int], count: int, gap: int) -> None:
    columns = spread(heights, count, gap)
    assert [index for column in columns for index in column] == list(range(len(heights)))
    assert len(columns) <= count


@patient
@given(some.lists(some.integers(min_value=1, max_value=50), min_size=1, max_size=9))
def test_as_many_columns_as_things_make_the_tallest_thing_the_tallest_column(heights: list[int]) -> None:
    columns = spread(heights, len(heights))
    assert max(sum(heights[i] for i in column) for column in columns) <= max(heights) + 1e-3


@patient
@given(some.text(alphabet="abcdeé ,'", max_size=120), some.integers(min_value=20, max_value=300))
def test_lines_keep_every_letter_and_hold_in_their_room(text: str, room: int) -> None:
    broken = lines(text, room, 10)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    assert all(width(one.strip(), 10) <= room + 1e-6 for one in broken)


def test_the_five_hatchings_have_one_weight() -> None:
    """The ink of each: the length of its strokes. None is darker than another (S-014)."""
    inks = [ink(hatching.STROKES[letter]) for letter in "ACHIM"]
    assert max(inks) / min(inks) < 1.7


def ink(path: str) -> float:
    """The length of a path of moves, lines, h and v."""
    x = y = total = 0.0
    for command, given_ in re.findall(r"([MLhv]?)\s*([-\d. ]+)", path):
        numbers = [float(one) for one in given_.split()]
        if command == "h":
            total, x = total + abs(numbers[0]), x + numbers[0]
        elif command == "v":
            total, y = total + abs(numbers[0]), y + numbers[0]
        else:
            x, y = numbers[:2]
            for nx, ny in zip(numbers[2::2], numbers[3::2], strict=True):
                total += ((nx - x) ** 2 + (ny - y) ** 2) ** 0.5
                x, y = nx, ny
    return total
