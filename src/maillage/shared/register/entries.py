"""What a register of companies answers, whichever it is: the index of a stock, or the public search service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An establishment of the register with what its company says. Empty texts and None are unknown.

    ``naf`` and ``bracket`` are the establishment's, ``unit_naf`` and ``unit_bracket`` its company's; ``since``: the day of its
    last change of state (of its closing, when it is closed). The name of who is not ``published`` is empty.
    """

    siren: str
    siret: str
    name: str
    sign: str
    sole: bool
    published: bool
    category: str
    head: bool
    open: bool
    unit_open: bool
    naf: str
    unit_naf: str
    bracket: str
    unit_bracket: str
    employer: bool | None
    ess: bool | None
    commune: str
    town: str
    postcode: str
    address: str
    created: date | None
    unit_created: date | None
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The establishments that answer, one a company, the nearest names first; ``near``: for want of one that bears the
    words, those that bear words at one fault; ``silent``: the register could not be asked, nobody knows."""

    entries: tuple[Entry, ...] = ()
    near: bool = False
    more: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """Whose names are searched besides the public ones: those of sole traders in these communes (None: everywhere)."""

    communes: frozenset[str] | None = frozenset()

    def sole_trader(self, commune: str) -> bool:
        """Whether the name of a sole trader of a commune may be an answer."""
        return self.communes is None or commune in self.communes


PUBLIC_NAMES = Reads()


class Silent(Exception):
    """The register does not answer: too late, too often, or not at all."""


class Register(Protocol):
    """A register that can be asked. Each may raise Silent."""

    def by_name(self, words: Sequence[str], *, limit: int, reads: Reads = PUBLIC_NAMES) -> Answers:
        """Companies of which the names, the initials or the town hold each of these words (`searchable`)."""

    def by_siren(self, siren: str) -> tuple[Entry, ...]:
        """The establishments of a company, its head office first; none when the register does not know it."""

    def by_siret(self, siret: str) -> Entry | None:
        """An establishment by its number."""

    def in_place(
        self, commune: str, activities: Sequence[str] = (), *, limit: int, reads: Reads = PUBLIC_NAMES
    ) -> tuple[Entry, ...]:
        """The open establishments of a commune, of an activity that begins with one of these codes, by name."""
