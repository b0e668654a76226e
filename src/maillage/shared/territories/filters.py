"""A territory as a condition of a query: which rows lie in an expression, by subqueries on memberships."""

from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from maillage.engines.territory import (
    Code,
    Difference,
    Expression,
    Intersection,
    Kind,
    Leaf,
    NamedList,
    TerritoryError,
    Union,
    parse,
)
from maillage.engines.territory.codes import DISTRICTS, FRANCE
from maillage.engines.territory.errors import UnknownTerritory
from maillage.kit.errors import Refused
from maillage.shared.territories import enums
from maillage.shared.territories.atlas import TOLD, atlas, editions, first_days
from maillage.shared.territories.models import Membership, Territory

# Kinds that may hold a part of a commune, or whose source may say nothing of it.
DOUBTFUL = {*TOLD, "qpv", "arm"}


def inside(expression: str | Expression, field: str, *, on: date) -> Q:
    """The rows whose commune code (``field``) lies whole in ``expression`` on a day.

    Exactly the communes for which ``engines.territory.contains`` says True: a commune that is only partly inside, or whose
    division the source does not tell, is not. A code that does not exist holds nothing. Raises Refused when the text is
    not an expression, or names a list.
    """
    try:
        read = parse(expression) if isinstance(expression, str) else expression
        return _whole(read, field, on)
    except TerritoryError as fault:
        raise Refused("perimeter", fault.sentence, way_out=fault.way_out, field="perimeter") from fault


def communes_of(expression: str | Expression, *, on: date) -> frozenset[str]:
    """Every commune of which rows would answer `inside`, by code: for what does not lie in the same database, and for a few rows,
    whose communes were read: a database that filters by territory may begin by all the rows that lie there. The process keeps
    what it read."""
    return _every(str(expression), on, editions())


@lru_cache(maxsize=32)
def _every(expression: str, on: date, _editions: tuple[object, ...]) -> frozenset[str]:
    there = inside(expression, "code", on=on)
    held = Territory.objects.filter(there, kind__in=("com", "arm"))
    return frozenset(held.values_list("code", flat=True))


def _whole(expression: Expression, field: str, on: date) -> Q:
    match expression:
        case Leaf(code):
            return _held(code, field, on)
        case Union(parts):
            found = _whole(parts[0], field, on)
            for part in parts[1:]:
                found |= _whole(part, field, on)
            return found
        case Intersection(parts):
            found = _whole(parts[0], field, on)
            for part in parts[1:]:
                found &= _whole(part, field, on)
            return found
        case Difference(whole, removed):
            return _whole(whole, field, on) & ~_touched(removed, field, on)
        case NamedList():
            raise UnknownTerritory(str(expression))


def _touched(expression: Expression, field: str, on: date) -> Q:
    """The rows whose commune lies, or may lie, at least partly in the expression."""
    match expression:
        case Leaf(code):
            return _held(code, field, on) | _doubtful(code, field, on)
        case Union(parts):
            found = _touched(parts[0], field, on)
            for part in parts[1:]:
                found |= _touched(part, field, on)
            return found
        case Intersection(parts):
            found = _touched(parts[0], field, on)
            for part in parts[1:]:
                found &= _touched(part, field, on)
            return found
        case Difference(whole, removed):
            return _touched(whole, field, on) & ~_whole(removed, field, on)
        case NamedList():
            raise UnknownTerritory(str(expression))


def _held(code: Code, field: str, on: date) -> Q:
    kind = code.kind.value
    if code.kind is Kind.COM:
        return Q(**{field: code.value})
    if code == FRANCE:
        return Q(**{f"{field}__in": Territory.objects.filter(kind="com").values("code")})
    if kind in ("arm", "qpv") or (kind, code.value) in enums.PARTLY:
        return Q(**{f"{field}__in": ()})
    day = max(on, first_days(editions()).get(kind, on)) if kind in enums.STABLE else on
    return Q(**{f"{field}__in": _communes(kind, code.value, day)})


@lru_cache(maxsize=512)
def _communes(kind: str, code: str, day: date) -> "QuerySet[Membership, dict[str, str]]":
    """The subquery of the communes of a division: kept as it is written, never read. The database reads it each time."""
    members = Membership.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        division__kind=kind,
        division__code=code,
        commune__kind="com",
    )
    return members.order_by().values("commune__code")


def _doubtful(code: Code, field: str, on: date) -> Q:
    """The communes of which a part may lie there: few, except where a source says nothing of a whole country."""
    if code.kind is Kind.ARM:
        return Q(**{field: DISTRICTS.get(code.value, "")})
    if code.kind.value not in DOUBTFUL:
        return Q(**{f"{field}__in": ()})
    return Q(**{f"{field}__in": _perhaps(code, on, editions())})


@lru_cache(maxsize=64)
def _perhaps(code: Code, on: date, editions: tuple[object, ...]) -> tuple[str, ...]:
    known = atlas(on)
    if not known.knows(code):
        return ()
    return tuple(known.touched(Leaf(code)) - known.communes(Leaf(code)))
