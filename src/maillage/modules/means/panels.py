"""What means show on the page of a mission."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock
from maillage.kit.http import actor
from maillage.modules.means import queries


def of_box(request: HttpRequest, subject: str) -> SafeString:
    """The studies of a mission, rejected options included, and the means tied to it, what it stands under apart; ``subject``: « plan/code »."""
    plan, _slash, code = subject.partition("/")
    found = queries.by_level(plan, code, on=clock.today(), actor=actor(request))
    return render_to_string("means/of_box.html", {"levels": found}, request)


def of_plan(request: HttpRequest, subject: str) -> SafeString:
    """The way to the means of a plan; ``subject``: its slug."""
    return render_to_string("means/of_plan.html", {"plan": subject}, request)
