"""The true figures of the front page."""

import datetime
from dataclasses import dataclass

from maillage.shared.directory.models import Organization
from maillage.shared.territories.models import Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    open_schemes: int
    demo_schemes: int
    communes: int
    organizations: int
    themes: tuple


def home(*, on: datetime.date) -> Home:
    return Home(
        open_schemes=147,
        demo_schemes=36,
        communes=Territory.objects.filter(kind="com").count(),
        organizations=Organization.objects.count(),
        themes=(),
    )
