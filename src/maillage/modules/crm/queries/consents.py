"""What companies agree to: asked by every sharing beyond the body that collected what is shared (docs/adr/0037)."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import consenting, policies
from maillage.modules.crm.enums import ConsentPurpose, ConsentState, ConsentWay
from maillage.modules.crm.models import Company, Consent
from maillage.modules.crm.queries.opened import company_row
from maillage.shared.sources import queries as sources


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """One agreement of a company, as the company and agents read it. ``purpose_label`` speaks to the company, ``purpose_desk`` to agents;
    ``outdone``: ended by what the company said later under another file, merged with this one since;
    ``state``: given, asked, revoked or declined; ``said_by``: by
    whom it was given, in words, never the name of an agent."""

    public_id: str
    company: str
    organization: str
    organization_slug: str
    purpose: str
    purpose_label: str
    purpose_desk: str
    state: str
    state_label: str
    asked_at: datetime.datetime | None
    asked_why: str
    given_at: datetime.datetime | None
    said_by: str
    evidence: str
    cited: sources.SourceCard | None
    ended_at: datetime.datetime | None
    ended_by: str
    outdone: bool
    again: bool


def allows(company: int, organization: int | None, purpose: ConsentPurpose, on: datetime.date) -> bool:
    """Whether a company (primary key) agrees, that day, that an organisation does this. From the day when it takes back its
    agreement, it does not. Nobody named agrees to nothing."""
    return bool(allowing((company,), organization, purpose, on))


def allowing(
    companies: Collection[int], organization: int | None, purpose: ConsentPurpose, on: datetime.date
) -> set[int]:
    """Of these companies (primary keys), those that agree: one query."""
    if organization is None or not companies:
        return set()
    rows = in_force(on).filter(company__in=companies, organization=organization, purpose=purpose)
    return set(rows.values_list("company", flat=True))


def demand(
    company: Company, organization: int | None, purpose: ConsentPurpose, on: datetime.date, *, name: str
) -> None:
    """Raises Refused when a company does not agree that an organisation (called ``name``) does this: with what to do."""
    if allows(company.pk, organization, purpose, on):
        return
    words = {"name": name, "purpose": ConsentPurpose(purpose).label}
    if opposes(company.pk, organization, purpose, on):
        raise Refused(
            "consent_revoked",
            _("L'entreprise a retiré ou refusé son accord : « %(name)s » ne peut pas %(desk)s.")
            % {**words, "desk": consenting.WORDS_OF_DESK[ConsentPurpose(purpose)]},
            way_out=_("Elle seule peut le redonner, par son lien ; parlez-en avec elle."),
        )
    raise Refused(
        "no_consent",
        _("L'entreprise n'a pas donné son accord pour que « %(name)s » puisse %(desk)s.")
        % {**words, "desk": consenting.WORDS_OF_DESK[ConsentPurpose(purpose)]},
        way_out=_("Demandez-le-lui depuis sa fiche, partie « Accords » : elle répond par son lien."),
    )


def opposes(company: int, organization: int | None, purpose: ConsentPurpose, on: datetime.date) -> bool:
    """Whether a company said no to this, and did not say yes since: it took its agreement back, or refused it."""
    if organization is None:
        return False
    rows = Consent.objects.filter(company=company, organization=organization, purpose=purpose)
    said_no = rows.filter(ended_at__lt=_end_of(on)).exists()
    return said_no and not allows(company, organization, purpose, on)


def released(actor: Actor, public_ids: Collection[str], on: datetime.date) -> set[str]:
    """Of these companies (public identifiers), those of which the actor may take away what they said. A person takes nothing away
    by reading; a program does: it needs a request that it sees, or the agreement of the company. Three queries at most."""
    if not _by_program(actor):
        return set(public_ids)
    rows = dict(Company.objects.filter(public_id__in=public_ids).values_list("pk", "public_id"))
    agreed = allowing(rows, actor.organization, ConsentPurpose.READING, on)
    agreed |= policies.followed(actor, set(rows) - agreed, on)
    return {rows[pk] for pk in agreed}


def told_to(actor: Actor, public_ids: Collection[str], on: datetime.date) -> set[str]:
    """Of these companies (public identifiers), those that may be named to the actor outside: to a program, those that the register
    names to everyone, and those of ``released``."""
    if not _by_program(actor):
        return set(public_ids)
    named = Company.objects.filter(policies.FOUND_BY_ALL, public_id__in=public_ids)
    return set(named.values_list("public_id", flat=True)) | released(actor, public_ids, on)


def tellable(actor: Actor, on: datetime.date) -> Q:
    """``told_to``, as a filter on Company: where a company lies, asked as a filter, tells as much as reading it."""
    if not _by_program(actor):
        return Q()
    agreed = in_force(on).filter(organization=actor.organization, purpose=ConsentPurpose.READING)
    return policies.FOUND_BY_ALL | Q(pk__in=agreed.values("company")) | policies.following(actor, on)


def _by_program(actor: Actor) -> bool:
    """Whether what is read leaves for another application: a program reads, or a person by one."""
    return actor.kind is ActorKind.PROGRAM or bool(actor.through)


def in_force(on: datetime.date) -> "QuerySet[Consent]":
    """The agreements in force on a day: the last word of a company holds, were it said under another of its files, merged since.
    What each said is left as it was, for the merge may be undone."""
    end = _end_of(on)
    live = Q(ended_at__isnull=True) | Q(ended_at__gte=end)
    return Consent.objects.filter(~Q(Exists(_later_no().filter(ended_at__lt=end))), live, given_at__lt=end)


def later_no(row: Consent) -> Consent | None:
    """What a company said against an agreement after it gave it, under another of its files: the first time."""
    rows = Consent.objects.filter(
        company=row.company_id, organization=row.organization_id, purpose=row.purpose
    ).exclude(pk=row.pk)
    return rows.filter(ended_at__gt=row.given_at).order_by("ended_at", "pk").first() if row.given_at else None


def _later_no() -> "QuerySet[Consent]":
    """The refusals and withdrawals that came after an agreement on the same thing, as a subquery."""
    same = {name: OuterRef(name) for name in ("company", "organization", "purpose")}
    return Consent.objects.filter(**same, ended_at__gt=OuterRef("given_at"))


def of_company(public_id: str, *, actor: Actor, on: datetime.date) -> tuple[ConsentLine, ...]:
    """Every agreement of a company, past ones too, for agents who read what it declares. Raises NotVisible."""
    company = company_row(public_id, actor=actor, on=on)
    if not consenting.reads_consents(actor, company.pk, on):
        raise NotVisible(public_id)
    return lines(company.pk)


def waiting(company: int, since: datetime.datetime) -> int:
    """How many agreements were asked of a company (primary key) since a moment, and wait for its answer."""
    rows = Consent.objects.filter(company=company, given_at=None, ended_at=None, asked_at__gte=since)
    return rows.count()


def lines(company: int) -> tuple[ConsentLine, ...]:
    """The agreements of a company (primary key): those that wait for an answer first, then those in force, then the past."""
    rows = list(
        Consent.objects.filter(company=company)
        .select_related("organization", "company", "cited")
        .order_by("-given_at", "-asked_at", "-pk")
    )
    ended = {row.pk: _ended(row, rows) for row in rows}
    held = {(row.organization_id, row.purpose) for row in rows if ended[row.pk] is None}
    order = {ConsentState.ASKED: 0, ConsentState.GIVEN: 1, ConsentState.REVOKED: 2, ConsentState.DECLINED: 2}
    told: set[tuple[int, str]] = set()
    found = []
    for row in sorted(rows, key=_latest, reverse=True):
        triple = (row.organization_id, row.purpose)
        end = ended[row.pk]
        again = end is not None and triple not in held and triple not in told
        if end is not None:
            told.add(triple)
        found.append(_line(row, end, again))
    return tuple(sorted(found, key=lambda line: order[ConsentState(line.state)]))


def row_of(public_id: str, *, actor: Actor, on: datetime.date) -> Consent:
    """One agreement, for agents who read what its company declares. Raises NotVisible."""
    row = _row(public_id)
    if not consenting.reads_consents(actor, row.company_id, on):
        raise NotVisible(public_id)
    return row


def row_of_company(public_id: str, company: int) -> Consent:
    """One agreement of a company (primary key), for the company itself. Raises NotVisible for that of another."""
    row = _row(public_id)
    if row.company_id != company:
        raise NotVisible(public_id)
    return row


def organizations_named(companies: Iterable[int], on: datetime.date) -> set[int]:
    """The organisations that these companies agree to, for anything, on a day."""
    return set(in_force(on).filter(company__in=list(companies)).values_list("organization", flat=True))


def _row(public_id: str) -> Consent:
    row = Consent.objects.select_related("company", "organization").filter(public_id=public_id).first()
    if row is None:
        raise NotVisible(public_id)
    return row


def _ended(row: Consent, rows: Iterable[Consent]) -> Consent | None:
    """The row that ended an agreement: itself, or what the company said later under another of its files (``later_no``)."""
    if row.ended_at is not None:
        return row
    if row.given_at is None:
        return None
    same = (
        one
        for one in rows
        if (one.organization_id, one.purpose) == (row.organization_id, row.purpose)
        and one.ended_at is not None
        and one.ended_at > row.given_at
    )
    return min(same, key=lambda one: (one.ended_at, one.pk), default=None)


def _state(row: Consent, end: Consent | None) -> ConsentState:
    """What an agreement is now."""
    if end is None:
        return ConsentState.ASKED if row.given_at is None else ConsentState.GIVEN
    return ConsentState.DECLINED if row.given_at is None else ConsentState.REVOKED


def _line(row: Consent, end: Consent | None, again: bool) -> ConsentLine:
    state = _state(row, end)
    return ConsentLine(
        public_id=row.public_id,
        company=row.company.public_id,
        organization=row.organization.name,
        organization_slug=row.organization.slug,
        purpose=row.purpose,
        purpose_label=str(row.get_purpose_display()),
        purpose_desk=str(consenting.WORDS_OF_DESK[ConsentPurpose(row.purpose)]),
        state=state,
        state_label=str(state.label),
        asked_at=row.asked_at,
        asked_why=row.asked_why,
        given_at=row.given_at,
        said_by=_by(row.given_by_way),
        evidence=row.evidence,
        cited=sources.of(row.cited),
        ended_at=end.ended_at if end else None,
        ended_by=_by(end.ended_by_way) if end else "",
        outdone=end is not None and end.pk != row.pk,
        again=again,
    )


def _latest(row: Consent) -> datetime.datetime:
    """When something was last said of it: a constraint has it asked, given or ended."""
    said = [moment for moment in (row.asked_at, row.given_at, row.ended_at) if moment is not None]
    return max(said)


def _by(way: str) -> str:
    return str(ConsentWay(way).label) if way else ""


def _end_of(day: datetime.date) -> datetime.datetime:
    """The first instant after a day, where the network lives."""
    start = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
    return timezone.make_aware(start)
