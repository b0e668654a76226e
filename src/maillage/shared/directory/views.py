"""Pages of the directory."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.http import public
from maillage.shared.directory import forms, queries

PAGE = 50


@public
def directory(request: HttpRequest) -> HttpResponse:
    asked = forms.filters(request.GET)
    page = Paginator(queries.directory(asked), PAGE).get_page(request.GET.get("page"))
    context = {"filters": asked, "kinds": queries.kinds(), "page": page}
    return render(request, "directory/directory.html", context)


@public
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.get(slug)
    context = {"page": page, "perimeter": page.row.perimeter, "on": clock.today()}
    return render(request, "directory/organization.html", context)
