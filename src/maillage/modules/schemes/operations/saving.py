"""A scheme record becomes rows; only what differs is written, and a rule that changes is withdrawn, never edited."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace

from maillage.kit.actor import Actor
from maillage.modules.schemes.adapters import rows
from maillage.modules.schemes.models import Envelope, Objective, Scheme, SchemeRole, SchemeRule, Theme
from maillage.modules.schemes.operations.merging import last_days
from maillage.modules.schemes.records import COLUMNS, NamedSlug, RuleRecord, SchemeRecord
from maillage.shared.directory import operations as directory
from maillage.shared.directory.models import Organization
from maillage.shared.sources.models import Source
from maillage.shared.sources.operations import Citations
from maillage.shared.sources.quotes import Quote


def normal(value: SchemeRecord, names: rows.Directory) -> SchemeRecord:
    """The record as the database would give it back: canonical names, everything in its order."""
    return replace(
        value,
        roles=tuple(
            sorted({replace(role, organization=names.canonical(role.organization)) for role in value.roles})
        ),
        themes=tuple(sorted(value.themes, key=lambda named: named.slug)),
        objectives=tuple(sorted(value.objectives, key=lambda named: named.slug)),
        details=tuple(sorted(value.details)),
        rules=rows.in_order(value.rules),
        envelopes=tuple(sorted(value.envelopes)),
        sirens=tuple(sorted({(names.canonical(name), siren) for name, siren in value.sirens})),
    )


class Saver:
    """Saves records one after another, with the organisations, themes and objectives read once."""

    def __init__(self, *, actor: Actor, at: datetime.datetime) -> None:
        self.actor = actor
        self.at = at
        self.names = rows.Directory()
        self.existing = {scheme.slug: scheme for scheme in rows.complete()}
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}
        self.cited = Citations(actor=actor)
        self.objectives = {objective.slug: objective for objective in Objective.objects.all()}
        self.replaced = last_days()

    def save(self, value: SchemeRecord, *, loaded_digest: str | None = None) -> None:
        """Create the scheme or bring it to the record; ``loaded_digest`` when the record is the package's own."""
        scheme = self.existing.get(value.slug) or Scheme(slug=value.slug)
        if loaded_digest is not None:
            scheme.loaded_digest = loaded_digest
        for name in COLUMNS:
            setattr(scheme, name, getattr(value, name))
        last = self.replaced.get(scheme.pk)
        if last and (scheme.opens_on or last) <= last and (scheme.closes_on or last) >= last:
            scheme.closes_on = last  # Another scheme replaced it: its source may not know.
        scheme.publics = list(value.publics)
        scheme.details = dict(value.details)
        scheme.search_text = rows.search_text(value)
        scheme.cited = self._cite(value.source, value)
        scheme.family_cited = self._cite(value.family_source, value)
        scheme.save()
        scheme.themes.set([self._theme(named, value) for named in value.themes])
        scheme.objectives.set([self._objective(named, value) for named in value.objectives])
        for named in value.words:
            self._objective(named, value)
        self._roles(scheme, value)
        self._rules(scheme, value)
        Envelope.objects.filter(scheme=scheme).delete()
        Envelope.objects.bulk_create(
            Envelope(
                scheme=scheme,
                year=e.year,
                amount=e.amount,
                source=e.source,
                cited=self._cite(e.source, value),
            )
            for e in value.envelopes
        )

    def _cite(self, text: str, value: SchemeRecord) -> Source | None:
        """The source that a text of the record names; the record dates its own one."""
        return self.cited.cite(text, dated_on=value.source_date if text == value.source else None)

    def _theme(self, named: NamedSlug, value: SchemeRecord) -> Theme:
        if named.slug not in self.themes:
            self.themes[named.slug] = Theme.objects.create(
                slug=named.slug,
                name=named.name,
                source=value.source[:300],
                cited=self._cite(value.source, value),
            )
        return self.themes[named.slug]

    def _objective(self, named: NamedSlug, value: SchemeRecord) -> Objective:
        if named.slug not in self.objectives:
            self.objectives[named.slug] = Objective.objects.create(
                slug=named.slug,
                name=named.name,
                source=value.source[:300],
                cited=self._cite(value.source, value),
            )
        return self.objectives[named.slug]

    def organization(self, name: str, source: Quote, siren: str = "") -> Organization:
        """The organisation of that name, created without a type when nobody answers to it; its SIREN is kept."""
        found = self.names.find(name)
        if found is None or (siren and found.siren != siren):
            found = directory.ensure(name, actor=self.actor, source=source, siren=siren)
            self.names.learn(found)
        return found

    def _roles(self, scheme: Scheme, value: SchemeRecord) -> None:
        SchemeRole.objects.filter(scheme=scheme).delete()
        sirens = dict(value.sirens)
        source = Quote(title=value.source, dated_on=value.source_date)
        wanted = {
            (role.role, self.organization(role.organization, source, sirens.get(role.organization, "")))
            for role in value.roles
        }
        SchemeRole.objects.bulk_create(
            SchemeRole(scheme=scheme, role=role, organization=organization)
            for role, organization in sorted(wanted, key=lambda pair: (pair[0], pair[1].name))
        )

    def _rules(self, scheme: Scheme, value: SchemeRecord) -> None:
        kept = list(value.rules)
        for row in SchemeRule.objects.filter(scheme=scheme, withdrawn_at=None):
            if (same := _rule(row)) in kept:
                kept.remove(same)
            else:
                row.withdrawn_at = self.at
                row.save(update_fields=["withdrawn_at"])
        SchemeRule.objects.bulk_create(
            SchemeRule(
                scheme=scheme,
                eligibility=rule.eligibility,
                targeting=rule.targeting,
                valid_from=rule.valid_from,
                valid_to=rule.valid_to,
                recorded_at=self.at,
                source=rule.source,
                cited=self._cite(rule.source, value),
            )
            for rule in kept
        )


def _rule(row: SchemeRule) -> RuleRecord:
    return RuleRecord(
        eligibility=row.eligibility,
        targeting=row.targeting,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
    )


def changed_fields(before: SchemeRecord, after: SchemeRecord) -> tuple[str, ...]:
    """The names of the fields that differ; a SIREN counts when it is new, for most sources say none."""
    fields = (*COLUMNS, "publics", "details", "themes", "objectives", "roles", "rules", "envelopes")
    changed = tuple(name for name in fields if getattr(before, name) != getattr(after, name))
    return (*changed, "sirens") if set(after.sirens) - set(before.sirens) else changed


def labels(names: Iterable[str], model: type[Scheme] = Scheme) -> tuple[str, ...]:
    """The names of fields as people read them."""
    spoken: Mapping[str, str] = {
        "roles": "rôles des organismes",
        "rules": "règles",
        "envelopes": "enveloppes",
        "sirens": "SIREN des organismes",
    }
    return tuple(spoken.get(name) or str(model._meta.get_field(name).verbose_name) for name in names)
