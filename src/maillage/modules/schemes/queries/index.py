"""The schemes in memory with their rule of the day: what every list, count and diagnosis starts from.

A constant number of queries, whatever the number of schemes.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.engines.rules import Rule
from maillage.modules.schemes.adapters import rows, rules, validity
from maillage.modules.schemes.enums import Role, State, Status
from maillage.modules.schemes.models import Scheme, SchemeRule
from maillage.shared.directory.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A scheme on a day. ``version`` is the rule in force, None when nobody has recorded one for that day."""

    scheme: Scheme
    state: State
    version: SchemeRule | None
    roles: dict[str, tuple[Organization, ...]]

    @property
    def eligibility(self) -> Rule | None:
        """The engine's rule of eligibility; None: no condition is known."""
        return rules.rule(self.version.eligibility) if self.version else None

    def organization(self, role: Role) -> Organization | None:
        """The one organisation of a role that only one may have."""
        return next(iter(self.roles.get(role, ())), None)


def entries(on: datetime.date, *, statuses: Iterable[Status] = (Status.PUBLISHED,)) -> list[Entry]:
    """Every scheme of these statuses, in the order of slugs."""
    return [entry(scheme, on) for scheme in rows.complete().filter(status__in=list(statuses))]


def entry(scheme: Scheme, on: datetime.date) -> Entry:
    """One scheme read by ``rows.complete``."""
    roles: dict[str, tuple[Organization, ...]] = {}
    for role in scheme.roles.all():
        roles[role.role] = (*roles.get(role.role, ()), role.organization)
    return Entry(
        scheme=scheme,
        state=validity.state_on(scheme.opens_on, scheme.closes_on, on),
        version=validity.rule_on(scheme.rules.all(), on),
        roles=roles,
    )
