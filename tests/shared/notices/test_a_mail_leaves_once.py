"""Sending, against a real server on this machine: taken, put off, refused, cut."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs import running
from maillage.kit.testing.time import THE_MOMENT, frozen
from maillage.shared.notices import bounces, delivery, operations
from maillage.shared.notices.models import Mail, MailState

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
Write = Callable[..., Mail]
ADMINISTRATOR = Actor(
    ActorKind.PERSON,
    "Farid",
    user=1,
    person=1,
    organization=1,
    grants=(Grant(role="administrator", organization=1),),
)


def sweep(minutes: int) -> None:
    """What the worker does every minute, some minutes later."""
    with frozen(THE_MOMENT + timedelta(minutes=minutes)) as at:
        delivery.sweep(at)


@pytest.fixture
def bounced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str, str]]]:
    """What was told of addresses that refuse."""
    told: list[tuple[str, str, str]] = []
    monkeypatch.setattr(bounces, "_hooks", [])
    bounces.when(lambda about, address, fault, at: told.append((about, address, fault)))
    yield told


def test_a_mail_arrives_with_its_text_its_html_and_its_accents(hello: Mail, sink: Any) -> None:
    running.run_ready(THE_MOMENT)
    (mail,) = sink.mails
    assert mail["To"] == "claire@demo.invalid"
    assert mail["Subject"] == "Bonjour L'Atelier <fictif> & fils"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and "L'Atelier <fictif> & fils," in plain.get_content()
    assert max(map(len, plain.get_content().splitlines())) <= 72
    assert html is not None and "&lt;fictif&gt; &amp; fils" in html.get_content()
    assert 'href="http://127.0.0.1:8000/suivi/abc/"' in html.get_content()


def test_once_sent_its_bodies_are_forgotten(hello: Mail, sink: Any) -> None:
    running.run_ready(THE_MOMENT)
    hello.refresh_from_db()
    assert (hello.state, hello.text, hello.html, hello.sent_at) == (MailState.SENT, "", "", THE_MOMENT)


def test_the_same_thing_is_told_once(hello: Mail, write: Write, sink: Any) -> None:
    assert write() == hello
    running.run_ready(THE_MOMENT)
    sweep(5)
    delivery.deliver(hello.pk)
    assert len(sink.mails) == 1


@pytest.mark.parametrize("where", ["to_recipient", "to_mail"])
def test_a_mail_put_off_is_tried_again_and_leaves_once(hello: Mail, sink: Any, where: str) -> None:
    setattr(sink, where, ["451 try later", "421 busy"])
    running.run_ready(THE_MOMENT)
    hello.refresh_from_db()
    assert (hello.state, hello.attempts) == (MailState.WAITING, 1) and "451" in hello.fault
    sweep(0)
    assert not sink.mails
    for minutes in (1, 7, 30):
        sweep(minutes)
    hello.refresh_from_db()
    assert len(sink.mails) == 1 and hello.state == MailState.SENT and not hello.fault


def test_a_mail_always_put_off_fails_in_the_end(hello: Mail, sink: Any) -> None:
    sink.to_recipient = ["451 never today"] * 10
    minutes = 0
    for delay in (0, *delivery.DELAYS, 9000):
        minutes += delay
        sweep(minutes)
    hello.refresh_from_db()
    assert (hello.state, hello.attempts) == (MailState.FAILED, 6)
    assert hello.text, "it can be sent again"


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("to_recipient", "550 no such person"),
        ("to_recipient", "553 mailbox name not allowed"),
        ("to_recipient", "550 5.1.1 recipient address rejected: user unknown in relay recipient table"),
        ("to_mail", "554 5.1.1 no such person"),
    ],
)
def test_an_address_that_refuses_is_not_insisted_on_and_is_told(
    hello: Mail, sink: Any, bounced: list[tuple[str, str, str]], where: str, answer: str
) -> None:
    setattr(sink, where, [answer])
    running.run_ready(THE_MOMENT)
    sweep(60)
    hello.refresh_from_db()
    assert hello.state == MailState.FAILED and not sink.mails
    assert bounced == [("inquiry:12", "claire@demo.invalid", answer)]


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("to_sender", "553 5.7.1 sender address rejected: not owned by user"),
        ("to_sender", "550 this sender is unknown"),
        ("to_recipient", "550 relay denied"),
        ("to_recipient", "554 5.7.1 client host blocked"),
        ("to_recipient", "552 5.2.2 mailbox full"),
        ("to_mail", "554 your address is on a list"),
        ("to_mail", "550 5.7.1 message refused by policy"),
    ],
)
def test_a_server_that_refuses_us_says_nothing_of_the_address(
    hello: Mail, sink: Any, bounced: list[tuple[str, str, str]], where: str, answer: str
) -> None:
    setattr(sink, where, [answer])
    running.run_ready(THE_MOMENT)
    hello.refresh_from_db()
    assert (hello.state, hello.fault) == (MailState.WAITING, answer) and not bounced
    sweep(60)
    hello.refresh_from_db()
    assert len(sink.mails) == 1 and hello.state == MailState.SENT


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPConnectError(554, b"5.7.1 no service for this machine"),
        smtplib.SMTPHeloError(550, b"5.7.1 name refused"),
        smtplib.SMTPAuthenticationError(535, b"5.7.8 wrong password"),
        smtplib.SMTPSenderRefused(550, b"5.1.1 unknown", "us@demo.invalid"),
    ],
)
def test_a_server_that_does_not_let_us_in_is_waited_for(error: smtplib.SMTPException) -> None:
    fault, lasting = delivery.understood(error)
    assert fault and not lasting


def test_a_server_that_leaves_before_the_mail_is_asked_again(hello: Mail, sink: Any) -> None:
    sink.to_recipient = ["leave"]
    running.run_ready(THE_MOMENT)
    hello.refresh_from_db()
    assert hello.state == MailState.WAITING
    sweep(2)
    assert len(sink.mails) == 1


def test_a_server_that_leaves_after_the_mail_leaves_a_doubt_and_no_second_copy(
    hello: Mail, sink: Any
) -> None:
    sink.to_mail = ["leave"]
    running.run_ready(THE_MOMENT)
    sweep(600)
    hello.refresh_from_db()
    assert hello.state == MailState.UNCERTAIN and not sink.mails


def test_a_server_that_is_not_there_is_waited_for(hello: Mail, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.Server"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    running.run_ready(THE_MOMENT)
    hello.refresh_from_db()
    assert hello.state == MailState.WAITING and "refused" in hello.fault.lower()


def test_without_a_server_mails_wait_and_no_attempt_is_lost(hello: Mail, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.NoServer"
    running.run_ready(THE_MOMENT)
    sweep(600)
    hello.refresh_from_db()
    assert (hello.state, hello.attempts) == (MailState.WAITING, 0)


def test_two_workers_never_send_the_same_mail(
    hello: Mail, sink: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = delivery._send

    def send_while_another_comes(mail: Mail) -> None:
        delivery.deliver(mail.pk)
        send(mail)

    monkeypatch.setattr(delivery, "_send", send_while_another_comes)
    delivery.deliver(hello.pk)
    assert len(sink.mails) == 1


def test_a_worker_that_dies_while_sending_leaves_a_doubt_that_only_a_person_lifts(
    hello: Mail, sink: Any
) -> None:
    assert delivery._take(hello.pk, THE_MOMENT)
    sweep(5)
    hello.refresh_from_db()
    assert hello.state == MailState.SENDING
    sweep(30)
    running.run_ready(THE_MOMENT + timedelta(minutes=30))
    hello.refresh_from_db()
    assert hello.state == MailState.UNCERTAIN and not sink.mails
    operations.send_again(hello.pk, at=THE_MOMENT, actor=ADMINISTRATOR)
    running.run_ready(THE_MOMENT + timedelta(minutes=31))
    assert len(sink.mails) == 1


def test_a_mail_that_left_is_not_sent_again_on_demand(hello: Mail, sink: Any) -> None:
    running.run_ready(THE_MOMENT)
    with pytest.raises(Refused) as refused:
        operations.send_again(hello.pk, at=THE_MOMENT, actor=ADMINISTRATOR)
    assert refused.value.code == "not_failed"


def test_only_whoever_administers_sends_again(hello: Mail) -> None:
    officer = Actor(ActorKind.PERSON, "Amina", user=2, grants=(Grant(role="officer", organization=1),))
    with pytest.raises(NotVisible):
        operations.send_again(hello.pk, at=THE_MOMENT, actor=officer)


def test_an_address_that_is_none_is_refused_at_once(write: Write) -> None:
    with pytest.raises(Refused) as refused:
        write(to="claire chez demo")
    assert refused.value.field == "email" and not Mail.objects.exists()


def test_a_line_in_the_subject_cannot_add_a_reader(hello: Mail, sink: Any) -> None:
    Mail.objects.update(subject="Bonjour\nBcc: other@demo.invalid")
    running.run_ready(THE_MOMENT)
    hello.refresh_from_db()
    assert hello.state == MailState.FAILED and not sink.mails
