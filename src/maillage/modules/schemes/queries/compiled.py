"""The published catalogue of a day, read once and kept by the process until something that it rests on changes.

It is asked at each request whether it changed (three short queries): the mark of the catalogue, that every write of
this app renews; the organisations, read whole; the editions of the reference data. So no process ever answers from an
older catalogue than the one in the database, whoever wrote it (docs/adr/0015).

Inside a transaction nothing is kept: what is read there may never be committed.
"""

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.utils.translation import get_language

from maillage.engines.rules import Rule, sentence
from maillage.kit.db.once import once
from maillage.kit.text import searchable
from maillage.modules.schemes.adapters import rules
from maillage.modules.schemes.enums import Role
from maillage.modules.schemes.models import CatalogueMark, Theme
from maillage.modules.schemes.queries.cards import dates, reference, references
from maillage.modules.schemes.queries.index import Entry, entries
from maillage.modules.schemes.queries.shapes import OrganizationRef, Validity
from maillage.shared.directory.models import Organization
from maillage.shared.reference.models import Edition

KEPT = 6
"""How many catalogues a process keeps: two languages, today, and a few other days. Some 4 MB each with 260 schemes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeItem:
    """A part of the scope of a theme; ``rule`` None: not written yet."""

    label: str
    rule: Rule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeScope:
    """A theme and its scope, ready to be judged."""

    slug: str
    name: str
    items: tuple[ScopeItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an answer says of a scheme whatever the company: its sentences, its parties, its dates. ``conditions`` and
    ``targets``: each rule with its sentence; ``objectives``: codes."""

    entry: Entry
    conditions: tuple[tuple[Rule, str], ...]
    targets: tuple[tuple[Rule, str], ...]
    objectives: tuple[str, ...]
    owner: OrganizationRef | None
    funders: tuple[OrganizationRef, ...]
    operators: tuple[OrganizationRef, ...]
    contact: OrganizationRef | None
    validity: Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """The published schemes of a day: as entries, in the order of slugs; as what answers say of them, by title; the themes
    by name; the names of every code they cite. Shared by all requests: nobody writes in it."""

    entries: tuple[Entry, ...]
    standings: tuple[Standing, ...]
    themes: tuple[ThemeScope, ...]
    names: dict[str, str]


@once
def catalogue(on: datetime.date) -> Compiled:
    """The published catalogue of a day."""
    held = standing()
    return _read(on) if held is None else _kept(on, held, get_language())


def standing() -> tuple[object, ...] | None:
    """Names what the catalogue holds and rests on: as long as it is the same, what was read of the catalogue is still true. None
    when it cannot be told: within a transaction, or before any write."""
    if transaction.get_connection().in_atomic_block:
        return None
    mark = CatalogueMark.objects.values_list("mark", flat=True).first()
    if mark is None:
        return None
    organizations = repr(list(Organization.objects.order_by("pk").values_list()))
    editions = tuple(Edition.objects.order_by("name").values_list("name", "sha256", "loaded_at"))
    return mark, hashlib.sha256(organizations.encode()).digest(), editions


@lru_cache(maxsize=KEPT)
def _kept(on: datetime.date, held: tuple[object, ...], language: str | None) -> Compiled:
    return _read(on)


forget: Callable[[], None] = _kept.cache_clear
"""Read the catalogue again at the next request: for measures and tests."""


def _read(on: datetime.date) -> Compiled:
    listed = tuple(entries(on))
    themes = list(Theme.objects.order_by("name"))
    forms = [form for e in listed if e.version for form in (e.version.eligibility, e.version.targeting)]
    names = rules.lexicon([*forms, *(item["rule"] for row in themes for item in row.scope)])
    return Compiled(
        entries=listed,
        standings=tuple(_standing(entry, names) for entry in sorted(listed, key=_title)),
        themes=tuple(
            ThemeScope(
                slug=row.slug,
                name=row.name,
                items=tuple(
                    ScopeItem(label=item["label"], rule=rules.rule(item["rule"])) for item in row.scope
                ),
            )
            for row in themes
        ),
        names=names,
    )


def _title(entry: Entry) -> tuple[str, str]:
    return searchable(entry.scheme.title), entry.scheme.slug


def _standing(entry: Entry, names: dict[str, str]) -> Standing:
    return Standing(
        entry=entry,
        conditions=tuple((rule, sentence(rule, names)) for rule in entry.conditions),
        targets=tuple((rule, sentence(rule, names)) for rule in entry.targets),
        objectives=tuple(one.slug for one in entry.objectives),
        owner=reference(entry.organization(Role.OWNER)),
        funders=references(entry, Role.FUNDER),
        operators=references(entry, Role.OPERATOR),
        contact=reference(entry.organization(Role.CONTACT)),
        validity=dates(entry.scheme, entry.state),
    )
