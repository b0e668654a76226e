"""A story: the sentences of every app, filtered, by pages, each with its address; what is erased is in none."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from maillage.kit.actor import PUBLIC
from maillage.shared.timeline import telling
from maillage.shared.timeline.queries import Filters, latest, story
from maillage.shared.timeline.telling import Asked, Entry, Told

NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
KIND = "tests.thing"


def entry(number: int, **changes: object) -> Entry:
    given = Entry(
        at=NOON - timedelta(days=number),
        kind="a",
        label="appel",
        sentence=f"Ligne {number}.",
        anchor=f"l-{number}",
        place="Nord",
    )
    return replace(given, **changes)  # type: ignore[arg-type]


@pytest.fixture
def told() -> Iterator[list[Entry]]:
    """What the apps tell, for one test."""
    lines = [entry(number) for number in range(120)]
    telling.tell(KIND, lambda asked: Told(entries=lines, count=len(lines)))
    yield lines
    telling._registry.tellers.pop(KIND)


def asked(**more: object) -> list[str]:
    found = story(KIND, 1, PUBLIC, TODAY, **more)  # type: ignore[arg-type]
    return [one.anchor for one in found.entries]


def test_the_latest_comes_first_by_pages_of_fifty(told: list[Entry]) -> None:
    found = story(KIND, 1, PUBLIC, TODAY)
    assert (found.entries[0].anchor, len(found.entries), found.total) == ("l-0", 50, 120)
    assert asked(page=3)[-1] == "l-119"
    assert asked(page="rien") == asked(page=1)


def test_a_line_has_an_address_that_finds_its_page_whatever_the_filters(told: list[Entry]) -> None:
    found = story(KIND, 1, PUBLIC, TODAY, anchor="l-75", filters=Filters(kind="b"))
    assert found.page.number == 2
    assert "l-75" in [one.anchor for one in found.entries]


def test_a_story_is_narrowed_by_kind_place_and_days(told: list[Entry]) -> None:
    told[5] = entry(5, kind="b", label="visite", place="Sud")
    assert asked(filters=Filters(kind="b")) == ["l-5"]
    assert asked(filters=Filters(place="Sud")) == ["l-5"]
    days = Filters(first_day=date(2026, 11, 18), last_day=date(2026, 11, 19))
    assert asked(filters=days) == ["l-2", "l-3"]
    found = story(KIND, 1, PUBLIC, TODAY, filters=Filters(kind="b"))
    assert [(one.value, one.count) for one in found.kinds] == [("a", 119), ("b", 1)]
    assert (found.total, found.all_of_them) == (1, 120)


def test_a_thing_of_which_nobody_tells_has_an_empty_story() -> None:
    found = story("tests.nothing", 1, PUBLIC, TODAY)
    assert (found.entries, found.total) == ((), 0)


def test_each_app_is_told_whose_story_it_is(told: list[Entry]) -> None:
    heard: list[Asked] = []

    def teller(asked: Asked) -> Told:
        heard.append(asked)
        return Told(entries=(), count=0)

    telling.tell(KIND, teller)
    story(KIND, 7, PUBLIC, TODAY)
    assert heard == [Asked(pk=7, actor=PUBLIC, on=TODAY)]


def test_the_end_of_a_story_asks_each_app_for_ten_lines_and_counts_them_all(told: list[Entry]) -> None:
    others = [
        entry(number, at=NOON - timedelta(days=number, hours=1), anchor=f"m-{number}") for number in range(40)
    ]

    def teller(asked: Asked) -> Told:
        assert asked.latest == 10
        return Told(entries=others[: asked.latest], count=len(others))

    telling.tell(KIND, teller)
    found = latest(KIND, 1, PUBLIC, TODAY)
    assert [one.anchor for one in found.entries] == [f"{app}-{number}" for number in range(5) for app in "lm"]
    assert found.all_of_them == 160


def test_of_one_instant_the_end_of_a_story_is_the_end_of_the_whole_one(told: list[Entry]) -> None:
    told[:] = [entry(0, anchor=f"l-{number}", rank=number) for number in range(12)]

    def teller(asked: Asked) -> Told:
        lines = [entry(0, anchor=f"m-{number}", rank=number) for number in range(12)]
        return Told(entries=lines[::-1][: asked.latest], count=len(lines))

    telling.tell(KIND, teller)
    found = [one.anchor for one in latest(KIND, 1, PUBLIC, TODAY).entries]
    assert found == [one.anchor for one in story(KIND, 1, PUBLIC, TODAY).entries][:10]
    assert found[:4] == ["m-11", "l-11", "m-10", "l-10"]


def test_only_the_lines_shown_are_written(told: list[Entry]) -> None:
    written: list[str] = []

    def complete(one: Entry) -> Entry:
        written.append(one.anchor)
        return replace(one, complete=None)

    told[:] = [replace(one, complete=complete) for one in told]
    latest(KIND, 1, PUBLIC, TODAY)
    assert written == [f"l-{number}" for number in range(10)]
