"""The small pieces that pages are made of."""

import datetime
from collections.abc import Mapping
from functools import cache, lru_cache

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

from maillage.kit import text
from maillage.kit.ui import slots

register = template.Library()

# Drawn for this project on a 16 × 16 grid. A shape never stands alone: a word always follows it.
SHAPES = {
    "check": '<path d="M3 8.6 6.4 12 13 4.6"/>',
    "cross": '<path d="m4 4 8 8m0-8-8 8"/>',
    "question": '<path d="M5.2 5.6a2.8 2.8 0 1 1 4.3 2.3c-1 .7-1.5 1.2-1.5 2.3"/><path d="M8 13v.2"/>',
    "search": '<circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.6 3.6"/>',
    "warning": '<path d="M8 2.2 14.6 13.6H1.4Z"/><path d="M8 6.6v3.2m0 1.9v.1"/>',
    "info": '<circle cx="8" cy="8" r="6.2"/><path d="M8 7.4v3.8M8 4.8v.1"/>',
    "clock": '<circle cx="8" cy="8" r="6.2"/><path d="M8 4.4V8l2.4 1.8"/>',
    "arrow": '<path d="M2.8 8h10.4M9 3.8 13.2 8 9 12.2"/>',
    "back": '<path d="M13.2 8H2.8M7 3.8 2.8 8 7 12.2"/>',
    "flask": '<path d="M6.4 2v4.2L2.6 13a.7.7 0 0 0 .6 1h9.6a.7.7 0 0 0 .6-1L9.6 6.2V2M5.2 2h5.6M4.6 10.2h6.8"/>',
    "filter": '<path d="M2 4h12M4.4 8h7.2M6.6 12h2.8"/>',
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawn shape, hidden from screen readers."""
    return format_html(
        '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">{}</svg>',
        mark_safe(SHAPES[name]),
    )


@register.filter(expects_localtime=True)
def day(value: datetime.date | None) -> str:
    """A day as one writes it: « 1er mai 2026 », "1 May 2026"; with spaces that do not break. Of a moment: its day where
    the network lives."""
    if value is None:
        return ""
    return _written(datetime.date(value.year, value.month, value.day), get_language())


@lru_cache(maxsize=1024)
def _written(value: datetime.date, language: str | None) -> str:
    """Kept: a page of dates side by side writes the same ten days a thousand times each."""
    if language == "fr" and value.day == 1:
        written = "1er " + date_format(value, "F Y")
    else:
        written = date_format(value, "j F Y")
    return written.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter(expects_localtime=True)
def hour(value: datetime.datetime) -> str:
    """The hour of a moment where the network lives: « 6 h 31 », "6:31"; with spaces that do not break."""
    return (
        f"{value.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{value:%M}"
        if get_language() == "fr"
        else f"{value:%-H:%M}"
    )


@register.filter
def spaced(number: str) -> str:
    """A SIREN or a SIRET as one reads it: « 020 075 974 », « 020 075 974 00012 »; anything else as it is."""
    if not (number.isdecimal() and len(number) in (9, 14)):
        return number
    return "\N{NO-BREAK SPACE}".join(filter(None, (number[:3], number[3:6], number[6:9], number[9:])))


@register.filter
def of(name: str) -> str:
    """A name after « de »: « d'Adèle », « de Basile »."""
    return text.of(name)


@register.filter
def until(first: datetime.date, last: datetime.date) -> str:
    """Days from one to another: « du 23 au 27 novembre 2026 », with spaces that do not break."""
    return text.period(first, last).replace(" ", text.NO_BREAK)


@register.filter
def closed(sentence: str) -> str:
    """What somebody wrote, before another sentence: one full stop at its end."""
    return text.closed(sentence)


@register.filter
def known(value: object) -> str | SafeString:
    """The value, or « non renseigné » in words: never a blank."""
    if value in (None, "", (), []):
        return format_html('<span class="unknown">{}</span>', gettext("non renseigné"))
    return str(value)


@register.filter
def brief(enumeration: str) -> str:
    """A long list of names, cut after the second: « Bretagne, Corse et 14 autres »."""
    names = enumeration.replace(" ou ", ", ").split(", ")
    if len(names) <= 3:
        return enumeration
    left = ngettext("et %(n)d autre", "et %(n)d autres", len(names) - 2) % {"n": len(names) - 2}
    return f"{', '.join(names[:2])} {left}"


@register.filter
def plain(number: int) -> str:
    """A year, an identifier, a page: digits without thousands separator."""
    return f"{number:d}"


@register.filter
def at(mapping: Mapping[str, str], key: str) -> str:
    """The value under ``key``; the key itself when the mapping does not hold it."""
    return mapping.get(key, key)


@register.simple_tag
def verdict(value: str, of: str = "condition") -> SafeString:
    """The badge of a verdict (met, unmet, unknown): colour, shape and word together. A page may hold a thousand of them:
    each is drawn once."""
    return _verdict(value, of, get_language())


@cache
def _verdict(value: str, of: str, language: str | None) -> SafeString:
    words = {
        ("condition", "met"): pgettext("condition", "rempli"),
        ("condition", "unmet"): pgettext("condition", "non rempli"),
        ("condition", "unknown"): pgettext("condition", "à préciser"),
        ("scheme", "met"): pgettext("verdict", "Oui"),
        ("scheme", "unmet"): pgettext("verdict", "Non"),
        ("scheme", "unknown"): pgettext("verdict", "À préciser"),
    }
    shapes = {"met": ("yes", "check"), "unmet": ("no", "cross"), "unknown": ("ask", "question")}
    colour, shape = shapes[value]
    drawn = render_to_string("ui/verdict.html", {"word": words[of, value], "colour": colour, "shape": shape})
    return mark_safe(drawn.strip())


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, object]:  # type: ignore[type-arg]
    """Previous and next, with the place in the list in words."""
    return {"page": page, "request": context["request"]}


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, subject: str) -> SafeString:
    """What higher apps have to show here."""
    return slots.render(name, context["request"], subject)
