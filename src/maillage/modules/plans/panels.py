"""What commitments show on the page of a mission: what was promised about it."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock
from maillage.kit.http import actor
from maillage.modules.plans import queries
from maillage.modules.plans.queries.choosing import committing, mission_pk


def of_box(request: HttpRequest, subject: str) -> SafeString:
    """The commitments about a mission; ``subject``: « plan/code »."""
    plan, _slash, code = subject.partition("/")
    who = actor(request)
    writable = plan in dict(committing(who, clock.today()))
    context = {
        "rows": queries.of_mission(plan, code, actor=who, on=clock.today()),
        "plan": plan,
        "mission": mission_pk(plan, code) if writable else None,
    }
    return render_to_string("plans/of_box.html", context, request)


def of_plan(request: HttpRequest, subject: str) -> SafeString:
    """The way to the commitments of a plan and to their yearly follow-up; ``subject``: its slug."""
    return render_to_string("plans/of_plan.html", {"plan": subject}, request)
