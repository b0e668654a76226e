"""The first rule that is met sends a request; else who serves the place; else the entry door, and the gap is counted."""

from datetime import date
from typing import Any

import pytest
from tests.modules.inquiries.conftest import Network

from maillage.modules.inquiries import routing
from maillage.modules.inquiries.enums import TableState
from maillage.modules.inquiries.models import RoutingRule, RoutingTable
from maillage.shared.directory.models import Service, Subject, Unit

DAY = date(2026, 11, 23)
LILLE, AMIENS, MARSEILLE = "59350", "80021", "13055"


def table(
    network: Network, *rules: tuple[str, str, dict[str, Any]], number: int = 1, since: date = date(2026, 1, 1)
) -> RoutingTable:
    """A published table: each rule is (label, unit, changes)."""
    made = RoutingTable.objects.create(number=number)
    for rank, (label, unit, changes) in enumerate(rules, start=1):
        RoutingRule.objects.create(table=made, rank=rank, label=label, unit=network.units[unit], **changes)
    made.state, made.since, made.content = TableState.PUBLISHED, since, routing.digest(list(made.rules.all()))
    made.save()
    return made


def route(
    network: Network,
    *,
    profile: str = "",
    situation: dict[str, object] | None = None,
    commune: str = LILLE,
    on: date = DAY,
) -> routing.Routed:
    return routing.route(network.subject.code, profile, situation or {}, commune, on)


def test_the_first_rule_that_is_met_wins(network: Network) -> None:
    within = {"condition": {"is": "territory", "within": "dep:59"}}
    table(
        network,
        ("Somme", "direction", {"condition": {"is": "territory", "within": "dep:80"}}),
        ("Nord", "appui", within),
        ("Tout", "nord", {}),
    )
    found = route(network)
    assert (found.unit.name, found.rule.label, found.unserved) == ("Unité appui", "Nord", False)
    assert "Règle 2, « Nord », de la table n° 1, en vigueur depuis le 1er janvier 2026" in found.because
    assert "Lille" in found.because


def test_a_fact_that_is_not_known_meets_nothing(network: Network) -> None:
    table(network, ("Artisans", "appui", {"condition": {"is": "artisan", "expects": True}}))
    assert route(network).rule is None
    assert route(network, situation={"artisan": False}).rule is None
    assert route(network, situation={"artisan": True}).rule.label == "Artisans"


def test_a_bracket_that_straddles_the_threshold_meets_nothing(network: Network) -> None:
    table(network, ("Grandes", "appui", {"condition": {"is": "headcount", "min": 15}}))
    assert route(network, situation={"bracket": "11"}).rule is None
    assert route(network, situation={"headcount": "15"}).rule.label == "Grandes"


def test_an_answer_that_cannot_be_read_is_unknown_and_loses_no_request(network: Network) -> None:
    table(network, ("Grandes", "appui", {"condition": {"is": "headcount", "min": 15}}))
    assert route(network, situation={"headcount": "une vingtaine"}).unit == network.units["nord"]


def test_a_rule_is_about_its_subjects_and_kinds_of_company(network: Network) -> None:
    table(
        network,
        ("Autre sujet", "direction", {"subjects": ["ailleurs"]}),
        ("Étrangères", "appui", {"profiles": ["foreign"]}),
    )
    assert route(network, profile="foreign", commune="").rule.label == "Étrangères"
    assert route(network, profile="pme").rule is None


def test_the_delays_of_the_rule_are_those_of_the_request(network: Network) -> None:
    table(network, ("Vite", "nord", {"take_days": 1, "answer_days": 3}))
    found = route(network)
    assert (found.take_days, found.answer_days) == (1, 3)


@pytest.mark.requirement("H-048")
def test_without_a_rule_the_unit_that_serves_the_place_answers(network: Network) -> None:
    found = route(network)
    assert (found.unit, found.rule, found.unserved) == (network.units["nord"], None, False)
    assert "Investir (fictif)" in found.because


def test_the_narrowest_service_answers_first(network: Network) -> None:
    Service.objects.create(unit=network.units["appui"], subject=network.subject, perimeter="epci:200093201")
    assert route(network).unit == network.units["appui"]


@pytest.mark.requirement("H-048")
@pytest.mark.requirement("H-056")
def test_a_place_nobody_serves_goes_to_the_entry_door_and_the_gap_is_told(network: Network) -> None:
    found = route(network, commune=AMIENS)
    assert (found.unit, found.unserved) == (network.units["porte"], True)
    assert "Personne ne répond" in found.because and "Amiens (80021)" in found.because


def test_a_company_outside_the_network_is_answered_by_the_entry_door_and_is_no_gap(network: Network) -> None:
    found = route(network, commune=MARSEILLE)
    assert (found.unit, found.unserved) == (network.units["porte"], False)
    assert "hors du territoire du réseau" in found.because


@pytest.mark.parametrize("commune", ["", "99999"])
def test_a_place_nobody_knows_goes_to_the_entry_door(network: Network, commune: str) -> None:
    found = route(network, commune=commune)
    assert (found.unit, found.unserved) == (network.units["porte"], False)
    assert "commune n'est pas connue" in found.because


def test_an_old_code_of_a_commune_is_understood(network: Network) -> None:
    table(network, ("Nord", "appui", {"condition": {"is": "territory", "within": "dep:59"}}))
    assert route(network, commune="59355").rule.label == "Nord"


def test_each_day_has_its_table(network: Network) -> None:
    table(network, ("Avant", "appui", {}))
    table(network, ("Après", "direction", {}), number=2, since=date(2026, 12, 1))
    assert route(network).rule.label == "Avant"
    assert route(network, on=date(2026, 12, 1)).rule.label == "Après"
    assert route(network, on=date(2025, 12, 31)).rule is None


def test_a_rule_to_a_unit_that_has_ended_is_passed_over_and_said(network: Network) -> None:
    table(network, ("Fermée", "appui", {}), ("Ensuite", "direction", {}))
    Unit.objects.filter(pk=network.units["appui"].pk).update(until=DAY)
    found = route(network)
    assert found.rule.label == "Ensuite"
    assert "vise l'unité «\xa0Unité appui\xa0», qui n'existe pas ce jour-là" in found.because

    RoutingRule.objects.filter(label="Ensuite").delete()
    found = route(network)
    assert (found.unit, found.rule) == (network.units["nord"], None)
    assert "«\N{NO-BREAK SPACE}Fermée\N{NO-BREAK SPACE}»" in found.because
    assert route(network, on=date(2026, 11, 22)).rule.label == "Fermée", "it existed the day before"


def test_a_draft_routes_nothing(network: Network) -> None:
    made = RoutingTable.objects.create(number=1)
    RoutingRule.objects.create(table=made, rank=1, label="Brouillon", unit=network.units["appui"])
    assert route(network).rule is None


def test_the_reason_is_in_french_whatever_the_language_of_the_page(network: Network) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert "Personne ne répond" in route(network, commune=AMIENS).because


def test_a_request_keeps_the_rule_that_sent_it(network: Network) -> None:
    table(network, ("Nord", "appui", {"condition": {"is": "territory", "within": "dep:59"}}))
    inquiry = network.submit()
    assert inquiry.routing_rule.label == "Nord"
    assert inquiry.routed_because.startswith("Règle 1, « Nord »")


def test_a_retired_subject_still_has_someone(network: Network) -> None:
    Subject.objects.filter(pk=network.subject.pk).update(retired_on=DAY)
    assert route(network).unit == network.units["nord"]
