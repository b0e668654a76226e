"""A mail, as bytes, becomes what the application keeps of it: who, to whom, when, what; attachments by their name only."""

import email
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice
from typing import TypeVar

from maillage.kit.text import typed

MOST_BYTES = 5_000_000
"""A mail heavier than that is refused by the server that listens: what is attached is not kept anyway."""
LONGEST_TITLE, LONGEST_BODY, MOST_NAMES = 300, 20_000, 50
LONGEST_READ, LONGEST_HEADER = 200_000, 10_000
"""What is looked at of a text, and of a header: a stranger writes both, and no more of them is ever kept."""
# Every pattern below reads a text once, whatever is written: a line never runs on into the next, what is opened ends with the text.
_BLANK = r"[ \t\u00a0\u202f]*"
_WRITTEN = re.compile(
    rf"^[>* \t\u00a0\u202f]*(?:De|From|Expéditeur){_BLANK}:{_BLANK}(.{{1,1000}})",
    re.IGNORECASE | re.MULTILINE,
)
_MARKUP = re.compile(
    r"<(?:!--.*?(?:-->|\Z)|(script|style)\b.*?(?:</\1\b[^>]*(?:>|\Z)|\Z)|[a-z/!?][^>]*(?:>|\Z))",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"\([^()]*\)")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What is read of a mail. ``vouched``: the trusted relay says that the domain of who the mail says sent it (DMARC), and that it
    is one address; without it ``sender`` proves nothing. ``envelope``: who the sending server said it is from, ``sender``: who the mail says; ``others``: the
    other addresses, those written to and those of a forwarded mail, without the network's; ``forwarded``: the first of these."""

    digest: str
    envelope: str
    sender: str
    recipient: str
    others: tuple[str, ...]
    forwarded: str
    title: str
    body: str
    attachments: tuple[str, ...]
    sent_at: datetime | None
    vouched: bool = False


def read(content: bytes, *, envelope: str, recipient: str, relay: str = "") -> Mail:
    """What a mail says. Nothing is trusted: a mail that cannot be read gives empty texts, never a fault. ``relay``: the name by which
    the trusted relay signs its checks (authserv-id of RFC 8601); empty, no mail is vouched for."""
    found = _opened(content)
    body = _or("", lambda: _body(found))
    sender = _first(_addresses(found, "from"))
    written = [
        match[0].lower() for line in _WRITTEN.findall(body) for match in [_ADDRESS.search(line)] if match
    ]
    to = _addresses(found, "to", "cc")
    own = {sender, envelope.lower(), recipient.lower()}
    others = tuple(one for one in dict.fromkeys([*written, *to]) if one not in own)
    return Mail(
        digest=hashlib.sha256(recipient.encode() + b"\0" + content).hexdigest(),
        envelope=envelope.lower()[:254],
        sender=sender[:254],
        recipient=recipient[:254],
        others=others[:MOST_NAMES],
        forwarded=_first(written),
        title=_header(found, "subject")[:LONGEST_TITLE],
        body=body[:LONGEST_BODY],
        attachments=_or((), lambda: tuple(islice(_attached(found), MOST_NAMES))),
        sent_at=_or(None, lambda: _sent(found)),
        vouched=_or(False, lambda: _vouched(found, relay)),
    )


class _Short(EmailPolicy):
    """Headers are cut before they are understood: the library takes a time that grows with the square of their length."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(list(sourcelines))
        return name, value[:LONGEST_HEADER]


_POLICY = _Short()
Read = TypeVar("Read")


def _or(nothing: Read, reading: Callable[[], Read]) -> Read:
    """What is read of a part of a mail, or nothing: the library has no list of the faults that bytes made to harm it raise."""
    try:
        return reading()
    except Exception:  # noqa: BLE001
        return nothing


def _opened(content: bytes) -> EmailMessage:
    """The mail; its headers alone when its parts hold one another deeper than can be followed; else an empty one."""
    whole = _or(None, lambda: email.message_from_bytes(content, policy=_POLICY))
    found = whole or _or(None, lambda: BytesParser(policy=_POLICY).parsebytes(content, headersonly=True))
    return found if isinstance(found, EmailMessage) else EmailMessage(policy=_POLICY)


def _header(found: EmailMessage, name: str) -> str:
    # A broken header says nothing.
    return _or("", lambda: " ".join(typed(str(found.get(name, ""))).split()))


def _vouched(found: EmailMessage, relay: str) -> bool:
    """Whether the trusted relay wrote, above all the others, that DMARC passes for the only address of « From ». What stands below was
    there before the relay: anybody may have written it."""
    senders = _addresses(found, "from")
    said = _header(found, "authentication-results")
    if not relay or not said or len(senders) != 1 or [one.lower() for one in found].count("from") != 1:
        return False
    text = _COMMENT.sub(" ", said).lower()
    server, *results = (part.split() for part in text.split(";"))
    if server[:1] != [relay.lower()]:
        return False
    passed = [words for words in results if words[:1] == ["dmarc=pass"]]
    checked = [words for words in results if words and words[0].startswith("dmarc=")]
    domains = (
        [one.removeprefix("header.from=") for one in passed[0][1:] if one.startswith("header.from=")]
        if passed
        else []
    )
    return len(passed) == len(checked) == 1 and domains == [senders[0].rpartition("@")[2]]


def _addresses(found: EmailMessage, *names: str) -> list[str]:
    pairs = getaddresses([_header(found, name) for name in names])
    return [address.lower() for _name, address in pairs if _ADDRESS.fullmatch(address)]


def _body(found: EmailMessage) -> str:
    part = found.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError, KeyError):
        raw = part.get_payload(decode=True)
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    text = text[:LONGEST_READ]
    if part.get_content_subtype() == "html":
        text = _MARKUP.sub("", text)
    return typed(re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n")))


def _attached(found: EmailMessage) -> Iterable[str]:
    for part in found.walk():
        if name := part.get_filename():
            yield " ".join(typed(str(name)).split())[:120]


def _sent(found: EmailMessage) -> datetime | None:
    try:
        moment = parsedate_to_datetime(_header(found, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _first(some: list[str]) -> str:
    return some[0] if some else ""
