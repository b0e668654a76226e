"""Pages of signing in speak French, as do all the pages that they open: only what companies read exists in English."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class SignInInFrench:
    """After the middleware of languages, which reads what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; in French when it is about signing in."""
        if not request.path.startswith(settings.LOGIN_URL):
            return self.get_response(request)
        with translation.override("fr"):
            request.LANGUAGE_CODE = "fr"
            return self.get_response(request)
