"""The server that takes the mails sent to the application (RFC 5321), one at a time, and keeps each in a transaction."""

import asyncio
import logging

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE
from maillage.modules.interactions import mailing
from maillage.modules.interactions.operations import mails

logger = logging.getLogger(__name__)
MOST_RECIPIENTS = 20
TAKEN = "250 Message accepted"
NOT_OURS = "550 5.1.1 No such mailbox here"
TOO_MANY = "452 4.5.3 Too many recipients"
LATER = "451 4.3.0 Try again later"


class Reception:
    """What to answer to a server that sends a mail. An address that is not ours is refused at once; a fault asks to try again:
    no mail is lost in between."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the address, or say why not."""
        if not mails.is_ours(address):
            return NOT_OURS
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail, once for each of our addresses."""
        content = envelope.content
        assert isinstance(content, bytes)
        return await asyncio.to_thread(_keep, content, envelope.mail_from or "", list(envelope.rcpt_tos))


def _keep(content: bytes, sender: str, recipients: list[str]) -> str:
    close_old_connections()
    try:
        for recipient in recipients:
            mail = mailing.read(content, envelope=sender, recipient=recipient, relay=settings.MAILS_RELAY)
            mails.receive_mail(mail, at=clock.now(), actor=SCHEDULE)
    except Exception:
        # Whatever happened: else the server would refuse the mail for good, and tell its sender the words of the fault. The log says
        # neither who wrote nor what: it speaks of nobody.
        logger.exception("a mail could not be kept; its sender tries again")
        return LATER
    finally:
        close_old_connections()
    return TAKEN
