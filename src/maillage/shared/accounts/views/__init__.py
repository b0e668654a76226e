"""Signing in again without losing what was typed; forms refused for their token. The other pages stand beside."""

from allauth.account.forms import LoginForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from maillage.kit.http import public_form
from maillage.shared.accounts import resending

# The site that a browser says a request comes from; an old browser says nothing.
OWN = {None, "same-origin", "none"}


@sensitive_post_parameters("password")
@public_form
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Sign in on the page of a lost session, then offer to send again what it kept; the second factor is asked between."""
    sent = resending.kept(request.POST.get("kept", ""))
    if sent is None:
        raise Http404
    if request.user.is_authenticated:
        return resending.offer(request, sent)
    if "login" not in request.POST:
        return resending.lost_session(request, sent=sent)
    form = LoginForm(request.POST, request=request)
    if not form.is_valid():
        return resending.lost_session(request, form, sent)
    answer: HttpResponse = form.login(request, redirect_url=sent.path)
    if request.user.is_authenticated:
        return resending.offer(request, sent)
    if isinstance(answer, HttpResponseRedirect) and answer.url == reverse("mfa_authenticate"):
        return render(request, "mfa/authenticate.html", {"form": None, "kept": sent.kept})
    return answer


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or stale is offered again; one that another site sent is refused."""
    if reason.startswith("CSRF") and request.headers.get("Sec-Fetch-Site") in OWN:
        sent = resending.kept(request.POST.get("kept", "")) or resending.sending(request)
        return resending.offer(request, sent, status=403)
    return render(request, "403.html", status=403)
