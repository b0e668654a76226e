"""Reading the glossary: the current version of each term, and the earlier ones."""

import datetime
from dataclasses import dataclass

from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable
from maillage.shared.glossary.models import Term
from maillage.shared.sources import queries as sources


@dataclass(frozen=True, slots=True, kw_only=True)
class TermVersion:
    """One version of a definition. Empty texts and None are unknown; ``validated_on`` None: still to be validated."""

    slug: str
    name: str
    version: int
    definition: str
    owner: str
    owner_slug: str
    proposed_on: datetime.date | None
    validated_on: datetime.date | None
    source: str
    origin: sources.SourceCard | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPage:
    """A term: its current version and the earlier ones, newest first."""

    current: TermVersion
    earlier: tuple[TermVersion, ...]


def glossary(text: str = "") -> tuple[TermVersion, ...]:
    """The current version of each term whose name or definition holds every word of ``text``, by name (H-003)."""
    latest = {term.slug: term for term in Term.objects.select_related("owner", "cited").order_by("version")}
    words = searchable(text).split()
    kept = [
        term
        for term in latest.values()
        if all(word in searchable(f"{term.name} {term.definition}") for word in words)
    ]
    return tuple(_version(term) for term in sorted(kept, key=lambda term: searchable(term.name)))


def get(slug: str) -> TermPage:
    """A term with its history. Raises NotVisible when the glossary does not hold it."""
    versions = [
        _version(term)
        for term in Term.objects.select_related("owner", "cited").filter(slug=slug).order_by("-version")
    ]
    if not versions:
        raise NotVisible(slug)
    return TermPage(current=versions[0], earlier=tuple(versions[1:]))


def _version(term: Term) -> TermVersion:
    return TermVersion(
        slug=term.slug,
        name=term.name,
        version=term.version,
        definition=term.definition,
        owner=term.owner.name if term.owner else "",
        owner_slug=term.owner.slug if term.owner else "",
        proposed_on=term.proposed_on,
        validated_on=term.validated_on,
        source=term.source,
        origin=sources.of(term.cited),
        is_demo=term.is_demo,
    )
