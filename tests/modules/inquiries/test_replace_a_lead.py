"""An absent, silent or gone lead is replaced without a human act, and the company always sees a name (H-048)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.modules.inquiries.conftest import MONDAY, Network, away, later

from maillage.kit.actor import PUBLIC, SCHEDULE, TERMINAL
from maillage.kit.errors import Refused
from maillage.kit.jobs import schedule
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import Inquiry, LeadChange
from maillage.modules.inquiries.operations import watching
from maillage.shared.directory import operations as directory
from maillage.shared.directory.models import Tenure


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


def test_when_everyone_is_away_the_company_keeps_the_same_name(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    sent = network.submitted()
    operations.take(sent.inquiry, at=MONDAY, actor=network.actor("amina"))
    for name in network.people:
        away(network, name, 1, 20)
    before = len(mails())
    for day in range(1, 5):
        network.morning(later(day))
        network.morning(later(day))

    assert network.lead(sent.inquiry) == "amina"
    assert sent.inquiry.lead_changes.count() == 1
    assert len(mails()) == before
    assert queries.by_token(sent.token, later(4)).contact.in_service


def test_when_a_unit_and_the_entry_door_are_away_somebody_of_the_network_answers(network: Network) -> None:
    inquiry = network.submit(commune="")
    for name in ("amina", "basile", "helene", "gerard", "dora", "emile"):
        away(network, name, 1, 20)
    network.morning(later(1))

    assert network.lead(inquiry) == "bruno"
    network.morning(later(2))
    assert inquiry.lead_changes.count() == 2


@pytest.mark.requirement("H-048")
def test_a_request_to_an_empty_entry_door_is_received_by_somebody_in_service(network: Network) -> None:
    Tenure.objects.filter(person__in=[network.people["dora"], network.people["emile"]]).update(
        until=MONDAY.date()
    )
    inquiry = network.submit(commune="75056")

    assert network.lead(inquiry) in {"bruno", "amina"}


def test_a_request_received_while_everyone_is_away_bears_a_name(network: Network) -> None:
    for name in network.people:
        away(network, name, 0, 20)
    inquiry = network.submit()

    assert network.lead(inquiry) == "amina"


def test_a_network_without_anybody_refuses_a_request(network: Network) -> None:
    Tenure.objects.all().update(until=MONDAY.date())
    with pytest.raises(Refused) as refusal:
        network.submit()

    assert refusal.value.code == "nobody" and refusal.value.way_out


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


def test_who_replaces_an_absent_lead_has_days_to_take_the_request(network: Network) -> None:
    inquiry = network.submit()
    away(network, "amina", 3, 30)
    network.morning(later(3))

    assert [change.reason for change in inquiry.lead_changes.all()][1:] == ["absence"]
    inquiry.refresh_from_db()
    assert inquiry.take_by == later(7).date()


def test_a_taken_request_is_not_silent(network: Network) -> None:
    inquiry = network.submit()
    operations.take(inquiry, at=MONDAY, actor=network.actor("amina"))
    network.morning(later(3))

    assert network.lead(inquiry) == "amina"


def test_what_a_departure_moves_is_named_to_who_opens_it_and_counted_to_others(network: Network) -> None:
    both = (network.submit(), network.submit())
    on, amina = later(1).date(), network.people["amina"].pk
    named = operations.foretell(amina, on, network.actor("helene"), MONDAY.date())
    counted = operations.foretell(amina, on, network.actor("clemence", role="administrator"), MONDAY.date())
    assert all(one.reference in named[1] and one.company.name in named[1] for one in both)
    assert counted[1:] == ("Basile Fictif répondra à : 2 demandes que vous ne lisez pas.",)


def test_a_departure_to_come_names_what_its_reader_opens_today(network: Network) -> None:
    inquiry, clemence = network.submit(), network.actor("clemence", role="administrator")
    operations.propose_hand_over(
        inquiry,
        to_unit=network.units["appui"].pk,
        reason="C'est leur métier",
        at=MONDAY,
        actor=network.actor("amina"),
    )
    Tenure.objects.filter(person=network.people["clemence"]).update(until=later(2).date())

    told = operations.foretell(network.people["amina"].pk, later(5).date(), clemence, MONDAY.date())

    assert inquiry.reference in told[1]


@pytest.mark.requirement("H-048")
def test_an_officer_who_leaves_while_leading_twelve_requests_leaves_nobody_without_a_name(
    network: Network,
) -> None:
    inquiries = [network.submit() for _ in range(12)]
    amina = network.actor("amina")
    operations.answer(inquiries[0], "Voici.", key="a", at=MONDAY, actor=amina)
    operations.close(inquiries[0], at=MONDAY, actor=amina)
    on = later(1).date()
    foreseen = operations.foretell(network.people["amina"].pk, on, network.actor("helene"), MONDAY.date())

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


def test_a_departure_to_come_leaves_the_deputy_until_that_day(network: Network) -> None:
    inquiry = network.submit()
    operations.take(inquiry, at=MONDAY, actor=network.actor("amina"))
    administrator = network.actor("gerard", role="administrator")
    basile = network.people["basile"]
    directory.leave(basile.pk, on=later(30).date(), actor=administrator, at=MONDAY)
    away(network, "amina", 1, 5)
    network.morning(later(1))

    assert network.lead(inquiry) == "basile"
    directory.tell_departures(since=later(25).date(), on=later(30).date(), actor=SCHEDULE, at=later(30))
    assert not Tenure.objects.filter(deputy=basile).exists()
    assert network.lead(inquiry) != "basile"


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


def test_one_request_that_cannot_move_does_not_stop_the_morning(
    network: Network, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stuck, other = network.submit(), network.submit()
    choose = watching.stand_in

    def refuse(person: int, unit: int, commune: str, on: date, **given: frozenset[int]) -> queries.Chosen:
        if commune == stuck.commune:
            raise Refused("nobody", "Personne.", way_out="Demain.")
        return choose(person, unit, commune, on, **given)

    Inquiry.objects.filter(pk=stuck.pk).update(commune="62041")
    stuck.refresh_from_db()
    monkeypatch.setattr(watching, "stand_in", refuse)
    Inquiry.objects.update(due_on=later(1).date())
    network.morning(later(3))

    assert network.lead(other) == "basile"
    assert stuck.events.filter(kind="risen").exists()
    assert stuck.reference in caplog.text


def test_a_fault_on_one_request_is_told_to_the_schedule_once_the_others_have_moved(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = network.submit(), network.submit()
    away(network, "amina", 1, 5)
    replace = watching.replace_when_away

    def fail(inquiry: Inquiry, **given: object) -> bool:
        if inquiry.pk == first.pk:
            raise RuntimeError("not this one")
        return replace(inquiry, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "replace_when_away", fail)
    with pytest.raises(RuntimeError, match="not this one"):
        operations.move_absent_leads(at=later(1), actor=SCHEDULE)

    assert network.lead(other) == "basile"


@pytest.mark.parametrize("how", ["reopen", "reply"])
def test_a_request_that_starts_again_goes_to_somebody_who_is_there(network: Network, how: str) -> None:
    inquiry = network.submit()
    amina = network.actor("amina")
    operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=amina)
    operations.close(inquiry, at=MONDAY, actor=amina)
    away(network, "amina", 1, 5)
    if how == "reopen":
        operations.reopen(inquiry, at=later(1), actor=PUBLIC)
    else:
        operations.reply_as_company(inquiry, "Et ensuite ?", key="b", at=later(1), actor=PUBLIC)

    assert network.lead(inquiry) == "basile"
    assert inquiry.lead_changes.last().by == "Maillage"
