"""What requests show on the page of a company: those that the reader may open, answered or not; and who may read, for that,
what the company declared."""

import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.http import actor
from maillage.modules.crm import policies as readers
from maillage.modules.inquiries import policies, queries
from maillage.modules.inquiries.models import Inquiry


def of_company(request: HttpRequest, subject: str) -> SafeString:
    """The requests of the company of this public identifier, the newest first."""
    found = queries.of_company(subject, actor(request), clock.today())
    return render_to_string("inquiries/desk/of_company.html", {"rows": found}, request)


def companies(who: Actor, on: datetime.date) -> Q:
    """The companies of the requests that an actor may open, as a filter on Company."""
    return readers.of_company(Inquiry.objects.filter(policies.visible(who, on)))
