"""Sending: taken in one transaction, sent outside any, told in another. What is doubtful is never sent twice.

A mail that a breakdown caught between the two transactions becomes ``uncertain``: only a person sends it again.
"""

import hashlib
import re
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q, QuerySet

from maillage.kit import clock
from maillage.kit.jobs import enqueue, job
from maillage.shared.notices import bounces, events, transport
from maillage.shared.notices.models import Mail, MailState
from maillage.shared.notices.queries import choices_address

DELAYS = (1, 5, 30, 120, 720)
"""Minutes before a mail that was put off is tried again; then it has failed."""
MOST = 100
"""Mails sent in one sweep: hours must go on."""
LONGEST = timedelta(minutes=10)
"""A sending that lasts longer was interrupted: EMAIL_TIMEOUT is much shorter."""
ENHANCED = re.compile(r"5\.(\d{1,3}\.\d{1,3})(?:\s|$)")
NOBODY = frozenset({"1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})
"""Enhanced codes of an address that is wrong, unknown, moved or closed."""
POLICY = re.compile(r"relay|denied|polic|block|listed|spam|reputation|authent|sender|greylist", re.IGNORECASE)
"""Words of a server that refuses us, not the address."""


@job("notices.deliver")
def deliver(pk: int) -> None:
    """Send one mail, if it waits and its time has come; otherwise do nothing. Without a server, mails wait."""
    if transport.ready():
        attempt(pk, clock.now())


def attempt(pk: int, at: datetime) -> bool:
    """Try to send one mail; False when the server could not be reached, so that nobody insists now."""
    mail = _take(pk, at)
    if mail is None:
        return True
    try:
        _send(mail)
    except transport.Cut as error:
        _end(mail, state=MailState.UNCERTAIN, fault=f"liaison coupée pendant l'envoi : {error}")
    except (smtplib.SMTPException, OSError) as error:
        fault, nobody = understood(error)
        _refused(mail, fault, lasting=nobody, at=at)
        return isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    except (ValueError, UnicodeError) as error:
        # The address or the subject cannot be written in a mail: no other day will change that.
        _refused(mail, f"{type(error).__name__}: {error}", lasting=True, at=at)
    else:
        _end(mail, state=MailState.SENT, fault="", sent_at=clock.now(), text="", html="")
    return True


@job("notices.bounced")
def bounced(pk: int) -> None:
    """Tell those who asked that the address of this mail refuses."""
    mail = Mail.objects.get(pk=pk)
    bounces.tell(mail.about, mail.to, mail.fault, clock.now())


def sweep(at: datetime) -> None:
    """Send what was put off until now, and mark as uncertain what a breakdown left half sent."""
    Mail.objects.filter(state=MailState.SENDING, sending_since__lt=at - LONGEST).update(
        state=MailState.UNCERTAIN, fault="interrompu pendant l'envoi"
    )
    if transport.ready():
        for pk in list(_ready(at).order_by("pk").values_list("pk", flat=True)[:MOST]):
            if not attempt(pk, at):
                break


def understood(error: Exception) -> tuple[str, bool]:
    """What a server or the network says, and whether it says for ever that nobody is at this address.

    Everything else is put off: our own sender, name, password or reputation, a policy, a server that is ill. Someone will
    mend it, and the address did nothing wrong.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, told = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, told = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {error}"[:300], False
    words = _words(told)
    at_the_address = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return f"{code} {words}"[:300], at_the_address and _nobody_there(code, words, error)


def _nobody_there(code: int, words: str, error: Exception) -> bool:
    """Whether a refusal is about the address: by its enhanced code when it has one (RFC 3463), else by its code (RFC 5321)
    and words, when the recipient was being named."""
    if not 500 <= code < 600:
        return False
    if enhanced := ENHANCED.match(words):
        return enhanced[1] in NOBODY
    return (
        isinstance(error, smtplib.SMTPRecipientsRefused)
        and code in (550, 551, 553)
        and not POLICY.search(words)
    )


def _ready(at: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(
        Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=at), state=MailState.WAITING
    )


def _take(pk: int, at: datetime) -> Mail | None:
    """Mark the mail as being sent; None when it is not to be sent, or another worker has it."""
    taken = (
        _ready(at).filter(pk=pk).update(state=MailState.SENDING, sending_since=at, attempts=F("attempts") + 1)
    )
    return Mail.objects.get(pk=pk) if taken else None


def _send(mail: Mail) -> None:
    sender = settings.NETWORK_SENDER
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        sender,
        [mail.to],
        headers={
            # The same mail sent again by a person keeps its name: a mailbox can tell that it has it already.
            "Message-ID": f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
            **_unsubscribing(mail),
        },
    )
    message.attach_alternative(mail.html, "text/html")
    message.send()


def _unsubscribing(mail: Mail) -> dict[str, str]:
    """What lets a mailbox offer to stop such mails (RFC 2369): the page of choices; nothing for what nobody turns off."""
    if mail.user_id is None or not mail.event or events.event(mail.event).always:
        return {}
    return {"List-Unsubscribe": f"<{choices_address()}>"}


def _refused(mail: Mail, fault: str, *, lasting: bool, at: datetime) -> None:
    if lasting or mail.attempts > len(DELAYS):
        with transaction.atomic():
            _end(mail, state=MailState.FAILED, fault=fault)
            if lasting:
                enqueue(bounced, mail.pk)
        return
    delay = timedelta(minutes=DELAYS[mail.attempts - 1])
    _end(mail, state=MailState.WAITING, fault=fault, next_attempt_at=at + delay)


def _end(mail: Mail, **values: object) -> None:
    """Write how a sending ended, unless it was already called uncertain and taken over by a person."""
    fault = str(values.pop("fault", ""))[:300]
    Mail.objects.filter(pk=mail.pk, attempts=mail.attempts).update(fault=fault, **values)


def _words(told: bytes | str) -> str:
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return " ".join(text.split())
