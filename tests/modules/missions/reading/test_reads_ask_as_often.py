"""Reads of the map ask the database as often whatever they hold."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.missions.reading.conftest import IN_2013, IN_2017, SmallPlan

from maillage.kit.actor import Actor
from maillage.modules.missions import queries
from maillage.modules.missions.enums import Nature, PartyRole, Presence

TODAY = date(2026, 11, 21)
READS: dict[str, Callable[[Actor], object]] = {
    "map": lambda who: queries.map_of("plan-fictif", "F", actor=who, day=IN_2017),
    "comparison": lambda who: queries.compare_dates(
        "plan-fictif", "F", actor=who, before=IN_2013, after=IN_2017
    ),
    "dates": lambda who: queries.side_by_side("plan-fictif", "F", actor=who),
    "waiting": lambda who: queries.to_confirm("plan-fictif", who, today=TODAY),
    "gaps": lambda who: queries.gaps("plan-fictif", actor=who, day=IN_2017),
    "doing": lambda who: queries.doing("cci-alpha", IN_2017, who),
    "held": lambda who: queries.held_by("boîte", IN_2017, who),
    "functions": lambda who: queries.functions("plan-fictif", who, today=TODAY),
    "found": lambda who: queries.find("boîte", who),
    "box": lambda who: queries.box("plan-fictif", "F-0", actor=who, day=IN_2017),
}


def fill(small: SmallPlan, first: int, last: int) -> None:
    for number in range(first, last):
        box = small.box(f"F-{number}", f"Boîte {number}")
        small.mode(box, "C", parties=[("CCI Alpha", PartyRole.PARTICIPANT)])
        small.mode(box, "A", chamber=small.bodies["CCI Bêta"])
        small.hold(box, "CCI Gamma").beneficiaries.set([small.bodies["CCI Alpha"]])
        small.link("shared", box, small.domains[1])
        small.note("Note", IN_2013).boxes.add(box)
        lost = small.box(f"F-L{number}", presence=Presence.UNCONFIRMED)
        small.place(lost, small.domains[1], "Retrouvée", IN_2017)


def asked(read: Callable[[Actor], object], who: Actor) -> int:
    with CaptureQueriesContext(connection) as found:
        read(who)
    return len(found)


@pytest.mark.parametrize("name", READS)
def test_a_read_asks_as_often_for_twelve_boxes_as_for_two(small: SmallPlan, reader: Actor, name: str) -> None:
    small.state(IN_2013)
    small.state(IN_2017, Nature.STATUS)
    fill(small, 0, 2)
    few = asked(READS[name], reader)
    fill(small, 2, 12)

    assert asked(READS[name], reader) == few


def test_missions_are_found_as_often_asked_in_three_plans_as_in_one(small: SmallPlan, reader: Actor) -> None:
    small.box("F-1", "Boîte 1")
    few = asked(READS["held"], reader), asked(READS["found"], reader)
    for slug in ("deuxieme-fictif", "troisieme-fictif"):
        SmallPlan(slug).box("F-1", "Boîte 1")
    assert (asked(READS["held"], reader), asked(READS["found"], reader)) == few
