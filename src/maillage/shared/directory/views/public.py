"""Pages of the directory."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.http import public
from maillage.shared.directory import forms, queries
from maillage.shared.territories import queries as territories

PAGE = 50


@public
def directory(request: HttpRequest) -> HttpResponse:
    asked = forms.filters(request.GET)
    page = Paginator(queries.directory(asked), PAGE).get_page(request.GET.get("page"))
    names = territories.named({row.perimeter for row in page if row.perimeter})
    context = {
        "filters": asked,
        "kinds": queries.kinds(),
        "page": page,
        "names": names,
        "units": queries.units_found(asked.text, clock.today()),
    }
    return render(request, "directory/directory.html", context)


@public
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.get(slug, clock.today())
    perimeter = territories.territory_name(page.row.perimeter) if page.row.perimeter else ""
    return render(request, "directory/organization.html", {"page": page, "perimeter": perimeter})
