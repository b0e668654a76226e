"""Signing in as someone of the demonstration by one click, on a development machine only.

Its address is registered only where the setting DEV_SIGN_IN is on; it answers only to this very machine, and only for
accounts of the demonstration, which no mail can reach.
"""

from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from maillage.kit.http import public_form
from maillage.kit.text import searchable
from maillage.shared.access import loading
from maillage.shared.access.loading import DOMAIN
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.access.queries import in_force
from maillage.shared.accounts import methods, resending
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Person

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Someone of the cast: ``slug`` before the @, its name, its roles in words."""

    slug: str
    name: str
    roles: str


def open_to(request: HttpRequest) -> bool:
    """Whether the request comes from this machine, and through no proxy."""
    if not settings.DEV_SIGN_IN or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def cast(on: date) -> tuple[Member, ...]:
    """The cast of the demonstration, by name, without its other agents; none when it is not loaded."""
    emails = [f"{slug}@{DOMAIN}" for slug in loading.cast()]
    users = dict(User.objects.filter(email__in=emails, is_active=True).values_list("pk", "email"))
    names = {person.user_id: str(person) for person in Person.objects.filter(user__in=users)}
    roles: dict[int, list[str]] = {}
    for one in RoleAssignment.objects.filter(in_force(on), user__in=users).select_related("organization"):
        where = one.organization.short_name or one.organization.name
        roles.setdefault(one.user_id, []).append(f"{Role(one.role).label}, {where}")
    found = [
        Member(
            slug=email.partition("@")[0],
            name=names.get(pk, email.partition("@")[0].capitalize()),
            roles="\u00a0; ".join(roles.get(pk, ())),
        )
        for pk, email in users.items()
    ]
    return tuple(sorted(found, key=lambda one: searchable(one.name)))


@public_form
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of the cast, then go where one was going, or offer to send what was kept."""
    slug = request.POST.get("slug", "")
    user = User.objects.filter(email=f"{slug}@{DOMAIN}", is_active=True).first()
    if user is None or not open_to(request):
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    methods.mark(request, methods.CAST)
    if sent := resending.kept(request.POST.get("kept", "")):
        return resending.offer(request, sent)
    following = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        following, {request.get_host()}, require_https=request.is_secure()
    ):
        following = settings.LOGIN_REDIRECT_URL
    return redirect(following)


urlpatterns = [path("troupe/", sign_in, name="development_sign_in")]
