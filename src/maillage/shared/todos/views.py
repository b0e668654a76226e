"""Pages of what one has to do: the list, one action, a new one about a thing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members
from maillage.shared.directory.views import acting
from maillage.shared.todos import about, forms, lists, operations, policies, queries

Runs = dict[str, tuple[forms.Typed, acting.Run]]


@member_form(ability=policies.keeps_todos)
def todos(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by its address; one notes an action there."""
    who, on = actor(request), clock.today()
    page = lists.page(request.GET, actor=who, on=on)
    return acting.answer(request, "todos/list.html", {"add": _adding(request)}, {"page": page})


@members(ability=policies.keeps_todos)
def export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV, whole."""
    text = lists.lines(request.GET, actor=actor(request), on=clock.today())
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="a-faire.csv"'
    return answer


@member_form(ability=policies.keeps_todos)
def new(request: HttpRequest) -> HttpResponse:
    """An action about a thing, named by the address: its kind and its reference."""
    kind, ref = request.GET.get("genre", ""), request.GET.get("ref", "")
    if kind not in {one.kind for one in about.kinds()}:
        raise NotVisible(kind)
    thing = about.call(kind, ref, actor(request), clock.today())
    return acting.answer(
        request,
        "todos/new.html",
        {"add": _adding(request, kind=kind, ref=ref, then=thing.url)},
        {"about": thing},
    )


@member_form(ability=policies.keeps_todos)
def todo(request: HttpRequest, public_id: str) -> HttpResponse:
    """One action, and what the reader may do with it."""
    who, on = actor(request), clock.today()
    if request.method == "POST" and request.POST.get("act") in SETTLING:
        return _settle(request, public_id)
    row = queries.get(public_id, actor=who, on=on)
    return acting.answer(request, "todos/todo.html", _runs(request, row), {"row": row})


SETTLING = {policies.DO: operations.do, policies.UNDO: operations.undo}


def _settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do, or put back, in one click from any page; the page comes back."""
    act = request.POST["act"]
    try:
        row = SETTLING[act](public_id, at=clock.now(), actor=actor(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_back(request))
    if act == policies.DO:
        messages.success(request, _("« %(what)s » est faite.") % {"what": row.what})
        return redirect(_back(request, settled=public_id))
    messages.success(request, _("« %(what)s » est de nouveau à faire.") % {"what": row.what})
    return redirect(_back(request))


def _back(request: HttpRequest, *, settled: str = "") -> str:
    """The page from where an act was sent, of this site only; the list otherwise."""
    given = request.POST.get("retour", "")
    home = reverse("todos:list")
    if not url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure()):
        given = home
    if settled and given.partition("?")[0] == home:
        return f"{given}{'&' if '?' in given else '?'}reglee={settled}"
    return given


def _adding(
    request: HttpRequest, *, kind: str = "", ref: str = "", then: str = ""
) -> tuple[forms.Typed, acting.Run]:
    who = actor(request)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        operations.add(
            typed["what"],
            due_on=typed["due_on"],
            owner=typed["owner"].pk,
            kind=kind,
            ref=ref,
            at=clock.now(),
            actor=who,
        )
        return _("L'action est notée."), then

    form = forms.Add(
        acting.sent(request, "add"),
        on=clock.today(),
        organization=who.organization,
        initial={"owner": who.person},
    )
    return form, run


def _runs(request: HttpRequest, row: queries.TodoRow) -> Runs:
    """The acts that the reader may do on an action."""
    who, on, ref = actor(request), clock.today(), row.public_id

    def postpone(typed: dict[str, Any]) -> tuple[str, str]:
        operations.postpone(ref, typed["due_on"], typed["reason"], at=clock.now(), actor=who)
        return _("L'action est reportée."), ""

    def give(typed: dict[str, Any]) -> tuple[str, str]:
        given = operations.give(ref, typed["owner"].pk, typed["reason"], at=clock.now(), actor=who)
        then = "" if queries.seen(ref, actor=who, on=on) else reverse("todos:list")
        return _("L'action est confiée à %(name)s.") % {"name": given.owner}, then

    def drop(typed: dict[str, Any]) -> tuple[str, str]:
        operations.drop(ref, typed["reason"], at=clock.now(), actor=who)
        return _("L'action est abandonnée."), ""

    found: Runs = {
        policies.POSTPONE: (forms.Postpone(acting.sent(request, policies.POSTPONE), on=on), postpone),
        policies.GIVE: (
            forms.Give(acting.sent(request, policies.GIVE), on=on, organization=who.organization),
            give,
        ),
        policies.DROP: (forms.Drop(acting.sent(request, policies.DROP), on=on), drop),
    }
    return {act: one for act, one in found.items() if row.abilities[act].allowed}
