"""What requests show on the page of a company: those that the reader may open, answered or not."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock
from maillage.kit.http import actor
from maillage.modules.inquiries import queries


def of_company(request: HttpRequest, subject: str) -> SafeString:
    """The requests of the company of this public identifier, the newest first."""
    found = queries.of_company(subject, actor(request), clock.today())
    return render_to_string("inquiries/desk/of_company.html", {"rows": found}, request)
