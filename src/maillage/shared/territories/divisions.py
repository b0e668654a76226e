"""Every division of a commune with its dates and its source, and every commune of a division (row H-224)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.kit.text import long_date, typed
from maillage.shared.territories import enums
from maillage.shared.territories.models import Membership, Territory
from maillage.shared.territories.names import TerritoryFound, did_you_mean, kind_label
from maillage.shared.territories.places import facts_of, find, in_force, partial_codes, unknown_kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionOf:
    """A division of a commune. ``since``: None when the source gives no day. ``partial``: it holds only a part of the
    commune. ``outside``: the source says the commune is not in it («FRR : non»). ``unknown``: the source says nothing,
    or not enough (the priority neighbourhoods of a commune, when only one of its municipal arrondissements is asked).
    """

    kind: str
    kind_label: str
    code: str
    name: str
    since: date | None
    vintage: str
    source: str
    partial: bool = False
    outside: bool = False
    unknown: bool = False

    @property
    def when(self) -> str:
        """How the date of the source reads: the state of a day, the day it began, or no date."""
        if self.since is None:
            return _("date non renseignée par la source")
        said = {"day": long_date(self.since)}
        return _("état au %(day)s") % said if self.is_state else _("depuis le %(day)s") % said

    @property
    def is_state(self) -> bool:
        """Whether ``since`` is the day the source describes, and not the day it began."""
        return self.kind in enums.STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A division and the communes that lie in it on a day, even in part."""

    kind: str
    kind_label: str
    code: str
    name: str
    nature: str
    population: int | None
    population_year: int | None
    vintage: str
    source: str
    communes: tuple[TerritoryFound, ...]


def divisions_of(code: str, on: date) -> tuple[DivisionOf, ...]:
    """Every division of the commune that ``code`` names, in the order of pages; those not known are said so. Raises
    Refused as ``place`` does."""
    commune, district, _former = find(code)
    facts = facts_of(commune.pk)
    held, _supposed = in_force(facts, on)
    found = [
        DivisionOf(
            kind=fact.kind,
            kind_label=kind_label(fact.kind),
            code=fact.code,
            name=fact.name,
            since=fact.valid_from,
            vintage=fact.vintage,
            source=fact.source,
            partial=bool(partial_codes(fact)),
            outside=(fact.kind, fact.code) in enums.OUTSIDE,
        )
        for fact in held
    ]
    missing = [
        DivisionOf(
            kind=kind,
            kind_label=kind_label(kind),
            code="",
            name=_("non renseigné"),
            since=None,
            vintage="",
            source="",
            unknown=True,
        )
        for kind in unknown_kinds(facts, held, on)
    ]
    order = list(enums.LABELS)
    if district:
        found, missing = _less_precise(found, missing, commune.name)
    ranked = sorted([*found, *missing], key=lambda one: order.index(one.kind))
    return (_district(district), *ranked) if district else tuple(ranked)


def _less_precise(
    found: list[DivisionOf], missing: list[DivisionOf], commune: str
) -> tuple[list[DivisionOf], list[DivisionOf]]:
    """What holds a part of the commune may hold nothing of its arrondissement: it is counted, and to be confirmed."""
    whole = [one for one in found if not one.partial]
    kinds = Counter(one.kind for one in found if one.partial)
    counted = [
        DivisionOf(
            kind=kind,
            kind_label=kind_label(kind),
            code="",
            name=_("quelque part dans %(commune)s (%(count)s), arrondissement non précisé par la source")
            % {"commune": commune, "count": count},
            since=None,
            vintage="",
            source="",
            unknown=True,
        )
        for kind, count in kinds.items()
    ]
    return whole, [*missing, *counted]


def _district(district: Territory) -> DivisionOf:
    return DivisionOf(
        kind="arm",
        kind_label=kind_label("arm"),
        code=district.code,
        name=district.name,
        since=None,
        vintage=district.edition.vintage,
        source=district.edition.source,
    )


def division(code_text: str, on: date) -> Division:
    """A division with its communes on a day. Raises Refused when it does not exist."""
    kind, _separator, code = typed(code_text).partition(":")
    row = Territory.objects.select_related("edition").filter(kind=kind.lower(), code=code.upper()).first()
    if row is None:
        raise _unknown(code_text, kind)
    return Division(
        kind=row.kind,
        kind_label=kind_label(row.kind),
        code=row.code,
        name=row.name,
        nature=row.nature,
        population=row.population,
        population_year=row.population_year,
        vintage=row.edition.vintage,
        source=row.edition.source,
        communes=_communes(row, on),
    )


def members(code_text: str, on: date) -> tuple[TerritoryFound, ...]:
    """The communes of a division on a day, by name. Raises Refused when it does not exist."""
    return division(code_text, on).communes


def _communes(row: Territory, on: date) -> tuple[TerritoryFound, ...]:
    rows = Membership.objects.filter(division=row).select_related("commune").order_by("commune__search_name")
    held = [one for one in rows if _holds(one, on)]
    if not held and row.kind in enums.STABLE:
        first = min((one.valid_from for one in rows if one.valid_from and one.valid_from > on), default=None)
        held = [one for one in rows if first and one.valid_from == first]
    return tuple(
        TerritoryFound(
            kind=one.commune.kind,
            kind_label=kind_label(one.commune.kind),
            code=one.commune.code,
            name=one.commune.name,
            population=one.commune.population,
        )
        for one in held
    )


def _holds(row: Membership, on: date) -> bool:
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on < row.valid_to)


def _unknown(code_text: str, kind: str) -> Refused:
    if kind.lower() not in enums.LABELS:
        return Refused(
            "unknown_kind",
            _("Le découpage « %(kind)s » n'existe pas.") % {"kind": kind},
            way_out=_("Choisissez parmi : %(kinds)s.") % {"kinds": ", ".join(enums.LABELS)},
        )
    return Refused(
        "unknown_territory",
        _("Le territoire « %(code)s » n'existe pas dans le référentiel.") % {"code": code_text},
        way_out=did_you_mean(code_text) or _("Vérifiez le code, par exemple dep:59 ou epci:200093201."),
    )
