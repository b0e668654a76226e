"""The pages of the desk that cross modules: the morning, the search box, the settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.kit import clock
from maillage.kit.errors import NotVisible
from maillage.kit.http import actor, members
from maillage.kit.ui import menu
from maillage.surfaces.desk import queries


@members
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html", {})


@members
def search(request: HttpRequest) -> HttpResponse:
    found = queries.search(request.GET.get("q", ""), actor=actor(request), on=clock.today())
    if found.only:
        return redirect(found.only)
    return render(request, "desk/search.html", {"found": found})


@members
def shortcuts(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/shortcuts.html")


@members
def settings(request: HttpRequest) -> HttpResponse:
    entries = menu.entries(menu.SETTINGS, "", actor(request))
    if not entries:
        raise NotVisible("settings")
    return render(request, "desk/settings.html", {"entries": entries})
