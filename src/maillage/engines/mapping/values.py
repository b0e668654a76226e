"""What dated facts say of a mission: where it stands, in which mode it is managed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

UNKNOWN = "?"
"""The letter of a mission whose mode is not known. Never a mode, never turned into one."""


class Presence(StrEnum):
    """Whether a state of the map shows a mission; UNCONFIRMED: nobody can say yet (S-031)."""

    SHOWN = "shown"
    GONE = "gone"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a fact puts a mission. ``key``: the number of the fact, which settles ties.

    ``lettered``: the fact is a drawing that would show the letter of the mission, so that a letter it does not show is not
    known from that day on. ``projected``: aimed at, not seen. ``drafted``: said by the scenario that is looked at.
    """

    key: int
    mission: int
    parent: int | None = None
    label: str = ""
    position: int = 0
    presence: Presence = Presence.SHOWN
    lettered: bool = False
    projected: bool = False
    drafted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A mode said of a mission. ``letter`` empty: none; with ``possible`` letters, one of them (S-132).

    ``chamber``: the organisation whose exception it is (S-007); None: the common line.
    """

    key: int
    mission: int
    letter: str = ""
    possible: tuple[str, ...] = ()
    chamber: int | None = None
    projected: bool = False
    drafted: bool = False

    @property
    def says(self) -> bool:
        """Whether it says a mode, or a set among which it lies."""
        return bool(self.letter or self.possible)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is known of the mode of a mission: ``said`` holds since ``since``; or nothing holds, and ``said`` was the last
    known (``lapsed``): a later drawing shows the mission without its letter."""

    said: Said
    since: date | None
    lapsed: bool = False

    @property
    def letter(self) -> str:
        """The letter to show."""
        return UNKNOWN if self.lapsed or not self.said.letter else self.said.letter
