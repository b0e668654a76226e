"""Open data: what the network publishes, for anyone and any program, without a token."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.http import public
from maillage.surfaces.opendata import tables


@public
def data(request: HttpRequest) -> HttpResponse:
    """What there is to take, and under which licence."""
    on = clock.today()
    context = {
        "tables": tables.tables(),
        "licence": settings.NETWORK_OPEN_LICENCE,
        "example": tables.question(on),
    }
    return render(request, "opendata/data.html", context)


@public
def table(request: HttpRequest, name: str, suffix: str) -> HttpResponse:
    """A table of today."""
    on = clock.today()
    text, media_type = tables.written(name, suffix, on)
    answer = HttpResponse(text, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{on:%Y-%m-%d}.{suffix}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
