"""The end of an operation: what it kept becomes lines of the journal, and acts of the chain, in its transaction."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from maillage.kit import clock
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.db import savepoints
from maillage.kit.operation import Kept, Running
from maillage.shared.audit import chain, sealing
from maillage.shared.audit.capturing import About, Change, Done
from maillage.shared.audit.models import Entry


def ended(running: Running) -> None:
    """Hand what was kept to the operation around, or write it when there is none."""
    if running.act:
        running.keep(Done(running=running, kept=tuple(running.kept)))
    if running.parent is not None:
        running.parent.kept.extend(one for one in running.kept if not isinstance(one.what, About))
        return
    kept = tuple(running.kept)
    running.kept.clear()
    running.closed = True
    stands = savepoints.standing(one.mark for one in _all(kept))
    changes = tuple(one for one in _told_still(kept, stands) if isinstance(one, Change))
    acts = tuple(one for one in _told_still(kept, stands) if isinstance(one, Done))
    if changes or acts:
        keys = write(changes, running)
        for act in acts:
            _add(act, _told_still(act.kept, stands), running, keys)


def _all(kept: Sequence[Kept]) -> Iterator[Kept]:
    """What was put aside, and what each act among it had put aside before."""
    yield from kept
    for one in kept:
        if isinstance(one.what, Done):
            yield from one.what.kept


def _told_still(kept: Sequence[Kept], stands: Collection[savepoints.Mark]) -> list[Any]:
    """What was put aside with writes that no rollback took back."""
    return [one.what for one in kept if one.mark in stands]


def write(changes: Sequence[Change], running: Running | None) -> sealing.Keys:
    """Insert lines of the journal; the keys of the people they speak of."""
    keys = sealing.keys_for_writing(
        {one.holder for one in changes if one.holder}, new={one.holder for one in changes if _is_its_own(one)}
    )
    at = running.outermost.at if running else clock.now()
    cid = running.outermost.id if running else ""
    Entry.objects.bulk_create([_entry(one, at, cid, keys) for one in changes])
    return keys


def _entry(change: Change, at: datetime, cid: str, keys: sealing.Keys) -> Entry:
    actor = change.actor
    person = {name: pair for name, pair in change.changes.items() if name in change.personal}
    return Entry(
        content_type=ContentType.objects.get_for_model(change.model),
        object_id=change.pk,
        action=change.action,
        changes={name: None if name in person else pair for name, pair in change.changes.items()},
        sealed=sealing.seal(person, change.holder, keys) if person else "",
        holder=change.holder,
        timestamp=at,
        cid=cid,
        operation=change.operation,
        actor_id=actor.user if actor else None,
        kind=actor.kind if actor else "",
        label=_label(change),
        organization_id=actor.organization if actor else None,
        program=actor.program if actor else None,
    )


def _is_its_own(change: Change) -> bool:
    """Whether the change made the very row that holds the key."""
    made = change.action == Entry.Action.CREATE
    return made and change.holder == f"{change.model._meta.label_lower}:{change.pk}"


def _label(change: Change) -> str:
    # The name of a person is read from its account: erased there, it is erased everywhere.
    if change.actor is None:
        return ""
    return _words(change.actor)


def _words(actor: Actor) -> str:
    """Who acts when it is no person: the program alone, when a person acts by it."""
    return "" if actor.kind is ActorKind.PERSON else (actor.through or actor.label)[:120]


def _add(done: Done, told: Sequence[Any], outermost: Running, keys: sealing.Keys) -> None:
    running = done.running
    changes = [one for one in told if isinstance(one, Change)]
    about = next((one.subject for one in told if isinstance(one, About)), "")
    actor = running.actor
    chain.append(
        at=running.at,
        operation=running.name,
        cid=outermost.id,
        kind=actor.kind,
        label=_words(actor),
        user=actor.user,
        program=actor.program,
        organization=actor.organization,
        subject=about or _subject(running, changes),
        rows=[_told(one, keys) for one in changes],
    )


def _subject(running: Running, changes: Sequence[Change]) -> str:
    """What the act is about when it does not say it: the row that it returns, else the first that it wrote."""
    result = running.result
    if isinstance(result, Model) and result.pk is not None:
        return f"{result._meta.label_lower}:{result.pk}"
    if changes:
        return f"{changes[0].model._meta.label_lower}:{changes[0].pk}"
    return ""


def _told(change: Change, keys: sealing.Keys) -> dict[str, Any]:
    """One row of the content of an act; what speaks of a person is sealed there too."""
    person = {name: pair for name, pair in change.changes.items() if name in change.personal}
    told: dict[str, Any] = {
        "row": f"{change.model._meta.label_lower}:{change.pk}",
        "action": change.action,
        "changes": {name: pair for name, pair in change.changes.items() if name not in person},
    }
    if person:
        told["holder"] = change.holder
        told["sealed"] = sealing.seal(person, change.holder, keys)
    return told
