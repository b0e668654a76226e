"""The dates of a scheme, and its rule, on a day."""

import datetime
from collections.abc import Iterable

from maillage.engines.chronology import Fact, Moment, Period, state
from maillage.modules.schemes.enums import State
from maillage.modules.schemes.formats.words import day
from maillage.modules.schemes.models import SchemeRule


def state_on(opens_on: datetime.date | None, closes_on: datetime.date | None, on: datetime.date) -> State:
    """Whether a scheme can be asked for on a day, by its dates; the last day is included."""
    if opens_on is None and closes_on is None:
        return State.UNKNOWN
    if closes_on is not None and on > closes_on:
        return State.EXPIRED
    return State.UPCOMING if opens_on is not None and on < opens_on else State.OPEN


def sentence(opens_on: datetime.date | None, closes_on: datetime.date | None) -> str:
    """The dates in words; what is not known is said."""
    if opens_on and closes_on:
        return f"Ouvert du {day(opens_on)} au {day(closes_on)}"
    if opens_on:
        return f"Ouvert à partir du {day(opens_on)}, date de fin non renseignée"
    if closes_on:
        return f"Ouvert jusqu'au {day(closes_on)}, date d'ouverture non renseignée"
    return "Dates non renseignées"


def rule_on(versions: Iterable[SchemeRule], on: datetime.date) -> SchemeRule | None:
    """The version of the rule that holds on a day, as known today; None when none does."""
    facts = [
        Fact(version, Period(version.valid_from, version.valid_to), version.recorded_at, version.withdrawn_at)
        for version in versions
    ]
    return state(facts, Moment(on))
