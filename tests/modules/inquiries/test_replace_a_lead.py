"""An absent, silent or gone lead is replaced without a human act, and the company always sees a name (H-048)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.modules.inquiries.conftest import MONDAY, Network, later

from maillage.kit.actor import PUBLIC, SCHEDULE, TERMINAL
from maillage.kit.jobs import schedule
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import Inquiry, LeadChange
from maillage.shared.directory import operations as directory
from maillage.shared.directory.models import Absence, Tenure


def away(network: Network, name: str, first: int, last: int, deputy: str = "") -> None:
    """An absence between two days counted from Monday."""
    Absence.objects.create(
        person=network.people[name],
        first_day=later(first).date(),
        last_day=later(last).date(),
        deputy=network.people[deputy] if deputy else None,
    )


@pytest.mark.requirement("H-048")
def test_at_eight_an_absent_lead_is_replaced_by_its_deputy(network: Network) -> None:
    inquiry = network.submit()
    away(network, "amina", 1, 5)
    operations.take(inquiry, at=MONDAY, actor=network.actor("amina"))
    network.morning(later(1))

    assert network.lead(inquiry) == "basile"
    change = inquiry.lead_changes.last()
    assert change is not None and (change.reason, change.by) == ("absence", "Maillage")
    assert (
        queries.get(inquiry.reference, network.actor("amina"), later(1).date()).leads[0].person.short
        == "Amina F."
    )


def test_the_deputy_of_the_absence_comes_before_that_of_the_post(network: Network) -> None:
    inquiry = network.submit()
    away(network, "amina", 1, 5, deputy="bruno")
    network.morning(later(1))

    assert network.lead(inquiry) == "bruno"
    inquiry.refresh_from_db()
    assert inquiry.unit == network.units["nord"], "the unit that answers stays the same"


def test_an_absent_deputy_is_replaced_in_turn(network: Network) -> None:
    inquiry = network.submit()
    away(network, "amina", 1, 5)
    away(network, "basile", 1, 5)
    network.morning(later(1))

    assert network.lead(inquiry) == "helene"


def test_when_everyone_is_away_the_company_keeps_a_name(network: Network) -> None:
    sent = network.submitted()
    for name in network.people:
        away(network, name, 1, 5)
    network.morning(later(1))

    page = queries.by_token(sent.token, later(1))
    assert page.contact.in_service
    assert page.contact.pk == sent.inquiry.lead_changes.last().person_id


def test_an_absence_declared_for_today_moves_the_requests_at_once(network: Network) -> None:
    inquiry = network.submit()
    on = MONDAY.date()
    directory.declare_absence(
        network.people["amina"].pk,
        first_day=on,
        last_day=on + timedelta(days=3),
        on=on,
        actor=network.actor("amina"),
        at=MONDAY,
    )

    assert network.lead(inquiry) == "basile"


def test_an_absence_to_come_moves_nothing_yet(network: Network) -> None:
    inquiry = network.submit()
    on = MONDAY.date()
    directory.declare_absence(
        network.people["amina"].pk,
        first_day=on + timedelta(days=10),
        last_day=on + timedelta(days=12),
        on=on,
        actor=network.actor("amina"),
        at=MONDAY,
    )
    network.morning(later(1))

    assert network.lead(inquiry) == "amina"


def test_a_request_not_taken_by_its_day_goes_to_the_deputy(network: Network) -> None:
    inquiry = network.submit()
    network.morning(later(2))
    assert network.lead(inquiry) == "amina", "the last day to take it is not over"

    network.morning(later(3))

    assert network.lead(inquiry) == "basile"
    assert inquiry.lead_changes.last().reason == "silence"
    inquiry.refresh_from_db()
    assert inquiry.take_by == date(2026, 11, 30), "the new lead has its own days"


def test_a_request_nobody_takes_does_not_come_back_to_the_first(network: Network) -> None:
    inquiry = network.submit()
    seen = []
    for day in range(3, 21):
        network.morning(later(day))
        seen.append(network.lead(inquiry))

    assert list(dict.fromkeys(seen))[:4] == ["basile", "helene", "gerard", "emile"]


def test_a_taken_request_is_not_silent(network: Network) -> None:
    inquiry = network.submit()
    operations.take(inquiry, at=MONDAY, actor=network.actor("amina"))
    network.morning(later(3))

    assert network.lead(inquiry) == "amina"


@pytest.mark.requirement("H-048")
def test_an_officer_who_leaves_while_leading_twelve_requests_leaves_nobody_without_a_name(
    network: Network,
) -> None:
    inquiries = [network.submit() for _ in range(12)]
    amina = network.actor("amina")
    operations.answer(inquiries[0], "Voici.", key="a", at=MONDAY, actor=amina)
    operations.close(inquiries[0], at=MONDAY, actor=amina)
    on = later(1).date()
    foreseen = operations.foretell(network.people["amina"].pk, on)

    Tenure.objects.filter(person=network.people["amina"]).update(until=on)
    operations.depart(network.people["amina"].pk, on, at=later(1), actor=TERMINAL)

    assert not Inquiry.objects.filter(lead=network.people["amina"]).exists()
    assert {change.reason for change in LeadChange.objects.filter(person=network.people["basile"])} == {
        "departure"
    }
    assert foreseen[0].startswith("11 demandes ouvertes")
    assert operations.depart(network.people["amina"].pk, on, at=later(1), actor=TERMINAL) == 0


def test_the_directory_moves_requests_when_somebody_leaves(network: Network) -> None:
    inquiry = network.submit()
    on = MONDAY.date()
    administrator = network.actor("gerard", role="administrator")
    directory.leave(network.people["amina"].pk, on=on, actor=administrator, at=MONDAY)

    assert network.lead(inquiry) == "basile"


def test_the_parts_of_who_leaves_are_asked_to_somebody_else(network: Network) -> None:
    inquiry = network.submit()
    amina = network.actor("amina")
    operations.invite(
        inquiry, network.people["bruno"].pk, "Chiffrer le four", later(4).date(), at=MONDAY, actor=amina
    )
    Tenure.objects.filter(person=network.people["bruno"]).update(until=later(1).date())
    operations.depart(network.people["bruno"].pk, later(1).date(), at=later(1), actor=TERMINAL)

    part = inquiry.participants.get(removed_at=None)
    assert (part.person, part.part) == (network.people["clemence"], "Chiffrer le four")


def test_the_company_and_both_officers_are_told_of_a_new_lead(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    inquiry = network.submit()
    away(network, "amina", 1, 5)
    before = len(mails())
    network.morning(later(1))

    assert sorted(mails()[before:]) == sorted(
        [
            (inquiry.contact_email, "Votre contact est désormais Basile F."),
            ("basile@reseau.invalid", f"Vous répondez désormais à {inquiry.company.name}"),
            ("amina@reseau.invalid", f"Basile F. répond désormais à {inquiry.company.name}"),
        ]
    )


def test_the_manager_gives_a_request_to_somebody_else(network: Network) -> None:
    inquiry = network.submit()
    operations.reassign(
        inquiry, network.people["basile"].pk, "Charge trop forte", at=MONDAY, actor=network.actor("helene")
    )

    assert network.lead(inquiry) == "basile"


def test_the_schedule_moves_them_at_eight_of_a_working_day(network: Network) -> None:
    inquiry = network.submit(at=later(-3))
    away(network, "amina", -2, 5)
    sunday, monday = later(-1).replace(hour=9), MONDAY.replace(hour=7, minute=1)
    schedule.run_due(sunday)
    assert network.lead(inquiry) == "amina", "nobody works on a Sunday"

    schedule.run_due(monday)

    assert network.lead(inquiry) == "basile"


def test_the_morning_is_the_same_when_it_runs_twice(network: Network) -> None:
    inquiry = network.submit()
    away(network, "amina", 1, 5)
    network.morning(later(1))
    network.morning(later(1))

    assert inquiry.lead_changes.count() == 2
    sent = operations.submit(network.draft(), at=later(1), actor=PUBLIC)
    assert network.lead(sent.inquiry) != "amina"
    assert operations.move_absent_leads(at=later(1), actor=SCHEDULE) == 0
