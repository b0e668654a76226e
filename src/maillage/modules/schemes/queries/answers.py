"""What the diagnosis answers. Empty tuples and None mean «non renseigné», never a default."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from maillage.modules.schemes.queries.shapes import Choice, OrganizationRef, Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFact:
    """A fact used by the judge, in words, with where it comes from («déclaré», a register and its date).

    ``instead``: what else is known, that the company's own word replaced, each with where it comes from. ``code``: the same for a program: the commune 59350, the activity 62.01Z, "8" or "250-499" employees, an ISO date,
    "oui" or "non", objectives joined by «|».
    """

    key: str
    label: str
    value: str
    code: str
    origin: str
    as_of: datetime.date | None = None
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a scheme for this company; ``verdict``: met, unmet, unknown; ``reason`` says why in words."""

    sentence: str
    verdict: str
    value: str | None
    origin: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One published scheme for this company. ``verdict`` is the AND of ``conditions`` (validity included);
    ``targeted``: True it is meant for it, False it is not, None not known or no target is written.
    ``objectives``: what it serves, as codes of the catalogue; empty: not said. ``changes``: nearest ones, in words."""

    slug: str
    title: str
    promise: str
    verdict: str
    targeted: bool | None
    objectives: tuple[str, ...]
    validity: Validity
    conditions: tuple[Condition, ...]
    targeting: tuple[Condition, ...]
    changes: tuple[str, ...]
    owner: OrganizationRef | None
    funders: tuple[OrganizationRef, ...]
    operators: tuple[OrganizationRef, ...]
    contact: OrganizationRef | None
    amount: str
    suspended: bool
    is_demo: bool

    @property
    def reasons(self) -> tuple[Condition, ...]:
        """The conditions that decide: those whose verdict is the scheme's own."""
        return tuple(one for one in self.conditions if one.verdict == self.verdict)

    @property
    def open_to_all(self) -> bool:
        """Whether the company can have it, and nothing written says for whom it is meant first."""
        return self.verdict == "met" and not self.targeting

    def suits(self, wanted: Collection[str]) -> bool:
        """Whether to show it first to whom wants these objectives (none: not said): it is meant for the company, or what is
        written of it does not say that it is meant for others. Never a verdict: who may have it does not depend on this."""
        if self.targeted is not None:
            return self.targeted
        return not (wanted and self.objectives) or any(one in wanted for one in self.objectives)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextQuestion:
    """A question still worth asking. ``field`` is the field of Situation it fills; ``key`` the engine's topic, such
    as ``question:used-equipment``; ``settles``: how many schemes it may settle; ``schemes``: their slugs."""

    key: str
    field: str
    text: str
    why: str
    control: str
    choices: tuple[Choice, ...]
    settles: int
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeItem:
    label: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeOfCompany:
    """A theme whose scope this company meets or may meet (H-026); ``items`` are the parts of the scope that do."""

    slug: str
    name: str
    verdict: str
    items: tuple[ThemeItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDivision:
    """A territory of the company; ``outside``: the source says that it is not in this zoning (« FRR : non »)."""

    kind: str
    kind_label: str
    code: str
    name: str
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """What a company may have on a day; ``no``: how many schemes it may not, expired ones left out."""

    company: tuple[CompanyFact, ...]
    yes: tuple[Result, ...]
    to_confirm: tuple[Result, ...]
    no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The answer to a company on a day. ``results`` holds every published scheme: met and targeted first, expired
    last. The groups ``yes``, ``to_confirm``, ``no`` leave out the expired ones, which are in ``expired``."""

    on: datetime.date
    company: tuple[CompanyFact, ...]
    notices: tuple[str, ...]
    divisions: tuple[PlaceDivision, ...]
    themes: tuple[ThemeOfCompany, ...]
    questions: tuple[NextQuestion, ...]
    results: tuple[Result, ...]
    yes: tuple[Result, ...] = field(default=())
    to_confirm: tuple[Result, ...] = field(default=())
    no: tuple[Result, ...] = field(default=())
    expired: tuple[Result, ...] = field(default=())

    @property
    def within(self) -> tuple[PlaceDivision, ...]:
        """The territories that hold the place of the company, even in part."""
        return tuple(one for one in self.divisions if not one.outside)
