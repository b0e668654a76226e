"""The digest of a day: what the chain was at its end, signed with a key that the database does not hold."""

import base64
import json
from datetime import date, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.shared.audit import chain, keys
from maillage.shared.audit.models import Act, ChainHead, DayDigest, DigestCopy, Verification

NAME = "maillage-actes-{day}.json"


@operation("audit.close_day", harmless=True)
def close_day(day: date, *, at: datetime, actor: Actor) -> DayDigest:
    """Close a day that is over: sign what the chain was, and prepare its copies. A day already closed is left as it is.

    The digest covers the acts after the last one covered, up to the last dated of this day or before: the number gives the
    order, so that a clock that jumps back neither hides nor repeats an act. Raises Refused when the day is not over, or
    when a later one is closed.
    """
    if day >= clock.day_of(at):
        raise Refused(
            "day_not_over",
            _("Ce jour n'est pas fini\u00a0: il n'est pas clos."),
            way_out=_("Demain, il se clôt de lui-même à 0\u00a0h\u00a030."),
        )
    list(ChainHead.objects.select_for_update())
    if already := DayDigest.objects.filter(day=day).first():
        return already
    previous = DayDigest.objects.order_by("-day").first()
    if previous is not None and previous.day > day:
        raise Refused(
            "day_passed",
            _("Un jour plus récent est déjà clos\u00a0: ses actes comprennent ceux de ce jour."),
            way_out=_("Il n'y a rien à faire."),
        )
    signed = _signed(day, previous, at)
    DigestCopy.objects.bulk_create(
        [DigestCopy(closed=signed, target=target) for target in settings.AUDIT_EXPORT]
    )
    return signed


@operation("audit.mark_copy", harmless=True)
def mark_copy(pk: int, *, fault: str, at: datetime, actor: Actor) -> None:
    """Say that a copy left (``fault`` ""), or why it did not."""
    copy = DigestCopy.objects.select_for_update().get(pk=pk)
    copy.attempts += 1
    copy.fault = fault[:300]
    copy.done_at = None if fault else at
    copy.save(update_fields=["attempts", "fault", "done_at"])


@operation("audit.record_verification", harmless=True)
def record_verification(
    *, acts: int, days: int, faults: tuple[str, ...], at: datetime, actor: Actor
) -> Verification:
    """Keep what a verification found."""
    return Verification.objects.create(at=at, acts=acts, days=days, faults=list(faults))


def as_file(signed: DayDigest) -> tuple[str, str]:
    """The name and the text of the file that leaves the server: the digest, its signature, the key that checks it."""
    told = {
        "digest": json.loads(signed.content),
        "signature": signed.signature,
        "public_key": signed.public_key,
    }
    return NAME.format(day=signed.day.isoformat()), json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def holds(content: str, signature: str, public_key: str) -> bool:
    """Whether the holder of this public key signed this text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(base64.b64decode(signature), content.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(day: date, previous: DayDigest | None, at: datetime) -> DayDigest:
    # What was signed, not the columns beside it: only the content is held by the signature.
    covered = int(json.loads(previous.content)["last"]) if previous else 0
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
    reached = Act.objects.filter(at__lt=end).order_by("-number").values_list("number", flat=True).first()
    last = max(covered, reached or 0)
    head = Act.objects.filter(number=last).values_list("digest", flat=True).first() or chain.START
    content = chain.canonical(
        {
            "day": day.isoformat(),
            "first": covered + 1,
            "last": last,
            "count": last - covered,
            "head": head,
            "previous": chain.fingerprint(previous.content) if previous else chain.START,
            "made_at": at.isoformat(),
        }
    )
    key = keys.signing_key()
    return DayDigest.objects.create(
        day=day,
        first=covered + 1,
        last=last,
        content=content,
        signature=base64.b64encode(key.sign(content.encode())).decode(),
        public_key=keys.public_text(key),
        made_at=at,
    )
