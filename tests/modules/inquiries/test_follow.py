"""The company follows its request by a link that cannot be guessed, ends, and can be renewed (H-048, H-061)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings
from tests.modules.inquiries.conftest import MONDAY, Network, later

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import links, operations, queries
from maillage.modules.inquiries.models import FollowLink, Inquiry
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


def link_in(mail: Mail) -> str:
    found = re.search(r"/suivi/([\w-]+)/", mail.text)
    assert found
    return found[1]


def test_a_link_asked_for_comes_by_mail_and_the_former_one_goes_on(network: Network) -> None:
    sent = network.submitted()
    operations.renew_link(sent.inquiry.contact_email.upper(), at=later(170), actor=PUBLIC)

    mail = Mail.objects.get(to=sent.inquiry.contact_email, subject__startswith="Votre lien de suivi")
    assert queries.by_token(link_in(mail), later(190)).reference == sent.reference
    assert queries.by_token(sent.token, later(170)).reference == sent.reference


def test_asking_for_a_link_again_and_again_fills_nobodys_box(network: Network) -> None:
    sent = network.submitted()
    for _click in range(10):
        operations.renew_link(sent.inquiry.contact_email, at=MONDAY, actor=PUBLIC)

    asked = Mail.objects.filter(to=sent.inquiry.contact_email, subject__startswith="Votre lien")
    assert asked.count() == 3


def test_asking_for_a_link_takes_as_long_whoever_asks(network: Network) -> None:
    from django_tasks_db.models import DBTaskResult

    known = network.submit()
    before = Mail.objects.count()
    for email in (known.contact_email, "inconnue@exemple.invalid"):
        operations.ask_link(email, at=MONDAY, actor=PUBLIC)

    assert Mail.objects.count() == before, "mails are written later, by a worker"
    asked = DBTaskResult.objects.filter(args_kwargs__args__0="inquiries.send_links")
    kept = [job.args_kwargs["args"][1] for job in asked.order_by("enqueued_at")]
    assert kept == [known.pk, 0], "one job for each, and the queue keeps no address"


def test_a_company_whose_mails_come_back_keeps_its_link(network: Network) -> None:
    sent = network.submitted()
    bounces.tell(f"inquiry:{sent.inquiry.pk}", sent.inquiry.contact_email, "550 unknown user", MONDAY)
    operations.renew_link(sent.inquiry.contact_email, at=later(1), actor=PUBLIC)

    assert queries.by_token(sent.token, later(1)).reference == sent.reference


def test_every_mail_of_a_request_bears_the_same_link(network: Network) -> None:
    sent = network.submitted()
    for number in range(5):
        operations.reply_as_company(
            sent.inquiry, f"Message {number}", key=f"r{number}", at=later(number), actor=PUBLIC
        )

    assert {link_in(mail) for mail in Mail.objects.filter(to=sent.inquiry.contact_email)} == {sent.token}
    assert FollowLink.objects.filter(inquiry=sent.inquiry).count() == 1


def test_a_link_of_a_former_secret_is_replaced_and_goes_on(network: Network, settings: Settings) -> None:
    sent = network.submitted()
    settings.SECRET_KEY = "another-secret-of-the-installation-of-fifty-characters"
    token = links.issue(sent.inquiry, at=later(1))

    assert token != sent.token
    for one in (token, sent.token):
        assert queries.by_token(one, later(1)).reference == sent.reference


def test_a_corrected_address_is_told_so_and_the_links_of_the_wrong_one_stop(network: Network) -> None:
    sent = network.submitted()
    operations.correct_contact(
        sent.inquiry,
        name="Claire",
        email="claire@autre.invalid",
        phone="",
        at=later(1),
        actor=network.actor("amina"),
    )

    mail = Mail.objects.get(to="claire@autre.invalid")
    assert queries.by_token(link_in(mail), later(1)).reference == sent.reference
    with pytest.raises(queries.LinkExpired):
        queries.by_token(sent.token, later(1))


def test_a_corrected_name_or_phone_changes_no_link(network: Network) -> None:
    sent = network.submitted()
    operations.correct_contact(
        sent.inquiry,
        name="Claire F.",
        email=sent.inquiry.contact_email,
        phone="0300000000",
        at=later(1),
        actor=network.actor("amina"),
    )

    assert queries.by_token(sent.token, later(1)).reference == sent.reference


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


@pytest.mark.parametrize("withdrawn", [False, True])
def test_after_sixty_days_the_company_does_not_reopen_either(network: Network, withdrawn: bool) -> None:
    sent = network.submitted()
    if withdrawn:
        operations.withdraw(sent.inquiry, at=later(20), actor=PUBLIC)
    else:
        operations.answer(sent.inquiry, "Voici.", key="a", at=later(20), actor=network.actor("amina"))
    assert queries.by_token(sent.token, later(79)).can_reopen.ok

    page = queries.by_token(sent.token, later(81))
    assert not page.can_reopen.ok and "nouvelle demande" in (page.can_reply.why_not + page.can_reopen.why_not)
    with pytest.raises(Refused) as refusal:
        operations.reopen(sent.inquiry, at=later(81), actor=PUBLIC)
    assert refusal.value.code == "too_late"


def test_the_lead_reopens_whenever_it_helps(network: Network) -> None:
    inquiry = network.submit()
    operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))
    operations.reopen(inquiry, at=later(120), actor=network.actor("amina"))

    assert network.state(inquiry) == "taken"


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

    assert Mail.objects.filter(to="claire@autre.invalid").count() == 2


def test_each_mail_to_the_company_has_a_link_that_works(network: Network) -> None:
    sent = network.submitted()
    operations.answer(
        sent.inquiry, "Voici.", key="a", at=MONDAY + timedelta(hours=1), actor=network.actor("amina")
    )

    for mail in Mail.objects.filter(to=sent.inquiry.contact_email):
        found = re.search(r"/suivi/([\w-]+)/", mail.text)
        assert found and queries.by_token(found[1], MONDAY).reference == sent.reference
