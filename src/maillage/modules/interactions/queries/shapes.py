"""Contacts, exchanges and received mails as pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

from maillage.kit.abilities import Abilities
from maillage.modules.interactions.solicitations import Solicitation


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """A person who speaks for a company or a partner. ``groups``: its publics, in words; ``successor``: who took over, when it
    left; ``last_met`` and ``next_planned``: among the exchanges that the actor reads."""

    public_id: str
    name: str
    function: str
    email: str
    phone: str
    groups: tuple[str, ...]
    group_codes: tuple[str, ...]
    left_on: date | None
    successor: str
    origin: str
    as_of: date
    is_demo: bool
    last_met: datetime | None = None
    next_planned: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFound:
    """A contact in the answers of a search. ``whose``: the company or the partner that it speaks for."""

    public_id: str
    name: str
    function: str
    whose: str
    left_on: date | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactList:
    """Who speaks for a company or a partner. ``readable`` false: the actor may not read who; ``adds``: why it may not add one,
    empty when it may; ``before``: those who left."""

    readable: bool
    now: tuple[ContactCard, ...]
    before: tuple[ContactCard, ...]
    adds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage:
    """A contact with whose it is: a company (``company``, its public identifier) or a partner (``partner``, its slug)."""

    card: ContactCard
    company: str
    partner: str
    whose: str
    colleagues: tuple[ContactCard, ...]
    writes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeeLine:
    """Who takes part, beside the author. ``reads``: it has an account, and reads the report."""

    pk: int
    name: str
    place: str
    reads: bool
    is_fictional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """One part of a report: its title and its text."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionRow:
    """One exchange in a list. ``company`` empty: it is with a partner; ``with_name``: of the company as the actor may name it, or
    of the partner; ``awaits_report``: planned, and its moment is past."""

    public_id: str
    kind: str
    kind_label: str
    direction: str
    state: str
    state_label: str
    at: datetime
    purpose: str
    subject: str
    subject_code: str
    company: str
    partner: str
    with_name: str
    author: str
    mine: bool
    unit: str
    organization: str
    reach_label: str
    confidential: bool
    withdrawn: bool
    awaits_report: bool
    joint: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionCard:
    """One exchange, whole. ``met``: the contacts that the actor may read, by name; ``met_hidden``: how many it may not;
    ``why``: the rule by which it reads this; ``instead_of`` and ``corrected_by``: public identifiers."""

    row: InteractionRow
    report: tuple[ReportPart, ...]
    reach: str
    direction_label: str
    met: tuple[ContactCard, ...]
    met_hidden: int
    groups: tuple[str, ...]
    group_codes: tuple[str, ...]
    attendees: tuple[AttendeeLine, ...]
    recorded_at: datetime
    ended_because: str
    ended_at: datetime | None
    withdrawn_by: str
    instead_of: str
    corrected_by: str
    confirmed: tuple[datetime, int] | None
    abilities: Abilities
    why: str
    author_is_fictional: bool
    from_mail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedExchange:
    """One exchange as the company itself reads it, by the link of its request."""

    at: datetime
    kind_label: str
    purpose: str
    who: str
    organization: str
    planned: bool
    report: tuple[ReportPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What is told before one asks again. ``days``: over how many; ``deduced``: nobody decided it yet; ``others``: whether somebody
    else than the actor is in it, so that a confirmation is asked."""

    found: tuple[Solicitation, ...]
    days: int
    deduced: bool

    @property
    def others(self) -> bool:
        return any(not one.mine for one in self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """A received mail that waits for a person, or that was settled. ``because``: why it waits, as a sentence; ``mine``: it
    bears the actor's address; ``settles``: the actor, who opened it, may say of which company it is; ``company``: what names the company that it
    names, where the actor opens it, else empty."""

    public_id: str
    sender: str
    title: str
    body: str
    attachments: tuple[str, ...]
    received_at: datetime
    because: str
    mine: bool
    state: str
    company: str
    settles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """A partner with whom the network has contacts or exchanges. ``last``: the last exchange that the actor reads."""

    slug: str
    name: str
    contacts: int
    last: datetime | None
    next: datetime | None
