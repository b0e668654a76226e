"""How pages are published."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from maillage.kit.errors import NotVisible

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public(view: View[P]) -> View[P]:
    """A page that anyone may read: no sign-in, GET and HEAD only, and what is not visible is not found."""

    @wraps(view)
    def visible(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotVisible as missing:
            raise Http404 from missing

    return login_not_required(require_safe(visible))
