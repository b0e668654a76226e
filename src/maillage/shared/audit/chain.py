"""The chain of acts: each holds the digest of the one before, so that none is changed, removed or added unseen."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from maillage.shared.audit.models import Act, ChainHead

START = "0" * 64
"""What stands before the first act."""
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HEAD = 1


def append(
    *,
    at: datetime,
    operation: str,
    cid: str,
    kind: str,
    label: str,
    user: int | None,
    program: int | None,
    organization: int | None,
    subject: str,
    rows: Sequence[Mapping[str, Any]],
) -> Act:
    """Add an act after the last one; the head stays locked until the transaction ends, so that acts follow one another.

    ``at`` is kept as it was given, even before that of the last act: the number gives the order (a clock may jump back).
    """
    head = _locked_head()
    act = Act(
        number=head.number + 1,
        act_id=_public_id(),
        at=at,
        operation=operation,
        cid=cid,
        kind=kind,
        label=label,
        user=user,
        program=program,
        organization=organization,
        subject=subject,
        payload=canonical({"rows": rows}),
        previous=head.digest or START,
    )
    act.digest = digest_of(act)
    act.save()
    head.number, head.digest = act.number, act.digest
    head.save(update_fields=["number", "digest"])
    return act


def digest_of(act: Act) -> str:
    """The SHA-256 of every column of an act but its own digest."""
    told = {
        "number": act.number,
        "act_id": act.act_id,
        "at": act.at.astimezone(UTC).isoformat(),
        "operation": act.operation,
        "cid": act.cid,
        "kind": act.kind,
        "label": act.label,
        "user": act.user,
        "program": act.program,
        "organization": act.organization,
        "subject": act.subject,
        "payload": act.payload,
        "previous": act.previous,
    }
    return fingerprint(canonical(told))


def canonical(value: object) -> str:
    """One text for one value: sorted keys, no space; what JSON does not know is written as its text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def fingerprint(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _locked_head() -> ChainHead:
    locked = ChainHead.objects.select_for_update()
    found = locked.filter(pk=_HEAD).first()
    if found is None:
        ChainHead.objects.bulk_create([ChainHead(pk=_HEAD)], ignore_conflicts=True)
        found = locked.get(pk=_HEAD)
    return found


def _public_id() -> str:
    """Eight letters and digits that nobody confuses, said aloud or copied: «A-7K2M-9QXC»."""
    drawn = "".join(secrets.choice(_LETTERS) for _rank in range(8))
    return f"A-{drawn[:4]}-{drawn[4:]}"
