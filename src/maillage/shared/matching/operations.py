"""Writes: propose a pair, say what it is, merge two records, undo a merge."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, typed
from maillage.shared.directory.models import Person
from maillage.shared.matching import attached, kinds, merging, policies, rows
from maillage.shared.matching.enums import Verdict
from maillage.shared.matching.models import DoubtfulPair, Merge


@operation("matching.propose")
def propose(
    kind: str,
    first: str,
    second: str,
    *,
    probability: float,
    reasons: Sequence[tuple[str, str]],
    by: str = "",
    at: datetime,
    actor: Actor,
) -> DoubtfulPair:
    """Put two records in the queue. A pair that is known keeps its verdict; its reasons are those of today. ``by``: what
    found it, in words."""
    left, right = sorted((first, second))
    pair, made = DoubtfulPair.objects.get_or_create(
        kind=kind,
        left=left,
        right=right,
        defaults={
            "probability": probability,
            "reasons": [list(one) for one in reasons],
            "proposed_at": at,
            "proposed_by": by[:160],
        },
    )
    if not made and pair.verdict == Verdict.OPEN:
        pair.probability, pair.reasons = probability, [list(one) for one in reasons]
        pair.save(update_fields=["probability", "reasons"])
    return pair


@operation("matching.judge")
def judge(pair: int, verdict: str, reason: str = "", *, at: datetime, actor: Actor) -> DoubtfulPair:
    """Say what two records are. Raises NotVisible; Refused for a verdict that does not exist."""
    row = DoubtfulPair.objects.select_for_update().filter(pk=pair).first()
    if row is None:
        raise NotVisible(pair)
    _demand(row.kind, actor)
    if verdict not in Verdict.values or verdict == Verdict.OPEN:
        raise Refused(
            "matching.no_verdict",
            _("Dites si c'est la même, deux différentes, ou à demander."),
            way_out=_("Choisissez l'une des trois réponses."),
            field="verdict",
        )
    row.verdict, row.reason = verdict, typed(reason)[:300]
    row.judged_at, row.judged_by_id = at, actor.user
    row.save(update_fields=["verdict", "reason", "judged_at", "judged_by"])
    return row


@operation("matching.remember")
def remember(
    kind: str, first: str, second: str, verdict: str, reason: str = "", *, at: datetime, actor: Actor
) -> None:
    """Keep what somebody said of two records that nobody had put in the queue: a line of a file, and its company."""
    left, right = sorted((first, second))
    DoubtfulPair.objects.update_or_create(
        kind=kind,
        left=left,
        right=right,
        defaults={
            "verdict": verdict,
            "reason": typed(reason)[:300],
            "judged_at": at,
            "judged_by_id": actor.user,
        },
        create_defaults={
            "verdict": verdict,
            "reason": typed(reason)[:300],
            "judged_at": at,
            "judged_by_id": actor.user,
            "proposed_at": at,
        },
    )


@operation("matching.merge", act=True)
def merge(kind: str, survivor: str, merged: str, *, reason: str = "", at: datetime, actor: Actor) -> Merge:
    """Have ``survivor`` take in ``merged`` (public references), with everything attached.

    Raises NotVisible; Refused when they cannot be one, or when somebody has just merged one of them.
    """
    asked = kinds.get(kind)
    _demand(kind, actor)
    if survivor == merged:
        raise Refused(
            "matching.same",
            _("C'est la même fiche : il n'y a rien à fusionner."),
            way_out=_("Choisissez deux fiches."),
        )
    table = asked.model._default_manager
    held = {
        getattr(row, asked.reference): row
        for row in table.select_for_update()
        .filter(**{f"{asked.reference}__in": (survivor, merged)})
        .order_by("pk")
    }
    for ref in (survivor, merged):
        if ref not in held:
            _gone(kind, ref, actor, day_of(at))
    kept, taken = held[survivor], held[merged]
    own = asked.complete(kept, taken)
    record = merging.empty()
    title = str(taken)[:200]
    # The survivor may take the number of the other: it can only once that one is gone.
    merging.take_in(kept, taken, record, own)
    _follow(kind, merged, survivor, record)
    done = Merge.objects.create(
        kind=kind,
        survivor=survivor,
        merged=merged,
        merged_title=title,
        reason=typed(reason)[:300],
        record=record,
        merged_at=at,
        merged_by_id=actor.user,
    )
    left, right = sorted((survivor, merged))
    for pair in DoubtfulPair.objects.filter(kind=kind, left=left, right=right):
        judge(pair.pk, Verdict.SAME, reason, at=at, actor=actor)
    return done


@operation("matching.undo_merge", act=True)
def undo(
    merge: int, *, given_back: Collection[rows.Name] = (), at: datetime, actor: Actor
) -> tuple[str, ...]:
    """Part two records again: what was attached to the second goes back to it. ``given_back``: of what came since, what goes
    with the second, among what the actor reads; the rest stays. What could not be put back, in sentences.

    Raises NotVisible; Refused to whom it is not (`policies.reserved`), after 90 days, when it is undone already, or when a later
    merge holds one of the two.
    """
    row = Merge.objects.select_for_update().filter(pk=merge).first()
    if row is None:
        raise NotVisible(merge)
    _demand(row.kind, actor)
    on = day_of(at)
    if why := policies.impossible(row, at, actor) or policies.reserved(row, actor, on):
        raise why
    asked = kinds.get(row.kind)
    came = set(merging.since(row.record)) & set(given_back)
    handed = sorted(attached.readable(came, actor, on))
    try:
        with transaction.atomic():
            told = merging.give_back(row.record)
            table = asked.model._default_manager
            second = table.get(**{asked.reference: row.merged})
            first = table.get(**{asked.reference: row.survivor})
            for label, pk in handed:
                _hand(label, pk, first, second)
    except IntegrityError:
        raise Refused(
            "matching.taken_since",
            _("Depuis la fusion, une autre fiche a pris ce que celle-ci portait (un numéro, un nom)."),
            way_out=_("Retrouvez cette fiche, fusionnez-la ou corrigez-la, puis recommencez."),
        ) from None
    row.undone_at, row.undone_by_id = at, actor.user
    row.shared = [list(one) for one in handed]
    row.record, row.merged_title = {}, ""
    row.save(update_fields=["undone_at", "undone_by", "shared", "record", "merged_title"])
    left, right = sorted((row.survivor, row.merged))
    for pair in DoubtfulPair.objects.filter(kind=row.kind, left=left, right=right):
        judge(pair.pk, Verdict.DIFFERENT, _("fusion défaite"), at=at, actor=actor)
    return tuple(dict.fromkeys(told))


@operation("matching.forget")
def forget(*, at: datetime, actor: Actor) -> int:
    """Empty what served to undo the merges of more than 90 days; how many."""
    old = list(Merge.objects.filter(merged_at__lt=at - policies.KEPT).exclude(record={}))
    for row in old:
        row.record = {}
        row.save(update_fields=["record"])
    return len(old)


def _demand(kind: str, actor: Actor) -> None:
    if not kinds.get(kind).may(actor):
        raise Refused(
            "matching.rights",
            _("Votre rôle ne permet pas de rapprocher des fiches."),
            way_out=_("Demandez-le à un agent ou à un responsable de votre organisation."),
        )


def _gone(kind: str, ref: str, actor: Actor, on: date) -> None:
    """Say who merged it, when somebody did; else it does not exist."""
    done = Merge.objects.filter(kind=kind, merged=ref, undone_at__isnull=True).first()
    if done is None:
        raise NotVisible(ref)
    person = Person.objects.filter(user=done.merged_by_id).first() if done.merged_by_id else None
    said = {
        "name": policies.title(done, actor, on),
        "day": long_date(done.merged_at.date()),
        "who": str(person) if person else _("une personne du réseau"),
    }
    raise Refused(
        "matching.already",
        _("« %(name)s » vient d'être fusionnée, le %(day)s, par %(who)s.") % said
        if said["name"]
        else _("Cette fiche vient d'être fusionnée, le %(day)s, par %(who)s.") % said,
        way_out=_("Ouvrez la fiche gardée ; cette fusion peut être défaite."),
    )


def _follow(kind: str, merged: str, survivor: str, record: merging.Record) -> None:
    """The rows that name the record by text follow it."""
    for label, kind_column, ref_column in kinds.texts():
        found = rows.model_of(label)._default_manager.filter(**{kind_column: kind, ref_column: merged})
        for pk in list(found.order_by("pk").values_list("pk", flat=True)):
            rows.set_columns(label, pk, {ref_column: survivor})
            record["moved"].append([label, pk, ref_column, merged, survivor])


def _hand(label: str, pk: int, first: models.Model, second: models.Model) -> None:
    """Give a row attached to the first to the second."""
    for field in rows.pointing(type(first)):
        if field.model._meta.label_lower != label:
            continue
        row: Any = field.model._base_manager.filter(pk=pk, **{field.name: first}).first()
        if row is not None:
            fitting = dict(kinds.changes(row, second))
            field.model._default_manager.filter(pk=pk).update(**{field.attname: second.pk}, **fitting)
