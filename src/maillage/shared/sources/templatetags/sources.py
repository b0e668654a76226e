"""Where a fact comes from, said the same way on every page."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from maillage.kit.ui.templatetags.ui import day
from maillage.shared.sources.queries import SourceCard

register = template.Library()


@register.simple_tag
def origin(source: SourceCard | None, wording: str = "") -> SafeString:
    """The kind of a source in words, its title and its date; « à confirmer » when nothing says the fact.

    ``wording``: what a fact without a source says of where it comes from.
    """
    if source is None:
        doubt = format_html('<span class="unknown">{}</span>', gettext("à confirmer"))
        return format_html('{}\u00a0· <span lang="fr">{}</span>', doubt, wording) if wording else doubt
    kind = format_html('<span class="{}">{}</span>', "muted" if source.sure else "unknown", source.kind_label)
    title = format_html(
        '<a href="{}" lang="fr">{}</a>', reverse("sources:source", args=[source.pk]), source.title
    )
    parts = [kind, title]
    if source.reference:
        parts.append(format_html('<span lang="fr">{}</span>', source.reference))
    if source.dated_on:
        parts.append(format_html('<span class="muted">{}</span>', day(source.dated_on)))
    return format_html(
        '<span class="origin">{}</span>', format_html_join("\u00a0· ", "{}", ((p,) for p in parts))
    )
