"""Pages of the sources: what the network's facts rest on."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.http import actor, public
from maillage.shared.sources import queries

A_PAGE = 50


@public
def sources(request: HttpRequest) -> HttpResponse:
    on, asked = clock.today(), request.GET.get("nature", "")
    kinds = queries.kinds()
    kind = asked if asked in {one.code for one in kinds} else ""
    page = Paginator(queries.visible(kind=kind, on=on, actor=actor(request)), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "lines": queries.lines(list(page.object_list), on=on, actor=actor(request)),
        "kinds": kinds,
        "kind": kind,
    }
    return render(request, "sources/sources.html", context)


@public
def source(request: HttpRequest, pk: int) -> HttpResponse:
    shown = queries.page(pk, on=clock.today(), actor=actor(request))
    return render(request, "sources/source.html", {"page": shown})
