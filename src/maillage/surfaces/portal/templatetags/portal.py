"""Days, hours and faults as the pages of a company write them."""

import datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from maillage.kit.ui.templatetags.ui import day, hour
from maillage.surfaces.portal.forms import ReplyForm, RequestForm

register = template.Library()


@register.filter(expects_localtime=True)
def date_of(moment: datetime.datetime) -> datetime.date:
    """The day of a moment, where the network lives."""
    return moment.date()


@register.filter(expects_localtime=True)
def moment(value: datetime.datetime) -> str:
    """A moment: « 12 mai 2026 à 14 h 30 », "12 May 2026, 14:30"."""
    if get_language() == "fr":
        return f"{day(value.date())} à {hour(value)}"
    return f"{day(value.date())}, {hour(value)}"


@register.filter
def weekday(value: datetime.date) -> str:
    """A day with its name: « mardi 24 mars 2026 », "Tuesday 24 March 2026"."""
    return f"{date_format(value, 'l')}\N{NO-BREAK SPACE}{day(value)}"


@register.filter
def fault(form: RequestForm | ReplyForm, name: str) -> str:
    """What is wrong with a field; empty: nothing."""
    return form.errors.get(name, "")
