"""Databases of partners, of which allowed fields are copied here; and who may read what they say (H-126)."""

import datetime
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.kit import fields, identifiers
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.db import slugs
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.crm import mirroring
from maillage.modules.crm.enums import ConsentPurpose, MirrorRequestState, ValueOrigin
from maillage.modules.crm.models import Company, Mirror, MirrorEntry, MirrorRequest
from maillage.modules.crm.queries import consents
from maillage.shared.directory.models import Organization

LONGEST = 500
"""Characters kept of a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a copy did: entries written, unchanged, gone since the last copy; lines of companies that nobody knows here; lines
    without a number; columns that were not read, because they are not allowed."""

    written: int
    unchanged: int
    gone: int
    unknown: int
    unnumbered: int
    left_out: tuple[str, ...]


@operation("crm.declare_mirror", act=True)
def declare_mirror(
    name: str,
    holder: Organization,
    allowed: Iterable[str],
    *,
    is_demo: bool = False,
    at: datetime.datetime,
    actor: Actor,
) -> Mirror:
    """Make a database known, with the columns that its holder allows to copy; of one already known, change these. Raises Refused."""
    mirroring.demand_keeping(actor)
    name = fields.line(name, most=120, field="name")
    columns = list(dict.fromkeys(kept for one in allowed if (kept := typed(one))))
    if not name or not columns:
        raise Refused(
            "incomplete",
            _("Il manque le nom de la base, ou les colonnes que son titulaire permet de copier."),
            way_out=_("Donnez-les : rien d'autre n'en sera lu."),
        )
    row = Mirror.objects.filter(name=name).first() or Mirror(
        name=name, slug=slugs.free(Mirror.objects.all(), name, otherwise="base")
    )
    row.holder, row.allowed, row.is_demo = holder, columns, is_demo
    row.save()
    # What is allowed no more is not kept either.
    for entry in MirrorEntry.objects.filter(mirror=row):
        kept = {column: value for column, value in entry.values.items() if column in columns}
        if kept != entry.values:
            entry.values = kept
            entry.save(update_fields=["values"])
    return row


@operation("crm.copy_mirror")
def copy_mirror(
    mirror: Mirror,
    lines: Iterable[Mapping[str, str]],
    *,
    number: str,
    at: datetime.datetime,
    actor: Actor,
) -> Copied:
    """Copy a file of the database: of each line, the allowed columns; ``number``: the column of its SIREN or SIRET. A line of a
    company that nobody knows here is counted, not kept. A second copy of the same file changes nothing."""
    mirroring.demand_keeping(actor)
    rows = list(lines)
    seen: dict[str, dict[str, str]] = {}
    left_out: dict[str, None] = {}
    unnumbered = 0
    for line in rows:
        siren = _siren(line.get(number, ""))
        if not siren:
            unnumbered += 1
            continue
        left_out |= dict.fromkeys(
            column for column in line if column not in mirror.allowed and column != number
        )
        seen[siren] = {
            column: typed(line[column])[:LONGEST]
            for column in mirror.allowed
            if line.get(column) and typed(line[column])
        }
    companies = _companies(seen)
    held = {entry.company_id: entry for entry in MirrorEntry.objects.filter(mirror=mirror)}
    written = unchanged = 0
    for siren, company in companies.items():
        entry = held.pop(company, None) or MirrorEntry(mirror=mirror, company_id=company)
        if entry.pk and entry.values == seen[siren] and entry.gone_at is None:
            unchanged += 1
            continue
        entry.values, entry.copied_at, entry.gone_at = seen[siren], at, None
        entry.save()
        written += 1
    gone = [entry for entry in held.values() if entry.gone_at is None]
    for entry in gone:
        # What the holder took out of its database is read here no more.
        entry.values, entry.gone_at = {}, at
        entry.save(update_fields=["values", "gone_at"])
    mirror.copied_at = at
    mirror.save(update_fields=["copied_at"])
    return Copied(
        written=written,
        unchanged=unchanged,
        gone=len(gone),
        unknown=len(seen) - len(companies),
        unnumbered=unnumbered,
        left_out=tuple(left_out),
    )


@operation("crm.ask_mirror")
def ask_mirror(
    mirror: Mirror,
    company: Company,
    *,
    reason: str,
    is_demo: bool = False,
    at: datetime.datetime,
    actor: Actor,
) -> MirrorRequest:
    """Ask the holder of a database to read what it says of a company. Raises Refused: no reason, asked already, or read already."""
    if refused := mirroring.why_not_ask(actor, mirror, company.pk, day_of(at)):
        raise Refused("not_yours", refused, way_out=_("Relisez la fiche de l'entreprise."))
    reason = fields.line(reason, most=500, field="reason")
    if not reason:
        raise Refused(
            "no_reason",
            _("Le titulaire de la base doit savoir pour quoi faire."),
            way_out=_("Écrivez-le en une phrase."),
            field="reason",
        )
    asked = MirrorRequest.objects.filter(
        mirror=mirror, company=company, asked_by=actor.user, state=MirrorRequestState.WAITING
    )
    if asked.exists():
        raise Refused(
            "asked",
            _("Vous avez déjà demandé cet accès : il attend une réponse."),
            way_out=_("Voyez où il en est dans « Bases de partenaires »."),
        )
    return MirrorRequest.objects.create(
        public_id=secrets.token_urlsafe(16),
        mirror=mirror,
        company=company,
        asked_by_id=actor.user,
        organization_id=actor.organization,
        reason=reason,
        asked_at=at,
        is_demo=is_demo,
    )


@operation("crm.grant_mirror", act=True)
def grant_mirror(
    asked: MirrorRequest,
    *,
    until: datetime.date,
    answer: str = "",
    at: datetime.datetime,
    actor: Actor,
) -> MirrorRequest:
    """The holder lets somebody read what its database says of a company, until a day, that day included. Refused without the
    agreement of the company: it is a sharing beyond the body that collected (docs/adr/0037)."""
    row = _waiting(asked, actor)
    on = day_of(at)
    if until < on:
        raise Refused(
            "past",
            _("Ce jour est passé."),
            way_out=_("Choisissez aujourd'hui ou un jour à venir."),
            field="until",
        )
    consents.demand(row.company, row.organization_id, ConsentPurpose.DATABASE, on, name=row.organization.name)
    row.state, row.until = MirrorRequestState.GRANTED, until
    row.answer = fields.line(answer, most=500, field="answer")
    return _decided(row, at, actor)


@operation("crm.refuse_mirror", act=True)
def refuse_mirror(asked: MirrorRequest, *, answer: str, at: datetime.datetime, actor: Actor) -> MirrorRequest:
    """The holder does not, and says why."""
    row = _waiting(asked, actor)
    row.answer = fields.line(answer, most=500, field="answer")
    if not row.answer:
        raise Refused(
            "no_reason",
            _("Un refus dit pourquoi."),
            way_out=_("Écrivez-le en une phrase : qui a demandé le lira."),
            field="answer",
        )
    row.state = MirrorRequestState.REFUSED
    return _decided(row, at, actor)


def _waiting(asked: MirrorRequest, actor: Actor) -> MirrorRequest:
    row = (
        MirrorRequest.objects.select_for_update(of=("self",))
        .select_related("mirror__holder", "company", "organization")
        .get(pk=asked.pk)
    )
    if not mirroring.decides(actor, row.mirror):
        raise Refused(
            "not_yours",
            _("C'est au titulaire de la base de répondre."),
            way_out=_("Attendez sa réponse."),
        )
    if row.state != MirrorRequestState.WAITING:
        raise Refused(
            "decided",
            _("Cette demande a déjà reçu sa réponse."),
            way_out=_("Une nouvelle demande peut être faite."),
        )
    return row


def _decided(row: MirrorRequest, at: datetime.datetime, actor: Actor) -> MirrorRequest:
    row.decided_at, row.decided_by_id = at, actor.user
    row.save(update_fields=["state", "until", "answer", "decided_at", "decided_by"])
    return row


def _siren(text: str) -> str:
    try:
        return identifiers.siren(text)
    except identifiers.WrongIdentifier:
        pass
    try:
        return identifiers.siret(text)[:9]
    except identifiers.WrongIdentifier:
        return ""


def _companies(sirens: Iterable[str]) -> dict[str, int]:
    """The company that bears each number: that of the register, else the first declared with it."""
    wanted = list(sirens)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 1000):
        rows = Company.objects.filter(siren__in=wanted[start : start + 1000]).order_by("pk")
        for siren, pk, origin in rows.values_list("siren", "pk", "origin"):
            if siren not in found or origin == ValueOrigin.REGISTER:
                found[siren] = pk
    return found
