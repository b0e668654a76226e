"""What the desk puts around every page of whoever signed in."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def acting(request: HttpRequest, _subject: str) -> SafeString:
    """For whom one acts, with which role, and how to leave."""
    return render_to_string("desk/acting.html", {}, request)
