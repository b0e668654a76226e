"""How pages are published: to anyone, or to people who signed in; to read, or to write too.

A view without one of these decorators asks for a signed-in person (setting MIDDLEWARE), and says nothing of methods.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, overload

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Ability = Callable[[Actor], bool]
"""What an actor may do at all, as ``policies`` say: a view or a menu never compares a role."""

require_form = require_http_methods(["GET", "HEAD", "POST"])


def public(view: View[P]) -> View[P]:
    """A page that anyone may read: no sign-in, GET and HEAD only, and what is not visible is not found."""
    return login_not_required(require_safe(_visible(view)))


def public_form(view: View[P]) -> View[P]:
    """A page where anyone may read and send: no sign-in; GET, HEAD and POST; what is not visible is not found."""
    return login_not_required(require_form(_visible(view)))


@overload
def members(view: View[P]) -> View[P]: ...
@overload
def members(*, ability: Ability) -> Callable[[View[P]], View[P]]: ...
def members(
    view: View[P] | None = None, *, ability: Ability | None = None
) -> View[P] | Callable[[View[P]], View[P]]:
    """A page that people of the network read: signed in, with a role today, GET and HEAD only.

    ``@members(ability=policies.may_edit)``: for those who have this ability; it does not exist for the others (404).
    """
    return _reserved(require_safe, ability, view)


@overload
def member_form(view: View[P]) -> View[P]: ...
@overload
def member_form(*, ability: Ability) -> Callable[[View[P]], View[P]]: ...
def member_form(
    view: View[P] | None = None, *, ability: Ability | None = None
) -> View[P] | Callable[[View[P]], View[P]]:
    """As :func:`members`, and one may send too: GET, HEAD and POST."""
    return _reserved(require_form, ability, view)


def unlisted(view: View[P]) -> View[P]:
    """A page known by a secret address: kept by no cache, listed by no robot, and its address told to no other site.

    The policy is ``same-origin``: with ``no-referrer`` a browser sends its forms with ``Origin: null``, which the
    protection against forged requests refuses.
    """

    @wraps(view)
    def kept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return kept


def reads(request: HttpRequest, kind: str, ref: str) -> None:
    """Say that this answer shows a personal file: the reading log keeps who read it, once the page is made."""
    marks: list[tuple[str, str]] = request.__dict__.setdefault("read_files", [])
    marks.append((kind, ref))


def actor(request: HttpRequest) -> Actor:
    """Who asks: set by the middleware of access on each request."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def _visible(view: View[P]) -> View[P]:
    @wraps(view)
    def visible(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotVisible as missing:
            raise Http404 from missing

    return visible


def _reserved(
    methods: Callable[[View[P]], View[P]], ability: Ability | None, view: View[P] | None
) -> View[P] | Callable[[View[P]], View[P]]:
    def reserve(inner: View[P]) -> View[P]:
        @wraps(inner)
        def reserved(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if ability is not None and not ability(actor(request)):
                raise Http404
            # The pages of the network speak French only, whatever the browser asks for.
            with translation.override("fr"):
                return _visible(inner)(request, *args, **kwargs)

        published = methods(reserved)
        published.demands_a_role = True  # type: ignore[attr-defined]
        published.ability = ability  # type: ignore[attr-defined]
        return published

    return reserve if view is None else reserve(view)
