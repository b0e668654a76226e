"""What a form, a mail or an import says of an exchange, before it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from maillage.modules.interactions.enums import Direction, Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeeDraft:
    """Somebody who takes part: a person of the directory (primary key), or a name and its organisation (primary key)."""

    person: int | None = None
    name: str = ""
    organization: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """What its author promises after an exchange. ``owner``: a person of the directory (primary key); None: the author."""

    what: str
    due_on: date
    owner: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionDraft:
    """One exchange, as it is told. ``company``: its public identifier; ``organization``: the slug of a partner; ``contacts``: the
    public identifiers of those met. ``done`` None: by its day, before or after the present moment."""

    submission_key: str
    kind: str
    at: datetime
    purpose: str
    company: str = ""
    organization: str = ""
    direction: str = Direction.MADE
    done: bool | None = None
    subject: str = ""
    situation: str = ""
    needs: str = ""
    decisions: str = ""
    next_steps: str = ""
    reach: str = Reach.NETWORK
    confidential: bool = False
    contacts: tuple[str, ...] = ()
    attendees: tuple[AttendeeDraft, ...] = ()
    groups: tuple[str, ...] = ()
    next_action: NextAction | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """A person who speaks for a company (public identifier) or a partner (slug)."""

    name: str
    company: str = ""
    organization: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""
    groups: Iterable[str] = ()
    is_demo: bool = False
