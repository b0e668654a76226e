"""What waits for an answer (H-073, H-074): the address of the page becomes filters, the rows become lines of a file."""

import datetime
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.crm.enums import ExportFormat
from maillage.modules.crm.exporting import opened
from maillage.modules.inquiries import answers
from maillage.modules.inquiries.queries import InquiryRow
from maillage.shared.directory import queries as directory

WAYS = ("person", "unit", "territory", "subject")
DIVISIONS = ("dep", "epci", "reg", "ze", "bv")
HEAD = (
    "référence", "entreprise", "commune", "sujet", "reçue le", "réponse attendue le", "jours sans réponse", "en retard",
    "interlocuteur", "unité", "état",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    """Everything the page shows. ``ways`` and ``divisions``: code and label; ``kept``: the address of the same list as a file;
    ``problem``: what of the address was not understood."""

    found: answers.Waiting
    filters: answers.WaitingFilters
    ways: tuple[tuple[str, str], ...]
    divisions: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]
    kept: str
    narrowed: bool
    problem: str


def read(data: QueryDict) -> answers.WaitingFilters:
    """The filters of an address; what means nothing is left out."""
    by, division = data.get("par", ""), data.get("decoupage", "")
    return answers.WaitingFilters(
        by=by if by in WAYS else "person",
        division=division if division in DIVISIONS else "dep",
        person=data.get("agent", "").strip()[:80],
        unit=data.get("unite", "").strip()[:80],
        subject=data.get("sujet", "").strip()[:40],
        territory=data.get("territoire", "").strip()[:500],
        late=bool(data.get("retard")),
    )


def page(data: QueryDict, *, actor: Actor, on: datetime.date) -> WaitingPage:
    """The list that an address asks for, on a day."""
    filters, problem = read(data), ""
    try:
        found = answers.waiting(filters, actor, on)
    except Refused as refused:
        problem = str(refused)
        found = answers.Waiting(rows=(), groups=(), late=0)
    return WaitingPage(
        found=found,
        filters=filters,
        ways=(
            ("person", _("par agent")),
            ("unit", _("par unité")),
            ("territory", _("par territoire")),
            ("subject", _("par sujet")),
        ),
        divisions=(
            ("dep", _("département")),
            ("epci", _("intercommunalité")),
            ("reg", _("région")),
            ("ze", _("zone d'emploi")),
            ("bv", _("bassin de vie")),
        ),
        subjects=tuple((one.code, one.label) for one in directory.subjects(on)),
        kept="?" + data.urlencode(),
        narrowed=any((filters.person, filters.unit, filters.subject, filters.territory, filters.late)),
        problem=problem,
    )


def file(
    data: QueryDict, file_format: str, *, actor: Actor, on: datetime.date
) -> tuple[bytes, tuple[str, ...]]:
    """The same list as CSV or as a workbook, and the references that it tells. No cell is a formula. Raises Refused."""
    found = answers.waiting(read(data), actor, on)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sans-reponse"
        with opened(path, ExportFormat(file_format), head=HEAD, title="Sans réponse") as lines:
            lines.write(_lines(found.rows, on))
        return path.read_bytes(), tuple(row.reference for row in found.rows)


def _lines(
    rows: tuple[InquiryRow, ...], on: datetime.date
) -> Iterator[tuple[str | int | datetime.date, ...]]:
    for row in rows:
        yield (
            row.reference,
            row.company_name,
            row.commune_name,
            row.subject_label,
            row.received_at.date(),
            row.due_on,
            row.unanswered_days or 0,
            _("oui") if row.due_on < on else _("non"),
            row.lead.name,
            row.unit_name,
            row.state_label,
        )
