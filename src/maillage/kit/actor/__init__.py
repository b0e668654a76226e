"""Who acts: a person, an import, a schedule, the public."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PUBLIC = "public"
    IMPORT = "import"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks or writes. People join with sign-in; until then the public reads and imports write."""

    kind: ActorKind
    label: str


PUBLIC = Actor(ActorKind.PUBLIC, "public")
TERMINAL = Actor(ActorKind.IMPORT, "terminal")
