"""How surely two schemes are alike, and the words that say no more than that (H-005).

Of a scheme, the register knows some establishments that have a right to it (certain, C), some that have none (outside of possible, P),
and does not settle the others: those who do have it, R, are at least C and at most P. A kind of overlap is told on P; these are the
words that hold of R.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from maillage.modules.mesh.enums import OverlapKind


class Sureness(StrEnum):
    """What holds of a kind that was told by those whom schemes may serve.

    ``SETTLED``: it holds of those who do have a right, whatever the register does not say. ``CERTAIN``: it holds of those served for
    certain, who are some, and of those who may be; nothing is said of who is neither. ``PERHAPS``: it holds of those who may be served
    only. ``UNWRITTEN``: the same, and a condition that nobody wrote parts the two in a way that cannot be known.
    """

    SETTLED = "settled"
    CERTAIN = "certain"
    PERHAPS = "perhaps"
    UNWRITTEN = "unwritten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Two schemes in numbers: those both serve, the first, the second (of an inclusion, the narrower), for certain then possibly.
    ``inner_is_certain``: whether all those whom the second may serve are served by the first for certain."""

    both: int
    first: int
    second: int
    may_both: int
    may_first: int
    may_second: int
    unwritten: bool
    inner_is_certain: Callable[[], bool]


def sureness(kind: OverlapKind, found: Figures) -> Sureness:
    """How surely a kind that holds of P holds of R.

    One and the same rule, all of it written, gives the same right: settled. Otherwise, with 1 and 2 for the two schemes:

    - inclusion of 2 in 1: settled when P2 is within C1, since R2 is within P2 and C1 within R1; certain when C2 is within C1;
    - the same establishments: settled when C1 = P1 = C2 = P2; certain when C1 = C2;
    - at least half of the smaller: settled when C1 and C2 share half of the smaller P, since they share no more than R1 and R2 do and
      the smaller R is no larger than the smaller P; certain when they share half of the smaller C;
    - less than half: settled when P1 and P2 share less than half of the smaller C.

    Nothing is certain of nobody: C must not be empty.
    """
    if kind is OverlapKind.SAME_RULE or _settled(kind, found):
        return Sureness.SETTLED
    if found.unwritten:
        return Sureness.UNWRITTEN
    return Sureness.CERTAIN if _certain(kind, found) else Sureness.PERHAPS


def _settled(kind: OverlapKind, found: Figures) -> bool:
    if kind is OverlapKind.INCLUDED:
        return found.may_second <= found.first and found.inner_is_certain()
    if kind is OverlapKind.SAME_COMPANIES:
        return found.both == found.may_first == found.may_second
    if kind is OverlapKind.LARGE:
        return 2 * found.both >= min(found.may_first, found.may_second)
    return not found.may_both or 2 * found.may_both < min(found.first, found.second)


def _certain(kind: OverlapKind, found: Figures) -> bool:
    if not found.both:
        return False
    if kind is OverlapKind.INCLUDED:
        return found.both == found.second
    if kind is OverlapKind.SAME_COMPANIES:
        return found.both == found.first == found.second
    return kind is OverlapKind.LARGE and 2 * found.both >= min(found.first, found.second)


def label(kind: OverlapKind, how: Sureness) -> str:
    """A kind in a few words, no surer than it is."""
    if how is Sureness.UNWRITTEN:
        return _("conditions à confirmer")
    perhaps = {
        OverlapKind.SAME_COMPANIES: _("peut-être les mêmes établissements"),
        OverlapKind.INCLUDED: _("l'un est peut-être compris dans l'autre"),
        OverlapKind.LARGE: _("peut-être une large partie commune"),
    }
    return (perhaps.get(kind) if how is Sureness.PERHAPS else None) or str(kind.label)


def sentence(kind: OverlapKind, how: Sureness, first: str, second: str, *, nobody: bool) -> str:
    """What an overlap means, no surer than it is. ``nobody``: no establishment may have both."""
    return _said(kind, how, nobody) % {"first": first, "second": second}


def _said(kind: OverlapKind, how: Sureness, nobody: bool) -> str:
    if how is Sureness.UNWRITTEN:
        return _(
            "Une condition au moins de « %(first)s » ou de « %(second)s » est à confirmer : on ne peut pas les comparer."
        )
    if kind is OverlapKind.SAME_RULE:
        return _("« %(first)s » et « %(second)s » ont les mêmes conditions.")
    if nobody:
        return _("Aucun établissement ne peut avoir à la fois « %(first)s » et « %(second)s ».")
    if kind is OverlapKind.SAME_COMPANIES:
        return {
            Sureness.SETTLED: _(
                "« %(first)s » et « %(second)s » servent les mêmes établissements, par des conditions différentes."
            ),
            Sureness.CERTAIN: _(
                "« %(first)s » et « %(second)s » servent à coup sûr les mêmes établissements, par des conditions différentes ; des autres, on ne sait pas."
            ),
        }.get(how) or _(
            "« %(first)s » et « %(second)s » servent peut-être les mêmes établissements, par des conditions différentes."
        )
    if kind is OverlapKind.INCLUDED:
        return {
            Sureness.SETTLED: _("Qui a droit à « %(second)s » a droit à « %(first)s »."),
            Sureness.CERTAIN: _(
                "Qui a droit à coup sûr à « %(second)s » a droit à coup sûr à « %(first)s » ; des autres, on ne sait pas."
            ),
        }.get(how) or _("Qui a droit à « %(second)s » a peut-être droit à « %(first)s ».")
    if kind is OverlapKind.LARGE:
        return {
            Sureness.SETTLED: _(
                "La moitié au moins de ceux que sert le plus étroit de « %(first)s » et « %(second)s » ont droit à l'autre."
            ),
            Sureness.CERTAIN: _(
                "La moitié au moins de ceux que sert à coup sûr le plus étroit de « %(first)s » et « %(second)s » ont droit à l'autre à coup sûr ; des autres, on ne sait pas."
            ),
        }.get(how) or _(
            "La moitié au moins de ceux que sert peut-être le plus étroit de « %(first)s » et « %(second)s » ont peut-être droit à l'autre."
        )
    if how is Sureness.SETTLED:
        return _("« %(first)s » et « %(second)s » ont une petite partie commune, ou aucune.")
    return _("« %(first)s » et « %(second)s » n'ont peut-être qu'une petite partie commune, ou aucune.")
