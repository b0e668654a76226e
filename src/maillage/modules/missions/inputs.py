"""What a person, an import or a program says of a mission, before it is checked."""

from dataclasses import dataclass
from datetime import date

from maillage.modules.missions.enums import Basis, Nature
from maillage.shared.sources.quotes import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class FactInput:
    """When a thing is true and who says so. ``source``: mandatory; ``evidence``: « ligne 348 » of it.

    ``since`` None: before all that is dated, which only a document may say.
    """

    since: date | None
    until: date | None = None
    nature: str = Nature.STATUS
    basis: str = Basis.ENTERED
    source: Said = ""
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameInput:
    """The first version of a frame that nobody recorded yet, or another version of a known one (same title)."""

    title: str
    number: str = "1"
    since: date | None = None
    functions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeInput(FactInput):
    """A mode and what its definition demands; organisations, missions, conditions and versions are primary keys.

    ``mode`` empty with at least two ``possible`` letters: à préciser among them (S-132). ``chamber``: an exception of one organisation
    (S-007). ``incomplete``: read in a document that does not say all; only an import may say so.
    """

    mode: str = ""
    possible: tuple[str, ...] = ()
    chamber: int | None = None
    reason: str = ""
    reason_text: str = ""
    condition: int | None = None
    incomplete: bool = False
    local_managers: tuple[int, ...] = ()
    purpose: str = ""
    form: str = ""
    participants: tuple[int, ...] = ()
    ends_on: date | None = None
    frames: tuple[int, ...] = ()
    new_frame: FrameInput | None = None
    adoptions: tuple[tuple[int, str], ...] = ()
    pooled: tuple[str, ...] = ()
    logic: str = ""
    hosts: tuple[int, ...] = ()
    beneficiaries: tuple[int, ...] = ()
    option: str = ""
    variant: str = ""
    holder: int | None = None
