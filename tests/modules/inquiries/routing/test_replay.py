"""A draft is replayed on past requests before it is published: « 12 demandes seraient allées ailleurs »."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.inquiries.conftest import AMIENS, ARRAS, LILLE, MONDAY, Network, later

from maillage.kit.actor import TERMINAL
from maillage.modules.inquiries import operations, routing
from maillage.modules.inquiries.models import RoutingRule, RoutingTable
from maillage.modules.inquiries.routing import drafting
from maillage.modules.inquiries.routing.deciding import otherwise
from maillage.modules.inquiries.routing.facts import Asked, FactReader
from maillage.modules.inquiries.routing.replaying import Coverage
from maillage.shared.directory.models import Service

SINCE, UNTIL = MONDAY.date() - timedelta(days=30), MONDAY.date() + timedelta(days=30)
NORD = {"is": "territory", "within": "dep:59"}


@pytest.fixture
def draft(network: Network) -> RoutingTable:
    """« Nord » to appui, in a draft: today it goes to nord, by the directory."""
    made = drafting.start_draft(at=MONDAY, actor=TERMINAL)
    RoutingRule.objects.create(table=made, rank=1, label="Nord", unit=network.units["appui"], condition=NORD)
    return made


def replay(draft: RoutingTable, since: date = SINCE, until: date = UNTIL) -> routing.Replay:
    return routing.replay(draft, since, until)


def test_a_request_that_would_go_elsewhere_is_told_with_both_units_and_why(
    network: Network, draft: RoutingTable
) -> None:
    inquiry, _other = network.submit(), network.submit(commune=AMIENS)
    found = replay(draft)
    assert (found.total, found.by_rule, len(found.moved)) == (2, 1, 1)
    moved = found.moved[0]
    assert moved.reference == inquiry.reference
    assert (moved.before_unit, moved.after_unit) == (
        "Unité nord, Région fictive",
        "Unité appui, Région fictive",
    )
    assert moved.place == "Lille" and "règle 1" in moved.because


def test_a_rule_taken_away_sends_requests_back_to_who_serves(network: Network, draft: RoutingTable) -> None:
    drafting.publish(since=MONDAY.date(), seen=replay(draft).digest, at=MONDAY, actor=TERMINAL)
    network.submit()
    second = drafting.start_draft(at=MONDAY, actor=TERMINAL)
    assert replay(second).moved == ()
    drafting.delete_rule(second.rules.get().pk, at=MONDAY, actor=TERMINAL)
    moved = replay(second).moved[0]
    assert (moved.before_unit, moved.after_unit) == (
        "Unité appui, Région fictive",
        "Unité nord, Région fictive",
    )
    assert "aucune règle" in moved.because


def test_a_hand_over_is_no_fault_of_the_rules(network: Network, draft: RoutingTable) -> None:
    drafting.publish(since=MONDAY.date(), seen=replay(draft).digest, at=MONDAY, actor=TERMINAL)
    inquiry = network.submit()
    gerard, dora = network.people["gerard"], network.people["dora"]
    operations.reassign(inquiry, dora.pk, "Elle connaît l'entreprise.", at=later(1), actor=TERMINAL)
    assert gerard and replay(drafting.start_draft(at=MONDAY, actor=TERMINAL)).moved == ()


def test_a_request_kept_by_who_entered_it_is_not_replayed(network: Network, draft: RoutingTable) -> None:
    amina = network.actor("amina")
    draft_of = network.draft(channel="phone", entered_by=amina.person, keep=True)
    operations.submit(draft_of, at=MONDAY, actor=amina)
    found = replay(draft)
    assert (found.total, found.kept, found.moved) == (0, 1, ())


def test_only_the_period_asked_is_replayed_days_included(network: Network, draft: RoutingTable) -> None:
    for days in (0, 1, 2):
        network.submit(later(days))
    day = MONDAY.date()
    assert replay(draft, day + timedelta(days=1), day + timedelta(days=2)).total == 2


def test_a_row_that_catches_nothing_is_told(network: Network, draft: RoutingTable) -> None:
    network.submit(commune=AMIENS)
    assert [row.label for row in replay(draft).idle] == ["Nord"]


def test_a_row_that_can_never_be_reached_is_told(network: Network, draft: RoutingTable) -> None:
    add = {"table": draft, "unit": network.units["nord"]}
    RoutingRule.objects.create(rank=2, label="Tout", **add)
    RoutingRule.objects.create(
        rank=3, label="Somme", condition={"is": "territory", "within": "dep:80"}, **add
    )
    RoutingRule.objects.create(rank=4, label="Étrangères", profiles=["foreign"], **add)
    assert [(row.label, row.hidden_by) for row in replay(draft).rows] == [
        ("Nord", None),
        ("Tout", None),
        ("Somme", 2),
        ("Étrangères", 2),
    ]


def test_a_replay_writes_nothing_and_moves_nobody(network: Network, draft: RoutingTable) -> None:
    inquiry = network.submit()
    before = network.lead(inquiry)
    replay(draft)
    assert network.lead(inquiry) == before
    inquiry.refresh_from_db()
    assert inquiry.unit == network.units["nord"]


def test_a_replay_asks_no_more_queries_for_more_requests(network: Network, draft: RoutingTable) -> None:
    RoutingRule.objects.create(
        table=draft,
        rank=2,
        label="Grandes",
        unit=network.units["appui"],
        condition={"is": "headcount", "min": 50},
    )
    places = [LILLE, AMIENS, ARRAS, "13055", "59355", "75111"]

    def asked(count: int, days: int) -> int:
        for number in range(count):
            network.submit(
                later(number % days),
                commune=places[number % len(places)],
                situation={"bracket": "11", "naf": "62.01Z"},
            )
        with CaptureQueriesContext(connection) as queries:
            replay(draft)
        return len(queries)

    asked(6, days=2)
    assert asked(6, days=2) == asked(24, days=24)


@pytest.mark.parametrize("commune", [LILLE, AMIENS, ARRAS, "", "13055", "59599"])
def test_replaying_and_routing_agree_on_who_serves_a_place(network: Network, commune: str) -> None:
    Service.objects.create(unit=network.units["appui"], subject=network.subject, perimeter="epci:200093201")
    Service.objects.create(
        unit=network.units["direction"], subject=network.subject, perimeter="dep:62", until=MONDAY.date()
    )
    one = Asked(subject=network.subject.code, profile="", situation={}, commune=commune, on=MONDAY.date())
    reader = FactReader(wanted=frozenset())
    place = reader.place(one)
    assert Coverage(MONDAY.date()).unit(one, place)[0] == otherwise(one, reader).unit.pk
