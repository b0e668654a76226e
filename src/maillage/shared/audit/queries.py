"""Reads of the journal: the history of a thing, who read it, the acts, and whether the chain is well kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, Actor, ActorKind
from maillage.kit.errors import NotVisible
from maillage.kit.jobs.queue import pending
from maillage.kit.subjects import Named, Subject, kinds
from maillage.shared.audit import naming, policies, sealing, sentences, telling
from maillage.shared.audit.models import Act, DayDigest, DigestCopy, Entry, Reading, Verification
from maillage.shared.audit.telling import RowChange, Teller
from maillage.shared.audit.verifying import verify_for_the_page

BY_PAGE = 50
MOST_READINGS = 200
LATE = timedelta(hours=12)
"""A day is closed half an hour after it ends; half a day later something is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one operation changed. ``how``: the operation in words; ``act``: its public identifier, when it is an act."""

    at: datetime
    who: str
    for_whom: str
    how: str
    rows: tuple[RowChange, ...]
    act: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A page of a journal, the latest first. ``older``: where the next page begins, None when this is the last."""

    lines: tuple[Line, ...]
    older: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """Somebody read a file. ``tried_by``: the administrator who tried the application as this person."""

    kind: str
    label: str
    ref: str
    who: str
    for_whom: str
    at: datetime
    door: str
    tried_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """One act of the chain. ``subject``: what it was about, and the journal that tells the rest."""

    number: int
    act_id: str
    at: datetime
    how: str
    who: str
    for_whom: str
    subject: Named
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """A page of acts, the latest first. ``older``: the number before which the next page begins."""

    rows: tuple[ActLine, ...]
    older: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """Where a digest went, or why it did not."""

    target: str
    done_at: datetime | None
    attempts: int
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A day that was closed, and its copies outside the server."""

    day: date
    first: int
    last: int
    made_at: datetime
    public_key: str
    copies: tuple[CopyLine, ...]

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The last verification. ``faults``: sentences, none when nothing was rewritten."""

    at: datetime
    acts: int
    days: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether the chain is well kept. ``problems``: sentences for whoever runs the server, what was found ``rewritten`` first."""

    last_day: date | None
    acts: int
    problems: tuple[str, ...]
    rewritten: bool = False


def history(
    subject: Subject,
    on: date,
    *,
    actor: Actor | None = None,
    since: date | None = None,
    until: date | None = None,
    before: int | None = None,
    size: int = BY_PAGE,
) -> History:
    """What changed on a thing and on its parts, the latest first, up to the end of ``on``.

    Values that speak of people are shown to who may open them (``policies.opens_personal``), to nobody when no actor is
    given. ``before``: the page that begins there. The number of queries does not depend on that of lines.
    """
    found = Entry.objects.filter(_of(subject)).select_related("content_type")
    found = found.filter(timestamp__lt=_end_of(min(until, on) if until else on))
    if since:
        found = found.filter(timestamp__gte=_end_of(since - timedelta(days=1)))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: size + 1])
    reader = actor or PUBLIC
    opens = subject.opens and policies.opens_personal(reader, subject.kind)
    return History(
        lines=_lines(rows[:size], opens=opens, actor=reader, on=on),
        older=rows[size - 1].pk if len(rows) > size else None,
    )


def made_by_a_program(row: Model, organization: int | None) -> bool:
    """Whether a program of this organisation made the row."""
    kind = ContentType.objects.get_for_model(row)
    made = Entry.objects.filter(content_type=kind, object_id=row.pk, action=Entry.Action.CREATE)
    return made.filter(kind=ActorKind.PROGRAM, organization=organization).exists()


def journal_of(holder: str) -> tuple[Line, ...]:
    """Everything that the journal holds of a person («inquiries.inquiry:12»), in clear, the oldest first.

    For the answer to that person's request: ask ``privacy`` who may.
    """
    rows = list(Entry.objects.filter(holder=holder).select_related("content_type").order_by("pk"))
    return _lines(rows, opens=True, actor=None, on=clock.today())


def forgotten_on(holder: str) -> date | None:
    """The day when a person («inquiries.inquiry:12») was erased; None when it was not."""
    at = sealing.forgotten([holder]).get(holder)
    return clock.day_of(at) if at else None


def readings_of(rows: Iterable[tuple[str, str]]) -> tuple[ReadingLine, ...]:
    """Who read these files (kind, reference), the latest first; what is older than twelve months is no longer known."""
    wanted = Q(pk__in=())
    for kind, ref in rows:
        wanted |= Q(kind=kind, ref=ref)
    return _readings(Reading.objects.filter(wanted).order_by("-at", "-pk")[:MOST_READINGS])


def readings(*, actor: Actor, before: int | None = None) -> tuple[ReadingLine, ...]:
    """The last readings of all files, for control. Raises NotVisible."""
    if not policies.controls(actor):
        raise NotVisible
    found = Reading.objects.order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return _readings(found[:MOST_READINGS])


def acts(
    *,
    actor: Actor,
    since: date | None = None,
    until: date | None = None,
    operation: str = "",
    before: int | None = None,
    size: int = BY_PAGE,
) -> Acts:
    """The acts of the chain, the latest first: the number of queries does not depend on that of acts. Raises NotVisible."""
    if not policies.reads_chain(actor):
        raise NotVisible
    found = Act.objects.order_by("-number")
    if since:
        found = found.filter(at__gte=_end_of(since - timedelta(days=1)))
    if until:
        found = found.filter(at__lt=_end_of(until))
    if operation:
        found = found.filter(operation=operation)
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found[: size + 1])
    authors = naming.Authors((one.user for one in rows), (one.program for one in rows))
    places = naming.of_organizations(one.organization for one in rows)
    subjects = naming.of_subjects((one.subject for one in rows), actor, clock.today())
    return Acts(
        rows=tuple(
            ActLine(
                number=one.number,
                act_id=one.act_id,
                at=one.at,
                how=sentences.said(one.operation),
                who=authors.who(one.user, one.program, one.label),
                for_whom=places.get(one.organization or 0, ""),
                subject=subjects.get(one.subject, Named(text=one.subject)),
                digest=one.digest,
            )
            for one in rows[:size]
        ),
        older=rows[size - 1].number if len(rows) > size else None,
    )


def kinds_of_acts() -> tuple[tuple[str, str], ...]:
    """The operations that left acts, with their sentence."""
    names = Act.objects.order_by("operation").values_list("operation", flat=True).distinct()
    return tuple((name, sentences.said(name)) for name in names)


def closings(*, actor: Actor, size: int = 14) -> tuple[Closing, ...]:
    """The last days closed, the latest first, with their copies: two queries. Raises NotVisible."""
    if not policies.reads_chain(actor):
        raise NotVisible
    return tuple(
        Closing(
            day=one.day,
            first=one.first,
            last=one.last,
            made_at=one.made_at,
            public_key=one.public_key,
            copies=tuple(
                CopyLine(target=copy.target, done_at=copy.done_at, attempts=copy.attempts, fault=copy.fault)
                for copy in one.copies.all()
            ),
        )
        for one in DayDigest.objects.order_by("-day").prefetch_related("copies")[:size]
    )


def last_verification() -> Verified | None:
    """The last time the chain was verified; None when it never was."""
    row = Verification.objects.order_by("-pk").first()
    if row is None:
        return None
    return Verified(at=row.at, acts=row.acts, days=row.days, faults=tuple(row.faults))


def verification_pending() -> bool:
    """Whether a verification was asked for on the page, and is not done yet."""
    return pending(verify_for_the_page)


def health(at: datetime) -> Health:
    """Whether each day is closed, its copies left, and nothing was found rewritten: six queries at most."""
    last = DayDigest.objects.order_by("-day").first()
    count = Act.objects.count()
    verified = last_verification()
    rewritten = verified.faults[:1] if verified else ()
    problems = list(rewritten)
    yesterday = clock.day_of(at) - timedelta(days=1)
    if (count or last) and (last is None or last.day < clock.day_of(at - LATE) - timedelta(days=1)):
        problems.append(
            _("Le journal des actes n'est pas clos depuis le %(day)s.")
            % {"day": telling.day(last.day if last else yesterday)}
        )
    if not settings.AUDIT_EXPORT and count:
        problems.append(
            _("Les clôtures du journal ne sont copiées nulle part (réglage MAILLAGE_AUDIT_EXPORT).")
        )
    for copy in DigestCopy.objects.filter(done_at__isnull=True).select_related("closed").order_by("-pk")[:3]:
        problems.append(
            _("La clôture du %(day)s n'est pas arrivée à %(target)s\u00a0: %(fault)s")
            % {"day": telling.day(copy.closed.day), "target": copy.target, "fault": copy.fault or "…"}
        )
    latest = Act.objects.order_by("-number").values_list("at", flat=True).first()
    if latest and latest > at:
        problems.append(
            _("Le dernier acte est daté du %(at)s, dans l'avenir\u00a0: l'horloge du serveur a reculé.")
            % {"at": telling.moment(latest)}
        )
    return Health(
        last_day=last.day if last else None,
        acts=count,
        problems=tuple(problems),
        rewritten=bool(rewritten),
    )


def _of(subject: Subject) -> Q:
    """The lines of a thing: its row, its parts, and what spoke of its person, parts since removed included."""
    by_label: dict[str, list[int]] = {}
    for label, pk in subject.rows:
        by_label.setdefault(label, []).append(pk)
    wanted = Q(pk__in=())
    for label, pks in by_label.items():
        kind = ContentType.objects.get_for_model(apps.get_model(label))
        wanted |= Q(content_type=kind, object_id__in=pks)
    if subject.rows and subject.opens:
        told = Q(holder=f"{subject.rows[0][0]}:{subject.rows[0][1]}")
        for label in subject.apart:
            told &= ~Q(content_type=ContentType.objects.get_for_model(apps.get_model(label)))
        wanted |= told
    return wanted


def _lines(rows: Sequence[Entry], *, opens: bool, actor: Actor | None, on: date) -> tuple[Line, ...]:
    teller = Teller(rows, opens=opens, actor=actor, on=on)
    authors = naming.Authors((row.actor_id for row in rows), (row.program for row in rows))
    places = naming.of_organizations(row.organization_id for row in rows)
    chained = Act.objects.filter(cid__in={row.cid for row in rows if row.cid})
    acts_of = {(cid, name): act_id for cid, name, act_id in chained.values_list("cid", "operation", "act_id")}
    lines = []
    for (cid, operation), group in groupby(rows, key=lambda row: (row.cid or str(row.pk), row.operation)):
        of = list(group)
        first = of[0]
        lines.append(
            Line(
                at=first.timestamp,
                who=authors.who(first.actor_id, first.program, first.label),
                for_whom=places.get(first.organization_id or 0, ""),
                how=sentences.said(operation),
                rows=tuple(teller.row(one) for one in of),
                act=acts_of.get((cid, operation), ""),
            )
        )
    return tuple(lines)


def _readings(rows: Iterable[Reading]) -> tuple[ReadingLine, ...]:
    found = list(rows)
    labels = {kind.name: str(kind.label) for kind in kinds()}
    authors = naming.Authors(
        (pk for row in found for pk in (row.user, row.tried_by)), (row.program for row in found)
    )
    places = naming.of_organizations(row.organization for row in found)
    return tuple(
        ReadingLine(
            kind=row.kind,
            label=labels.get(row.kind, row.kind),
            ref=row.ref,
            who=authors.who(row.user, row.program),
            for_whom=places.get(row.organization or 0, ""),
            at=row.at,
            door=row.get_door_display(),
            tried_by=authors.people.get(row.tried_by or 0, ""),
        )
        for row in found
    )


def _end_of(day: date) -> datetime:
    """The first instant after a day, where the network lives."""
    start = datetime.combine(day + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(start)
