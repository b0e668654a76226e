"""The only door to time: everything else takes days and moments as arguments."""

import datetime

from django.utils import timezone

# Tests stop the clock here (maillage.kit.testing.time).
_source = timezone.now


def now() -> datetime.datetime:
    """The present instant, aware, in UTC."""
    return _source()


def today() -> datetime.date:
    """The present day where the network lives (setting TIME_ZONE)."""
    return timezone.localdate(_source())


def local(at: datetime.datetime) -> datetime.datetime:
    """The same instant, told where the network lives."""
    return timezone.localtime(at)


def day_of(at: datetime.datetime) -> datetime.date:
    """The day of an instant, where the network lives."""
    return timezone.localdate(at)


def start_of(day: datetime.date) -> datetime.datetime:
    """The first instant of a day, where the network lives."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
