"""Writes of the journal itself: a reading kept, a person forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.jobs import enqueue
from maillage.kit.operation import operation
from maillage.shared.audit import capturing, policies
from maillage.shared.audit.models import HolderKey, Reading
from maillage.shared.audit.verifying import verify_for_the_page

SAME_READING = timedelta(minutes=10)
"""Within it, the same file read again by the same person through the same door is one reading."""
KEPT = timedelta(days=365)
"""Readings are kept twelve months."""


@operation("audit.record_readings", harmless=True)
def record_readings(files: Sequence[tuple[str, str]], *, door: str, at: datetime, actor: Actor) -> int:
    """Keep that ``actor`` read these files (kind, reference); how many readings are new. Two queries."""
    lately = Reading.objects.filter(
        user=actor.user, program=actor.program, tried_by=actor.tried_by, door=door, at__gt=at - SAME_READING
    )
    known = set(lately.values_list("kind", "ref"))
    fresh = [one for one in dict.fromkeys(files) if one not in known]
    Reading.objects.bulk_create(
        [
            Reading(
                kind=kind,
                ref=ref,
                user=actor.user,
                program=actor.program,
                organization=actor.organization,
                tried_by=actor.tried_by,
                at=at,
                door=door,
            )
            for kind, ref in fresh
        ]
    )
    return len(fresh)


@operation("audit.forget", act=True)
def forget(holder: str, *, at: datetime, actor: Actor) -> bool:
    """Destroy the key of a person («inquiries.inquiry:12»): what the journal and the chain hold of it can no longer be read.

    Nothing personal is kept of it afterwards either. Whether there was a key; calling again changes nothing.
    """
    capturing.about(holder)
    row, _made = HolderKey.objects.get_or_create(holder=holder, defaults={"forgotten_at": at})
    if row.forgotten_at is not None:
        return False
    row.wrapped, row.forgotten_at = "", at
    row.save(update_fields=["wrapped", "forgotten_at"])
    return True


@operation("audit.forget_readings", harmless=True)
def forget_readings(*, at: datetime, actor: Actor) -> int:
    """Remove the readings of more than twelve months; how many."""
    removed, _by_table = Reading.objects.filter(at__lt=at - KEPT).delete()
    return removed


@operation("audit.ask_verification", harmless=True)
def ask_verification(*, actor: Actor) -> None:
    """Ask for the chain to be verified, in the background. Raises NotVisible."""
    if not policies.reads_chain(actor):
        raise NotVisible
    enqueue(verify_for_the_page)
