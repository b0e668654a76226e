"""Who serves where, on the desk: officers, operators, publics, situations, years, partners; read by every member."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor, members
from maillage.modules.presence import asking, claims, drawings, extracts, policies
from maillage.modules.presence.enums import Presence
from maillage.modules.presence.queries import operators, presence, publics, situations, summary, years
from maillage.modules.presence.queries.ground import kinds
from maillage.shared.directory import queries as directory
from maillage.shared.directory.forms import STAGES

ROWS, LINES = 40, 50
"""Divisions and lines a page."""


@members(ability=policies.reads_presence)
def index(request: HttpRequest) -> HttpResponse:
    """Where the five questions start, each with its figure of today."""
    return render(request, "presence/index.html", {"page": summary.page(clock.today())})


@members(ability=policies.reads_presence)
def agents(request: HttpRequest) -> HttpResponse:
    """Subjects × divisions; or one subject, with what weighs there."""
    on, asked = clock.today(), asking.asked(request.GET)

    def read() -> dict[str, Any]:
        if asked.subject:
            page = presence.of_subject(asked, on)
            region = drawings.region_of(page, asked, request.GET.get("fond", ""))
            return {
                "page": page,
                "rows": _paged(request, page.rows, ROWS),
                "region": region,
                "drawing": drawings.of_subject(page, asked, region),
            }
        board = presence.board(asked, on)
        return {"board": board, "rows": _paged(request, board.rows, ROWS)}

    context = _filters(on) | {"asked": asked, "page": None, "board": None, "drawing": None}
    return _shown(request, "presence/agents.html", context, read)


@members(ability=policies.reads_presence)
def standings(request: HttpRequest) -> HttpResponse:
    """The territories where a subject has several people, or nobody (H-219)."""
    on, asked = clock.today(), asking.asked(request.GET)

    def read() -> dict[str, Any]:
        found = presence.standings(asked, on)
        return {"rows": _paged(request, found, LINES), "grounded": presence.grounded(asked, on)}

    context = _filters(on) | {"asked": asked, "states": (Presence.NOBODY, Presence.SEVERAL)}
    return _shown(request, "presence/standings.html", context, read)


@members(ability=policies.reads_presence)
def communes(request: HttpRequest) -> HttpResponse:
    """The communes behind a figure, with who is there."""
    on, asked = clock.today(), asking.asked(request.GET)

    def read() -> dict[str, Any]:
        page = presence.communes(asked, on)
        rows = _paged(request, page.codes, LINES)
        return {"page": page, "rows": rows, "shown": presence.commune_rows(list(rows), asked, on)}

    context = _filters(on) | {
        "asked": asked,
        "states": tuple(Presence),
        "keeps": policies.keeps_the_directory(actor(request)),
    }
    return _shown(request, "presence/communes.html", context, read)


@members(ability=policies.reads_presence)
def units(request: HttpRequest) -> HttpResponse:
    """The officers of each unit and where, beside the numbers of the document."""
    on, asked = clock.today(), asking.asked(request.GET)

    def read() -> dict[str, Any]:
        return {"lines": presence.units(asked, on)}

    context = _filters(on) | {"asked": asked, "document": claims.DOCUMENT}
    return _shown(request, "presence/units.html", context, read)


@members(ability=policies.reads_presence)
def operators_page(request: HttpRequest) -> HttpResponse:
    """Operators × services × territories: the matrix, overlaps and gaps (H-095)."""
    on, wanted = clock.today(), asking.wanted(request.GET)
    is_gap = request.GET.get("liste") == "manques"

    def read() -> dict[str, Any]:
        page = operators.page(wanted, on)
        return {"page": page, "rows": _paged(request, page.gaps if is_gap else page.overlaps, LINES)}

    context = _filters(on) | {
        "wanted": wanted,
        "asked": None,
        "is_gap": is_gap,
        "line": claims.OPERATORS_LINE,
    }
    return _shown(request, "presence/operators.html", context, read)


@members(ability=policies.reads_presence)
def operators_communes(request: HttpRequest) -> HttpResponse:
    """The communes behind a figure of operators, with who answers there."""
    on, wanted, asked = clock.today(), asking.wanted(request.GET), asking.behind(request.GET)

    def read() -> dict[str, Any]:
        page = operators.behind(asked, wanted, on)
        rows = _paged(request, page.codes, LINES)
        return {"page": page, "rows": rows, "shown": operators.behind_rows(list(rows), asked, wanted, on)}

    context = _filters(on) | {"asked": asked, "wanted": wanted, "is_gap": False}
    return _shown(request, "presence/operators_communes.html", context, read)


@members(ability=policies.reads_presence)
def publics_page(request: HttpRequest) -> HttpResponse:
    """Public × need × territory, and its empty cells (H-183)."""
    on, asked = clock.today(), asking.narrowed(request.GET)

    def read() -> dict[str, Any]:
        page = publics.matrix(asked, on)
        return {"page": page, "rows": _paged(request, page.empty, LINES)}

    context = _filters(on) | _choices() | {"asked": asked, "line": claims.EMPLOYMENT_LINE}
    return _shown(request, "presence/publics.html", context, read)


@members(ability=policies.reads_presence)
def schemes(request: HttpRequest) -> HttpResponse:
    """The schemes behind a figure."""
    on, asked = clock.today(), asking.narrowed(request.GET)

    def read() -> dict[str, Any]:
        named, found = publics.rows_of(asked, on)
        return {"named": named, "rows": _paged(request, found, LINES)}

    context = _choices() | {"asked": asked, "public_words": dict(publics.publics()), "day": on, "year": None}
    return _shown(request, "presence/schemes.html", context, read)


@members(ability=policies.reads_presence)
def situations_page(request: HttpRequest) -> HttpResponse:
    """The share of situations that schemes cover, beside what the document says (H-201)."""
    on = clock.today()
    commune, real = request.GET.get("commune", "").strip(), bool(request.GET.get("reel"))

    def read() -> dict[str, Any]:
        return {"page": situations.page(on, commune=commune, real=real)}

    context = {
        "commune": commune,
        "real": real,
        "said": claims.SITUATIONS_SAID,
        "line": claims.SITUATIONS_LINE,
        "document": claims.DOCUMENT,
    }
    return _shown(request, "presence/situations.html", context, read)


@members(ability=policies.reads_presence)
def situation(request: HttpRequest) -> HttpResponse:
    """The schemes behind a situation, those that are sure first."""
    need, column = request.GET.get("besoin", ""), request.GET.get("case", "")
    commune, real = request.GET.get("commune", "").strip(), bool(request.GET.get("reel"))

    def read() -> dict[str, Any]:
        page = situations.rows_of(need, column, clock.today(), commune=commune, real=real)
        return {"page": page, "rows": _paged(request, page.rows, LINES)}

    return _shown(request, "presence/situation.html", {"day": clock.today()}, read)


@members(ability=policies.reads_presence)
def years_page(request: HttpRequest) -> HttpResponse:
    """Open schemes by public and year (H-206)."""
    employment, real = bool(request.GET.get("emploi")), bool(request.GET.get("reel"))
    page = years.page(clock.today(), employment=employment, real=real)
    context = {
        "page": page,
        "drawing": drawings.of_years(page),
        "employment": employment,
        "real": real,
        "line": claims.FEWER_LINE,
        "document": claims.DOCUMENT,
        "problem": None,
        "kept": request.GET.urlencode(),
    }
    return render(request, "presence/years.html", context)


@members(ability=policies.reads_presence)
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The schemes behind a figure of a year."""
    asked = asking.narrowed(request.GET)
    day, found = years.rows_of(
        year, asked.public, clock.today(), employment=asked.employment, real=asked.real
    )
    context = _choices() | {
        "asked": asked,
        "public_words": dict(publics.publics()),
        "day": day,
        "year": year,
        "named": "",
        "rows": _paged(request, found, LINES),
        "problem": None,
        "kept": request.GET.urlencode(),
    }
    return render(request, "presence/schemes.html", context)


@members(ability=policies.reads_presence)
def partners(request: HttpRequest) -> HttpResponse:
    """Who does what between partners, by public and need (H-209)."""
    on, asked = clock.today(), asking.narrowed(request.GET)
    state = request.GET.get("constat", "")

    def read() -> dict[str, Any]:
        page = publics.partners(asked, on)
        kept = [row for row in page.rows if state in ("", row.state)]
        return {"page": page, "rows": _paged(request, kept, LINES)}

    context = _choices() | {"asked": asked, "state": state, "line": claims.PARTNERS_LINE}
    return _shown(request, "presence/partners.html", context, read)


@members(ability=policies.reads_presence)
def file(request: HttpRequest, which: str, suffix: str) -> HttpResponse:
    """A table as CSV or as a workbook. What is refused is told as the page tells it."""
    try:
        content, name = extracts.file(which, suffix, request.GET, clock.today())
    except Refused as refused:
        return render(request, "presence/refused.html", {"problem": refused}, status=422)
    answer = HttpResponse(content, content_type=extracts.MEDIA[suffix])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _filters(on: Any) -> dict[str, Any]:
    """What filters offer."""
    return {
        "kinds": kinds(),
        "subjects": presence.subjects(on),
        "units": directory.units(on),
        "stages": STAGES,
        "register": presence.register(),
    }


def _choices() -> dict[str, Any]:
    return {"publics": publics.publics(), "needs": publics.needs()}


def _paged(request: HttpRequest, rows: Any, size: int) -> Any:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], read: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The page; or, when the address asks for what nobody understands, the same page with what was typed and what to do."""
    problem = None
    try:
        context |= read()
    except Refused as refused:
        problem = refused
    context |= {"problem": problem, "kept": request.GET.urlencode()}
    return render(request, template, context, status=422 if problem else 200)
