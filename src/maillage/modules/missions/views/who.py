"""Pages that answer « qui fait quoi ? »: by organisation, by mission; what nobody filled in; the same as files."""

import datetime
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible
from maillage.kit.http import actor, members
from maillage.modules.missions import asking, lists, policies, queries
from maillage.modules.missions.queries.who import Body, Doing, DoingLine, HeldLine

SIZE = 200
"""Lines of a page: a function of the document holds in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoPage:
    """The two questions and their answers. ``named``, ``others``: the lines of this page of what the organisation does, of which ``pages``
    tells the place; ``held``: those of this page too. ``faults``: what could not be read in the address."""

    day: datetime.date
    bodies: tuple[Body, ...]
    body: str
    words: str
    doing: Doing | None
    named: tuple[DoingLine, ...]
    others: tuple[DoingLine, ...]
    pages: Page[DoingLine]
    held: Page[HeldLine]
    faults: tuple[str, ...]


@members(ability=policies.visible)
def who(request: HttpRequest) -> HttpResponse:
    """« Que fait cet organisme ? » and « Qui tient cette mission ? », on a day (H-181)."""
    reader, asked = actor(request), asking.read(request.GET)
    day = asked.day or clock.today()
    slug, words = request.GET.get("organisme", "").strip(), request.GET.get("mission", "").strip()[:100]
    faults = list(asked.faults)
    doing = None
    if slug:
        try:
            doing = queries.doing(slug, day, reader)
        except NotVisible:
            faults.append(_("Cet organisme n'est pas dans l'annuaire : choisissez-en un dans la liste."))
    held = queries.held_by(words, day, reader) if words else ()
    if request.GET.get("format") == "csv" and (doing or words) and not faults:
        return _csv(lists.doing(doing) if doing else lists.held(held), f"qui-fait-quoi-{day.isoformat()}")
    lines = (*doing.named, *doing.others) if doing else ()
    found = Paginator(lines, SIZE).get_page(request.GET.get("page"))
    page = WhoPage(
        day=day,
        bodies=queries.bodies(reader, day),
        body=slug,
        words=words,
        doing=doing,
        named=tuple(one for one in found if one.parts),
        others=tuple(one for one in found if not one.parts),
        pages=found,
        held=Paginator(held, SIZE).get_page(request.GET.get("page")),
        faults=tuple(faults),
    )
    return render(request, "missions/who.html", {"page": page})


@members(ability=policies.visible)
def gaps(request: HttpRequest, plan: str) -> HttpResponse:
    """The roles nobody holds, the parts nobody said, the modes aimed at that are not known (S-054, S-056, S-082)."""
    asked = asking.read(request.GET)
    found = queries.gaps(plan, actor=actor(request), day=asked.day or clock.today())
    return render(request, "missions/gaps.html", {"found": found, "faults": asked.faults})


@members(ability=policies.visible)
def dates_file(request: HttpRequest, plan: str, function: str) -> HttpResponse:
    """The stops of a function side by side, as CSV (S-017)."""
    found = queries.side_by_side(plan, function, actor=actor(request))
    return _csv(lists.dates(found), f"{plan}-{function}-dates".lower())


def _csv(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
