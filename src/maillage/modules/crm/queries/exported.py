"""The lines of a file of aids: one a line, some thousands at a time, so that no memory holds a list of any length."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from maillage.kit.actor import PUBLIC, Actor
from maillage.modules.crm import policies
from maillage.modules.crm.enums import AidState, ConsentPurpose
from maillage.modules.crm.models import AidReceived, Company, Establishment
from maillage.modules.crm.queries import consents
from maillage.modules.crm.queries.helped import Called, commune_of, names_of, places_of, words_of
from maillage.modules.crm.queries.narrowing import HelpedFilters, kept
from maillage.shared.directory.models import Organization

AT_ONCE = 2_000
Cell = str | int | Decimal | datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportBatch:
    """Some lines of a file: their cells; how many aids were read to make them; the companies left out because they did not agree;
    those whose reserved values are in these lines (public identifiers), for the reading log."""

    lines: tuple[tuple[Cell, ...], ...]
    read: int
    left_out: frozenset[int]
    opened: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked:
    """What a file is to hold. ``whole``: what is reserved too; ``recipient``: another body that it is given to, None: one's own."""

    filters: HelpedFilters
    whole: bool
    recipient: Organization | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AidTold:
    """One aid as it is told outside. ``company_id`` empty: its page is not for the reader; the company is then not named by more than
    what a register says to everyone."""

    public_id: str
    company_id: str
    company: str
    siren: str
    commune: str
    naf: str
    label: str
    scheme: str
    giver: str
    unit: str
    industry: str
    year: int | None
    decided_on: datetime.date | None
    paid_on: datetime.date | None
    amount: Decimal | None
    state: str


def following(
    filters: HelpedFilters, *, after: str | None, most: int, actor: Actor, on: datetime.date
) -> tuple[AidTold, ...]:
    """The aids that the filters keep, the oldest noted first, after the one of a public identifier; ``most`` at most. A program is told
    the names that it may take away (docs/adr/0037). Raises Refused as ``kept``."""
    aids = kept(filters, actor=actor, on=on).select_related("giver", "unit", "company")
    if after is not None:
        last = AidReceived.objects.filter(public_id=after).values_list("pk", flat=True).first()
        aids = aids.filter(pk__gt=last or 0)
    rows = list(aids.order_by("pk")[:most])
    companies = {row.company_id: row.company for row in rows}
    called = names_of(companies.values(), actor, on)
    told = consents.told_to(actor, [row.public_id for row in companies.values()], on)
    places = places_of(companies, actor, on)
    return tuple(
        _told(row, called[row.company_id], places.get(row.company_id), row.company.public_id in told)
        for row in rows
    )


def _told(row: AidReceived, called: Called, place: Establishment | None, named: bool) -> AidTold:
    shown = place if named and called.placed else None
    return AidTold(
        public_id=row.public_id,
        company_id=row.company.public_id if named and not called.closed else "",
        company=called.name if named else _("Entreprise qui n'a pas donné son accord"),
        siren=row.company.siren if named and not called.closed else "",
        commune=shown.commune if shown else "",
        naf=shown.naf if shown else "",
        label=row.label,
        scheme=row.scheme,
        giver=row.giver.slug if row.giver else "",
        unit=row.unit.slug if row.unit else "",
        industry=row.industry,
        year=row.year,
        decided_on=row.decided_on,
        paid_on=row.paid_on,
        amount=row.amount,
        state=row.state,
    )


def columns(whole: bool) -> tuple[str, ...]:
    """The first line of a file."""
    shown = (
        _("entreprise"), _("SIREN"), _("fictive"), _("commune"), _("code commune"), _("code NAF"), _("activité"),
        _("tranche d'effectif"), _("aide"), _("organisme"), _("direction"), _("filière"), _("année"), _("décidée le"),
        _("versée le"), _("montant en euros"), _("chiffrée"), _("état"), _("dispositif"),
    )  # fmt: skip
    return (*shown, _("objet"), _("numéro chez l'organisme")) if whole else shown


def batches(asked: ExportAsked, *, actor: Actor, on: datetime.date) -> Iterator[ExportBatch]:
    """The lines of a file, company by company, as its author may read them that day; given to another body, it names as a register
    does to everyone the companies that did not agree. Raises Refused as ``kept``."""
    aids = kept(asked.filters, actor=actor, on=on).select_related("giver", "unit")
    keys = list(aids.order_by("company", "-year", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        found = AidReceived.objects.select_related("giver", "unit").in_bulk(part)
        rows = [found[pk] for pk in part if pk in found]
        yield _batch(rows, asked, actor, on)


def total(asked: ExportAsked, *, actor: Actor, on: datetime.date) -> int:
    """How many aids the file would tell of. Raises Refused as ``kept``."""
    return kept(asked.filters, actor=actor, on=on).count()


def names_people(asked: ExportAsked, *, actor: Actor, on: datetime.date) -> bool:
    """Whether the file would name natural persons: sole traders, that this reader may name."""
    aids = kept(asked.filters, actor=actor, on=on)
    traders = Company.objects.filter(policies.named_companies(actor, on), sole_trader=True)
    return bool(aids.filter(company__sole_trader=True, company__in=traders.values("pk")).exists())


def _batch(rows: Sequence[AidReceived], asked: ExportAsked, actor: Actor, on: datetime.date) -> ExportBatch:
    keys = {row.company_id for row in rows}
    companies = Company.objects.in_bulk(keys)
    called = names_of(companies.values(), actor, on)
    places = places_of(keys, actor, on)
    read = policies.answered(actor, keys, on) if asked.whole else set()
    left_out: frozenset[int] = frozenset()
    if asked.recipient is not None:
        agreed = consents.allowing(keys, asked.recipient.pk, ConsentPurpose.LISTING, on)
        read &= agreed
        # What its author may name, another body may not: who did not agree goes there as everybody reads it.
        silent = keys - agreed
        called |= names_of([companies[pk] for pk in silent], PUBLIC, on)
        places = {pk: place for pk, place in places.items() if pk in agreed} | places_of(silent, PUBLIC, on)
        # Outside the network nobody has a right of its own to the list: only who agreed is in it.
        left_out = frozenset() if asked.recipient.in_network else frozenset(keys - agreed)
    words, states = words_of(places.values()), dict(AidState.choices)
    lines = []
    for row in rows:
        if row.company_id in left_out:
            continue
        company, name = companies[row.company_id], called[row.company_id]
        place = places.get(row.company_id) if name.placed else None
        lines.append(
            (
                name.name,
                "" if name.closed else company.siren,
                _("oui") if company.is_fictional or row.is_demo else _("non"),
                commune_of(place.commune, words) if place else "",
                place.commune if place else "",
                place.naf if place else "",
                words.get(f"naf_rev2:{place.naf}", "") if place else "",
                words.get(f"headcount_bracket:{place.bracket}", "") if place else "",
                row.label,
                row.giver.name if row.giver else "",
                row.unit.name if row.unit else "",
                row.industry,
                row.year,
                row.decided_on,
                row.paid_on,
                row.amount,
                _("non chiffré") if row.amount is None else _("oui"),
                str(states.get(row.state, "")),
                row.scheme,
                *(_reserved(row, row.company_id in read) if asked.whole else ()),
            )
        )
    return ExportBatch(
        lines=tuple(lines),
        read=len(rows),
        left_out=left_out,
        opened=frozenset(companies[pk].public_id for pk in read),
    )


def _reserved(row: AidReceived, read: bool) -> tuple[Any, ...]:
    return (row.purpose, row.reference) if read else (_("réservé"), _("réservé"))
