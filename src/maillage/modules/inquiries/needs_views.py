"""The report of uncovered needs (H-056), on screen and for a spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor, members
from maillage.modules.inquiries import lists, uncovered
from maillage.modules.inquiries.configuring import can_read_gaps


@members(ability=can_read_gaps)
def report(request: HttpRequest) -> HttpResponse:
    """A quarter: the present one unless the address says another."""
    found, problem = _read(request)
    is_now = found.quarter >= uncovered.Quarter.of(clock.today())
    context = {"report": found, "problem": problem, "is_now": is_now}
    return render(request, "inquiries/needs/report.html", context)


@members(ability=can_read_gaps)
def export(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    found, _problem = _read(request)
    answer = HttpResponse(lists.needs(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="besoins-{found.quarter.code}.csv"'
    return answer


def _read(request: HttpRequest) -> tuple[uncovered.GapReport, str]:
    on = clock.today()
    quarter, problem = uncovered.Quarter.of(on), ""
    if said := request.GET.get("trimestre", ""):
        try:
            quarter = uncovered.Quarter.read(said)
        except Refused as refused:
            problem = str(refused)
    return uncovered.report(quarter, actor(request), on), problem
