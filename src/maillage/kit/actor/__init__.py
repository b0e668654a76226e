"""Who acts: a person for an organisation, a partner's program, an import, a schedule, the public."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PUBLIC = "public"
    PERSON = "person"
    PROGRAM = "program"
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

    ``user``, ``person``, ``organization`` and ``program`` (the token of a partner's program) are primary keys; None for
    whoever is none of these. ``reads_only``: no operation of the trade is open to it. ``tried_by``: the account of the
    administrator who tries the application as this person, and who reads only meanwhile. ``through``: the name of the program
    by which a person acts.
    """

    kind: ActorKind
    label: str
    user: int | None = None
    person: int | None = None
    organization: int | None = None
    grants: tuple[Grant, ...] = ()
    program: int | None = None
    reads_only: bool = False
    tried_by: int | None = None
    through: str = ""

    def has(self, *roles: str) -> bool:
        """Whether one of these roles was given, anywhere in the organisation. For ``policies`` only."""
        return any(grant.role in roles for grant in self.grants)


PUBLIC = Actor(ActorKind.PUBLIC, "public")
TERMINAL = Actor(ActorKind.IMPORT, "terminal")
SCHEDULE = Actor(ActorKind.SCHEDULE, "horloge")
