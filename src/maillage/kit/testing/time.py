"""A clock that stands still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from maillage.kit import clock

# Saturday 21 November 2026, 10 h in Paris.
THE_MOMENT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@contextmanager
def frozen(moment: datetime = THE_MOMENT) -> Iterator[datetime]:
    """Make `maillage.kit.clock` answer ``moment`` (aware) for everyone, every thread included."""
    previous, clock._source = clock._source, lambda: moment
    try:
        yield moment
    finally:
        clock._source = previous
