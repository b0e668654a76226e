"""A server that takes mails on this machine, and says what the test wants; templates of the test."""

import copy
import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from maillage.kit.actor import SCHEDULE
from maillage.kit.testing.time import THE_MOMENT
from maillage.shared.notices import operations
from maillage.shared.notices.models import Mail


@dataclass
class Sink:
    """What the server received, and what it will answer: one answer a mail, then «taken»."""

    to_sender: list[str] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_mail: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.to_sender.pop(0) if self.to_sender else ""
        if not answer:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.to_recipient.pop(0) if self.to_recipient else ""
        if answer == "leave":
            assert server.transport is not None
            server.transport.close()
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.to_mail.pop(0) if self.to_mail else ""
        if answer == "leave":
            assert server.transport is not None
            server.transport.close()
        if not answer:
            content = envelope.content
            assert isinstance(content, bytes)
            found = email.message_from_bytes(content, policy=default)
            assert isinstance(found, EmailMessage)
            self.mails.append(found)
        return answer or "250 taken"


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A real server of mail on a free port of this machine."""
    taken = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(taken, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.Server"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 5
    yield taken
    controller.stop(no_assert=True)


@pytest.fixture
def templates(tmp_path: Path, settings: Settings) -> Path:
    """A folder of templates: « tests/mail/hello » is one."""
    folder = tmp_path / "templates" / "tests" / "mail"
    folder.mkdir(parents=True)
    (folder / "hello.subject.txt").write_text("Bonjour\n{{ name }}\n")
    (folder / "hello.txt").write_text(
        "{% load i18n %}Bonjour {{ name }},\n\n" + "des mots " * 30 + "\n\n{{ site }}/suivi/abc/\n"
    )
    changed = copy.deepcopy(settings.TEMPLATES)
    changed[0]["DIRS"] = [tmp_path / "templates"]
    settings.TEMPLATES = changed
    return folder


@pytest.fixture
def write(db: None, templates: Path) -> Callable[..., Mail]:
    """Write « hello », to Claire unless told otherwise."""

    def written(
        key: str = "hello 1",
        to: str = "claire@demo.invalid",
        event: str = "inquiries.company",
        **more: Any,
    ) -> Mail:
        return operations.write(
            "tests/mail/hello",
            to=to,
            key=key,
            event=event,
            context={"name": "L'Atelier <fictif> & fils", "action_url": "http://127.0.0.1:8000/la-chose/"},
            about="inquiry:12",
            at=THE_MOMENT,
            actor=SCHEDULE,
            **more,
        )

    return written


@pytest.fixture
def hello(write: Callable[..., Mail]) -> Mail:
    """A mail that waits."""
    return write()
