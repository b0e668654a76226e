"""Who acts: a person for an organisation, an import, a schedule, the public."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PUBLIC = "public"
    PERSON = "person"
    IMPORT = "import"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One role of a person for the organisation it acts for. ``unit`` None: the whole organisation; ``perimeter``: a
    territory expression, empty: no limit of territory."""

    role: str
    organization: int
    unit: int | None = None
    perimeter: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks or writes. A person acts for one organisation at a time, with its roles of the day (``grants``).

    ``user``, ``person`` and ``organization`` are primary keys; None for whoever is not a person of the network.
    """

    kind: ActorKind
    label: str
    user: int | None = None
    person: int | None = None
    organization: int | None = None
    grants: tuple[Grant, ...] = ()

    def has(self, *roles: str) -> bool:
        """Whether one of these roles was given, anywhere in the organisation. For ``policies`` only."""
        return any(grant.role in roles for grant in self.grants)


PUBLIC = Actor(ActorKind.PUBLIC, "public")
TERMINAL = Actor(ActorKind.IMPORT, "terminal")
SCHEDULE = Actor(ActorKind.SCHEDULE, "horloge")
