"""Themes, objectives, and the money by level and year."""

import datetime
from collections import Counter
from decimal import Decimal

from django.utils.translation import gettext as _

from maillage.kit.text import searchable
from maillage.modules.schemes.adapters import rules
from maillage.modules.schemes.enums import Level, Origin, State, Status
from maillage.modules.schemes.models import Envelope, Objective, Scheme, Theme
from maillage.modules.schemes.queries.cards import reference
from maillage.modules.schemes.queries.compiled import catalogue
from maillage.modules.schemes.queries.shapes import Amounts, Choice, LevelAmount, Line, ThemePage
from maillage.modules.schemes.queries.vocabulary import by_name
from maillage.shared.sources import queries as sources

NO_LEVEL = ""


def themes(*, on: datetime.date) -> tuple[ThemePage, ...]:
    """Every theme with its definition, its owner and its scope in words; how many schemes are not expired (H-026)."""
    found = sorted(Theme.objects.select_related("owner", "cited"), key=lambda theme: searchable(theme.name))
    names = rules.lexicon(item["rule"] for theme in found for item in theme.scope)
    counts = Counter(
        theme.slug for e in catalogue(on).entries if e.state != State.EXPIRED for theme in e.themes
    )
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
            origin=sources.of(theme.cited),
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


def amounts_by_level_and_year() -> tuple[Amounts, ...]:
    """The envelopes of published schemes, expired or not, totalled by level and year (H-163), the latest year first;
    the real ones, then the demonstration.

    ``uncounted``: schemes of that level without an envelope that year, so that no total passes for the whole.
    """
    published = Scheme.objects.filter(status=Status.PUBLISHED).values_list("pk", "level", "origin")
    envelopes = list(Envelope.objects.values_list("scheme_id", "year", "amount"))
    groups = {
        demo: {pk: level for pk, level, origin in published if _demo(origin) is demo}
        for demo in (False, True)
    }
    return tuple(
        Amounts(is_demo=demo, published=len(levels), lines=_lines(levels, envelopes))
        for demo, levels in groups.items()
        if levels
    )


def _demo(origin: str) -> bool:
    return origin == Origin.DEMO


def _lines(levels: dict[int, str], envelopes: list[tuple[int, int, Decimal]]) -> tuple[LevelAmount, ...]:
    totals: dict[tuple[int, str], list[Decimal]] = {}
    for scheme, year, amount in envelopes:
        if scheme in levels:
            totals.setdefault((year, levels[scheme]), []).append(amount)
    sizes = Counter(levels.values())
    return tuple(
        LevelAmount(
            level=level,
            level_label=str(Level(level).label) if level else _("niveau non renseigné"),
            year=year,
            amount=sum(totals.get((year, level), []), Decimal(0)),
            schemes=len(totals.get((year, level), [])),
            uncounted=sizes[level] - len(totals.get((year, level), [])),
        )
        for year in sorted({year for year, _level in totals}, reverse=True)
        for level in (*Level.values, NO_LEVEL)
        if sizes[level]
    )
