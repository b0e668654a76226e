"""Reads: the queue of doubtful pairs, what was said of two records, where a record that was merged is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.directory.models import Person
from maillage.shared.matching import attached, kinds, merging, policies, rows
from maillage.shared.matching.enums import Verdict
from maillage.shared.matching.models import DoubtfulPair, Merge
from maillage.shared.matching.policies import KEPT

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The same thing of two records, side by side; ``same``: both say it alike."""

    label: str
    left: str
    right: str

    @property
    def same(self) -> bool:
        return self.left == self.right

    @property
    def differs(self) -> bool:
        """Both say something, and not the same."""
        return bool(self.left and self.right) and not self.same


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing compared, in words, and for which side it speaks."""

    words: str
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """One of the two kept when they are merged. ``side``: left or right; ``why_not``: why it cannot be the one kept, "" when it can."""

    side: str
    title: str
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records side by side. ``percent``: the probability that they are one; ``keepings``: which may be kept, the one that says
    most first; none where only the queue is read."""

    pk: int
    left: kinds.Face
    right: kinds.Face
    facts: tuple[Fact, ...]
    percent: int
    reasons: tuple[Said, ...]
    proposed_at: datetime
    proposed_by: str
    verdict: str
    verdict_label: str
    reason: str
    judged_at: datetime | None
    judged_by: str
    keepings: tuple[Keeping, ...] = ()

    @property
    def open(self) -> bool:
        return self.verdict in (Verdict.OPEN, Verdict.TO_ASK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """Something that came since a merge: ``name`` is how a form names it."""

    name: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A merge. ``merged_title`` and ``reason`` empty: not told to the reader; ``why_not``: why it cannot be undone, "" when it can;
    ``until``: its last day to be undone; ``moved``, ``since``: of what followed and of what came since, what the reader reads."""

    pk: int
    survivor: kinds.Face
    merged_title: str
    merged_at: datetime
    merged_by: str
    reason: str
    until: date
    undone_at: datetime | None
    why_not: str
    moved: int = 0
    since: tuple[Attached, ...] = ()


def pairs(kind: str, on: date, *, actor: Actor, judged: bool = False, most: int = SHOWN) -> tuple[Pair, ...]:
    """The pairs to examine, the likeliest first (``judged``: those that were, the last first), of records that the actor may
    see both of and that exist still."""
    asked = kinds.get(kind)
    found = DoubtfulPair.objects.filter(kind=kind)
    waiting = (Verdict.OPEN, Verdict.TO_ASK)
    found = (
        found.exclude(verdict__in=waiting).order_by("-judged_at", "-pk")
        if judged
        else found.filter(verdict__in=waiting)
    )
    shown = list(found[: 4 * most])
    faces = asked.faces({ref for row in shown for ref in (row.left, row.right)}, actor, on)
    kept = [row for row in shown if row.left in faces and row.right in faces]
    names = people(row.judged_by_id for row in kept)
    return tuple(_pair(row, faces[row.left], faces[row.right], names) for row in kept[:most])


def pair(pk: int, on: date, *, actor: Actor) -> Pair:
    """One pair. Raises NotVisible."""
    row = DoubtfulPair.objects.filter(pk=pk).first()
    if row is None:
        raise NotVisible(pk)
    asked = kinds.get(row.kind)
    faces = asked.faces((row.left, row.right), actor, on)
    if row.left not in faces or row.right not in faces:
        raise NotVisible(pk)
    shown = _pair(row, faces[row.left], faces[row.right], people([row.judged_by_id]))
    return replace(shown, keepings=_keepings(asked, shown))


def merge_of_pair(pk: int, on: date, *, actor: Actor) -> tuple[int, bool]:
    """The merge (primary key) that took in one of a pair, the last one when others followed, and whether the two are now one; it
    keeps a record that the actor may see. Raises NotVisible when there is none."""
    row = DoubtfulPair.objects.filter(pk=pk).first()
    if row is None:
        raise NotVisible(pk)
    merged = Merge.objects.filter(kind=row.kind, undone_at__isnull=True).defer("record").order_by("-pk")
    done = merged.filter(merged__in=(row.left, row.right)).first()
    while done is not None and (later := merged.filter(merged=done.survivor).first()):
        done = later
    if done is None or not kinds.get(row.kind).faces((done.survivor,), actor, on):
        raise NotVisible(pk)
    kept = {successor(row.kind, ref) or ref for ref in (row.left, row.right)}
    return done.pk, len(kept) == 1


def _keepings(kind: kinds.Kind, shown: Pair) -> tuple[Keeping, ...]:
    """What the merge would say to each of the two choices, before anybody makes it."""
    wanted = {f"{kind.reference}__in": (shown.left.ref, shown.right.ref)}
    records = {getattr(one, kind.reference): one for one in kind.model._default_manager.filter(**wanted)}
    found = []
    for side, kept, taken in (("left", shown.left, shown.right), ("right", shown.right, shown.left)):
        why = ""
        try:
            kind.complete(records[kept.ref], records[taken.ref])
        except Refused as refusal:
            why = str(refusal)
        said = sum(bool(words) for _label, words in kept.facts)
        found.append((bool(why), -said, Keeping(side=side, title=kept.title, why_not=why)))
    return tuple(keeping for _refused, _said, keeping in sorted(found, key=lambda one: one[:2]))


def verdicts(kind: str, refs: Iterable[str]) -> dict[tuple[str, str], str]:
    """What people said of the pairs of these records, both ways round."""
    wanted = set(refs)
    told: dict[tuple[str, str], str] = {}
    found = DoubtfulPair.objects.filter(kind=kind).exclude(verdict__in=(Verdict.OPEN, Verdict.TO_ASK))
    for column in ("left", "right"):
        for chunk in _chunks(sorted(wanted)):
            rows_of = found.filter(**{f"{column}__in": chunk}).values_list("left", "right", "verdict")
            for left, right, verdict in rows_of:
                told[(left, right)] = told[(right, left)] = verdict
    return told


def successor(kind: str, ref: str) -> str:
    """The record that took in this one, and those that took in that one: "" when nobody did."""
    here, seen = ref, set()
    while here not in seen:
        seen.add(here)
        found = Merge.objects.filter(kind=kind, merged=here, undone_at__isnull=True).values_list(
            "survivor", flat=True
        )
        step = found.first()
        if step is None:
            break
        here = step
    return here if here != ref else ""


def merges(
    kind: str, on: date, *, at: datetime, actor: Actor, of: str = "", most: int = SHOWN
) -> tuple[Done, ...]:
    """The merges of a kind, the last first; ``of``: those of one record."""
    found = Merge.objects.filter(kind=kind).defer("record")
    if of:
        found = found.filter(survivor=of)
    shown = list(found[:most])
    faces = kinds.get(kind).faces({row.survivor for row in shown}, actor, on)
    shown = [row for row in shown if row.survivor in faces]
    names, told = people(row.merged_by_id for row in shown), policies.told(shown, actor, on)
    return tuple(_done(row, faces[row.survivor], at, names, row.pk in told) for row in shown)


def merge(pk: int, on: date, *, at: datetime, actor: Actor) -> Done:
    """One merge, with what came since. Raises NotVisible."""
    row = Merge.objects.filter(pk=pk).first()
    if row is None:
        raise NotVisible(pk)
    faces = kinds.get(row.kind).faces((row.survivor,), actor, on)
    if row.survivor not in faces:
        raise NotVisible(pk)
    refused = policies.impossible(row, at, actor) or policies.reserved(row, actor, on)
    told = policies.told([row], actor, on)
    done = _done(row, faces[row.survivor], at, people([row.merged_by_id]), bool(told))
    if refused is not None:
        return replace(done, why_not=str(refused))
    moved = attached.readable({(label, pk) for label, pk, *_rest in row.record.get("moved", ())}, actor, on)
    return replace(done, moved=len(moved), since=_since(row, actor, on))


def people(users: Iterable[int | None]) -> dict[int | None, str]:
    """The names of the people of these accounts: one query."""
    wanted = {user for user in users if user}
    return (
        {person.user_id: str(person) for person in Person.objects.filter(user__in=wanted)} if wanted else {}
    )


def _done(
    row: Merge, survivor: kinds.Face, at: datetime, names: Mapping[int | None, str], told: bool
) -> Done:
    late = row.undone_at is not None or at - row.merged_at > KEPT
    return Done(
        pk=row.pk,
        survivor=survivor,
        merged_title=row.merged_title if told else "",
        merged_at=row.merged_at,
        merged_by=names.get(row.merged_by_id, ""),
        reason=row.reason if told else "",
        until=day_of(row.merged_at) + timedelta(days=KEPT.days),
        undone_at=row.undone_at,
        why_not="-" if late else "",
    )


def _since(row: Merge, actor: Actor, on: date) -> tuple[Attached, ...]:
    """What came since and the actor reads, in the order in which it came."""
    read = attached.readable(merging.since(row.record), actor, on)
    return tuple(
        Attached(name=f"{label}:{pk}", kind=str(rows.model_of(label)._meta.verbose_name), title=words)
        for (label, pk), words in sorted(read.items())
    )


def _pair(row: DoubtfulPair, left: kinds.Face, right: kinds.Face, names: Mapping[int | None, str]) -> Pair:
    facts = tuple(
        Fact(label=label, left=one, right=other)
        for (label, one), (_label, other) in zip(left.facts, right.facts, strict=True)
    )
    return Pair(
        pk=row.pk,
        left=left,
        right=right,
        facts=facts,
        percent=round(100 * row.probability),
        reasons=tuple(Said(words=words, side=side) for words, side in row.reasons),
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        verdict=row.verdict,
        verdict_label=str(Verdict(row.verdict).label),
        reason=row.reason,
        judged_at=row.judged_at,
        judged_by=names.get(row.judged_by_id, ""),
    )


def _chunks(refs: list[str], size: int = 500) -> Iterable[list[str]]:
    return (refs[start : start + size] for start in range(0, len(refs), size))
