"""A plan goes out as a spreadsheet and comes back: unchanged, corrected, refused by line, undone."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import openpyxl
import pytest

from maillage.kit import clock
from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.errors import ManyRefused, NotVisible, Refused
from maillage.modules.missions import attested, editing, queries
from maillage.modules.missions.adapters import View
from maillage.modules.missions.enums import ImportState
from maillage.modules.missions.exchange import reading, rows, writing
from maillage.modules.missions.exchange.sheets import MODES, STRUCTURE, Sheet
from maillage.modules.missions.inputs import ModeInput
from maillage.modules.missions.models import Mission, ModeRecord, Placement, Plan, PlanImport
from maillage.modules.missions.operations import importing, modes
from maillage.shared.directory.models import Organization

SROM = "srom-2017-2021"
LATER = View(day=date(2030, 1, 1))

pytestmark = pytest.mark.usefixtures("srom")


@pytest.fixture
def director() -> Actor:
    """Whoever directs for the CCI Pays de la Loire."""
    organization = Organization.objects.get(slug="cci-pays-de-la-loire").pk
    grant = Grant(role="director", organization=organization)
    return Actor(ActorKind.PERSON, "direction", organization=organization, grants=(grant,))


def first_of(year: int) -> datetime:
    """What a spreadsheet holds for 1 January: a day, with an hour and without a zone."""
    return datetime.combine(date(year, 1, 1), time())


def plan() -> Plan:
    return Plan.objects.get(slug=SROM)


def exported() -> bytes:
    row = plan()
    return writing.workbook(row, rows.lines(row.pk, LATER), LATER, at=clock.now())


@cache
def untouched() -> bytes:
    """The plan of the package, made once: every test starts from it."""
    return exported()


def column(page: Any, sheet: Sheet, name: str) -> int:
    title = str(sheet.column(name).title)
    return next(cell.column for cell in page[1] if cell.value == title)


def line_of(page: Any, sheet: Sheet, **wanted: object) -> int:
    """The number of the first line whose cells are these."""
    for number in range(2, page.max_row + 1):
        if all(page.cell(number, column(page, sheet, name)).value == value for name, value in wanted.items()):
            return number
    raise AssertionError(wanted)


@pytest.fixture
def changed() -> Callable[[Callable[[Any], None]], bytes]:
    """The exported file, changed as a person would with a spreadsheet."""

    def change(how: Callable[[Any], None]) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(untouched()))
        how(book)
        written = io.BytesIO()
        book.save(written)
        return written.getvalue()

    return change


def say(page: Any, line: int, sheet: Sheet, **values: object) -> None:
    for name, value in values.items():
        page.cell(line, column(page, sheet, name)).value = value


def integrated(book: Any) -> None:
    """The box « Réalisation des paies » is integrated from 2019 on."""
    page = book["Modes"]
    say(
        page,
        line_of(page, MODES, code="RH-PAY-7"),
        MODES,
        mode="I",
        since=first_of(2019),
        nature="statut",
        option="par délégation de gestion",
        variant="infra-régionale, vers une CCI territoriale",
        holder="CCI Nantes St-Nazaire",
        source="Délibération fictive n° 3",
    )


def test_a_plan_sent_back_as_it_came_changes_nothing(director: Actor) -> None:
    sent = importing.prepare(plan().pk, untouched(), name="srom.xlsx", at=clock.now(), actor=director)
    assert sent.counts["created"] == sent.counts["changed"] == sent.counts["refused"] == 0
    assert sent.counts["unchanged"] > 300
    assert sent.lines == []


def test_the_file_says_letters_and_typed_days() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported()))
    assert book.sheetnames == ["Lisez-moi", "Structure", "Modes", "Annotations", "Titulaires", "Parts"]
    page = book["Modes"]
    line = line_of(page, MODES, code="FIN-CS-1")
    assert page.cell(line, column(page, MODES, "mode")).value == "I"
    assert page.cell(line, column(page, MODES, "since")).value == first_of(2017)
    assert page.cell(line_of(page, MODES, code="FIN-DF-1"), column(page, MODES, "mode")).value == "?"


def test_a_day_asked_gives_what_was_true_then() -> None:
    found = rows.lines(plan().pk, View(day=date(2013, 6, 1), projections=False))
    assert not [row for row in found[STRUCTURE.code] if row.values["since"] > "2013-06-01"]
    assert [row for row in found[STRUCTURE.code] if row.values["code"] == "RH-PAY-1"]


def test_text_that_looks_like_a_formula_is_written_as_text(director: Actor) -> None:
    Placement.objects.filter(mission__code="FIN-DF-1").update(label='=HYPERLINK("http://ailleurs")')
    page = openpyxl.load_workbook(io.BytesIO(exported()))["Structure"]
    cell = page.cell(line_of(page, STRUCTURE, code="FIN-DF-1"), column(page, STRUCTURE, "label"))
    assert cell.data_type == "s"


def test_a_preview_writes_nothing(director: Actor, changed: Callable[..., bytes]) -> None:
    before = ModeRecord.objects.count()
    sent = importing.prepare(plan().pk, changed(integrated), name="a.xlsx", at=clock.now(), actor=director)
    assert [(line["code"], line["effect"]) for line in sent.lines] == [("RH-PAY-7", "created")]
    assert ModeRecord.objects.count() == before
    assert sent.state == ImportState.PREVIEWED


def test_what_was_previewed_is_written_then_undone(director: Actor, changed: Callable[..., bytes]) -> None:
    sent = importing.prepare(plan().pk, changed(integrated), name="a.xlsx", at=clock.now(), actor=director)
    importing.apply(sent.pk, at=clock.now(), actor=director)
    record = ModeRecord.objects.get(mission__code="RH-PAY-7")
    assert (record.mode, record.holder.name, record.complete) == ("I", "CCI Nantes St-Nazaire", True)
    importing.undo(sent.pk, at=clock.now(), actor=director)
    record.refresh_from_db()
    assert record.withdrawn_at is not None
    assert PlanImport.objects.get(pk=sent.pk).state == ImportState.UNDONE


def test_an_integration_without_a_holder_is_refused_on_its_line(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    def without_holder(book: Any) -> None:
        integrated(book)
        page = book["Modes"]
        say(page, line_of(page, MODES, code="RH-PAY-7"), MODES, holder=None)

    sent = importing.prepare(
        plan().pk, changed(without_holder), name="a.xlsx", at=clock.now(), actor=director
    )
    (line,) = sent.lines
    assert (line["effect"], line["column"]) == ("refused", "Titulaire")
    with pytest.raises(ManyRefused):
        importing.apply(sent.pk, at=clock.now(), actor=director)
    assert not ModeRecord.objects.filter(mission__code="RH-PAY-7").exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"since": "31/02/2019"}, "n'existe pas au calendrier"),
        ({"holder": "CCI de Nulle-Part"}, "n'est pas dans l'annuaire"),
        ({"note": "=1+1"}, "formule"),
        ({"nature": "rumeur"}, "n'est pas un des mots"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_its_line(
    values: dict[str, object], code: str, director: Actor, changed: Callable[..., bytes]
) -> None:
    def wrong(book: Any) -> None:
        integrated(book)
        page = book["Modes"]
        say(page, line_of(page, MODES, code="RH-PAY-7"), MODES, **values)

    sent = importing.prepare(plan().pk, changed(wrong), name="a.xlsx", at=clock.now(), actor=director)
    refused = [line for line in sent.lines if line["effect"] == "refused"]
    assert len(refused) == 1
    assert code in refused[0]["words"]
    assert refused[0]["line"] > 1 and refused[0]["way_out"]


def test_an_unknown_domain_is_refused(director: Actor, changed: Callable[..., bytes]) -> None:
    def wrong(book: Any) -> None:
        page = book["Structure"]
        number = page.max_row + 1
        say(
            page,
            number,
            STRUCTURE,
            level="macro-processus",
            code="FIN-XX-1",
            label="Boîte d'un domaine inconnu",
            parent="FIN-XX",
            since=first_of(2019),
            nature="statut",
            source="Note fictive",
        )

    sent = importing.prepare(plan().pk, changed(wrong), name="a.xlsx", at=clock.now(), actor=director)
    (line,) = sent.lines
    assert "FIN-XX" in line["words"]
    assert line["column"] == "Sous (code)"


def test_a_new_domain_and_its_box_are_made_then_undone(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    def more(book: Any) -> None:
        page = book["Structure"]
        common = {"since": first_of(2019), "nature": "statut", "source": "Note fictive"}
        number = page.max_row + 1
        say(
            page,
            number,
            STRUCTURE,
            level="macro-processus",
            code="FIN-XX-1",
            label="Boîte",
            parent="FIN-XX",
            **common,
        )
        say(
            page,
            number + 1,
            STRUCTURE,
            level="domaine",
            code="FIN-XX",
            label="Domaine",
            parent="FIN",
            **common,
        )

    sent = importing.prepare(plan().pk, changed(more), name="a.xlsx", at=clock.now(), actor=director)
    assert sent.counts["created"] == 2, sent.lines
    importing.apply(sent.pk, at=clock.now(), actor=director)
    assert Mission.objects.filter(code="FIN-XX-1").exists()
    importing.undo(sent.pk, at=clock.now(), actor=director)
    assert not Placement.objects.filter(mission__code="FIN-XX-1", withdrawn_at__isnull=True).exists()


def test_a_corrected_label_keeps_its_mission_and_comes_back_when_undone(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    def rename(book: Any) -> None:
        page = book["Structure"]
        number = line_of(page, STRUCTURE, code="FIN-CB-1", since=first_of(2017))
        say(page, number, STRUCTURE, label="Paiements et encaissements")

    sent = importing.prepare(plan().pk, changed(rename), name="a.xlsx", at=clock.now(), actor=director)
    assert sent.counts["changed"] == 1, sent.lines
    importing.apply(sent.pk, at=clock.now(), actor=director)
    standing = Placement.objects.filter(
        mission__code="FIN-CB-1", since=date(2017, 1, 1), withdrawn_at__isnull=True
    )
    assert standing.get().label == "Paiements et encaissements"
    importing.undo(sent.pk, at=clock.now(), actor=director)
    assert standing.get().label == "Gestion des paiements et encaissements"


def test_an_import_on_which_somebody_built_is_not_undone(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    sent = importing.prepare(plan().pk, changed(integrated), name="a.xlsx", at=clock.now(), actor=director)
    importing.apply(sent.pk, at=clock.now(), actor=director)
    record = ModeRecord.objects.get(mission__code="RH-PAY-7")
    modes.withdraw(record.pk, why="Autre décision.", at=clock.now(), actor=director)
    with pytest.raises(Refused) as refusal:
        importing.undo(sent.pk, at=clock.now(), actor=director)
    assert "Réalisation des paies" in refusal.value.sentence


def new_box(**said: object) -> Callable[[Any], None]:
    """A line more under a domain of finances, with what a test says of it."""

    def more(book: Any) -> None:
        page = book["Structure"]
        given = {
            "level": "macro-processus",
            "code": "FIN-NEUVE",
            "label": "Boîte neuve fictive",
            "parent": "FIN-CB",
            "since": first_of(2019),
            "nature": "statut",
            "source": "Note fictive",
        }
        say(page, page.max_row + 1, STRUCTURE, **{**given, **said})

    return more


@pytest.mark.parametrize("rank", ["²", "99999999999999999999", 40000, 1e300])
def test_a_rank_that_no_table_holds_is_refused_on_its_line(
    director: Actor, changed: Callable[..., bytes], rank: object
) -> None:
    sent = importing.prepare(
        plan().pk, changed(new_box(position=rank)), name="a.xlsx", at=clock.now(), actor=director
    )
    (line,) = sent.lines
    assert (line["effect"], line["column"]) == ("refused", "Rang")


@pytest.mark.parametrize("code", ["RH Z é", "C" * 60])
def test_a_code_that_would_change_is_refused(
    director: Actor, changed: Callable[..., bytes], code: str
) -> None:
    sent = importing.prepare(
        plan().pk, changed(new_box(code=code)), name="a.xlsx", at=clock.now(), actor=director
    )
    (line,) = sent.lines
    assert (line["effect"], line["column"]) == ("refused", "Code")


def test_a_file_cut_inside_is_refused_as_no_spreadsheet(director: Actor) -> None:
    whole = zipfile.ZipFile(io.BytesIO(untouched()))
    for damaged in ("xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"):
        cut = io.BytesIO()
        with zipfile.ZipFile(cut, "w") as written:
            for name in whole.namelist():
                content = whole.read(name)
                written.writestr(name, content[: len(content) // 2] if name == damaged else content)
        with pytest.raises(Refused) as refusal:
            importing.prepare(plan().pk, cut.getvalue(), name="a.xlsx", at=clock.now(), actor=director)
        assert refusal.value.code == "missions.not_a_spreadsheet", damaged


def test_a_preview_is_not_written_over_what_somebody_changed_meanwhile(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    read_at = clock.now()
    sent = importing.prepare(plan().pk, changed(integrated), name="a.xlsx", at=read_at, actor=director)
    other = importing.prepare(plan().pk, changed(integrated), name="b.xlsx", at=read_at, actor=director)
    importing.apply(other.pk, at=read_at + timedelta(minutes=1), actor=director)
    record = ModeRecord.objects.get(mission__code="RH-PAY-7")
    modes.withdraw(record.pk, why="Décision fictive", at=read_at + timedelta(minutes=2), actor=director)
    with pytest.raises(ManyRefused) as refused:
        importing.apply(sent.pk, at=read_at + timedelta(minutes=3), actor=director)
    assert "depuis l'aperçu" in refused.value.refusals[0].sentence
    assert not ModeRecord.objects.filter(mission__code="RH-PAY-7", withdrawn_at=None).exists()


def test_an_import_is_not_undone_once_the_mode_changed_after_it(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    at = clock.now()
    sent = importing.prepare(plan().pk, changed(integrated), name="a.xlsx", at=at, actor=director)
    importing.apply(sent.pk, at=at, actor=director)
    record = ModeRecord.objects.get(mission__code="RH-PAY-7")
    given = ModeInput(
        since=date(2024, 1, 1),
        source="Délibération fictive",
        mode="A",
        reason="relevance",
        local_managers=(Organization.objects.get(slug="cci-vendee").pk,),
    )
    modes.record(record.mission_id, given, at=at + timedelta(days=1), actor=director)
    with pytest.raises(Refused, match="Réalisation des paies"):
        importing.undo(sent.pk, at=at + timedelta(days=2), actor=director)


def test_what_an_undone_import_made_is_neither_found_nor_counted(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    before = queries.plan(SROM, director).card.boxes
    sent = importing.prepare(plan().pk, changed(new_box()), name="a.xlsx", at=clock.now(), actor=director)
    importing.apply(sent.pk, at=clock.now(), actor=director)
    assert queries.plan(SROM, director).card.boxes == before + 1
    importing.undo(sent.pk, at=clock.now(), actor=director)
    assert queries.plan(SROM, director).card.boxes == before
    assert not queries.find("neuve fictive", director).missions


@pytest.mark.requirement("S-031")
def test_how_a_box_was_read_stays_when_another_column_is_corrected(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    row = Placement.objects.filter(
        mission__plan=plan(), legibility="repaired", withdrawn_at=None, mission__level="macro_process"
    ).first()
    assert row is not None

    def remark(book: Any) -> None:
        page = book["Structure"]
        number = line_of(page, STRUCTURE, code=row.mission.code, since=first_of(row.since.year))
        say(page, number, STRUCTURE, note="Remarque fictive")

    sent = importing.prepare(plan().pk, changed(remark), name="a.xlsx", at=clock.now(), actor=director)
    importing.apply(sent.pk, at=clock.now(), actor=director)
    again = Placement.objects.get(mission=row.mission, since=row.since, withdrawn_at=None)
    assert (again.note, again.legibility) == ("Remarque fictive", "repaired")


def test_a_file_that_is_no_spreadsheet_is_refused(director: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        importing.prepare(plan().pk, b"PK\x03\x04 rien", name="a.xlsx", at=clock.now(), actor=director)
    assert refusal.value.code == "missions.not_a_spreadsheet"


def test_a_sheet_without_its_columns_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Modes"
    book.active.append(["Code", "Mode (lettre)"])
    written = io.BytesIO()
    book.save(written)
    with pytest.raises(Refused) as refusal:
        reading.read(written.getvalue())
    assert refusal.value.code == "missions.no_column"


def test_whoever_only_reads_sends_nothing() -> None:
    organization = Organization.objects.get(slug="cci-vendee").pk
    agent = Actor(
        ActorKind.PERSON,
        "agent",
        organization=organization,
        grants=(Grant(role="agent", organization=organization),),
    )
    with pytest.raises(Refused) as refusal:
        importing.prepare(plan().pk, untouched(), name="a.xlsx", at=clock.now(), actor=agent)
    assert refusal.value.code == "missions.rights"


def test_a_name_that_holds_a_semicolon_comes_back_whole(director: Actor) -> None:
    row = Organization.objects.get(slug="cci-mayenne")
    row.name = "CCI fictive ; « Nord »"
    row.save()
    said = ModeInput(
        since=date(2019, 1, 1),
        source="Note fictive",
        mode="A",
        local_managers=(row.pk, Organization.objects.get(slug="cci-vendee").pk),
    )
    modes.record(Mission.objects.get(plan=plan(), code="RH-PAY-7").pk, said, at=clock.now(), actor=director)
    sent = importing.prepare(plan().pk, exported(), name="plan.xlsx", at=clock.now(), actor=director)
    assert (sent.counts["changed"], sent.counts["refused"]) == (0, 0)


def test_a_function_that_an_undone_import_made_has_no_map_and_is_not_offered(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    administrator = Actor(ActorKind.IMPORT, "import")

    def another(book: Any) -> None:
        page = book[STRUCTURE.title]
        line = page.max_row + 1
        said = {"level": "fonction", "code": "NEUVE", "label": "Fonction neuve fictive"}
        say(page, line, STRUCTURE, **said, since=first_of(2020), nature="statut", source="Note fictive")

    sent = importing.prepare(plan().pk, changed(another), name="f.xlsx", at=clock.now(), actor=administrator)
    importing.apply(sent.pk, at=clock.now(), actor=administrator)
    made = Mission.objects.get(plan=plan(), code="NEUVE").pk
    listed = (editing.functions, attested.parts)
    assert all(made in dict(offered(plan().pk)) for offered in listed)
    assert queries.map_of(SROM, "NEUVE", actor=director).function == "Fonction neuve fictive"
    importing.undo(sent.pk, at=clock.now(), actor=administrator)
    assert not any(made in dict(offered(plan().pk)) for offered in listed)
    assert "NEUVE" not in {card.code for card in queries.functions(SROM, director)}
    with pytest.raises(NotVisible):
        queries.map_of(SROM, "NEUVE", actor=director)


def test_a_frame_that_an_undone_import_brought_is_offered_no_more(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    def harmonized(book: Any) -> None:
        page = book[MODES.title]
        line = line_of(page, MODES, code="RH-PAY-7")
        say(
            page,
            line,
            MODES,
            mode="H",
            frames="Cadre fictif (version 3)",
            since=first_of(2020),
            nature="statut",
            source="Note fictive",
        )

    def offered() -> list[str]:
        return [name for _pk, name in editing.frames(plan().pk) if "fictif" in name]

    for _time in range(2):
        sent = importing.prepare(
            plan().pk, changed(harmonized), name="plan.xlsx", at=clock.now(), actor=director
        )
        importing.apply(sent.pk, at=clock.now(), actor=director)
        assert offered() == ["Cadre fictif, version 3"]
        importing.undo(sent.pk, at=clock.now(), actor=director)
        assert offered() == []


def test_a_file_that_is_not_applied_is_read_by_who_may_apply_it(
    director: Actor, changed: Callable[..., bytes]
) -> None:
    sent = importing.prepare(plan().pk, changed(integrated), name="plan.xlsx", at=clock.now(), actor=director)
    on = clock.today()
    reader = Actor(
        ActorKind.PERSON,
        "élue",
        organization=director.organization,
        grants=(Grant(role="elected", organization=director.organization),),
        reads_only=True,
    )
    assert queries.sent_file(SROM, sent.pk, actor=director, on=on).card.waiting
    with pytest.raises(NotVisible):
        queries.sent_file(SROM, sent.pk, actor=reader, on=on)
    assert not queries.exchanges(SROM, actor=reader, on=on).imports
    importing.apply(sent.pk, at=clock.now(), actor=director)
    assert queries.sent_file(SROM, sent.pk, actor=reader, on=on).card.applied
