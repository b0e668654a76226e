"""What the frame of the desk shows around each page: where one can go, what just happened, whether the clock runs."""

from django import template
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.template import Context

from maillage.kit.actor import PUBLIC
from maillage.kit.ui import menu

register = template.Library()
TONES = {"success": "yes", "warning": "ask", "error": "no"}


@register.simple_tag(takes_context=True)
def desk_entries(context: Context, place: str = menu.DESK) -> tuple[menu.Shown, ...]:
    """The links of the desk (or of another place) that this person may follow."""
    request = context["request"]
    return menu.entries(place, request.path, getattr(request, "actor", PUBLIC))


@register.simple_tag(takes_context=True)
def happened(context: Context) -> list[Message]:
    """What the last act did, told once."""
    return list(get_messages(context["request"]))


@register.filter
def tone(message: Message) -> str:
    """The colour of a message: yes, ask, no or info."""
    return TONES.get(message.level_tag, "info")


@register.filter
def overdue(days: int) -> int:
    """Working days of lateness, from days left (negative when late)."""
    return max(0, -days)
