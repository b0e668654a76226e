"""Whether an answer was given matters as much as the contact: dates, answered or not, rising to the manager (H-074)."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.modules.inquiries.conftest import MONDAY, Network, later

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import Refused
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import Inquiry, Message
from maillage.shared.directory.models import Unit


def answer(network: Network, inquiry: Inquiry, day: int = 0) -> None:
    operations.answer(inquiry, "Voici les aides.", key=f"a{day}", at=later(day), actor=network.actor("amina"))


@pytest.mark.requirement("H-074")
def test_each_request_says_whether_it_was_answered_and_by_which_day(network: Network) -> None:
    first, second = network.submit(), network.submit()
    answer(network, first)

    found = queries.listing(queries.InquiryFilters(), network.actor("amina"), MONDAY.date())

    assert {row.reference: (row.answer_label, row.due_on) for row in found.rows} == {
        first.reference: ("répondu", date(2026, 11, 30)),
        second.reference: ("non répondu", date(2026, 11, 30)),
    }


@pytest.mark.requirement("H-074")
def test_an_unanswered_request_rises_to_the_manager_once(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    inquiry = network.submit()
    operations.take(inquiry, at=MONDAY, actor=network.actor("amina"))
    helene = network.actor("helene")
    assert not len(queries.late(helene, later(7).date())), "the due day itself is not late"

    for day in (8, 9, 10):
        network.morning(later(day))

    told = [subject for to, subject in mails() if to == "helene@reseau.invalid"]
    assert told == [f"{inquiry.company.name} attend une réponse depuis le 23 novembre 2026"]
    row = queries.late(helene, later(10).date()).inquiries[0]
    assert (row.unanswered_days, row.days_late, row.lead.short) == (10, 3, "Amina F.")
    assert inquiry.events.filter(kind="risen").count() == 1


def test_an_answered_request_does_not_rise(network: Network) -> None:
    answer(network, network.submit())
    network.morning(later(20))

    assert not len(queries.late(network.actor("helene"), later(20).date()))


def test_a_hand_over_nobody_answers_rises_too(network: Network) -> None:
    inquiry = network.submit()
    amina = network.actor("amina")
    operations.take(inquiry, at=MONDAY, actor=amina)
    operations.propose_hand_over(
        inquiry, to_unit=network.units["appui"].pk, reason="Leur métier", at=MONDAY, actor=amina
    )
    network.morning(later(3))

    assert len(queries.late(network.actor("helene"), later(3).date()).hand_overs) == 1
    assert inquiry.hand_overs.get().risen_on == later(3).date()


def test_a_manager_of_another_unit_is_not_told(network: Network) -> None:
    network.submit()

    assert not len(queries.late(network.actor("dora"), later(30).date()))
    assert len(queries.late(network.actor("gerard"), later(30).date())), "the unit is below his"


def test_a_question_waits_for_the_company_and_its_reply_gives_time_to_answer(network: Network) -> None:
    inquiry = network.submit()
    operations.ask(inquiry, "Quel four ?", key="q", at=later(1), actor=network.actor("amina"))
    assert network.state(inquiry) == "waiting"

    operations.reply_as_company(inquiry, "À pain.", key="r", at=later(10), actor=PUBLIC)

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.due_on) == ("taken", date(2026, 12, 10))


def test_two_clicks_write_one_message(network: Network) -> None:
    inquiry = network.submit()
    for _ in range(2):
        answer(network, inquiry)
        operations.reply_as_company(inquiry, "Merci", key="merci", at=MONDAY, actor=PUBLIC)

    assert list(Message.objects.filter(inquiry=inquiry).values_list("body", flat=True)) == [
        "Acheter un four",
        "Voici les aides.",
        "Merci",
    ]


def test_a_need_no_scheme_covers_keeps_its_motive_and_is_answered(network: Network) -> None:
    inquiry = network.submit()
    operations.uncover(
        inquiry, "no_scheme", "", "Rien n'existe.", key="u", at=MONDAY, actor=network.actor("amina")
    )

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.uncovered_motive) == ("uncovered", "no_scheme")
    assert inquiry.answered_at == MONDAY


@pytest.mark.parametrize(("motive", "field"), [("", "motive"), ("other", "note")])
def test_a_motive_that_says_nothing_is_refused(network: Network, motive: str, field: str) -> None:
    inquiry = network.submit()
    with pytest.raises(Refused) as refusal:
        operations.uncover(inquiry, motive, "", "Rien.", key="u", at=MONDAY, actor=network.actor("amina"))

    assert refusal.value.field == field


def test_what_expects_an_answer_is_not_closed(network: Network) -> None:
    inquiry = network.submit()
    with pytest.raises(Refused) as refusal:
        operations.close(inquiry, at=MONDAY, actor=network.actor("amina"))

    assert "attend encore une réponse" in refusal.value.sentence


def test_an_empty_answer_is_refused_and_nothing_changes(network: Network) -> None:
    inquiry = network.submit()
    with pytest.raises(Refused) as refusal:
        operations.answer(inquiry, " \n ", key="a", at=MONDAY, actor=network.actor("amina"))

    assert refusal.value.field == "body"
    assert network.state(inquiry) == "received"


def test_reopening_asks_for_a_new_answer_by_a_new_day(network: Network) -> None:
    inquiry = network.submit()
    answer(network, inquiry)
    operations.close(inquiry, at=later(1), actor=network.actor("amina"))
    operations.reopen(inquiry, "Le devis a changé", at=later(7), actor=network.actor("amina"))

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.answered_at, inquiry.due_on) == ("taken", None, date(2026, 12, 7))


def test_the_steps_of_the_pathway_are_amended_and_keep_their_order(network: Network) -> None:
    inquiry = network.submit()
    amina, unit = network.actor("amina"), network.units["nord"].pk
    steps = [
        operations.add_step(inquiry, stage="financing", title=title, unit=unit, at=MONDAY, actor=amina)
        for title in ("un", "deux", "trois")
    ]
    operations.move_step(inquiry, steps[2].pk, up=True, at=MONDAY, actor=amina)
    operations.move_step(inquiry, steps[0].pk, up=True, at=MONDAY, actor=amina)
    operations.amend_step(inquiry, steps[1].pk, title="2", state="started", at=MONDAY, actor=amina)
    operations.remove_step(inquiry, steps[0].pk, at=MONDAY, actor=amina)

    lines = queries.get(inquiry.reference, amina, MONDAY.date()).steps
    assert [(line.rank, line.title, line.state) for line in lines] == [
        (1, "trois", "proposed"),
        (2, "2", "started"),
    ]


def test_a_step_without_a_responsible_organisation_is_refused(network: Network) -> None:
    inquiry = network.submit()
    with pytest.raises(Refused) as refusal:
        operations.add_step(
            inquiry, stage="diagnostic", title="Voir", at=MONDAY, actor=network.actor("amina")
        )

    assert refusal.value.field == "organization"


def test_the_story_tells_each_act_in_a_sentence(network: Network) -> None:
    inquiry = network.submit()
    operations.take(inquiry, at=MONDAY, actor=network.actor("amina"))
    answer(network, inquiry)

    story = queries.get(inquiry.reference, network.actor("amina"), MONDAY.date()).story
    assert [line.sentence for line in story] == [
        "La demande arrive par le portail.",
        "Amina Fictif prend la demande en charge.",
        "Amina Fictif répond à l'entreprise.",
    ]


def test_a_step_names_no_unit_that_has_ended_and_keeps_the_one_it_had(network: Network) -> None:
    inquiry, amina = network.submit(), network.actor("amina")
    said = {"stage": "financing", "unit": network.units["appui"].pk, "at": MONDAY, "actor": amina}
    step = operations.add_step(inquiry, title="Chiffrer", **said)
    Unit.objects.filter(pk=network.units["appui"].pk).update(until=MONDAY.date())

    with pytest.raises(Refused) as refusal:
        operations.add_step(inquiry, title="Financer", **said)

    assert refusal.value.field == "unit"
    assert operations.amend_step(inquiry, step.pk, title="Chiffrer mieux", at=MONDAY, actor=amina).unit
