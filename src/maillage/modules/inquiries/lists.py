"""The list of requests: the address of the page becomes filters, the rows become lines of a file."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.sheets import BOM, line
from maillage.modules.inquiries import queries
from maillage.modules.inquiries.enums import Channel, State
from maillage.modules.inquiries.results import Report
from maillage.modules.inquiries.uncovered import GapReport
from maillage.shared.directory import queries as directory
from maillage.shared.territories import queries as territories

TABS = {
    "miennes": "mine",
    "unite": "unit",
    "retard": "late",
    "repondues": "answered",
    "sans": "uncovered",
    "toutes": "all",
}
ANSWERED = {"oui": "yes", "non": "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    code: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What each filter offers: codes and labels."""

    states: tuple[tuple[str, str], ...]
    channels: tuple[tuple[str, str], ...]
    subjects: tuple[directory.SubjectChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Everything the list shows. ``tab`` is the one asked, as the address writes it; ``kept``: the address without the page
    number; ``narrowed``: a filter hides rows; ``problem``: the place was not understood, and left out."""

    found: queries.InquiryList
    filters: queries.InquiryFilters
    tab: str
    place: str
    tabs: tuple[Tab, ...]
    choices: Choices
    kept: str
    narrowed: bool
    problem: Refused | None
    pages: Page  # type: ignore[type-arg]


def page(data: QueryDict, *, actor: Actor, on: datetime.date) -> ListPage:
    """The list that an address asks for, on a day."""
    filters, problem = read(data, on)
    try:
        found = queries.listing(filters, actor=actor, on=on)
    except Refused as refusal:
        problem = refusal
        found = queries.listing(replace(filters, territory=""), actor=actor, on=on)
    kept = data.copy()
    kept.pop("page", None)
    tab = data.get("onglet", "")
    tab = tab if tab in TABS else "miennes"
    return ListPage(
        found=found,
        filters=filters,
        tab=tab,
        place=data.get("lieu", ""),
        tabs=tuple(
            Tab(code=code, label=label, count=found.counts.get(TABS[code], 0), current=code == tab)
            for code, label in _labels().items()
        ),
        choices=Choices(
            states=tuple((value, str(label)) for value, label in State.choices),
            channels=tuple((value, str(label)) for value, label in Channel.choices),
            subjects=directory.subjects(on),
        ),
        kept="?" + kept.urlencode(),
        narrowed=bool(problem) or filters != queries.InquiryFilters(tab=filters.tab, page=filters.page),
        problem=problem,
        pages=Paginator(range(found.total), filters.size).get_page(found.page),
    )


def read(data: QueryDict, on: datetime.date) -> tuple[queries.InquiryFilters, Refused | None]:
    """The filters of an address, and what could not be understood of it."""
    place, problem = _place(data.get("lieu", "").strip(), on)
    number = data.get("page", "")
    return queries.InquiryFilters(
        tab=TABS.get(data.get("onglet", ""), "mine"),
        state=data.get("etat", ""),
        subject=data.get("sujet", ""),
        channel=data.get("canal", ""),
        territory=place,
        answered=ANSWERED.get(data.get("reponse", ""), ""),
        text=data.get("q", "").strip()[:100],
        page=max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
    ), problem


def _place(asked: str, on: datetime.date) -> tuple[str, Refused | None]:
    """A territory from what was typed, and what could not be understood of it."""
    try:
        return (str(territories.understood(asked, on, field="lieu")) if asked else ""), None
    except Refused as refusal:
        return "", refusal


def _labels() -> dict[str, str]:
    return {
        "miennes": _("Les miennes"),
        "unite": _("Mon unité"),
        "retard": _("En retard"),
        "repondues": _("Répondues"),
        "sans": _("Sans solution connue"),
        "toutes": _("Toutes"),
    }


def lines(data: QueryDict, *, actor: Actor, on: datetime.date) -> Iterator[str]:
    """The whole list as CSV, semicolons and UTF-8 with its mark, as spreadsheets in French read it. No cell is a formula."""
    filters, _problem = read(data, on)
    yield BOM + line(
        "référence", "entreprise", "fictive", "commune", "sujet", "canal", "état", "réponse", "reçue le",
        "réponse attendue le", "jours ouvrés de retard", "interlocuteur", "unité",
    )  # fmt: skip
    for row in queries.whole(filters, actor=actor, on=on):
        yield line(
            row.reference, row.company_name, "oui" if row.is_fictional else "non", row.commune_name,
            row.subject_label, row.channel_label, row.state_label, row.answer_label,
            f"{clock.day_of(row.received_at):%Y-%m-%d}", f"{row.due_on:%Y-%m-%d}", str(row.days_late), row.lead.name, row.unit_name,
        )  # fmt: skip


def references(data: QueryDict, *, actor: Actor, on: datetime.date) -> tuple[str, ...]:
    """The requests that ``lines`` writes: whoever takes the file reads them all."""
    filters, _problem = read(data, on)
    return queries.references(filters, actor=actor, on=on)


def needs(report: GapReport) -> str:
    """The report of uncovered needs as CSV: the gaps, then the searches without result. No cell is a formula."""
    rows = [
        line("trimestre", "ce qui manque", "sujet", "territoire", "mots cherchés", "nombre"),
        *(
            line(report.quarter.code, row.motive_label, row.subject, row.territory, "", str(row.count))
            for row in report.rows
        ),
        *(
            line(
                report.quarter.code,
                "recherche sans résultat",
                row.subject,
                row.place,
                row.words,
                str(row.count),
            )
            for row in report.searches
        ),
    ]
    return BOM + "".join(rows)


def results(report: Report) -> str:
    """What became of requests as CSV: by quarter, by subject, by department. No cell is a formula."""
    groups = (
        (_("trimestre"), report.quarters),
        (_("sujet"), report.subjects),
        (_("département"), report.places),
    )
    rows = [
        line(
            report.quarter.code, report.place, kind, row.label, str(row.received), str(row.answered), str(row.in_time),
            str(row.late), str(row.uncovered), str(row.withdrawn),
        )
        for kind, found in groups
        for row in found
    ]  # fmt: skip
    head = line(
        "trimestre choisi", "territoire choisi", "ventilation", "ligne", "reçues", "répondues", "répondues à temps",
        "en retard", "sans solution", "retirées",
    )  # fmt: skip
    return BOM + head + "".join(rows)
