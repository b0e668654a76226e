"""The company follows its request by a link that cannot be guessed, ends, and can be renewed (H-048, H-061)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.modules.inquiries.conftest import MONDAY, Network, later

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.notices import bounces
from maillage.shared.notices.models import Mail


@pytest.mark.requirement("H-048")
def test_the_company_sees_one_name_and_a_date(network: Network) -> None:
    sent = network.submitted()
    page = queries.by_token(sent.token, MONDAY)

    assert (page.contact.short, page.due_on) == ("Amina F.", sent.inquiry.due_on)
    assert page.can_reply.ok and page.can_withdraw.ok and not page.can_reopen.ok


def test_an_internal_note_and_its_file_are_never_shown_to_the_company(network: Network) -> None:
    sent = network.submitted()
    upload = SimpleUploadedFile("avis.txt", b"avis interne")
    operations.note(
        sent.inquiry, "À surveiller", key="n", files=(upload,), at=MONDAY, actor=network.actor("amina")
    )

    assert [line.body for line in queries.by_token(sent.token, MONDAY).thread] == ["Acheter un four"]
    file = queries.get(sent.reference, network.actor("amina"), MONDAY.date()).thread[1].attachments[0]
    with pytest.raises(NotVisible):
        queries.file_of(sent.token, file.public_id, MONDAY)
    assert (
        queries.attachment(sent.reference, file.public_id, network.actor("amina"), MONDAY.date()).name
        == "avis.txt"
    )


def test_a_link_ends_after_half_a_year(network: Network) -> None:
    sent = network.submitted()

    assert queries.by_token(sent.token, later(179))
    with pytest.raises(queries.LinkExpired) as refusal:
        queries.by_token(sent.token, later(180))
    assert "nouveau lien" in refusal.value.way_out


def test_a_renewed_link_works_and_the_former_ones_do_not(network: Network) -> None:
    sent = network.submitted()
    operations.renew_link(sent.inquiry.contact_email.upper(), at=later(1), actor=PUBLIC)

    with pytest.raises(queries.LinkExpired):
        queries.by_token(sent.token, later(1))
    mail = Mail.objects.get(to=sent.inquiry.contact_email, subject__startswith="Votre nouveau lien")
    found = re.search(r"/suivi/([\w-]+)/", mail.text)
    assert found and queries.by_token(found[1], later(1)).reference == sent.reference


def test_an_unknown_address_is_told_nothing(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    before = mails()
    operations.renew_link("inconnue@exemple.invalid", at=MONDAY, actor=PUBLIC)

    assert mails() == before


def test_a_withdrawn_request_may_be_reopened_and_keeps_its_name(network: Network) -> None:
    sent = network.submitted()
    operations.withdraw(sent.inquiry, at=MONDAY, actor=PUBLIC)
    page = queries.by_token(sent.token, MONDAY)
    assert (page.state, page.contact.short, page.can_reopen.ok) == ("withdrawn", "Amina F.", True)

    operations.reopen(sent.inquiry, at=later(1), actor=PUBLIC)

    assert network.state(sent.inquiry) == "received"


def test_a_company_that_writes_within_sixty_days_goes_on_with_its_request(network: Network) -> None:
    sent = network.submitted()
    operations.answer(sent.inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))
    operations.close(sent.inquiry, at=MONDAY, actor=network.actor("amina"))
    operations.reply_as_company(sent.inquiry, "Encore une question", key="r", at=later(59), actor=PUBLIC)

    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.answered_at, inquiry.closed_at) == ("taken", None, None)
    assert inquiry.due_on > later(59).date()


def test_after_sixty_days_a_new_request_is_asked_for(network: Network) -> None:
    sent = network.submitted()
    operations.answer(sent.inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))

    with pytest.raises(Refused) as refusal:
        operations.reply_as_company(sent.inquiry, "Bonjour", key="r", at=later(61), actor=PUBLIC)

    assert "nouvelle demande" in refusal.value.way_out


def test_the_company_marks_its_steps(network: Network) -> None:
    sent = network.submitted()
    step = operations.add_step(
        sent.inquiry,
        stage="diagnostic",
        title="Faire le point",
        unit=network.units["nord"].pk,
        at=MONDAY,
        actor=network.actor("amina"),
    )
    operations.mark_step(sent.inquiry, step.pk, "done", at=later(1), actor=PUBLIC)

    assert queries.by_token(sent.token, later(1)).steps[0].state == "done"


def test_the_company_does_nothing_that_is_for_officers(network: Network) -> None:
    inquiry = network.submit()
    for act in (operations.take, operations.close, operations.accept_hand_over):
        with pytest.raises(Refused):
            act(inquiry, at=MONDAY, actor=PUBLIC)


def test_an_address_that_refuses_mail_is_shown_until_it_is_corrected(network: Network) -> None:
    inquiry = network.submit()
    bounces.tell(f"inquiry:{inquiry.pk}", inquiry.contact_email, "550 unknown user", MONDAY)
    bounces.tell(f"inquiry:{inquiry.pk}", inquiry.contact_email, "550 unknown user", MONDAY)
    amina = network.actor("amina")

    file = queries.get(inquiry.reference, amina, MONDAY.date())
    assert file.contact_fault == "550 unknown user"
    assert [line.kind for line in file.story].count("bounced") == 1

    operations.correct_contact(
        inquiry, name="Claire", email="claire@autre.invalid", phone="", at=MONDAY, actor=amina
    )
    operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=amina)

    assert Mail.objects.filter(to="claire@autre.invalid").count() == 1


def test_each_mail_to_the_company_has_a_link_that_works(network: Network) -> None:
    sent = network.submitted()
    operations.answer(
        sent.inquiry, "Voici.", key="a", at=MONDAY + timedelta(hours=1), actor=network.actor("amina")
    )

    for mail in Mail.objects.filter(to=sent.inquiry.contact_email):
        found = re.search(r"/suivi/([\w-]+)/", mail.text)
        assert found and queries.by_token(found[1], MONDAY).reference == sent.reference
