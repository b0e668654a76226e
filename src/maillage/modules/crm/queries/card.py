"""The page of a company: who it is, where it works, and everything known of it, each value with its origin."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.kit.actor import PUBLIC, Actor
from maillage.kit.errors import NotVisible
from maillage.kit.text import long_date
from maillage.modules.crm import policies
from maillage.modules.crm.enums import FIELDS, YES_NO, Identity, ValueOrigin
from maillage.modules.crm.models import Company, CompanyValue, Establishment
from maillage.modules.crm.queries import masking, registered
from maillage.modules.crm.queries.opened import company_row
from maillage.modules.crm.queries.register import origin_label
from maillage.shared.nomenclatures import queries as nomenclatures
from maillage.shared.register.queries import state
from maillage.shared.sources import queries as sources
from maillage.shared.territories import queries as territories

OF_A_PLACE = ("commune", "naf", "bracket")
KINDS: Mapping[str, tuple[str, ...]] = {
    "commune": ("com", "arm"),
    "naf": ("naf_rev2",),
    "bracket": ("headcount_bracket",),
    "legal_category": ("legal_category",),
}
"""The fields whose values are codes, and the lists that name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentLine:
    """A place of work; empty texts are unknown. ``is_open`` on the day asked."""

    siret: str
    is_head_office: bool
    is_open: bool
    commune: str
    commune_name: str
    naf: str
    activity: str
    bracket: str
    bracket_label: str
    opened_on: datetime.date | None
    closed_on: datetime.date | None
    origin: str
    cited: sources.SourceCard | None
    as_of: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """One value known of a company, in words; ``current``: the latest of its field; ``disputed``: the latest of another origin
    says otherwise."""

    field: str
    label: str
    shown: str
    origin: str
    cited: sources.SourceCard | None
    as_of: datetime.date
    current: bool
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SameSiren:
    """Another company of the same SIREN: the register's, or another name that somebody declared with it."""

    public_id: str
    name: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCard:
    """A company. ``identity`` is a code, ``identity_label`` its words; ``origin`` who made it known, in words; ``known_since``
    None: the network has no file of it, the register alone tells of it; ``opens``: the reader reads
    what it declared."""

    public_id: str
    name: str
    trade_name: str
    identity: str
    identity_label: str
    siren: str
    country: str
    foreign_number: str
    is_fictional: bool
    origin: str
    cited: sources.SourceCard | None
    known_since: datetime.datetime | None
    establishments: tuple[EstablishmentLine, ...]
    values: tuple[KnownLine, ...]
    same_siren: tuple[SameSiren, ...]
    opens: bool = False


def get(public_id: str, on: datetime.date, *, actor: Actor = PUBLIC) -> CompanyCard:
    """A company by its public identifier, with the values that the actor may read. Raises NotVisible."""
    if siren := registered.siren_of(public_id):
        of_register = Company.objects.filter(siren=siren, origin=ValueOrigin.REGISTER)
        known = of_register.values_list("public_id", flat=True).first()
        if known is None:
            return _of_register(siren, actor, on)
        public_id = known
    company = company_row(public_id, actor=actor, on=on)
    read = policies.values_of(actor, company.pk, on)
    places = list(
        Establishment.objects.filter(read, company=company)
        .select_related("cited")
        .order_by("-is_head_office", "siret", "pk")
    )
    values = list(
        CompanyValue.objects.filter(read, company=company)
        .select_related("cited")
        .order_by("-as_of", "-recorded_at", "-pk")
    )
    called = masking.shown([company], actor, on)[company.pk]
    if not called.placed:
        values = [row for row in values if row.field != "commune"]
        for row in places:
            row.commune = ""
    names = _names(
        {(field, getattr(row, field)) for row in places for field in OF_A_PLACE}
        | {(row.field, str(row.value)) for row in values}
    )
    return CompanyCard(
        public_id=company.public_id,
        name=called.name,
        trade_name=called.trade_name,
        identity=company.identity,
        identity_label=str(company.get_identity_display()),
        siren=company.siren,
        country=company.country,
        foreign_number=company.foreign_number,
        is_fictional=company.is_fictional,
        origin=origin_label(company.origin, company.is_fictional),
        cited=sources.of(company.cited),
        known_since=company.created_at,
        establishments=tuple(_place(row, on, names, company.is_fictional) for row in places),
        values=_lines(values, names, company.is_fictional),
        same_siren=_same_siren(company, on, actor),
        opens=policies.reads_declared(actor, company.pk, on),
    )


def _of_register(siren: str, actor: Actor, on: datetime.date) -> CompanyCard:
    """The page of a company that the register alone tells of."""
    entries, held = registered.entries(siren, actor).entries, state()
    head = registered.meant(entries)
    if head is None or held is None:
        raise NotVisible(registered.ref(siren))
    as_of = held.as_of or on
    rows = [
        Establishment(
            siret=one.siret,
            is_head_office=one.head,
            commune=one.commune if one.published else "",
            naf=one.naf,
            bracket=one.bracket,
            opened_on=one.created,
            closed_on=None if one.open else one.since,
            origin=ValueOrigin.REGISTER,
            as_of=as_of,
        )
        for one in entries
    ]
    values = [
        CompanyValue(field=field, value=value, origin=ValueOrigin.REGISTER, as_of=as_of)
        for field, value in registered.facts(head).items()
        if field not in OF_A_PLACE
    ]
    names = _names(
        {(field, getattr(row, field)) for row in rows for field in OF_A_PLACE}
        | {(row.field, str(row.value)) for row in values}
    )
    return CompanyCard(
        public_id=registered.ref(siren),
        name=registered.named(head, actor, on),
        trade_name=head.sign,
        identity=Identity.REGISTERED,
        identity_label=str(Identity.REGISTERED.label),
        siren=siren,
        country="FR",
        foreign_number="",
        is_fictional=False,
        origin=origin_label(ValueOrigin.REGISTER, False),
        cited=None,
        known_since=None,
        establishments=tuple(_place(row, on, names, False) for row in rows),
        values=_lines(values, names, False),
        same_siren=(),
    )


def _same_siren(company: Company, on: datetime.date, actor: Actor) -> tuple[SameSiren, ...]:
    if not company.siren:
        return ()
    bearing = Company.objects.filter(siren=company.siren).exclude(pk=company.pk).order_by("created_at", "pk")
    rows = [row for row in bearing if policies.sees_company(actor, row, on)]
    called = masking.shown(rows, actor, on)
    return tuple(
        SameSiren(
            public_id=row.public_id,
            name=called[row.pk].name,
            origin=origin_label(row.origin, row.is_fictional),
        )
        for row in rows
    )


def in_words(values: Mapping[str, object]) -> dict[str, str]:
    """Values of the fields of a company as one reads them: names for codes, « oui », a date."""
    said = {field: value for field, value in values.items() if field in FIELDS and value not in ("", None)}
    names = _names({(field, str(value)) for field, value in said.items()})
    return {field: _named(field, value, names) for field, value in said.items()}


def _names(values: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The names of the codes of these fields, in two queries."""
    keys = sorted({f"{kind}:{code}" for field, code in values if code for kind in KINDS.get(field, ())})
    split = [key for key in keys if key.startswith(("com:", "arm:"))]
    names = dict(territories.named(split)) if split else {}
    return names | nomenclatures.named([key for key in keys if key not in split])


def _place(
    row: Establishment, on: datetime.date, names: dict[str, str], fictional: bool
) -> EstablishmentLine:
    return EstablishmentLine(
        siret=row.siret,
        is_head_office=row.is_head_office,
        is_open=row.closed_on is None or row.closed_on > on,
        commune=row.commune,
        commune_name=_named("commune", row.commune, names),
        naf=row.naf,
        activity=_named("naf", row.naf, names),
        bracket=row.bracket,
        bracket_label=_named("bracket", row.bracket, names),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        origin=origin_label(row.origin, fictional),
        cited=sources.of(row.cited),
        as_of=row.as_of,
    )


def _lines(values: list[CompanyValue], names: dict[str, str], fictional: bool) -> tuple[KnownLine, ...]:
    """In the order of fields, the latest value of each first."""
    latest = {row.field: row for row in reversed(values)}
    of_origins: dict[str, dict[str, object]] = {}
    for row in reversed(values):
        of_origins.setdefault(row.field, {})[row.origin] = row.value
    order = list(FIELDS)
    rows = sorted((row for row in values if row.field in FIELDS), key=lambda row: order.index(row.field))
    return tuple(
        KnownLine(
            field=row.field,
            label=str(FIELDS[row.field]),
            shown=_named(row.field, row.value, names),
            origin=origin_label(row.origin, fictional),
            cited=sources.of(row.cited),
            as_of=row.as_of,
            current=latest[row.field] is row,
            disputed=any(value != row.value for value in of_origins[row.field].values())
            and of_origins[row.field][row.origin] == row.value,
        )
        for row in rows
    )


def _named(field: str, value: object, names: dict[str, str]) -> str:
    if field in YES_NO:
        return _("oui") if value else _("non")
    text = str(value)
    if field == "created":
        try:
            return long_date(datetime.date.fromisoformat(text))
        except ValueError:
            return text
    for kind in KINDS.get(field, ()):
        if name := names.get(f"{kind}:{text}"):
            return name
    return text
