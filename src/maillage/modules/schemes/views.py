"""Pages of the catalogue."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import public
from maillage.modules.schemes import company, forms, places, queries
from maillage.shared.nomenclatures import queries as nomenclatures

SUGGESTED = 8


@public
def catalogue(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    if request.GET.get("vue") == "lieux":
        return render(request, "schemes/places.html", {"page": places.page(request.GET, on=on)})
    return render(request, "schemes/catalogue.html", {"page": forms.catalogue_page(request.GET, on=on)})


@public
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "schemes/scheme.html", {"page": queries.get(slug, on=clock.today())})


@public
def answer(request: HttpRequest) -> HttpResponse:
    page = company.page(request.GET, today=clock.today())
    return render(request, "schemes/answer.html", {"page": page}, status=422 if page.errors else 200)


@public
def activities(request: HttpRequest) -> HttpResponse:
    """Options for the field of the activity, as one types in it."""
    found = nomenclatures.search_activities(request.GET.get("naf", "").strip(), limit=SUGGESTED)
    return render(request, "schemes/activities.html", {"found": found})


@public
def themes(request: HttpRequest) -> HttpResponse:
    return render(request, "schemes/themes.html", {"themes": queries.themes(on=clock.today())})


@public
def amounts(request: HttpRequest) -> HttpResponse:
    return render(request, "schemes/amounts.html", {"amounts": queries.amounts_by_level_and_year()})


@public
def export(request: HttpRequest, schema: str, suffix: str) -> HttpResponse:
    """The list of the address, as a file in a national schema."""
    on = clock.today()
    try:
        found = queries.catalogue(replace(forms.filters(request.GET), limit=None), on=on)
        slugs = frozenset(card.slug for card in found.schemes)
        written = queries.export(schema, on=on, suffix=suffix, slugs=slugs, published_only=True)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    name = f'attachment; filename="{schema}.{suffix}"'
    return HttpResponse(
        written.content, content_type=written.media_type, headers={"Content-Disposition": name}
    )
