"""Pages of the territories."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import public
from maillage.shared.territories import queries

PAGE = 100
FOUND = 30
SUGGESTED = 8
HOUR = 3600


@public
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    kinds = tuple(kind for kind in request.GET.getlist("type") if kind)
    context = {
        "text": text,
        "chosen": kinds,
        "kinds": queries.kinds(),
        "found": queries.search(text, kinds, limit=FOUND),
        "near": queries.suggest(text) if text else (),
        "limit": FOUND,
    }
    return render(request, "territories/search.html", context)


@public
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for a field that asks for a commune (or any territory with ``tout``), as one types in it."""
    text = next((request.GET[name] for name in ("commune", "lieu", "q") if name in request.GET), "")
    kinds = ("com",) if "commune" in request.GET else ()
    context = {"found": queries.search(text, kinds, limit=SUGGESTED), "typed": "commune" in request.GET}
    return render(request, "territories/suggestions.html", context)


@public
def territory(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    on = clock.today()
    try:
        if kind in ("com", "arm"):
            located = queries.place(code, on=on)
            said = queries.divisions_of(code, on)
            context = {
                "located": located,
                "divisions": [one for one in said if not one.outside],
                "outside": [one for one in said if one.outside],
            }
            return render(request, "territories/commune.html", context)
        division = queries.division(f"{kind}:{code}", on)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    page = Paginator(division.communes, PAGE).get_page(request.GET.get("page"))
    return render(request, "territories/division.html", {"division": division, "page": page})


@public
def contours(request: HttpRequest, kind: str) -> HttpResponse:
    """The contours of a kind of division as GeoJSON, in a region (``region=32``) or, of regions and departments, everywhere."""
    try:
        drawn = queries.contours(kind, request.GET.get("region", ""), clock.today())
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    answer = HttpResponse(drawn.body, content_type="application/geo+json")
    answer["ETag"] = f'"{drawn.digest}"'
    patch_cache_control(answer, public=True, max_age=HOUR)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
