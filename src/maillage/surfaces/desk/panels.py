"""What the desk puts around every page of whoever signed in."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock, jobs
from maillage.kit.http import actor
from maillage.surfaces.desk import policies


def acting(request: HttpRequest, _subject: str) -> SafeString:
    """For whom one acts, with which role, and how to leave."""
    return render_to_string("desk/acting.html", {}, request)


def at_work_there(request: HttpRequest, code: str) -> SafeString:
    """On the public page of a territory, for members: the way to what the network does there."""
    if not policies.works_on_territories(actor(request)):
        return SafeString()
    kind, _separator, number = code.partition(":")
    return render_to_string("desk/territory_link.html", {"kind": kind, "code": number}, request)


def silence(request: HttpRequest, _subject: str) -> SafeString:
    """Tells an administrator that background work has stopped: mails and set hours wait."""
    if not policies.minds_the_machine(actor(request)):
        return SafeString()
    since = jobs.silent_since(clock.now())
    return render_to_string("desk/silence.html", {"since": since}) if since else SafeString()
