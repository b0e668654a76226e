"""The request as its company follows it: one name, one date, the thread, the steps. The address is the only key."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import public, public_form, unlisted
from maillage.kit.limits import allow
from maillage.modules.inquiries import queries
from maillage.surfaces.portal import agreements, forms, sending

View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """A page that a link opens: when it opens nothing any more, how to get another, with what was being written."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, token, **kwargs)
        except queries.LinkExpired as refusal:
            return _lost(request, refusal, 410)
        except NotVisible:
            if _opens(token):
                raise
            return _lost(request, None, 404)

    return opened


@public
@unlisted
@by_link
def received(request: HttpRequest, token: str) -> HttpResponse:
    """What comes next, once the request is sent: a name, a date, and the link."""
    page = queries.by_token(token, clock.now())
    link = request.build_absolute_uri(reverse("portal:follow", args=[token]))
    return render(request, "portal/received.html", {"page": page, "link": link, "token": token})


@public
@unlisted
@by_link
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the request."""
    return _page(request, token, forms.blank_reply())


@public_form
@unlisted
@by_link
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
        except queries.LinkExpired:
            raise
        except Refused as refusal:
            form = replace(form, errors=forms.refused(refusal), again=bool(form.files))
    return _page(request, token, form, status=422)


@public_form
@unlisted
@by_link
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
@by_link
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The company takes its request back; it may send it again."""
    return _act(request, token, "", lambda: sending.withdraw(token, at=clock.now()))


@public_form
@unlisted
@by_link
def reopen(request: HttpRequest, token: str) -> HttpResponse:
    """The company goes on with a request that was over."""
    return _act(request, token, "", lambda: sending.reopen(token, at=clock.now()))


@public
@unlisted
@by_link
def attachment(request: HttpRequest, token: str, file: str) -> HttpResponseBase:
    """A file of the thread."""
    return sending.file_of(token, file, at=clock.now())


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
    except queries.LinkExpired:
        raise
    except Refused as refusal:
        return _page(request, token, forms.blank_reply(), problem=str(refusal), status=422)
    return _back(token, anchor)


def _back(token: str, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:follow", args=[token]) + anchor)


def _page(
    request: HttpRequest, token: str, form: forms.ReplyForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    page = queries.by_token(token, clock.now())
    context = {"page": page, "form": form, "token": token, "problem": problem}
    context["questions"] = agreements.waiting(page.reference)
    return render(request, "portal/follow.html", context, status=status)


def _opens(token: str) -> bool:
    try:
        queries.inquiry_of(token, clock.now())
    except NotVisible:
        return False
    return True


def _lost(request: HttpRequest, expired: Refused | None, status: int) -> HttpResponse:
    unsent = request.POST.get("message", "").strip()
    context = {"lost": True, "expired": expired, "unsent": unsent, "email": "", "problem": ""}
    return render(request, "portal/renew.html", context, status=status)
