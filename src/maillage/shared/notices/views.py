"""The page where administrators see what became of mails, and the one where each person chooses its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form
from maillage.shared.notices import operations, policies, queries

FIELD = "event:"
"""Before the name of an event, in the form of choices."""


@member_form(ability=policies.looks_after_mails)
def mails(request: HttpRequest) -> HttpResponse:
    """The last mails and, on POST, one that is sent again."""
    if request.method == "POST":
        _send_again(request)
        return redirect(request.get_full_path())
    page = queries.last(
        actor(request), number=_number(request.GET.get("page", "")), only_to_decide="a-decider" in request.GET
    )
    return render(request, "notices/mails.html", {"page": page})


@member_form
def preferences(request: HttpRequest) -> HttpResponse:
    """When I am told of each thing and, on POST, what I choose."""
    fault = None
    if request.method == "POST":
        try:
            _choose(request)
        except Refused as refused:
            fault = refused
        else:
            return redirect("preferences:mine")
    page = queries.choices(actor(request))
    return render(
        request,
        "notices/preferences.html",
        {"page": page, "fault": fault},
        status=400 if fault else 200,
    )


def _choose(request: HttpRequest) -> None:
    if request.POST.get("act") == "restore":
        operations.forget_choices(at=clock.now(), actor=actor(request))
        messages.success(request, _("Vos courriels sont revenus aux choix par défaut."))
        return
    operations.choose(_typed(request), at=clock.now(), actor=actor(request))
    messages.success(request, _("Vos choix sont gardés."))


def _typed(request: HttpRequest) -> dict[str, str]:
    """What the form says of each event."""
    return {
        name.removeprefix(FIELD): str(value) for name, value in request.POST.items() if name.startswith(FIELD)
    }


def _send_again(request: HttpRequest) -> None:
    pk = request.POST.get("mail", "")
    if not pk.isdecimal() or len(pk) > 18:
        raise NotVisible
    try:
        mail = operations.send_again(int(pk), at=clock.now(), actor=actor(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Le courriel à %(to)s va être renvoyé.") % {"to": mail.to})


def _number(typed: str) -> int:
    return min(max(int(typed), 1), 100_000) if typed.isdecimal() and len(typed) < 7 else 1
