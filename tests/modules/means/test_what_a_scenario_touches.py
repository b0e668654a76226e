"""A scenario says the tools, the shares of time and the delegations that it would touch."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.modules.means.invented import AT, Small

from maillage.kit.actor import Actor
from maillage.modules.means import operations
from maillage.modules.means.inputs import Told
from maillage.modules.missions.impacts import Touched, found

Tell = Callable[..., Told]


@pytest.fixture
def touched(small: Small, told: Tell) -> Touched:
    by = {"at": AT, "actor": small.director}
    operations.add_tool(small.plan, "Outil fictif", functions=[small.function], told=told(), **by)
    operations.add_tool(
        small.plan, "Outil arrêté", functions=[small.function], told=told(until=date(2026, 1, 1)), **by
    )
    operations.assign(
        small.plan, small.ada, small.chamber, 60, mission=small.box, told=told(since=date(2026, 1, 1)), **by
    )
    operations.assign(
        small.plan, small.bea, small.chamber, 30, mission=small.other, told=told(since=date(2026, 1, 1)), **by
    )
    operations.delegate(
        small.plan, small.region, small.chamber, "Gestion fictive", mission=small.function, told=told(), **by
    )
    return Touched(plan=small.plan.pk, missions=frozenset([small.box.pk]), day=date(2027, 1, 1))


def lines(touched: Touched, actor: Actor) -> dict[str, list[str]]:
    return {group.name: [line.text for line in group.lines] for group in found(touched, actor)}


def test_tools_people_and_delegations_of_what_is_touched_are_told(small: Small, touched: Touched) -> None:
    told = lines(touched, small.director)
    assert told["tools"] == ["Outil fictif"]
    assert told["people"] == ["Ada Fictive, 60\u00a0% du temps, CCI locale fictive"]
    assert told["delegations"] == ["Gestion fictive (CCI régionale fictive → CCI locale fictive)"]


def test_who_may_not_write_reads_shares_without_names(touched: Touched, reader: Actor) -> None:
    assert lines(touched, reader)["people"] == [
        "une personne du réseau, 60\u00a0% du temps, CCI locale fictive"
    ]
