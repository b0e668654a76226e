"""How wide a perimeter is: what is nearest to a company answers first."""

from maillage.engines.territory import Difference, Expression, Intersection, Kind, Leaf, NamedList

# From the narrowest division to the widest.
NARROW = (Kind.ARM, Kind.COM, Kind.QPV, Kind.EPT, Kind.EPCI, Kind.BV, Kind.UU, Kind.ZE, Kind.ARR, Kind.DEP)
BETWEEN = len(NARROW)
WIDE = {Kind.REG: BETWEEN + 1, Kind.CTOM: BETWEEN + 1, Kind.PAYS: BETWEEN + 2}


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
