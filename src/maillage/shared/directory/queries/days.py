"""What holds on a day: ``since`` included, ``until`` excluded; an empty bound is open."""

from datetime import date

from django.db.models import Q


def held(on: date, prefix: str = "") -> Q:
    """The dated rows (``models.Dated``) in force on the day. ``prefix``: the path to them, such as ``post__``."""
    began = Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": on})
    goes_on = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": on})
    return began & goes_on


def holds(since: date | None, until: date | None, on: date) -> bool:
    """Whether a row with these bounds is in force on the day."""
    return (since is None or since <= on) and (until is None or on < until)
