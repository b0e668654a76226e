"""Where a function demands them, a box keeps its two parts whatever makes it: a split, a move, a line of a spreadsheet."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from tests.modules.missions.editing.conftest import NOW, SAID, Small, fact

from maillage.kit.errors import Refused
from maillage.modules.missions.adapters import View
from maillage.modules.missions.exchange import rows, writing
from maillage.modules.missions.exchange.sheets import PARTS, STRUCTURE, Sheet
from maillage.modules.missions.models import LocalPart, Mission, Placement, PlanImport
from maillage.modules.missions.operations import importing, placing, structure

pytestmark = pytest.mark.requirement("S-056")

ALL = View(day=date(2030, 1, 1))
NEW = {"level": "macro-processus", "code": "F-D-NEUVE", "label": "Recruter", "parent": "F-D"}
DATED = {"since": datetime.combine(date(2026, 1, 1), time()), "nature": "statut", "source": SAID}
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def demanding(small: Small) -> Small:
    """The function F asks its boxes for their two parts."""
    Mission.objects.filter(code="F").update(demands_parts=True)
    return small


def say(small: Small, code: str, **given: Any) -> LocalPart:
    words = {"local": "Accueillir", "regional": "Payer", "source": "Convention fictive", **given}
    told = {name: words.pop(name) for name in ("local", "regional")}
    return structure.say_parts(small.missions[code].pk, fact(**words), at=NOW, actor=small.director(), **told)


def elsewhere(small: Small) -> tuple[Mission, Mission]:
    """A domain of a function that demands nothing, and its box."""
    given = fact(since=date(2017, 1, 1))
    function = structure.create_function(
        small.plan.pk, "Autre", given, code="G", at=NOW, actor=small.actor("administrator", "national")
    )
    who = small.director()
    domain = structure.create_domain(function.pk, "Loin", given, code="G-D", at=NOW, actor=who)
    return domain, structure.create_box(domain.pk, "Boîte lointaine", given, code="G-D-1", at=NOW, actor=who)


def test_a_split_box_gives_its_parts_to_those_that_come_from_it(demanding: Small) -> None:
    told = say(demanding, "F-D-1", since=date(2020, 1, 1))
    made = structure.split(
        demanding.missions["F-D-1"].pk, ("Qualité", "Gestion"), fact(), at=NOW, actor=demanding.director()
    )
    for box in made:
        part = box.parts.get()
        assert (part.local, part.regional, part.since) == ("Accueillir", "Payer", date(2026, 1, 1))
        assert part.cited == told.cited


def test_a_box_without_parts_is_not_split_where_they_are_demanded(demanding: Small) -> None:
    with pytest.raises(Refused) as caught:
        structure.split(
            demanding.missions["F-D-1"].pk, ("Qualité", "Gestion"), fact(), at=NOW, actor=demanding.director()
        )
    assert (caught.value.code, caught.value.field) == ("missions.no_parts", "labels")
    assert not Placement.objects.filter(label="Qualité").exists()


@pytest.mark.parametrize("moved", ["box", "domain"])
def test_what_comes_under_a_function_that_demands_parts_says_them_first(demanding: Small, moved: str) -> None:
    domain, box = elsewhere(demanding)
    mission, parent = (box, "F-D") if moved == "box" else (domain, "F")

    def move() -> Placement:
        return placing.move(
            mission.pk, demanding.missions[parent].pk, fact(), at=NOW, actor=demanding.director()
        )

    with pytest.raises(Refused, match="ce qui se fait localement") as caught:
        move()
    assert (caught.value.code, caught.value.field) == ("missions.no_parts", "parent")
    assert "Boîte lointaine" in caught.value.way_out
    structure.say_parts(box.pk, fact(), local="Accueillir", regional="", at=NOW, actor=demanding.director())
    assert move().parent == demanding.missions[parent]


def test_a_box_that_lacks_its_parts_still_moves_inside_its_function(demanding: Small) -> None:
    placing.move(
        demanding.missions["F-D-1"].pk,
        demanding.missions["F-E"].pk,
        fact(),
        at=NOW,
        actor=demanding.director(),
    )


def say_line(book: Any, sheet: Sheet, **values: object) -> None:
    """One more line of a sheet."""
    page = book[sheet.title]
    line = page.max_row + 1
    for name, value in values.items():
        title = str(sheet.column(name).title)
        page.cell(line, next(cell.column for cell in page[1] if cell.value == title)).value = value


def file(small: Small, change: Callable[[Any], None] = lambda book: None) -> bytes:
    """The plan as it is exported now, changed as a person would."""
    made = writing.workbook(small.plan, rows.lines(small.plan.pk, ALL), ALL, at=NOW)
    book = openpyxl.load_workbook(io.BytesIO(made))
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def send(small: Small, content: bytes) -> PlanImport:
    return importing.prepare(small.plan.pk, content, name="plan.xlsx", at=LATER, actor=small.director())


def apply(small: Small, content: bytes) -> PlanImport:
    return importing.apply(send(small, content).pk, at=LATER, actor=small.director())


def with_box(book: Any) -> None:
    say_line(book, STRUCTURE, **NEW, **DATED)


def with_box_and_parts(book: Any) -> None:
    with_box(book)
    say_line(book, PARTS, code="F-D-NEUVE", local="Accueillir", **DATED)


def test_a_line_adds_a_box_with_its_parts_and_the_same_file_changes_nothing_more(demanding: Small) -> None:
    content = file(demanding, with_box_and_parts)
    sent = apply(demanding, content)
    assert sent.counts["created"] == 2, sent.lines
    made = Mission.objects.get(code="F-D-NEUVE")
    assert (made.parts.get().local, made.parts.get().regional) == ("Accueillir", "")
    for again in (content, file(demanding)):
        counts = send(demanding, again).counts
        assert counts["created"] == counts["changed"] == counts["refused"] == 0
    importing.undo(sent.pk, at=LATER, actor=demanding.director())
    assert not LocalPart.objects.filter(withdrawn_at__isnull=True).exists()
    assert not made.placements.filter(withdrawn_at__isnull=True).exists()


def test_a_line_that_adds_a_box_without_parts_says_where_to_write_them(demanding: Small) -> None:
    (line,) = send(demanding, file(demanding, with_box)).lines
    assert (line["effect"], line["sheet"], line["column"]) == ("refused", "Structure", "Code")
    assert "«\u00a0Parts\u00a0»" in line["way_out"]


def test_a_line_does_not_move_a_box_where_its_parts_are_demanded_without_them(demanding: Small) -> None:
    elsewhere(demanding)
    moved = {"level": "macro-processus", "code": "G-D-1", "label": "Boîte lointaine", "parent": "F-D"}

    def move(book: Any) -> None:
        say_line(book, STRUCTURE, **moved, **DATED)

    def move_with_parts(book: Any) -> None:
        move(book)
        say_line(book, PARTS, code="G-D-1", regional="Payer", **DATED)

    (line,) = send(demanding, file(demanding, move)).lines
    assert (line["effect"], line["column"]) == ("refused", "Sous (code)")
    assert send(demanding, file(demanding, move_with_parts)).counts["refused"] == 0


def test_corrected_parts_are_told_by_the_preview_and_come_back_when_undone(small: Small) -> None:
    before = say(small, "F-D-1")

    def correct(book: Any) -> None:
        page = book[PARTS.title]
        page.cell(
            2, next(cell.column for cell in page[1] if cell.value == "Part régionale")
        ).value = "Contrôler"

    sent = send(small, file(small, correct))
    [line] = sent.lines
    assert (line["effect"], line["code"]) == ("changed", "F-D-1")
    assert "Accueillir ; Contrôler" in line["words"].replace("\u00a0", " ")
    sent = importing.apply(sent.pk, at=LATER, actor=small.director())
    standing = LocalPart.objects.filter(mission=before.mission, withdrawn_at__isnull=True)
    assert standing.get().regional == "Contrôler"
    importing.undo(sent.pk, at=LATER, actor=small.director())
    assert (standing.get().local, standing.get().regional) == ("Accueillir", "Payer")


def test_a_file_without_the_sheet_of_parts_changes_none(small: Small) -> None:
    before = say(small, "F-D-1")

    def older(book: Any) -> None:
        del book[PARTS.title]
        with_box(book)

    assert apply(small, file(small, older)).counts["created"] == 1
    assert LocalPart.objects.get() == before
    assert before.withdrawn_at is None
