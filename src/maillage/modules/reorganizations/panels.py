"""What reorganisations show on the page of a plan."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def of_plan(request: HttpRequest, subject: str) -> SafeString:
    """The way to the charts to come and to the open questions; ``subject``: the slug of the plan, which they do not need."""
    return render_to_string("reorganizations/of_plan.html", {}, request)
