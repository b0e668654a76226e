"""What remains to confirm in a plan, by function, then by what it is and for which date."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from maillage.modules.missions.queries.shapes import Origin, Waiting

Settle = Callable[[Waiting], str]
"""The address where one settles a thing; empty when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to settle. ``settle``: where, empty for who may not."""

    label: str
    domain: str
    url: str
    day: date | None
    words: str
    note: str
    origin: Origin | None
    settle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Things of one kind at one date."""

    kind_label: str
    day: date | None
    rows: tuple[Line, ...]

    @property
    def words(self) -> str:
        """What is said of all of them alike; empty when each has its own words."""
        said = {row.words for row in self.rows}
        return said.pop() if len(said) == 1 and len(self.rows) > 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFunction:
    """A function and what waits in it. ``anchor``: where the page of its map leads."""

    anchor: str
    label: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def by_function(waiting: Iterable[Waiting], settle: Settle) -> tuple[WaitingFunction, ...]:
    """The functions in the order of the list, each with its groups in that order too."""
    functions: dict[str, tuple[str, dict[tuple[str, date | None], list[Line]]]] = {}
    for one in waiting:
        _label, groups = functions.setdefault(one.function_code, (one.function, {}))
        groups.setdefault((one.kind_label, one.day), []).append(
            Line(
                label=one.label,
                domain=one.domain,
                url=one.url,
                day=one.day,
                words=one.words,
                note=one.note,
                origin=one.origin,
                settle=settle(one),
            )
        )
    return tuple(
        WaitingFunction(
            anchor=code.lower(),
            label=label,
            groups=tuple(
                Group(kind_label=kind, day=day, rows=tuple(rows)) for (kind, day), rows in groups.items()
            ),
        )
        for code, (label, groups) in functions.items()
    )
