"""A perimeter typed by a person: read, checked against the reference data, and counted before it is saved."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maillage.engines.territory import (
    Difference,
    Expression,
    Intersection,
    Kind,
    Leaf,
    NamedList,
    TerritoryError,
    parse,
)
from maillage.engines.territory import leaves as leaves_of
from maillage.kit.errors import Refused
from maillage.kit.text import typed
from maillage.shared.territories import queries as territories

# From the narrowest division to the widest: what is nearest to a company answers first.
NARROW = (Kind.ARM, Kind.COM, Kind.QPV, Kind.EPT, Kind.EPCI, Kind.BV, Kind.UU, Kind.ZE, Kind.ARR, Kind.DEP)
BETWEEN = len(NARROW)
WIDE = {Kind.REG: BETWEEN + 1, Kind.CTOM: BETWEEN + 1, Kind.PAYS: BETWEEN + 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A perimeter that can be read. ``text``: as it is kept; ``named``: with the names of its divisions; ``communes``:
    how many lie in it whole; ``population``: None when not known."""

    text: str
    named: str
    communes: int
    population: int | None


def extent(text: str, on: date, *, field: str = "perimeter") -> Extent:
    """What a typed perimeter covers on the day. Refused with the words of the reader: it cannot be read, names a division
    that does not exist, or holds no whole commune."""
    if not typed(text):
        raise Refused(
            "directory.perimeter",
            _("Le périmètre manque."),
            way_out=_("Écrivez un territoire, par exemple dep:59 ou epci:200093201."),
            field=field,
        )
    try:
        expression = parse(typed(text))
        inside = territories.atlas(on).communes(expression)
    except TerritoryError as fault:
        raise Refused("directory.perimeter", fault.sentence, way_out=fault.way_out, field=field) from fault
    if not inside:
        raise Refused(
            "directory.empty-perimeter",
            _("Aucune commune n'est entièrement dans « %(text)s ».") % {"text": expression},
            way_out=_("Vérifiez les codes et les signes : | réunit, & croise, - retire."),
            field=field,
        )
    kept = str(expression)
    return Extent(text=kept, named=named(kept), communes=len(inside), population=inside.population)


def named(text: str) -> str:
    """A perimeter in words: « Nord − Métropole Européenne de Lille ». Codes without a name stay as they are written."""
    return named_all([text])[text]


def named_all(texts: list[str]) -> dict[str, str]:
    """Several perimeters in words, in one query. An empty one stays empty."""
    expressions = {text: parse(text) for text in texts if text}
    codes = {str(leaf) for expression in expressions.values() for leaf in leaves_of(expression)}
    names = territories.named(codes)
    told = {text: _told(expression, names) for text, expression in expressions.items()}
    return told | {text: "" for text in texts if not text}


def precision(expression: Expression) -> int:
    """How wide a perimeter is, 0 for the narrowest: the widest of a union, the narrowest of an intersection."""
    match expression:
        case Leaf(code):
            return NARROW.index(code.kind) if code.kind in NARROW else WIDE.get(code.kind, BETWEEN)
        case NamedList():
            return BETWEEN
        case Intersection(parts):
            return min(precision(part) for part in parts)
        case Difference(whole, _removed):
            return precision(whole)
        case _:
            return max(precision(part) for part in expression.parts)


def _told(expression: Expression, names: dict[str, str]) -> str:
    match expression:
        case Leaf() | NamedList():
            return names.get(str(expression), str(expression))
        case Intersection(parts):
            return _(" et aussi ").join(_told(part, names) for part in parts)
        case Difference(whole, removed):
            said = {"whole": _told(whole, names), "removed": _told(removed, names)}
            return _("%(whole)s, sauf %(removed)s") % said
        case _:
            return ", ".join(_told(part, names) for part in expression.parts)
