"""The request as its company follows it: one name, one date, the thread, the steps. The address is the only key."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import public, public_form, unlisted
from maillage.kit.limits import allow
from maillage.modules.inquiries import queries
from maillage.surfaces.portal import forms, sending


@public
@unlisted
def received(request: HttpRequest, token: str) -> HttpResponse:
    """What comes next, once the request is sent: a name, a date, and the link."""
    try:
        page = queries.by_token(token, clock.now())
    except queries.LinkExpired as refusal:
        return _expired(request, refusal)
    link = request.build_absolute_uri(reverse("portal:follow", args=[token]))
    return render(request, "portal/received.html", {"page": page, "link": link, "token": token})


@public
@unlisted
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the request."""
    return _page(request, token, forms.blank_reply())


@public_form
@unlisted
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """A message of the company; the same form sent twice is one message."""
    if request.method != "POST":
        return _back(token)
    form = forms.reply(request.POST, request.FILES)
    if not form.errors:
        try:
            admit = partial(allow, request, "portal.reply", "60/h")
            sending.reply(token, form, at=clock.now(), admit=admit)
            return _back(token, "#echanges")
        except queries.LinkExpired as refusal:
            return _expired(request, refusal)
        except Refused as refusal:
            form = replace(form, errors=forms.refused(refusal), again=bool(form.files))
    return _page(request, token, form, status=422)


@public_form
@unlisted
def step(request: HttpRequest, token: str, step: int) -> HttpResponse:
    """The company marks one of its steps."""
    return _act(
        request,
        token,
        "#etapes",
        lambda: sending.mark(token, step, request.POST.get("etat", ""), at=clock.now()),
    )


@public_form
@unlisted
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The company takes its request back; it may send it again."""
    return _act(request, token, "", lambda: sending.withdraw(token, at=clock.now()))


@public_form
@unlisted
def reopen(request: HttpRequest, token: str) -> HttpResponse:
    """The company goes on with a request that was over."""
    return _act(request, token, "", lambda: sending.reopen(token, at=clock.now()))


@public
@unlisted
def attachment(request: HttpRequest, token: str, file: str) -> HttpResponseBase:
    """A file of the thread."""
    try:
        return sending.file_of(token, file, at=clock.now())
    except queries.LinkExpired as refusal:
        return _expired(request, refusal)


@public_form
@unlisted
def renew(request: HttpRequest) -> HttpResponse:
    """A new link by e-mail. The answer is the same whether the address is known or not."""
    email = request.POST.get("courriel", "").strip()
    problem = ""
    if request.method == "POST":
        try:
            allow(request, "portal.renew", "5/h")
            sending.renew(email, at=clock.now())
            return HttpResponseRedirect(reverse("portal:renew") + "?envoye=oui")
        except Refused as refusal:
            problem = str(refusal)
    context = {"email": email, "problem": problem, "sent": request.GET.get("envoye") == "oui"}
    return render(request, "portal/renew.html", context, status=422 if problem else 200)


def _act(request: HttpRequest, token: str, anchor: str, act: Callable[[], object]) -> HttpResponse:
    """Do one thing, and come back to the page; what is refused is said there."""
    if request.method != "POST":
        return _back(token)
    try:
        allow(request, "portal.act", "60/h")
        act()
    except queries.LinkExpired as refusal:
        return _expired(request, refusal)
    except Refused as refusal:
        return _page(request, token, forms.blank_reply(), problem=str(refusal), status=422)
    return _back(token, anchor)


def _back(token: str, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:follow", args=[token]) + anchor)


def _page(
    request: HttpRequest, token: str, form: forms.ReplyForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    try:
        page = queries.by_token(token, clock.now())
    except queries.LinkExpired as refusal:
        return _expired(request, refusal)
    context = {"page": page, "form": form, "token": token, "problem": problem}
    return render(request, "portal/follow.html", context, status=status)


def _expired(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return render(request, "portal/renew.html", {"expired": refusal, "email": "", "problem": ""}, status=410)
