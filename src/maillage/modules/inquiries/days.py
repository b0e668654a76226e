"""The day of a moment, where the network lives; and the dates a request must keep (H-074)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from maillage.kit.clock import workdays
from maillage.modules.inquiries.enums import OPEN, EventKind
from maillage.modules.inquiries.machine import REPLY_DAYS
from maillage.modules.inquiries.models import Inquiry

TAKE_DAYS, ANSWER_DAYS, HAND_OVER_DAYS = 2, 5, 2
"""Working days: to take a request, to answer it, to answer a hand-over; a rule may say otherwise for the first two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The last days to take and to answer."""

    take_by: date
    due_on: date


def day_of(moment: datetime) -> date:
    """The day of a moment in the setting TIME_ZONE."""
    return moment.astimezone(timezone.get_default_timezone()).date()


def dates(inquiry: Inquiry, on: date) -> Dates:
    """The dates of a request that starts again on a day, by its rule or by default."""
    rule = inquiry.routing_rule
    return Dates(
        take_by=workdays.after(on, rule.take_days if rule else TAKE_DAYS),
        due_on=workdays.after(on, rule.answer_days if rule else ANSWER_DAYS),
    )


def goes_on(inquiry: Inquiry, at: datetime) -> bool:
    """Whether a company may still go on with its request: it expects an answer, or it ended less than 60 days ago, by its
    answer, its end or its withdrawal."""
    if inquiry.state in OPEN:
        return True
    withdrawn = inquiry.events.filter(kind=EventKind.WITHDRAWN).values_list("at", flat=True).last()
    ends = [moment for moment in (inquiry.closed_at, inquiry.answered_at, withdrawn) if moment]
    return max(ends, default=inquiry.received_at) >= at - timedelta(days=REPLY_DAYS)
