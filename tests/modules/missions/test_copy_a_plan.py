"""The plan of the next period is made from the one before, whose story it keeps."""

from datetime import date

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import Refused
from maillage.modules.missions import queries
from maillage.modules.missions.models import Mission, MissionLink, ModeRecord, Placement, Plan
from maillage.modules.missions.operations.copying import copy_plan
from maillage.shared.directory.models import Organization

pytestmark = pytest.mark.usefixtures("srom")


def copied(starts_on: date = date(2022, 1, 1), title: str = "SROM fictif 2022-2026") -> Plan:
    plan = Plan.objects.get(slug="srom-2017-2021")
    return copy_plan(
        plan.pk, title, starts_on=starts_on, source="Note fictive", at=clock.now(), actor=TERMINAL
    )


@pytest.mark.requirement("S-182")
def test_the_next_plan_has_its_period_and_keeps_the_story() -> None:
    before = Placement.objects.count()
    made = copied()
    assert (made.starts_on, made.previous.slug) == (date(2022, 1, 1), "srom-2017-2021")
    box = Mission.objects.get(plan=made, code="RH-PAY-2")
    assert box.copied_from.plan.slug == "srom-2017-2021"
    assert Placement.objects.filter(mission__plan=made).count() < before
    old = queries.map_of("srom-2017-2021", "RH", actor=TERMINAL, day=date(2013, 1, 1))
    assert (len(old.domains), old.boxes) == (6, 16)
    new = queries.map_of(made.slug, "RH", actor=TERMINAL, day=date(2022, 1, 1))
    assert [domain.code for domain in new.domains] == [
        domain.code
        for domain in queries.map_of("srom-2017-2021", "RH", actor=TERMINAL, day=date(2017, 1, 1)).domains
    ]
    assert new.boxes == 17


@pytest.mark.requirement("S-182")
def test_the_last_known_states_are_carried_and_projections_are_not() -> None:
    made = copied()
    record = ModeRecord.objects.get(mission__plan=made, mission__code="FIN-CS-1")
    assert (record.mode, record.complete, record.since) == ("I", False, date(2017, 1, 1))
    assert record.cited.title == "SROM 2017-2021 de la CCI Pays de la Loire"
    assert not Mission.objects.filter(plan=made, code="RH-REC-2").exists()
    assert not Mission.objects.filter(plan=made, code="RH-PAY-1").exists()
    assert MissionLink.objects.filter(first__plan=made, second__plan=made, kind="shared").count() == 2


@pytest.mark.requirement("S-182")
def test_a_plan_of_years_to_come_says_what_is_last_known_and_observes_nothing() -> None:
    made = copied(date(2028, 1, 1), "SROM fictif 2028-2032")
    to_come = {"mission__plan": made, "since__gt": clock.today()}
    for facts in (Placement.objects, ModeRecord.objects):
        assert facts.filter(mission__plan=made).exists() and not facts.filter(**to_come).exists()
    shown = queries.map_of(made.slug, "RH", actor=TERMINAL, day=None)
    assert shown.boxes == 17 and shown.day <= clock.today()
    assert [stop.nature for stop in shown.stops if stop.day > clock.today()] == ["projected"]
    first_day = queries.map_of(made.slug, "FIN", actor=TERMINAL, day=date(2028, 1, 1))
    letters = {box.code: box.mode.letter for domain in first_day.domains for box in domain.boxes}
    assert letters["FIN-CS-1"] == "I"
    cards = {card.code: card for card in queries.functions(made.slug, TERMINAL)}
    assert (cards["RH"].label, cards["RH"].boxes) == ("Gestion des ressources humaines", 17)


def test_what_is_to_confirm_stays_so_in_the_next_plan() -> None:
    made = copied()
    found = queries.map_of(made.slug, "FIN", actor=TERMINAL, day=date(2022, 1, 1))
    assert (found.boxes, found.unconfirmed) == (19, 9)


@pytest.mark.parametrize(
    ("title", "starts_on", "code"),
    [("", date(2022, 1, 1), "missions.no_title"), ("Trop tôt", date(2016, 1, 1), "missions.period")],
)
def test_a_plan_that_does_not_follow_is_refused(title: str, starts_on: date, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        copied(starts_on, title)
    assert refusal.value.code == code
    assert not Plan.objects.filter(previous__isnull=False).exists()


def test_only_an_administrator_opens_a_period() -> None:
    organization = Organization.objects.get(slug="cci-pays-de-la-loire").pk
    director = Actor(
        ActorKind.PERSON,
        "direction",
        organization=organization,
        grants=(Grant(role="director", organization=organization),),
    )
    plan = Plan.objects.get(slug="srom-2017-2021")
    with pytest.raises(Refused) as refusal:
        copy_plan(plan.pk, "Suite", starts_on=date(2022, 1, 1), at=clock.now(), actor=director)
    assert refusal.value.code == "missions.rights"
