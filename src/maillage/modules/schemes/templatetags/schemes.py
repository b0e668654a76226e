"""What pages say of a scheme whatever the company. An answer names two hundred of them: each piece is drawn once."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language

from maillage.modules.schemes.queries import Condition, OrganizationRef

register = template.Library()

DRAWN = 4_000
"""How many pieces of a kind a process keeps: some 300 bytes each."""


@register.simple_tag
@lru_cache(maxsize=DRAWN)
def scheme_link(slug: str, title: str) -> SafeString:
    """The title of a scheme, that leads to its page."""
    return format_html('<a href="{}" lang="fr">{}</a>', reverse("schemes:scheme", args=[slug]), title)


@register.simple_tag
def reasons(conditions: tuple[Condition, ...]) -> SafeString:
    """The conditions that decide, each with its reason. Hundreds in a page: written here, a template takes ten times longer."""
    lines = ((capfirst(one.sentence), one.reason) for one in conditions)
    told = format_html_join("", '<li>{} <span class="muted">({})</span></li>', lines)
    return format_html('<ul class="reasons" lang="fr">{}</ul>', told)


@register.simple_tag
def names(organizations: tuple[OrganizationRef, ...]) -> SafeString:
    """Organisations by name, each leading to its page; none: « non renseigné »."""
    return _names(organizations, get_language())


@lru_cache(maxsize=DRAWN)
def _names(organizations: tuple[OrganizationRef, ...], language: str | None) -> SafeString:
    return mark_safe(render_to_string("schemes/names.html", {"organizations": organizations}).strip())


@register.simple_tag
def invented() -> SafeString:
    """The badge of everything invented for the demonstration."""
    return _invented(get_language())


@lru_cache
def _invented(language: str | None) -> SafeString:
    return mark_safe(render_to_string("ui/demo.html").strip())
