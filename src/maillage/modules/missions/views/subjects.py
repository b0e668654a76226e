"""What the pages of writing share: the mission of the address, the draft one writes in, where one goes back to."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.errors import NotVisible
from maillage.kit.http import actor
from maillage.modules.missions import editing, policies
from maillage.shared.directory.views import acting


def plan_of(request: HttpRequest, slug: str, verb: str = policies.RECORD) -> editing.PlanSubject:
    """The plan of the address, for who may do this with it. Raises NotVisible for the others, unless they send something: they are
    told why not (:func:`answer`)."""
    found = editing.plan_of(slug, actor=actor(request), on=clock.today())
    if not found.abilities[verb].allowed and request.method != "POST":
        raise NotVisible(slug)
    return found


def answer(
    request: HttpRequest,
    template: str,
    runs: dict[str, Any],
    context: dict[str, object],
    *,
    plan: editing.PlanSubject,
    verb: str = policies.RECORD,
    verbs: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page of several acts; who may not, or no more, ``verb`` this plan gets the page back with what was typed and the reason.
    ``verbs``: the acts that ask for another verb."""
    asked = {act: plan.abilities[(verbs or {}).get(act, verb)] for act in runs}
    denied = {act: policies.denied(ability) for act, ability in asked.items() if not ability.allowed}
    unknown = request.method == "POST" and request.POST.get("act") not in runs
    if unknown and not plan.abilities[verb].allowed:
        raise NotVisible(plan.slug)
    return acting.answer(request, template, runs, context, denied=denied)


def verb_in(subject: editing.Subject, verb: str = policies.RECORD) -> str:
    """What writing in a mission asks for: in a draft, to draft."""
    return policies.SCENARIO if subject.scenario else verb


def subject_of(request: HttpRequest, plan: str, code: str, verb: str = policies.RECORD) -> editing.Subject:
    """The mission of the address, in the draft that it names (``scenario``). Raises NotVisible for who may not write there, unless
    they send something (:func:`answer`)."""
    found = editing.subject(
        plan,
        code,
        actor=actor(request),
        on=clock.today(),
        day=day_of(request),
        scenario=scenario_of(request),
    )
    if not found.plan.abilities[verb_in(found, verb)].allowed and request.method != "POST":
        raise NotVisible(code)
    return found


def scenario_of(request: HttpRequest) -> int | None:
    """The draft that the address names; None: none."""
    told = request.GET.get("scenario", "")
    return int(told) if told.isdecimal() and len(told) < 10 else None


def day_of(request: HttpRequest) -> date | None:
    """The day that the address names; None: none, or one that does not exist."""
    try:
        return date.fromisoformat(request.GET.get("date", ""))
    except ValueError:
        return None


def starting(request: HttpRequest, subject: editing.Subject | None = None) -> dict[str, Any]:
    """What a form of a dated fact shows first: the day of the address, or that of the draft."""
    day = day_of(request) or (subject.effect_day if subject else None)
    first: dict[str, Any] = {"since": day} if day else {}
    return {**first, "scenario": subject.scenario if subject else None}


def address(name: str, subject: editing.Subject, *more: object) -> str:
    """A page of this mission, in the same draft."""
    where = reverse(f"missions:{name}", args=[subject.plan.slug, subject.code, *more])
    return f"{where}?{urlencode({'scenario': subject.scenario})}" if subject.scenario else where


def back(subject: editing.Subject, since: date | None = None) -> str:
    """The page of the mission on a day, in the same draft."""
    asked = {"date": since.isoformat()} if since else {}
    if subject.scenario:
        asked["scenario"] = str(subject.scenario)
    return f"{subject.url}?{urlencode(asked)}" if asked else subject.url
