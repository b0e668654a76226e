"""The published schemes as presence needs them: for whom, for what, by whom, and in which communes they may be had."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from maillage.engines.rules import Rule
from maillage.engines.territory import Atlas, CommuneSet, parse
from maillage.kit.db.once import once
from maillage.kit.text import searchable
from maillage.modules.schemes.enums import Family, Origin, Role, State, Status
from maillage.modules.schemes.queries.compiled import catalogue
from maillage.modules.schemes.queries.index import Entry, entries
from maillage.modules.schemes.queries.reach import extent

NOW = (State.OPEN, State.UNKNOWN)
"""What may be asked for today: open, or of which nobody knows the dates."""
EMPLOYMENT = (Family.EMPLOYMENT_ACCESS, Family.BOTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A scheme. ``possible``: the communes where its rule does not say no, whatever the company; ``has_rule``: somebody wrote its
    conditions; ``bodies``: organisations (primary keys) by role; ``objectives``: codes."""

    slug: str
    title: str
    family: str
    publics: tuple[str, ...]
    objectives: frozenset[str]
    bodies: Mapping[str, tuple[int, ...]]
    opens_on: datetime.date | None
    closes_on: datetime.date | None
    dated: bool
    suspended: bool
    archived: bool
    is_demo: bool
    eligibility: Rule | None
    has_rule: bool
    possible: CommuneSet


@once
def offered(on: datetime.date, atlas: Atlas) -> tuple[Offered, ...]:
    """The published schemes that may be asked for on the day, by title."""
    found = [_offered(one, atlas) for one in catalogue(on).entries if one.state in NOW]
    return tuple(sorted(found, key=lambda one: searchable(one.title)))


@once
def ever(on: datetime.date, atlas: Atlas) -> tuple[Offered, ...]:
    """Every scheme that is or was published, the ended and archived too, by title; where they may be had is not read."""
    everywhere = atlas.communes(parse("pays:FR"))
    found = [_bare(one, everywhere) for one in entries(on, statuses=(Status.PUBLISHED, Status.ARCHIVED))]
    return tuple(sorted(found, key=lambda one: searchable(one.title)))


def _offered(entry: Entry, atlas: Atlas) -> Offered:
    everywhere = atlas.communes(parse("pays:FR"))
    one = _bare(entry, everywhere)
    if entry.eligibility is None:
        return one
    return replace(one, possible=replace(everywhere, bits=extent(entry.eligibility, atlas).touched))


def _bare(entry: Entry, everywhere: CommuneSet) -> Offered:
    scheme = entry.scheme
    return Offered(
        slug=scheme.slug,
        title=scheme.title,
        family=scheme.family,
        publics=tuple(scheme.publics),
        objectives=frozenset(one.slug for one in entry.objectives),
        bodies={role: tuple(one.pk for one in entry.roles.get(role, ())) for role in Role.values},
        opens_on=scheme.opens_on,
        closes_on=scheme.closes_on,
        dated=entry.state is not State.UNKNOWN,
        suspended=scheme.suspended,
        archived=scheme.status == Status.ARCHIVED,
        is_demo=scheme.origin == Origin.DEMO,
        eligibility=entry.eligibility,
        has_rule=entry.version is not None,
        possible=everywhere,
    )
