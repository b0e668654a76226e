"""What the pages of actions show."""

from dataclasses import dataclass
from datetime import date, datetime

from maillage.kit.abilities import Abilities
from maillage.shared.todos.about import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoRow:
    """An action as one actor reads it on a day. ``late_days``: 0 when it is not late. ``deputy``: who stands in while its owner
    is away, "" otherwise. ``moved``: how many times it was postponed, ``moved_why`` the last reason. ``about`` None: it is about
    nothing in particular."""

    public_id: str
    what: str
    due_on: date
    owner: str
    owner_pk: int
    owner_slug: str
    is_fictional: bool
    unit: str
    about: Named | None
    kind: str
    ref: str
    state: str
    state_label: str
    late_days: int
    mine: bool
    away: bool
    deputy: str
    moved: int
    moved_why: str
    created_by: str
    settled_at: datetime | None
    settled_by: str
    dropped_reason: str
    abilities: Abilities

    @property
    def late(self) -> bool:
        return self.late_days > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to. ``tab``: "mine", "unit" or "given" (noted by the actor for somebody else); ``state``: "" is to
    do; ``person``: the slug of an owner."""

    tab: str = "mine"
    state: str = ""
    late: bool = False
    person: str = ""
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoList:
    """A page of actions, the latest first. ``late``: how many of all of them are late; ``people``: the owners of the tab, by slug
    and name."""

    rows: tuple[TodoRow, ...]
    total: int
    late: int
    page: int
    size: int
    people: tuple[tuple[str, str], ...]
