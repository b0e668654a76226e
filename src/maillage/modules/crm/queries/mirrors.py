"""What databases of partners say of a company, to whom; and the accesses asked (H-126)."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.crm import mirroring, policies
from maillage.modules.crm.enums import ConsentPurpose, MirrorRequestState
from maillage.modules.crm.models import Mirror, MirrorEntry, MirrorRequest
from maillage.modules.crm.queries import consents
from maillage.modules.crm.queries.helped import names_of
from maillage.modules.crm.queries.opened import company_row

SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorLine:
    """A database that knows a company. ``values``: what it says, None for whoever may not read it; ``waits``: the reader asked and
    waits; ``refused``: why it was refused; ``stopped``: the company agrees no more; ``asks``: whether it may ask."""

    slug: str
    name: str
    holder: str
    copied_at: datetime.datetime
    is_demo: bool
    values: tuple[tuple[str, str], ...] | None
    until: datetime.date | None
    waits: bool
    refused: str
    stopped: bool
    asks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLine:
    """An access asked. ``who``: the organisation that asks; ``decides``: whether the reader answers; ``mine``: it asked;
    ``agreed``: whether the company agrees that this organisation reads it."""

    public_id: str
    mirror: str
    holder: str
    company_id: str
    company: str
    opens: bool
    who: str
    reason: str
    asked_at: datetime.datetime
    state: str
    state_label: str
    until: datetime.date | None
    decided_at: datetime.datetime | None
    answer: str
    decides: bool
    mine: bool
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorCard:
    """A database: its holder, the columns copied, how many companies it knows here."""

    slug: str
    name: str
    holder: str
    columns: tuple[str, ...]
    companies: int
    copied_at: datetime.datetime | None
    is_demo: bool


def of_company(public_id: str, *, actor: Actor, on: datetime.date) -> tuple[MirrorLine, ...]:
    """The databases that know a company, with what each says to whoever may read it. Raises NotVisible."""
    company = company_row(public_id, actor=actor, on=on)
    entries = list(
        MirrorEntry.objects.filter(company=company, gone_at__isnull=True)
        .select_related("mirror__holder")
        .order_by("mirror__name")
    )
    if not entries:
        return ()
    granted = {
        row.mirror_id: row
        for row in MirrorRequest.objects.filter(mirroring.granted(actor, on), company=company)
    }
    asked: dict[int, MirrorRequest] = {}
    if actor.user is not None:
        for row in MirrorRequest.objects.filter(asked_by=actor.user, company=company).order_by(
            "asked_at", "pk"
        ):
            asked[row.mirror_id] = row
    agreed = bool(granted) and consents.allows(company.pk, actor.organization, ConsentPurpose.DATABASE, on)
    declared = policies.reads_declared(actor, company.pk, on)
    found = []
    for entry in entries:
        holder = mirroring.holds(actor, entry.mirror) and declared
        given = granted.get(entry.mirror_id)
        reads = holder or (given is not None and agreed)
        last = asked.get(entry.mirror_id)
        state = last.state if last else ""
        found.append(
            MirrorLine(
                slug=entry.mirror.slug,
                name=entry.mirror.name,
                holder=entry.mirror.holder.name,
                copied_at=entry.copied_at,
                is_demo=entry.mirror.is_demo,
                values=tuple(
                    (column, entry.values[column])
                    for column in entry.mirror.allowed
                    if entry.values.get(column)
                )
                if reads
                else None,
                until=given.until if given and not holder else None,
                waits=state == MirrorRequestState.WAITING,
                refused=last.answer if last and state == MirrorRequestState.REFUSED else "",
                stopped=given is not None and not agreed and not holder,
                asks=not reads
                and state != MirrorRequestState.WAITING
                and not actor.reads_only
                and not mirroring.why_not_ask(actor, entry.mirror, company.pk, on),
            )
        )
    return tuple(found)


def accesses(*, actor: Actor, on: datetime.date) -> tuple[AccessLine, ...]:
    """The accesses that the actor asked, and those that it answers: those that wait first, the latest on top."""
    if actor.user is None:
        return ()
    ours = [row for row in Mirror.objects.select_related("holder") if mirroring.decides(actor, row)]
    rows = list(
        MirrorRequest.objects.filter(Q(asked_by=actor.user) | Q(mirror__in=ours))
        .select_related("mirror__holder", "company", "organization")
        .order_by("-asked_at", "-pk")[:SHOWN]
    )
    rows.sort(key=lambda row: row.state != MirrorRequestState.WAITING)
    return _lines(rows, actor, on)


def access(public_id: str, *, actor: Actor, on: datetime.date) -> AccessLine:
    """One access, for whoever asked it or answers it. Raises NotVisible."""
    return _lines([access_row(public_id, actor=actor)], actor, on)[0]


def access_row(public_id: str, *, actor: Actor) -> MirrorRequest:
    """One access, for whoever asked it or answers it. Raises NotVisible."""
    row = (
        MirrorRequest.objects.filter(public_id=public_id)
        .select_related("mirror__holder", "company", "organization")
        .first()
    )
    if row is None or actor.user is None:
        raise NotVisible(public_id)
    if row.asked_by_id != actor.user and not mirroring.decides(actor, row.mirror):
        raise NotVisible(public_id)
    return row


def mirrors() -> tuple[MirrorCard, ...]:
    """Every database known here."""
    rows = MirrorEntry.objects.filter(gone_at__isnull=True).order_by().values_list("mirror")
    counted = dict(rows.annotate(number=Count("pk")))
    return tuple(
        MirrorCard(
            slug=row.slug,
            name=row.name,
            holder=row.holder.name,
            columns=tuple(row.allowed),
            companies=counted.get(row.pk, 0),
            copied_at=row.copied_at,
            is_demo=row.is_demo,
        )
        for row in Mirror.objects.select_related("holder").order_by("name")
    )


def mirror_row(slug: str) -> Mirror:
    """A database by its public identifier. Raises NotVisible."""
    row = Mirror.objects.select_related("holder").filter(slug=slug).first()
    if row is None:
        raise NotVisible(slug)
    return row


def known_by(mirror: Mirror, company: int) -> bool:
    """Whether a database knows a company (primary key)."""
    return MirrorEntry.objects.filter(mirror=mirror, company=company, gone_at__isnull=True).exists()


def _lines(rows: list[MirrorRequest], actor: Actor, on: datetime.date) -> tuple[AccessLine, ...]:
    called = names_of([row.company for row in rows], actor, on)
    agreed = {
        (pk, body)
        for body in {row.organization_id for row in rows}
        for pk in consents.allowing({row.company_id for row in rows}, body, ConsentPurpose.DATABASE, on)
    }
    return tuple(
        AccessLine(
            public_id=row.public_id,
            mirror=row.mirror.name,
            holder=row.mirror.holder.name,
            company_id=row.company.public_id,
            company=called[row.company_id].name,
            opens=not called[row.company_id].closed,
            who=row.organization.name,
            reason=row.reason,
            asked_at=row.asked_at,
            state=row.state,
            state_label=str(row.get_state_display()),
            until=row.until,
            decided_at=row.decided_at,
            answer=row.answer,
            decides=row.state == MirrorRequestState.WAITING
            and not actor.reads_only
            and mirroring.decides(actor, row.mirror),
            mine=row.asked_by_id == actor.user,
            agreed=(row.company_id, row.organization_id) in agreed,
        )
        for row in rows
    )
