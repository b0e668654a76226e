"""Scheme records from the rows of the database, and back."""

import datetime
from collections.abc import Iterable, Mapping

from django.db.models import Prefetch

from maillage.kit.text import searchable
from maillage.modules.schemes.adapters.rules import leaves
from maillage.modules.schemes.models import Envelope, Objective, Scheme, SchemeRole, SchemeRule, Theme
from maillage.modules.schemes.records import (
    COLUMNS,
    EnvelopeRecord,
    NamedSlug,
    RoleRecord,
    RuleRecord,
    SchemeRecord,
)
from maillage.shared.directory.models import Organization
from maillage.shared.directory.queries import siren_fault


def complete() -> "Iterable[Scheme]":
    """Every scheme with all that hangs from it, in a constant number of queries, in the order of slugs."""
    return Scheme.objects.order_by("slug").prefetch_related(
        Prefetch("roles", SchemeRole.objects.select_related("organization").order_by("role", "pk")),
        Prefetch("rules", SchemeRule.objects.filter(withdrawn_at=None).order_by("valid_from", "pk")),
        Prefetch("envelopes", Envelope.objects.order_by("year")),
        Prefetch("themes", Theme.objects.order_by("slug")),
        Prefetch("objectives", Objective.objects.order_by("slug")),
    )


def record(scheme: Scheme, objectives: Mapping[str, str]) -> SchemeRecord:
    """The record of a scheme read by ``complete``; ``objectives`` are the names of all of them, by slug."""
    return SchemeRecord(
        slug=scheme.slug,
        **{name: getattr(scheme, name) for name in COLUMNS},
        publics=tuple(scheme.publics),
        details=tuple(sorted(scheme.details.items())),
        themes=_named(scheme.themes.all()),
        objectives=_named(scheme.objectives.all()),
        roles=tuple(
            sorted(RoleRecord(role=r.role, organization=r.organization.name) for r in scheme.roles.all())
        ),
        rules=in_order(
            RuleRecord(
                eligibility=r.eligibility,
                targeting=r.targeting,
                valid_from=r.valid_from,
                valid_to=r.valid_to,
                source=r.source,
            )
            for r in scheme.rules.all()
        ),
        words=cited(scheme.rules.all(), objectives),
        sirens=tuple(
            sorted(
                {
                    (r.organization.name, r.organization.siren)
                    for r in scheme.roles.all()
                    if r.organization.siren
                }
            )
        ),
        envelopes=tuple(
            EnvelopeRecord(year=e.year, amount=e.amount, source=e.source) for e in scheme.envelopes.all()
        ),
    )


def _named(rows: Iterable[Theme | Objective]) -> tuple[NamedSlug, ...]:
    return tuple(
        sorted((NamedSlug(slug=row.slug, name=row.name) for row in rows), key=lambda named: named.slug)
    )


def cited(rules: Iterable[SchemeRule], objectives: Mapping[str, str]) -> tuple[NamedSlug, ...]:
    """The objectives that rules cite, with their names."""
    codes = {
        code
        for rule in rules
        for form in (rule.eligibility, rule.targeting)
        for leaf in leaves(form)
        if leaf["is"] == "objective"
        for code in leaf["codes"]
    }
    return tuple(NamedSlug(slug=code, name=objectives[code]) for code in sorted(codes & objectives.keys()))


def in_order(rules: Iterable[RuleRecord]) -> tuple[RuleRecord, ...]:
    """Rules from the first period to the last, so that two readings of one scheme are equal."""
    return tuple(
        sorted(
            rules, key=lambda rule: (rule.valid_from or datetime.date.min, rule.valid_to or datetime.date.max)
        )
    )


def records() -> dict[str, SchemeRecord]:
    """Every scheme of the database, by slug."""
    objectives = dict(Objective.objects.values_list("slug", "name"))
    return {scheme.slug: record(scheme, objectives) for scheme in complete()}


def search_text(value: SchemeRecord) -> str:
    """What free text is looked for in: words without accents, the title first."""
    words = [
        value.title,
        value.promise,
        value.description,
        *(named.name for named in (*value.themes, *value.objectives)),
        *(role.organization for role in value.roles),
        value.amount,
        value.cost,
        *(text for _, text in value.details),
    ]
    return searchable(" ".join(words))


class Directory:
    """The organisations by any name they answer to, read once."""

    def __init__(self) -> None:
        self._by_name: dict[str, Organization] = {}
        self.by_slug: dict[str, Organization] = {}
        self._sirens: dict[str, tuple[str, str]] = {}
        for row in Organization.objects.order_by("pk"):
            self.learn(row)

    def learn(self, row: Organization) -> None:
        self.by_slug[row.slug] = row
        if row.siren:
            self._sirens[searchable(row.name)] = (row.name, row.siren)
        for name in (row.name, row.short_name, *row.aliases):
            if name:
                self._by_name.setdefault(searchable(name), row)

    def find(self, name: str) -> Organization | None:
        """The organisation that answers to a name, if any."""
        return self._by_name.get(searchable(name))

    def canonical(self, name: str) -> str:
        """The name that the directory gives it; the same name when it holds none."""
        found = self.find(name)
        return found.name if found else " ".join(name.split())

    def claim(self, name: str, siren: str) -> str:
        """Take it that the organisation of this canonical name bears this SIREN; a sentence when it cannot."""
        name, bears = self._sirens.get(searchable(name), (name, ""))
        borne_by = next((other for other, known in self._sirens.values() if known == siren), "")
        fault = siren_fault(name, siren, bears=bears, borne_by=borne_by)
        if not fault:
            self._sirens[searchable(name)] = (name, siren)
        return fault
