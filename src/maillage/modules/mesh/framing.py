"""What every page of the mesh does: read the day and who asks, and say why there is nothing to read."""

from collections.abc import Callable, Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.http import actor
from maillage.modules.mesh import queries
from maillage.modules.mesh.forms import PAGE

NOTHING = ("mesh.none", "mesh.lost", "mesh.codes", "mesh.no-stock")
Make = Callable[[Actor, date], Mapping[str, object]]


def shown(request: HttpRequest, template: str, make: Make) -> HttpResponse:
    """A page on the figures of the day. Without any figure, what to do for there to be some; asked what does not exist, why not."""
    who, on = actor(request), clock.today()
    try:
        context = make(who, on)
    except Refused as refused:
        return refusal(request, refused)
    return render(request, template, context)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Nothing is computed yet: that is a state, not a fault; an address that asks for what does not exist is one."""
    nothing = refused.code in NOTHING
    context = {
        "refused": refused,
        "nothing": nothing,
        "status": queries.status(actor(request), clock.today()),
    }
    return render(request, "mesh/none.html", context, status=200 if nothing else 400)


def leaves(offset: int, total: int) -> dict[str, object]:
    """Where a page of a list stands: its rank, the one before, the one after, whether there are more."""
    page = offset // PAGE + 1
    return {"page": page, "before": page - 1, "after": page + 1, "more": offset + PAGE < total}
