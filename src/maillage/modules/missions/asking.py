"""What the address of a map asks: a day, what was known then, projections or not, against which other day.

Everything lives in the address, so that a link is permanent: ``?date=2017-01-01&su_le=2026-03-01T10:00&projections=non``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.kit import clock

WITHOUT = "non"
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The instants that a clock may have shown: further, time zones leave the calendar of databases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to the map. ``day`` None: the day by default; ``known_at`` None: as it is known now; ``against``: the day to
    compare with; ``scenario``: the draft to read. ``faults``: what could not be read in the address, in sentences."""

    day: date | None = None
    known_at: datetime | None = None
    projections: bool = True
    against: date | None = None
    scenario: int | None = None
    faults: tuple[str, ...] = ()

    def but(self, **changes: object) -> str:
        """The address (« ?date=… ») of the same question with some changes."""
        return replace(self, **changes).address  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        """« ?date=2017-01-01 »; only « ? » for the plain question."""
        pairs = {
            "date": self.day.isoformat() if self.day else "",
            "su_le": clock.local(self.known_at).strftime("%Y-%m-%dT%H:%M") if self.known_at else "",
            "projections": "" if self.projections else WITHOUT,
            "comparer": self.against.isoformat() if self.against else "",
            "scenario": str(self.scenario or ""),
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def read(data: Mapping[str, str]) -> Asked:
    """The question of an address; what cannot be read is told in ``faults`` and left out, never a failure."""
    faults: list[str] = []
    day = _day(data.get("date", ""), faults)
    against = _day(data.get("comparer", ""), faults)
    known_at = _moment(data.get("su_le", ""), faults)
    scenario = data.get("scenario", "").strip()
    return Asked(
        day=day,
        known_at=known_at,
        projections=data.get("projections", "").strip() != WITHOUT,
        against=against,
        scenario=int(scenario) if scenario.isdecimal() and len(scenario) < 10 else None,
        faults=tuple(faults),
    )


def _day(typed: str, faults: list[str]) -> date | None:
    """The day typed: « 2017-01-01 », or a year alone, which stands for its first of January."""
    text = typed.strip()
    if not text:
        return None
    try:
        return date(int(text), 1, 1) if len(text) == 4 and text.isdecimal() else date.fromisoformat(text)
    except ValueError:
        faults.append(
            _("« %(typed)s » n'est pas un jour du calendrier : cette page s'en tient à sa date habituelle.")
            % {"typed": text[:40]}
        )
        return None


def _moment(typed: str, faults: list[str]) -> datetime | None:
    """The instant typed, told where the network lives; a day alone means its end."""
    text = typed.strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(f"{text}T23:59:59" if len(text) == 10 else text)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError(text)
        return clock.local(found if found.tzinfo else timezone.make_aware(found))
    except ValueError:
        faults.append(
            _("« %(typed)s » n'est pas un moment : cette page s'en tient à ce qu'on sait aujourd'hui.")
            % {"typed": text[:40]}
        )
        return None
