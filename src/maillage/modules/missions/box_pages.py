"""What the page of one mission shows, and what is said of it for later days."""

from dataclasses import dataclass

from maillage.modules.missions.asking import Asked
from maillage.modules.missions.pages import Link
from maillage.modules.missions.queries.box_shapes import BoxFile, HistoryLine
from maillage.modules.missions.queries.delegations import Delegation


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Something said for a later day, and where that day is read."""

    line: HistoryLine
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxPage:
    """The page of a mission. ``acts``: what one may do there; ``settle``: where one says whether it is on the map; ``records``:
    whether one may correct a mode; ``delegations``: those that bear on it or on what it stands under."""

    file: BoxFile
    asked: Asked
    themes: bool
    acts: tuple[Link, ...]
    settle: str
    records: bool
    delegations: tuple[Delegation, ...] = ()

    @property
    def kept(self) -> str:
        """The same day, for the pages that one leaves to."""
        return Asked(
            day=self.file.day, known_at=self.asked.known_at, projections=self.file.projections
        ).address

    @property
    def later(self) -> tuple[Later, ...]:
        """What is said of the mission for a day after the one shown, the soonest first."""
        said = [
            line
            for line in self.file.history
            if line.kind != "place" and line.since and line.since > self.file.day and not line.withdrawn_at
        ]
        return tuple(
            Later(line=line, url=Asked(day=line.since, known_at=self.asked.known_at).address)
            for line in reversed(said)
        )
