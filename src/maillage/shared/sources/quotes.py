"""What somebody, or a file, says that a fact rests on."""

from dataclasses import dataclass
from datetime import date

from maillage.kit.text import typed
from maillage.shared.sources.wording import day_said, kind_said

TITLE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A source as it is said. An empty ``title``: nothing is said; an empty ``kind``: what the title itself says of it."""

    title: str = ""
    kind: str = ""
    reference: str = ""
    url: str = ""
    dated_on: date | None = None
    published_on: date | None = None


Said = Quote | str
"""A source, or its title alone."""


def quote(said: Said, *, dated_on: date | None = None) -> Quote:
    """The source said, complete: its kind and its date read in its own words when nobody gives them; ``dated_on``: the date
    that a file gives beside the text."""
    told = said if isinstance(said, Quote) else Quote(title=said)
    title = typed(told.title)[:TITLE]
    return Quote(
        title=title,
        kind=told.kind or kind_said(title),
        reference=typed(told.reference)[:120],
        url=typed(told.url)[:500],
        dated_on=told.dated_on or dated_on or day_said(title),
        published_on=told.published_on,
    )


def wording(said: Said, limit: int = 300) -> str:
    """What the fact itself keeps of its source: the words, as they were written."""
    return typed(said.title if isinstance(said, Quote) else said)[:limit]
