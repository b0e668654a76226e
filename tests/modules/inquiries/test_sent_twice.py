"""A form sent twice does one thing; a form corrected and sent again loses nothing of the correction."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.modules.inquiries.conftest import ARRAS, MONDAY, Network, later

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import Attachment, Inquiry, Message
from maillage.shared.notices.models import Mail


def said(inquiry: Inquiry) -> list[str]:
    return list(Message.objects.filter(inquiry=inquiry).values_list("body", flat=True))


def test_a_mistyped_address_corrected_and_sent_again_is_the_one_that_is_written_to(network: Network) -> None:
    draft = network.draft(contact_email="clair@exemple.invalid")
    wrong = operations.submit(draft, at=MONDAY, actor=PUBLIC)
    right = operations.submit(
        replace(draft, contact_email="claire@exemple.invalid"), at=later(0), actor=PUBLIC
    )

    inquiry = Inquiry.objects.get()
    assert right.again and inquiry.contact_email == "claire@exemple.invalid"
    assert Mail.objects.filter(to="claire@exemple.invalid").exists()
    assert queries.by_token(right.token, MONDAY).reference == inquiry.reference
    with pytest.raises(queries.LinkExpired):
        queries.by_token(wrong.token, MONDAY)


def test_a_message_corrected_and_sent_again_is_added_to_the_request(network: Network) -> None:
    draft = network.draft(need="Un four")
    inquiry = operations.submit(draft, at=MONDAY, actor=PUBLIC).inquiry
    for _click in range(2):
        operations.submit(replace(draft, need="Un four à pain"), at=MONDAY, actor=PUBLIC)

    assert said(inquiry) == ["Un four", "Un four à pain"]
    assert Inquiry.objects.count() == 1


def test_a_file_forgotten_and_sent_again_is_kept(network: Network) -> None:
    draft = network.draft()
    operations.submit(draft, at=MONDAY, actor=PUBLIC)
    for _click in range(2):
        devis = SimpleUploadedFile("devis.txt", b"devis")
        operations.submit(replace(draft, attachments=(devis,)), at=MONDAY, actor=PUBLIC)

    assert Attachment.objects.count() == 1


def test_another_place_or_company_is_another_request(network: Network) -> None:
    draft = network.draft()
    for other in (
        draft,
        replace(draft, commune=ARRAS),
        replace(draft, company=operations.CompanyDraft(name="Autre fictive")),
    ):
        assert not operations.submit(other, at=MONDAY, actor=PUBLIC).again

    assert Inquiry.objects.count() == 3


def test_a_request_taken_back_meanwhile_says_so_to_a_corrected_form(network: Network) -> None:
    draft = network.draft()
    sent = operations.submit(draft, at=MONDAY, actor=PUBLIC)
    operations.withdraw(sent.inquiry, at=MONDAY, actor=PUBLIC)

    with pytest.raises(Refused) as refusal:
        operations.submit(replace(draft, need="Deux fours"), at=MONDAY, actor=PUBLIC)
    assert "retiré" in refusal.value.sentence


def test_a_reply_corrected_and_sent_again_is_a_second_message(network: Network) -> None:
    inquiry = network.submit()
    for body in ("Mardi", "Mardi", "Mercredi"):
        operations.reply_as_company(inquiry, body, key="r", at=MONDAY, actor=PUBLIC)

    assert said(inquiry)[1:] == ["Mardi", "Mercredi"]


def test_the_key_of_a_note_answers_no_company(network: Network) -> None:
    inquiry, amina = network.submit(), network.actor("amina")
    note = operations.note(inquiry, "À voir", key="k", at=MONDAY, actor=amina)
    answer = operations.answer(inquiry, "À voir", key="k", at=MONDAY, actor=amina)

    assert answer.pk != note.pk and (note.visibility, answer.visibility) == ("internal", "shared")


def test_a_known_key_opens_nothing_to_whoever_does_not_see_the_request(network: Network) -> None:
    inquiry = network.submit()
    operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))

    with pytest.raises(NotVisible):
        operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("bruno"))


def test_the_same_key_in_two_requests_writes_in_both(network: Network) -> None:
    for inquiry in (network.submit(), network.submit()):
        operations.reply_as_company(inquiry, "Merci", key="r", at=MONDAY, actor=PUBLIC)
        assert said(inquiry)[-1] == "Merci"


def test_a_form_without_its_key_is_refused(network: Network) -> None:
    with pytest.raises(Refused) as refusal:
        operations.answer(network.submit(), "Voici.", key="", at=MONDAY, actor=network.actor("amina"))

    assert "Rechargez" in refusal.value.way_out


Act = Callable[[Network, Inquiry], object]


def uncover(network: Network, inquiry: Inquiry) -> object:
    return operations.uncover(
        inquiry, "no_scheme", "", "Rien.", key="u", at=MONDAY, actor=network.actor("amina")
    )


def take(network: Network, inquiry: Inquiry) -> object:
    return operations.take(inquiry, at=MONDAY, actor=network.actor("amina"))


def propose(network: Network, inquiry: Inquiry) -> object:
    return operations.propose_hand_over(
        inquiry,
        to_unit=network.units["appui"].pk,
        reason="Leur métier",
        at=MONDAY,
        actor=network.actor("amina"),
    )


def propose_to_bruno(network: Network, inquiry: Inquiry) -> object:
    return operations.propose_hand_over(
        inquiry,
        to_person=network.people["bruno"].pk,
        reason="Son métier",
        at=MONDAY,
        actor=network.actor("amina"),
    )


def add_step(network: Network, inquiry: Inquiry) -> object:
    return operations.add_step(
        inquiry,
        stage="financing",
        title="Monter le dossier",
        unit=network.units["nord"].pk,
        at=MONDAY,
        actor=network.actor("amina"),
    )


@pytest.mark.parametrize("act", [uncover, take, propose, propose_to_bruno, add_step])
def test_a_second_click_does_what_the_first_did_and_tells_no_error(network: Network, act: Act) -> None:
    inquiry = network.submit()
    first = act(network, inquiry)
    events, mails = inquiry.events.count(), Mail.objects.count()

    assert act(network, inquiry) == first
    assert (inquiry.events.count(), Mail.objects.count()) == (events, mails)


def test_whoever_does_not_lead_does_not_take_what_is_taken(network: Network) -> None:
    inquiry = network.submit()
    take(network, inquiry)

    with pytest.raises(Refused):
        operations.take(inquiry, at=MONDAY, actor=network.actor("helene"))
