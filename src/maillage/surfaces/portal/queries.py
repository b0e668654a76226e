"""The true figures of the front page."""

import datetime
from dataclasses import dataclass

from maillage.modules.schemes import queries as schemes
from maillage.shared.directory import queries as directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the front page says of this installation. ``listed_schemes`` is what the catalogue lists, and counts
    the demonstration too: the page says so."""

    listed_schemes: int
    demo_schemes: int
    organizations: int
    themes: tuple[schemes.ThemePage, ...]


def home(*, on: datetime.date) -> Home:
    """The figures on a day."""
    found = schemes.matching(schemes.CatalogueFilters(), on=on)
    return Home(
        listed_schemes=len(found),
        demo_schemes=sum(entry.scheme.origin == "demo" for entry in found),
        organizations=sum(kind.count for kind in directory.kinds()),
        themes=tuple(theme for theme in schemes.themes(on=on) if theme.schemes),
    )
