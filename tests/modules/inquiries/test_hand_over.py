"""A hand-over is proposed, then accepted or refused; until then nothing moves (H-050)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.inquiries.conftest import MONDAY, Network, later

from maillage.kit.actor import SCHEDULE
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.directory.models import Absence, Tenure, Unit


def propose(network: Network, inquiry: Inquiry, **to: int) -> None:
    operations.propose_hand_over(
        inquiry, **to, reason="C'est leur métier", at=MONDAY, actor=network.actor("amina")
    )


@pytest.mark.requirement("H-050")
def test_a_proposed_hand_over_leaves_the_lead_where_it_was(network: Network) -> None:
    inquiry = network.submit()
    propose(network, inquiry, to_unit=network.units["appui"].pk)

    assert network.lead(inquiry) == "amina"
    row = queries.get(inquiry.reference, network.actor("amina"), MONDAY.date()).hand_over
    assert row and row.answer_by == date(2026, 11, 25)


@pytest.mark.requirement("H-050")
def test_an_accepted_hand_over_moves_the_lead_and_the_first_officer_still_sees_it(network: Network) -> None:
    inquiry = network.submit()
    propose(network, inquiry, to_unit=network.units["appui"].pk)
    operations.accept_hand_over(inquiry.reference, at=later(1), actor=network.actor("bruno"))

    assert network.lead(inquiry) == "bruno"
    inquiry.refresh_from_db()
    assert (inquiry.unit, inquiry.state) == (network.units["appui"], "taken")
    seen = queries.get(inquiry.reference, network.actor("amina"), later(30).date())
    assert [line.person.short for line in seen.leads] == ["Amina F.", "Bruno F."]
    assert "vous continuez à la suivre" in seen.why
    assert not seen.allowed.answer.ok and "Bruno F." in seen.allowed.answer.why_not


@pytest.mark.requirement("H-050")
def test_a_refused_hand_over_leaves_the_lead_where_it_was_and_says_why(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    inquiry = network.submit()
    propose(network, inquiry, to_person=network.people["bruno"].pk)
    operations.refuse_hand_over(
        inquiry, "Ce n'est pas notre secteur", at=later(1), actor=network.actor("bruno")
    )

    assert network.lead(inquiry) == "amina"
    file = queries.get(inquiry.reference, network.actor("amina"), later(1).date())
    assert file.hand_over is None
    assert file.past_hand_overs[0].settled_reason == "Ce n'est pas notre secteur"
    assert (
        "amina@reseau.invalid",
        "Bruno Fictif ne prend pas le relais pour " + file.row.company_name,
    ) in mails()


def test_the_second_refusal_tells_the_manager_and_the_entry_door_may_be_asked(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    inquiry = network.submit()
    for name in ("bruno", "clemence"):
        propose(network, inquiry, to_person=network.people[name].pk)
        operations.refuse_hand_over(inquiry, "Non", at=MONDAY, actor=network.actor(name))

    assert [subject for to, subject in mails() if to == "helene@reseau.invalid"] == [
        f"Deux refus de relais pour {inquiry.company.name}"
    ]
    propose(network, inquiry, to_unit=network.units["porte"].pk)
    operations.accept_hand_over(inquiry, at=MONDAY, actor=network.actor("emile"))
    assert network.lead(inquiry) == "emile"


def test_who_is_asked_sees_the_request_and_others_do_not(network: Network) -> None:
    inquiry = network.submit()
    bruno = network.actor("bruno")
    with pytest.raises(NotVisible):
        queries.get(inquiry.reference, bruno, MONDAY.date())

    propose(network, inquiry, to_unit=network.units["appui"].pk)

    assert queries.get(inquiry.reference, bruno, MONDAY.date()).hand_over.for_me
    assert [one.reference for one in queries.to_answer(bruno, MONDAY.date()).hand_overs] == [
        inquiry.reference
    ]
    with pytest.raises(NotVisible):
        queries.get(inquiry.reference, network.actor("emile"), MONDAY.date())


def test_only_who_is_asked_accepts(network: Network) -> None:
    inquiry = network.submit()
    propose(network, inquiry, to_person=network.people["bruno"].pk)

    with pytest.raises(Refused):
        operations.accept_hand_over(inquiry, at=MONDAY, actor=network.actor("amina"))
    with pytest.raises(NotVisible):
        operations.accept_hand_over(inquiry, at=MONDAY, actor=network.actor("clemence"))


def test_the_giver_takes_its_proposal_back(network: Network) -> None:
    inquiry = network.submit()
    propose(network, inquiry, to_unit=network.units["appui"].pk)
    operations.cancel_hand_over(inquiry, at=MONDAY, actor=network.actor("amina"))

    with pytest.raises(NotVisible):
        operations.accept_hand_over(inquiry, at=MONDAY, actor=network.actor("bruno"))
    assert network.lead(inquiry) == "amina"


@pytest.mark.parametrize(
    ("to", "code"),
    [("amina", "same_person"), ("nobody", "nobody_chosen"), ("empty", "empty_unit"), ("gone", "away")],
)
def test_a_hand_over_that_cannot_be_is_refused_with_a_way_out(network: Network, to: str, code: str) -> None:
    inquiry = network.submit()
    Tenure.objects.filter(person__in=[network.people["bruno"], network.people["clemence"]]).update(
        until=date(2026, 1, 1)
    )
    targets: dict[str, dict[str, int]] = {
        "amina": {"to_person": network.people["amina"].pk},
        "nobody": {},
        "empty": {"to_unit": network.units["appui"].pk},
        "gone": {"to_person": network.people["bruno"].pk},
    }

    with pytest.raises(Refused) as refusal:
        propose(network, inquiry, **targets[to])

    assert refusal.value.code == code
    assert refusal.value.way_out


def test_one_hand_over_at_a_time(network: Network) -> None:
    inquiry = network.submit()
    propose(network, inquiry, to_unit=network.units["appui"].pk)

    with pytest.raises(Refused):
        propose(network, inquiry, to_unit=network.units["porte"].pk)


def test_a_closed_request_is_not_handed_over(network: Network) -> None:
    inquiry = network.submit()
    operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))
    operations.close(inquiry, at=MONDAY, actor=network.actor("amina"))

    with pytest.raises(Refused) as refusal:
        propose(network, inquiry, to_unit=network.units["appui"].pk)

    assert "Rouvrez-la" in refusal.value.way_out


def test_an_answer_settles_the_hand_over_that_waited(network: Network) -> None:
    inquiry = network.submit()
    propose(network, inquiry, to_unit=network.units["appui"].pk)
    operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))

    assert inquiry.hand_overs.get().state == "cancelled"


def test_who_leads_by_now_does_not_accept_its_own_request(network: Network) -> None:
    inquiry = network.submit()
    propose(network, inquiry, to_unit=network.units["appui"].pk)
    Absence.objects.create(
        person=network.people["amina"],
        first_day=later(1).date(),
        last_day=later(5).date(),
        deputy=network.people["bruno"],
    )
    operations.move_absent_leads(at=later(1), actor=SCHEDULE)
    assert network.lead(inquiry) == "bruno"

    with pytest.raises(Refused):
        operations.accept_hand_over(inquiry, at=later(1), actor=network.actor("bruno"))

    operations.accept_hand_over(inquiry, at=later(1), actor=network.actor("clemence"))
    assert [change.person.first_name for change in inquiry.lead_changes.all()] == [
        "Amina",
        "Bruno",
        "Clemence",
    ]


def test_a_hand_over_that_waits_too_long_locks_the_request_first(
    network: Network,
) -> None:
    inquiry = network.submit()
    propose(network, inquiry, to_unit=network.units["appui"].pk)
    with CaptureQueriesContext(connection) as seen:
        operations.rise(at=later(3), actor=SCHEDULE)

    touched = [one["sql"] for one in seen if "handover" in one["sql"] and one["sql"].startswith("UPDATE")]
    locked = [
        number
        for number, one in enumerate(seen)
        if one["sql"].startswith("SELECT") and '"inquiries_inquiry"."submission_key"' in one["sql"]
    ]
    written = [number for number, one in enumerate(seen) if one["sql"] in touched]
    assert locked and written and locked[0] < written[0]
    assert inquiry.hand_overs.get().risen_on == later(3).date()


def test_a_unit_that_has_ended_is_not_asked(network: Network) -> None:
    inquiry = network.submit()
    Unit.objects.filter(pk=network.units["appui"].pk).update(until=MONDAY.date())

    with pytest.raises(Refused) as refusal:
        propose(network, inquiry, to_unit=network.units["appui"].pk)

    assert (refusal.value.code, refusal.value.field) == ("ended_unit", "unit")
