"""The letter of a mode, drawn the same way on every page; a map draws hundreds of them, each is made once."""

from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from maillage.modules.missions import pages
from maillage.modules.missions.drawing import hatching
from maillage.modules.missions.drawing.sheet import here, more, shared
from maillage.modules.missions.drawing.sheet import passage as read_at
from maillage.modules.missions.queries.shapes import (
    UNKNOWN,
    BoxShown,
    ComparisonShown,
    DomainShown,
    Footnote,
    MapShown,
    ModeShown,
    Origin,
)

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"


@register.simple_tag
def mode(shown: ModeShown | None) -> SafeString:
    """The letter of a mode on its hatching, its name for who listens. None: nothing is shown."""
    if shown is None:
        return SafeString("")
    if shown.letter == UNKNOWN and shown.possible:
        return _several(shown.possible)
    return _mode(shown.letter, shown.label, bool(shown.inherited_from))


@register.simple_tag
def letter(mode: str, label: str = "") -> SafeString:
    """The same drawing for a letter of the legend; ``label`` is said when nothing else on the line says it."""
    return _drawn(mode, "", label)


@register.simple_tag
def said_by(origin: Origin | None) -> SafeString:
    """Who says it, where: « SROM 2017-2021, ligne 348 · carte du document »; « source à confirmer » without any."""
    if origin is None or not origin.title:
        return format_html('<span class="unknown">{}</span>', gettext("source à confirmer"))
    named = (
        format_html('<a href="{}">{}</a>', origin.url, origin.title)
        if origin.url
        else format_html("{}", origin.title)
    )
    said = [format_html("{}, {}", named, origin.evidence) if origin.evidence else named]
    said += [format_html("{}", origin.basis)] if origin.basis else []
    return format_html(
        '<span class="origin">{}</span>', format_html_join(f"{NO_BREAK}· ", "{}", ((one,) for one in said))
    )


@register.simple_tag
def passage(origin: Origin | None, named: Origin | None = None) -> SafeString:
    """Where in its source, in short, for a list whose source is named once: « lignes 389-390 », a link to the source. ``named``: that
    source; another is told whole, for a passage alone says nothing (« article 2 »)."""
    if origin is None or not (origin.title and origin.evidence) or (named and origin.title != named.title):
        return said_by(origin)
    if not origin.url:
        return format_html('<span class="origin">{}</span>', origin.evidence)
    return format_html(
        '<a class="origin" href="{}" title="{}">{}</a>', origin.url, origin.title, origin.evidence
    )


@register.filter
def parted(comparison: ComparisonShown) -> pages.Parted:
    """The differences that are read, and those that only come from what cannot be."""
    return pages.parted(comparison)


@register.filter
def within(name: str, function: str) -> str:
    """« Paie (Ressources humaines) » without the function when it is the one that the page shows."""
    return here(name, function)


@register.filter
def sign(kind: str) -> str:
    """The sign of a kind of difference, beside its words."""
    return pages.SIGNS.get(kind, "·")


@cache
def _mode(given: str, label: str, inherited: bool) -> SafeString:
    known = f"{capfirst(label)}, {given}" if given != UNKNOWN else gettext("mode non renseigné")
    told = gettext("%(mode)s, repris du niveau au-dessus") % {"mode": known} if inherited else known
    return _drawn(given, "inherited" if inherited else "", told)


@cache
def _several(letters: tuple[str, ...]) -> SafeString:
    told = gettext("mode à préciser entre %(letters)s") % {"letters": gettext(" et ").join(letters)}
    drawn = format_html_join("", "{}", ((_drawn(one, "possible", ""),) for one in letters))
    return format_html(
        '<span class="modes">{}<b class="doubt" aria-hidden="true">?</b><span class="sr">{}</span></span>',
        drawn,
        told,
    )


@cache
def _drawn(mark: str, manner: str, told: str) -> SafeString:
    return format_html(
        '<span class="mode mode-{} {}">'
        '<svg viewBox="0 0 {} {}" aria-hidden="true" focusable="false"><path d="{}"/></svg>'
        '<b aria-hidden="true">{}</b>{}</span>',
        hatching.tone(mark),
        manner,
        hatching.WIDTH,
        hatching.HEIGHT,
        hatching.stroke(mark),
        mark,
        format_html('<span class="sr">{}</span>', told) if told else "",
    )


@register.simple_tag
@cache
def mark(given: str) -> SafeString:
    """The letter on its hatching, for paper: a drawing of fixed size, then the letter."""
    tone = hatching.tone(given)
    # A drawing for paper carries its colours itself: the library that lays out does not hand it those of the page.
    return format_html(
        '<span class="mark mark-{}"><svg viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">'
        '<path d="{}" fill="none" stroke="{}" stroke-width="1.8" stroke-linecap="round"/></svg><b>{}</b></span> ',
        tone,
        hatching.WIDTH,
        hatching.HEIGHT,
        hatching.WIDTH,
        hatching.HEIGHT,
        hatching.stroke(given),
        hatching.INK[tone],
        given,
    )


@register.filter
def under(box: BoxShown, shown: MapShown) -> tuple[str, ...]:
    """What stands under the label of a box, on paper."""
    return more(box, shown)


@register.filter
def read_in(note: Footnote) -> str:
    """Where a footnote was read, on paper."""
    return read_at(note)


@register.filter
def tied(domain: DomainShown, function: str) -> tuple[str, ...]:
    """With what a domain is shared, on paper."""
    return shared(domain, function)


@register.filter
def unlocalized(number: float) -> str:
    """A number as a style sheet writes it."""
    return f"{number:g}"
