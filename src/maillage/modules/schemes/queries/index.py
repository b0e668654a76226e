"""The schemes in memory with their rule of the day: what every list, count and diagnosis starts from.

Six queries, whatever the number of schemes; rows are joined here rather than by prefetch, which costs five times more.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import Q

from maillage.engines.rules import Rule
from maillage.kit.text import searchable
from maillage.modules.schemes.adapters import rules, validity
from maillage.modules.schemes.enums import Role, State, Status
from maillage.modules.schemes.models import Scheme, SchemeRole, SchemeRule
from maillage.modules.schemes.records import NamedSlug
from maillage.shared.directory.models import Organization


class Written(TypedDict):
    """The fields of an entry that its rule gives."""

    version: SchemeRule | None
    eligibility: Rule | None
    conditions: tuple[Rule, ...]
    targets: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A scheme on a day. ``version`` is the rule in force, None when nobody has recorded one for that day.

    ``eligibility`` is the engine's rule, None when no condition is known; ``conditions`` and ``targets`` are the
    top-level conditions of who may have it and of whom it is meant for.
    """

    scheme: Scheme
    state: State
    version: SchemeRule | None
    eligibility: Rule | None
    conditions: tuple[Rule, ...]
    targets: tuple[Rule, ...]
    roles: dict[str, tuple[Organization, ...]]
    themes: tuple[NamedSlug, ...]
    objectives: tuple[NamedSlug, ...]

    def organization(self, role: Role) -> Organization | None:
        """The one organisation of a role that only one may have."""
        return next(iter(self.roles.get(role, ())), None)


def entries(
    on: datetime.date, *, statuses: Iterable[Status] = (Status.PUBLISHED,), slug: str | None = None
) -> list[Entry]:
    """Every scheme of these statuses, or the one of a slug, in the order of slugs."""
    which = Q(status__in=list(statuses)) & (Q(slug=slug) if slug else Q())
    schemes = list(Scheme.objects.filter(which).order_by("slug"))
    of = Q(scheme__in=schemes) if slug else Q()
    roles = _roles(of)
    versions: defaultdict[int, list[SchemeRule]] = defaultdict(list)
    for version in SchemeRule.objects.filter(of, withdrawn_at=None).order_by("valid_from", "pk"):
        versions[version.scheme_id].append(version)
    themes = _linked(
        Scheme.themes.through.objects.filter(of).values_list("scheme", "theme__slug", "theme__name")
    )
    objectives = _linked(
        Scheme.objectives.through.objects.filter(of).values_list(
            "scheme", "objective__slug", "objective__name"
        )
    )
    rule_of = {pk: validity.rule_on(recorded, on) for pk, recorded in versions.items()}
    return [
        Entry(
            scheme=scheme,
            state=validity.state_on(scheme.opens_on, scheme.closes_on, on),
            **_written(rule_of.get(scheme.pk)),
            roles=roles.get(scheme.pk, {}),
            themes=tuple(themes.get(scheme.pk, ())),
            objectives=tuple(objectives.get(scheme.pk, ())),
        )
        for scheme in schemes
    ]


def _written(version: SchemeRule | None) -> Written:
    """A rule in force, as values of the engine."""
    if version is None:
        return Written(version=None, eligibility=None, conditions=(), targets=())
    return Written(
        version=version,
        eligibility=rules.rule(version.eligibility),
        conditions=rules.parts(version.eligibility),
        targets=rules.parts(version.targeting),
    )


def _roles(of: Q) -> dict[int, dict[str, tuple[Organization, ...]]]:
    found: dict[int, dict[str, tuple[Organization, ...]]] = {}
    organizations = {
        row.pk: row for row in sorted(Organization.objects.all(), key=lambda row: searchable(row.name))
    }
    rank = {pk: position for position, pk in enumerate(organizations)}
    rows = SchemeRole.objects.filter(of).values_list("scheme_id", "role", "organization_id")
    for scheme, role, organization in sorted(rows, key=lambda row: rank[row[2]]):
        held = found.setdefault(scheme, {})
        held[role] = (*held.get(role, ()), organizations[organization])
    return found


def _linked(rows: Iterable[tuple[int, str, str]]) -> dict[int, list[NamedSlug]]:
    found: defaultdict[int, list[NamedSlug]] = defaultdict(list)
    for scheme, slug, name in rows:
        found[scheme].append(NamedSlug(slug=slug, name=name))
    for named in found.values():
        named.sort(key=lambda one: searchable(one.name))
    return found
