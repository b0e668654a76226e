"""A company says who it is, or someone says it for it: created once, then completed, never overwritten."""

import datetime
import secrets
from collections.abc import Mapping

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.kit import identifiers
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import searchable, typed
from maillage.modules.crm import policies
from maillage.modules.crm.enums import FIELDS, SOLE_TRADER, Identity, ValueOrigin
from maillage.modules.crm.models import Company, CompanyValue, Establishment
from maillage.modules.crm.operations.registering import adopt
from maillage.modules.crm.origins import quoted
from maillage.modules.crm.queries import registered
from maillage.shared.audit.queries import made_by_a_program
from maillage.shared.sources.models import Source
from maillage.shared.sources.operations import cite
from maillage.shared.sources.quotes import Quote


@operation("crm.declare")
def declare(
    company: Company | None = None,
    *,
    name: str = "",
    trade_name: str = "",
    identity: str = Identity.NONE_YET,
    siren: str = "",
    siret: str = "",
    country: str = "FR",
    foreign_number: str = "",
    values: Mapping[str, str | bool | None] | None = None,
    origin: str = ValueOrigin.DECLARATION,
    quote: Quote | None = None,
    at: datetime.datetime,
    actor: Actor,
) -> Company:
    """Create a company, or complete the one given, the one that the register knows by the SIREN, or the one declared by this
    SIREN under this name; ``values`` are fields of a situation (an empty one is not said). What a register says of its name
    stays; a value is added, never replaced. ``quote``: where the values come from, when ``origin`` does not say it.

    Raises Refused, with the field: a name, a number or a country that is missing or cannot be, a number of another company.
    """
    strange = set(values or ()) - set(FIELDS)
    if strange:
        raise ValueError(f"not a field of a company: {sorted(strange)}")
    number, place = _numbers(siren, siret)
    if number:
        identity, country = Identity.REGISTERED, "FR"
    cited = cite(quote or quoted(origin, fictional=False, on=_day(at)), actor=actor)
    if company is None:
        company = _existing(number, name)
        if company is not None and actor.kind is ActorKind.PROGRAM:
            _demand_known(company, actor, _day(at))
        company = (
            company
            or _registered(number, at, actor)
            or _created(name, trade_name, identity, number, country, foreign_number, origin, cited, at, actor)
        )
    elif number and company.siren != number:
        _registers(company, number)
    if actor.kind is ActorKind.PROGRAM and company.origin == ValueOrigin.REGISTER:
        # What everyone reads of a company is the register's: a program adds no sign to it.
        trade_name = ""
    _complete(company, trade_name=trade_name, foreign_number=foreign_number)
    said = {field: value for field, value in (values or {}).items() if value not in ("", None)}
    _settle(company, place, said, origin, cited, at)
    _add(company, said, origin, cited, at)
    if said.get("legal_category") == SOLE_TRADER and not company.sole_trader:
        company.sole_trader = True
        company.save(update_fields=["sole_trader"])
    return company


def _numbers(siren: str, siret: str) -> tuple[str, str]:
    """The SIREN and the SIRET typed, checked; a SIRET brings its SIREN."""
    number = place = ""
    try:
        if siret.strip():
            place = identifiers.siret(siret)
            number = place[:9]
        if siren.strip():
            number = identifiers.siren(siren)
    except identifiers.WrongIdentifier as wrong:
        raise Refused(
            "siret" if siret.strip() and not place else "siren",
            str(wrong),
            way_out=_("Corrigez-le, ou laissez-le vide."),
            field="siret" if siret.strip() and not place else "siren",
        ) from None
    if place and number != place[:9]:
        raise Refused(
            "two_numbers",
            _("Le SIRET {siret} n'est pas un établissement du SIREN {siren}.").format(
                siret=place, siren=number
            ),
            way_out=_("Gardez le bon des deux."),
            field="siret",
        )
    return number, place


def _existing(siren: str, name: str) -> Company | None:
    """The company of the register, else the one declared with this number under this name, however it is spelled."""
    rows = list(Company.objects.select_for_update().filter(siren=siren).order_by("pk")) if siren else []
    known = (row for row in rows if row.origin == ValueOrigin.REGISTER)
    named = (row for row in rows if searchable(name) and searchable(row.name) == searchable(name))
    return next(known, None) or next(named, None)


def _registered(siren: str, at: datetime.datetime, actor: Actor) -> Company | None:
    """The company that the register knows by this number, and the network did not: nobody names it otherwise."""
    return adopt(siren, at=at, actor=actor) if siren and registered.entries(siren, actor).entries else None


def _created(
    name: str,
    trade_name: str,
    identity: str,
    siren: str,
    country: str,
    foreign_number: str,
    origin: str,
    cited: Source | None,
    at: datetime.datetime,
    actor: Actor,
) -> Company:
    name, trade_name = typed(name)[:200], typed(trade_name)[:200]
    if not name:
        raise Refused(
            "unnamed",
            _("Le nom de l'entreprise ou du projet manque."),
            way_out=_("Donnez un nom, même provisoire."),
            field="name",
        )
    if identity == Identity.REGISTERED and not siren:
        raise Refused(
            "no_siren",
            _("Une entreprise immatriculée a un SIREN."),
            way_out=_("Donnez-le, ou dites que l'entreprise n'a pas encore de numéro."),
            field="siren",
        )
    if identity == Identity.FOREIGN and country.strip().upper() in ("", "FR"):
        raise Refused(
            "no_country",
            _("Une entreprise étrangère dit son pays."),
            way_out=_("Choisissez son pays."),
            field="country",
        )
    row = {
        "public_id": secrets.token_urlsafe(16),
        "name": name,
        "trade_name": trade_name,
        "identity": identity,
        "country": country.strip().upper()[:2],
        "foreign_number": typed(foreign_number)[:60],
        "search_name": Company.searched(name, trade_name),
        "created_at": at,
        "origin": origin,
        "cited": cited,
        "noted_by_id": actor.user,
    }
    if siren:
        # Two people may declare one company at once: the second completes what the first created.
        return Company.objects.get_or_create(siren=siren, name=row.pop("name"), defaults=row)[0]
    return Company.objects.create(**row)


def _demand_known(company: Company, actor: Actor, on: datetime.date) -> None:
    """A program completes no company that it may not open, unless a program of its organisation made it; one sentence for all, that
    tells nothing of it."""
    if not policies.sees_company(actor, company, on) and not made_by_a_program(company, actor.organization):
        raise Refused(
            "not_yours",
            _("Le réseau connaît une entreprise ainsi nommée, et votre programme ne la lit pas."),
            way_out=_("Demandez à l'un de ses interlocuteurs de la compléter."),
            field="siren",
        )


def _registers(company: Company, siren: str) -> None:
    """A project gets its number. A company has one for life: another number is another company."""
    others = Company.objects.filter(siren=siren)
    if company.siren or others.filter(Q(origin=ValueOrigin.REGISTER) | Q(name=company.name)).exists():
        raise Refused(
            "other_company",
            _("Le SIREN {siren} est celui d'une autre entreprise.").format(siren=siren),
            way_out=_("Vérifiez le numéro, ou cherchez cette entreprise."),
            field="siren",
        )
    company.siren, company.identity, company.country = siren, Identity.REGISTERED, "FR"
    company.save(update_fields=["siren", "identity", "country"])


def _complete(company: Company, *, trade_name: str, foreign_number: str) -> None:
    """Fill what was not known; nothing known is replaced."""
    filled = []
    for field, text in (
        ("trade_name", typed(trade_name)[:200]),
        ("foreign_number", typed(foreign_number)[:60]),
    ):
        if text and not getattr(company, field):
            setattr(company, field, text)
            filled.append(field)
    if filled:
        company.search_name = Company.searched(company.name, company.trade_name)
        company.save(update_fields=[*filled, "search_name"])


def _settle(
    company: Company,
    siret: str,
    said: Mapping[str, str | bool],
    origin: str,
    cited: Source | None,
    at: datetime.datetime,
) -> None:
    """The first place of work that one hears of; a place already known is left as its source says it."""
    places = Establishment.objects.filter(company=company)
    known = places.filter(siret=siret).exists() if siret else places.exists()
    if known or not (siret or said.get("commune") or said.get("naf")):
        return
    if siret and (waiting := places.filter(siret="").first()):
        waiting.siret = siret
        waiting.save(update_fields=["siret"])
        return
    Establishment.objects.create(
        company=company,
        siret=siret,
        is_head_office=not places.exists(),
        commune=str(said.get("commune", ""))[:5],
        naf=str(said.get("naf", ""))[:6],
        bracket=str(said.get("bracket", ""))[:2],
        origin=origin,
        cited=cited,
        as_of=_day(at),
    )


def _add(
    company: Company,
    said: Mapping[str, str | bool],
    origin: str,
    cited: Source | None,
    at: datetime.datetime,
) -> None:
    """Each value that differs from the last one of the same origin."""
    last: dict[str, object] = {}
    for row in CompanyValue.objects.filter(company=company, origin=origin).order_by(
        "as_of", "recorded_at", "pk"
    ):
        last[row.field] = row.value
    CompanyValue.objects.bulk_create(
        CompanyValue(
            company=company,
            field=field,
            value=value,
            origin=origin,
            cited=cited,
            as_of=_day(at),
            recorded_at=at,
        )
        for field, value in said.items()
        if last.get(field) != value
    )


def _day(at: datetime.datetime) -> datetime.date:
    """The day of a moment where the network lives."""
    return at.astimezone(timezone.get_current_timezone()).date()
