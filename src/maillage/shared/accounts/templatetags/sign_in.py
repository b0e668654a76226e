"""The other door of the sign-in pages."""

from django import template
from django.conf import settings
from django.template import Context

register = template.Library()


@register.inclusion_tag("accounts/proconnect_door.html", takes_context=True)
def proconnect(context: Context, following: str = "", kept: str = "") -> dict[str, object]:
    """The button of ProConnect, when the installation has it. ``following``: where to go then; ``kept``: what a lost
    session kept, which the page goes on holding while one signs in in another tab."""
    return {
        "offered": settings.PROCONNECT is not None,
        "following": following,
        "kept": kept,
        "csrf_token": context.get("csrf_token"),
    }
