"""The character NUL in an address: nothing of ours holds one, and PostgreSQL would break on it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

WRITTEN = "%00"


class WithoutNul:
    """Middleware: a question is read without its NUL, as what is typed is; a page whose address holds one does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the question without its NUL. Raises Http404."""
        if "\0" in request.path_info:
            raise Http404
        while WRITTEN in request.META["QUERY_STRING"]:  # « %0%000 » makes another one
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace(WRITTEN, "")
        return self.get_response(request)
