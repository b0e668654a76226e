"""Pages of the territories."""

from django.http import HttpRequest, HttpResponse

from maillage.kit.http import public


@public
def search(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@public
def suggestions(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@public
def territory(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    return HttpResponse()
