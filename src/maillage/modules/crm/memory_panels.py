"""What the page of a company shows of its aids, of what it agrees to, of who else knows it."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock
from maillage.kit.errors import NotVisible
from maillage.kit.http import actor
from maillage.modules.crm.queries import aids, consents, mirrors

SHOWN = 10


def received(request: HttpRequest, subject: str) -> SafeString:
    """The aids that the company of this public identifier received."""
    found = aids.of_company(subject, actor=actor(request), on=clock.today())
    context = {"aids": found, "rows": found.rows[:SHOWN], "left": max(0, len(found.rows) - SHOWN)}
    return render_to_string("crm/aids_panel.html", context, request)


def elsewhere(request: HttpRequest, subject: str) -> SafeString:
    """The databases of partners that know the company; nothing when none does."""
    found = mirrors.of_company(subject, actor=actor(request), on=clock.today())
    return render_to_string("crm/mirrors_panel.html", {"mirrors": found, "public_id": subject}, request)


def agreed(request: HttpRequest, subject: str) -> SafeString:
    """What the company agrees to; nothing for who does not read what it declares."""
    try:
        found = consents.of_company(subject, actor=actor(request), on=clock.today())
    except NotVisible:
        return SafeString("")
    live = tuple(one for one in found if one.ended_at is None)
    context = {"consents": live, "past": len(found) - len(live), "public_id": subject}
    return render_to_string("crm/consents_panel.html", context, request)
