"""The cast of the demonstration on the sign-in page of a development machine (setting DEV_SIGN_IN)."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from maillage.kit import clock
from maillage.shared.access import development


def cast(request: HttpRequest, following: str) -> SafeString:
    """The people of the demonstration, one click each, then the page ``following``."""
    return _shown(request, {"following": following, "kept": ""})


def cast_again(request: HttpRequest, kept: str) -> SafeString:
    """The same on the page of a lost session, inside its form: what was typed is kept."""
    return _shown(request, {"following": "", "kept": kept})


def _shown(request: HttpRequest, said: dict[str, str]) -> SafeString:
    people = development.cast(clock.today()) if development.open_to(request) else ()
    if not people:
        return mark_safe("")
    return render_to_string("access/cast.html", {"people": people, **said}, request)
