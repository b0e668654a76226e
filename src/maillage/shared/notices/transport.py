"""Where mails go: a server, a folder of the installation (development), or nowhere yet."""

import logging
import smtplib
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from maillage.kit import clock

logger = logging.getLogger(__name__)


class Cut(Exception):
    """The server left after it was given the whole mail and before it answered: sent or not, nobody knows."""


class Telling:
    """What an SMTP connection remembers: whether the mail itself was handed over."""

    entrusted = False

    def data(self, msg: Any) -> Any:
        """Hand over the mail."""
        self.entrusted = True
        answer = super().data(msg)  # type: ignore[misc]
        self.entrusted = False
        return answer


class TellingSMTP(Telling, smtplib.SMTP):
    """In clear, or with STARTTLS."""


class TellingSMTPS(Telling, smtplib.SMTP_SSL):
    """Encrypted from the start."""


class Server(EmailBackend):
    """The server of EMAIL_URL. Raises Cut when the end of a sending is unknown."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:  # type: ignore[override]
        """The client that remembers."""
        return TellingSMTPS if self.use_ssl else TellingSMTP

    def _send(self, email_message: EmailMessage) -> bool:
        try:
            return bool(super()._send(email_message))
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            if getattr(self.connection, "entrusted", False):
                raise Cut(str(error)) from error
            raise

    def close(self) -> None:
        """Leave politely; a server that is gone already is no fault."""
        try:
            super().close()
        except (smtplib.SMTPException, ssl.SSLError, OSError):
            self.connection = None


class Folder(BaseEmailBackend):
    """A file by mail in EMAIL_FILE_PATH, named after its moment: the log tells the name, and must name nobody."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail, and tell the log where."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            path = _free(folder, f"{clock.local(clock.now()):%Y-%m-%d-%H%M%S}")
            path.write_bytes(message.message().as_bytes(linesep="\n"))
            logger.info("Courriel écrit : %s", path)
        return len(email_messages)


class NoServer(BaseEmailBackend):
    """No server is named: nothing can be sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raise ConnectionError: the caller tries again later."""
        raise ConnectionError("EMAIL_URL names no server")


def ready() -> bool:
    """Whether mails go somewhere in this installation."""
    return not isinstance(get_connection(), NoServer)


def folder() -> Path | None:
    """The folder where mails become files; None when a server sends them."""
    return Path(settings.EMAIL_FILE_PATH) if isinstance(get_connection(), Folder) else None


def _free(folder: Path, stem: str) -> Path:
    """A path that holds nothing yet."""
    path, number = folder / f"{stem}.eml", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.eml"
    return path
