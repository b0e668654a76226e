"""What differs between two maps. No difference is a progress or a setback (S-014)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from maillage.engines.mapping.values import UNKNOWN


class DifferenceKind(StrEnum):
    """How a mission differs. UNCONFIRMED: one of the two maps does not let say whether it is there (S-031, S-046)."""

    APPEARED = "appeared"
    GONE = "gone"
    UNCONFIRMED = "unconfirmed"
    MOVED = "moved"
    RELABELLED = "relabelled"
    MODE = "mode"
    EXCEPTION = "exception"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A mission as a map shows it. ``parent``: the code of what it stands under; ``exceptions``: (chamber, letter) pairs."""

    parent: str = ""
    label: str = ""
    letter: str = UNKNOWN
    possible: tuple[str, ...] = ()
    holder: str = ""
    exceptions: tuple[tuple[str, str], ...] = ()
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which the mission ``code`` differs. ``before`` None: it was not there; ``after`` None: it is no more."""

    kind: DifferenceKind
    code: str
    before: Seen | None = None
    after: Seen | None = None

    def mirrored(self) -> "Difference":
        """The same difference, read from the other map."""
        turned = {
            DifferenceKind.APPEARED: DifferenceKind.GONE,
            DifferenceKind.GONE: DifferenceKind.APPEARED,
        }
        return replace(self, kind=turned.get(self.kind, self.kind), before=self.after, after=self.before)


def compare(before: Mapping[str, Seen], after: Mapping[str, Seen]) -> tuple[Difference, ...]:
    """What differs, by code of mission: those of ``before`` in their order, then the others.

    A mission that either map cannot confirm is neither appeared, nor gone, nor changed. To confirm in both: nothing differs.

    >>> [str(one.kind) for one in compare({"a": Seen(letter="C")}, {"a": Seen(letter="M", parent="d")})]
    ['moved', 'mode']
    """
    found: list[Difference] = []
    for code in [*before, *(code for code in after if code not in before)]:
        old, new = before.get(code), after.get(code)
        found.extend(
            Difference(kind=kind, code=code, before=old, after=new) for kind in _differences(old, new)
        )
    return tuple(found)


def _differences(old: Seen | None, new: Seen | None) -> list[DifferenceKind]:
    doubts = [one is not None and one.unconfirmed for one in (old, new)]
    if any(doubts):
        return [] if all(doubts) else [DifferenceKind.UNCONFIRMED]
    if old is None:
        return [DifferenceKind.APPEARED]
    if new is None:
        return [DifferenceKind.GONE]
    told = [
        (old.parent != new.parent, DifferenceKind.MOVED),
        (old.label != new.label, DifferenceKind.RELABELLED),
        ((old.letter, old.possible) != (new.letter, new.possible), DifferenceKind.MODE),
        (old.exceptions != new.exceptions, DifferenceKind.EXCEPTION),
        (old.holder != new.holder and _comparable(old, new), DifferenceKind.HOLDER),
    ]
    return [kind for differs, kind in told if differs]


def _comparable(old: Seen, new: Seen) -> bool:
    """Whether a change of holder is one of its own: with another mode, a holder that comes or leaves belongs to the mode."""
    return old.letter == new.letter or bool(old.holder and new.holder)
