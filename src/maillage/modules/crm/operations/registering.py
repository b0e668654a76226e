"""From the register to the network: a company that nobody asked about becomes a file; what the register changes is told."""

import datetime
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.operation import operation
from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.models import Company, CompanyValue, Establishment, RegisterChange
from maillage.modules.crm.origins import quoted
from maillage.modules.crm.queries import registered
from maillage.shared.register import queries as register
from maillage.shared.register.queries import Entry
from maillage.shared.sources.models import Source
from maillage.shared.sources.operations import cite

BATCH = 500
ASKED, WAITED = 50, datetime.timedelta(days=7)
"""How many companies are asked about at a time, and for how long after they were declared."""
OF_A_PLACE = ("is_head_office", "commune", "naf", "bracket", "opened_on", "closed_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What a comparison with the register found: how many companies were compared, how many things changed, how many the register
    holds no more."""

    companies: int
    changes: int
    gone: int


@operation("crm.adopt")
def adopt(siren: str, *, at: datetime.datetime, actor: Actor) -> Company:
    """The file of a company of the register, opened when there is none: its identifiers and what it is come from there, and are
    typed by nobody (S-187). Twice is like once. Raises NotVisible for a number that the register does not hold."""
    held = Company.objects.select_for_update().filter(siren=siren, origin=ValueOrigin.REGISTER).first()
    if held is not None:
        return held
    state, entries = register.state(), registered.entries(siren, actor).entries
    head = registered.meant(entries)
    if head is None or state is None:
        raise NotVisible(siren)
    as_of = state.as_of or clock.day_of(at)
    cited = cite(quoted(ValueOrigin.REGISTER, fictional=False, on=as_of), actor=actor)
    company = Company.objects.create(
        public_id=secrets.token_urlsafe(16),
        **_who(head),
        identity=Identity.REGISTERED,
        siren=siren,
        created_at=at,
        origin=ValueOrigin.REGISTER,
        cited=cited,
    )
    Establishment.objects.bulk_create(_place(company, one, cited, as_of) for one in entries)
    _say(company, head, cited, as_of, at)
    return company


def of_reference(public_id: str, *, at: datetime.datetime, actor: Actor) -> Company:
    """The company of a public identifier, whose file is opened when only the register knew it. Raises NotVisible."""
    if siren := registered.siren_of(public_id):
        return adopt(siren, at=at, actor=actor)
    company = Company.objects.filter(public_id=public_id).first()
    if company is None:
        raise NotVisible(public_id)
    return company


@operation("crm.follow_register")
def follow_register(*, at: datetime.datetime, actor: Actor) -> Followed:
    """Compare the companies of the network that bear a SIREN with the register that is read now: what changed is written beside
    what was known, and told on the page of changes. Companies of the demonstration, which no register holds, are left out."""
    state = register.state()
    if state is None or state.as_of is None:
        return Followed(companies=0, changes=0, gone=0)
    sirens = list(
        Company.objects.filter(is_fictional=False)
        .exclude(siren="")
        .values_list("siren", flat=True)
        .distinct()
    )
    cited = cite(quoted(ValueOrigin.REGISTER, fictional=False, on=state.as_of), actor=actor)
    changes = gone = 0
    for first in range(0, len(sirens), BATCH):
        batch = sirens[first : first + BATCH]
        told: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in register.of_units(batch):
            told[entry.siren].append(entry)
        rows = Company.objects.filter(siren__in=batch, is_fictional=False).prefetch_related("establishments")
        for company in rows:
            found = list(_compared(company, told.get(company.siren, []), cited, state.as_of, at))
            RegisterChange.objects.bulk_create(found)
            changes += len(found)
            gone += any(one.field == "gone" for one in found)
    return Followed(companies=len(sirens), changes=changes, gone=gone)


@operation("crm.complete_from_register")
def complete_from_register(*, at: datetime.datetime, actor: Actor) -> int:
    """Complete the companies declared these last days with a number that the register could not confirm then: it is asked again,
    a few at a time. What they declared stays beside. Return how many it completed."""
    state = register.state()
    if state is None:
        return 0
    as_of = state.as_of or clock.day_of(at)
    told = CompanyValue.objects.filter(company=OuterRef("pk"), origin=ValueOrigin.REGISTER)
    waiting = Company.objects.filter(
        ~Exists(told), ~Q(siren=""), is_fictional=False, created_at__gte=at - WAITED
    ).order_by("-created_at", "pk")
    completed = 0
    for company in waiting[:ASKED]:
        answers = registered.entries(company.siren, actor)
        if answers.silent:
            break
        head = registered.meant(answers.entries)
        if head is None:
            continue
        cited = cite(quoted(ValueOrigin.REGISTER, fictional=False, on=as_of), actor=actor)
        RegisterChange.objects.bulk_create(_places(company, answers.entries, cited, as_of, at))
        _say(company, head, cited, as_of, at)
        completed += 1
    return completed


def _who(entry: Entry) -> dict[str, object]:
    """The columns of a company that the register says."""
    name = entry.name or "[ND]"
    return {
        "name": name[:200],
        "trade_name": entry.sign[:200],
        "search_name": Company.searched(entry.name, entry.sign),
        "sole_trader": registered.is_sole_trader(entry),
        "is_published": entry.published,
    }


def _place(company: Company, entry: Entry, cited: Source | None, as_of: datetime.date) -> Establishment:
    return Establishment(
        company=company,
        siret=entry.siret,
        is_head_office=entry.head,
        commune=entry.commune[:5],
        naf=entry.naf[:6],
        bracket=entry.bracket[:2],
        opened_on=entry.created,
        closed_on=None if entry.open else entry.since,
        origin=ValueOrigin.REGISTER,
        cited=cited,
        as_of=as_of,
    )


def _say(
    company: Company, head: Entry, cited: Source | None, as_of: datetime.date, at: datetime.datetime
) -> list[str]:
    """Write what the register says now and did not say before; return these fields."""
    of_company = {field: value for field, value in registered.facts(head).items() if field not in OF_A_PLACE}
    last: dict[str, object] = {}
    rows = CompanyValue.objects.filter(company=company, origin=ValueOrigin.REGISTER)
    for row in rows.order_by("as_of", "recorded_at", "pk"):
        last[row.field] = row.value
    said = {field: value for field, value in of_company.items() if last.get(field) != value}
    CompanyValue.objects.bulk_create(
        CompanyValue(
            company=company,
            field=field,
            value=value,
            origin=ValueOrigin.REGISTER,
            cited=cited,
            as_of=as_of,
            recorded_at=at,
        )
        for field, value in said.items()
    )
    return list(said)


def _compared(
    company: Company,
    entries: list[Entry],
    cited: Source | None,
    as_of: datetime.date,
    at: datetime.datetime,
) -> Iterator[RegisterChange]:
    """What the register says otherwise than what the network holds from it, now written."""
    head = registered.meant(entries)
    if head is None:
        if not RegisterChange.objects.filter(company=company, field="gone").exists():
            yield _change(company, "gone", "", "", as_of, at)
        return
    yield from _places(company, entries, cited, as_of, at)
    if company.origin == ValueOrigin.REGISTER:
        who = _who(head)
        for field in ("name", "trade_name"):
            if getattr(company, field) != who[field] and head.published:
                yield _change(company, field, getattr(company, field), str(who[field]), as_of, at)
        for field, value in who.items():
            setattr(company, field, value)
        company.save(update_fields=list(who))
    before = {
        row.field: row.value
        for row in CompanyValue.objects.filter(company=company, origin=ValueOrigin.REGISTER).order_by(
            "as_of", "recorded_at", "pk"
        )
    }
    after = registered.facts(head)
    for field in _say(company, head, cited, as_of, at):
        if field in before:
            yield _change(company, field, str(before[field]), str(after[field]), as_of, at)


def _places(
    company: Company,
    entries: Iterable[Entry],
    cited: Source | None,
    as_of: datetime.date,
    at: datetime.datetime,
) -> Iterator[RegisterChange]:
    """The places that opened, closed or changed; those of a company that the network declared are added, not corrected."""
    held = {row.siret: row for row in company.establishments.all() if row.siret}
    of_register = any(row.origin == ValueOrigin.REGISTER for row in held.values())
    for entry in sorted(entries, key=lambda one: one.head):
        now = _place(company, entry, cited, as_of)
        row = held.get(entry.siret)
        if row is None:
            if now.is_head_office:
                company.establishments.filter(is_head_office=True).update(is_head_office=False)
            now.save()
            if of_register:
                yield _change(company, "opened", "", entry.siret, as_of, at)
            continue
        if row.origin != ValueOrigin.REGISTER:
            continue
        changed = [field for field in OF_A_PLACE if getattr(row, field) != getattr(now, field)]
        for field in changed:
            before, after = getattr(row, field), getattr(now, field)
            if field == "is_head_office" and after:
                company.establishments.filter(is_head_office=True).update(is_head_office=False)
            setattr(row, field, after)
            yield _change(company, field, _told(before), _told(after), as_of, at, siret=row.siret)
        row.as_of, row.cited = as_of, cited
        row.save(update_fields=[*changed, "as_of", "cited"])


def _told(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else "" if value is None else str(value)


def _change(
    company: Company,
    field: str,
    before: str,
    after: str,
    as_of: datetime.date,
    at: datetime.datetime,
    *,
    siret: str = "",
) -> RegisterChange:
    return RegisterChange(
        company=company, field=field, before=before, after=after, siret=siret, as_of=as_of, recorded_at=at
    )
