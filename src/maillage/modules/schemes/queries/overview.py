"""Themes, objectives, and the money by level and year."""

import datetime
from collections import Counter
from decimal import Decimal

from maillage.kit.text import searchable
from maillage.modules.schemes.adapters import rules
from maillage.modules.schemes.enums import Level, State, Status
from maillage.modules.schemes.models import Envelope, Objective, Scheme, Theme
from maillage.modules.schemes.queries.cards import reference
from maillage.modules.schemes.queries.index import entries
from maillage.modules.schemes.queries.shapes import Choice, LevelAmount, Line, ThemePage
from maillage.modules.schemes.queries.vocabulary import by_name

NO_LEVEL = ""


def themes(*, on: datetime.date) -> tuple[ThemePage, ...]:
    """Every theme with its definition, its owner and its scope in words; how many schemes are not expired (H-026)."""
    found = sorted(Theme.objects.select_related("owner"), key=lambda theme: searchable(theme.name))
    names = rules.lexicon(item["rule"] for theme in found for item in theme.scope)
    counts = Counter(theme.slug for e in entries(on) if e.state != State.EXPIRED for theme in e.themes)
    return tuple(
        ThemePage(
            slug=theme.slug,
            name=theme.name,
            definition=theme.definition,
            owner=reference(theme.owner),
            scope=tuple(
                Line(label=item["label"], value=" ; ".join(rules.sentences(item["rule"], names)) or None)
                for item in theme.scope
            ),
            source=theme.source,
            is_demo=theme.is_demo,
            schemes=counts[theme.slug],
        )
        for theme in found
    )


def objectives() -> tuple[Choice, ...]:
    """What a company can say it wants to do, by name."""
    return tuple(Choice(code=slug, label=name) for slug, name in by_name(Objective))


def countries() -> tuple[Choice, ...]:
    """The countries of work one can choose from."""
    return tuple(
        Choice(code=code, label=name)
        for code, name in sorted(rules.COUNTRIES.items(), key=lambda pair: searchable(pair[1]))
    )


def amounts_by_level_and_year() -> tuple[LevelAmount, ...]:
    """The envelopes of published schemes, totalled by level and year (H-163), the latest year first.

    ``uncounted``: schemes of that level without an envelope that year, so that no total passes for the whole.
    """
    levels = dict(Scheme.objects.filter(status=Status.PUBLISHED).values_list("pk", "level"))
    totals: dict[tuple[int, str], list[Decimal]] = {}
    for scheme, year, amount in Envelope.objects.values_list("scheme_id", "year", "amount"):
        if scheme in levels:
            totals.setdefault((year, levels[scheme]), []).append(amount)
    sizes = Counter(levels.values())
    years = sorted({year for year, _ in totals}, reverse=True)
    order = [*Level.values, NO_LEVEL]
    return tuple(
        LevelAmount(
            level=level,
            level_label=str(Level(level).label) if level else "niveau non renseigné",
            year=year,
            amount=sum(totals.get((year, level), []), Decimal(0)),
            schemes=len(totals.get((year, level), [])),
            uncounted=sizes[level] - len(totals.get((year, level), [])),
        )
        for year in years
        for level in order
        if sizes[level]
    )
