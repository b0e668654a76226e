"""The page where administrators see what became of mails."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form
from maillage.shared.notices import operations, policies, queries


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
