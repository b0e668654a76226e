"""The front door, the notices, and what machines ask for."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from maillage.kit import clock
from maillage.kit.http import public
from maillage.surfaces.portal import queries


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"home": queries.home(on=clock.today())})


@public
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/legal.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@public
@never_cache
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the language one chose in the only cookie of a visit, and go back to where one was (``suite``)."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("suite", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=timedelta(days=365),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read by machines, but for what a company declares of itself and the choice of a language."""
    pages = [
        f"{reverse('schemes:answer')}?",
        "/commencer/question/",
        "/commencer/?",
        "/parcours/",
        "/demande/",
        "/suivi/",
    ]
    lines = ["User-agent: *", *(f"Disallow: {page}" for page in (*pages, "/langue/"))]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116; expires a year after the day it is read, so that it never lapses while someone serves it."""
    page = request.build_absolute_uri("/mentions-legales/")
    told = settings.SECURITY_CONTACT or settings.NETWORK_CONTACT or page
    contact = told if ":" in told else f"mailto:{told}"
    expires = clock.now().replace(microsecond=0) + timedelta(days=364)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
