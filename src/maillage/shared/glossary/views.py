"""Pages of the glossary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit.http import public
from maillage.shared.glossary import queries


@public
def glossary(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    return render(request, "glossary/glossary.html", {"terms": queries.glossary(text), "text": text})


@public
def term(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "glossary/term.html", {"page": queries.get(slug)})
