"""Pages of the catalogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.http import public
from maillage.modules.schemes import forms, queries


@public
def catalogue(request: HttpRequest) -> HttpResponse:
    if request.GET.get("vue") == "lieux":
        context = {"page": None and places.page(request.GET, on=clock.today())}
        return render(request, "schemes/places.html", context)
    context = {"page": forms.catalogue_page(request.GET, on=clock.today())}
    return render(request, "schemes/catalogue.html", context)


@public
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    on = clock.today()
    return render(request, "schemes/scheme.html", {"page": queries.get(slug, on=on), "on": on})


@public
def answer(request: HttpRequest) -> HttpResponse:
    page = company.page(request.GET, today=clock.today())
    return render(request, "schemes/answer.html", {"page": page}, status=422 if page.errors else 200)


@public
def themes(request: HttpRequest) -> HttpResponse:
    return render(request, "schemes/themes.html", {"themes": queries.themes(on=clock.today())})


@public
def amounts(request: HttpRequest) -> HttpResponse:
    return render(request, "schemes/amounts.html", {"amounts": queries.amounts_by_level_and_year()})


@public
def export(request: HttpRequest, schema: str, suffix: str) -> HttpResponse:
    return HttpResponse()
