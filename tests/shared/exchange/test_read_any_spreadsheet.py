"""Files as people have them: what can be read is read, what cannot is said by line and cell, nothing is guessed."""

import io
import random
import re
import string
import time
import tracemalloc
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart

from maillage.kit.errors import Refused
from maillage.shared.exchange import cells, raw_lines, reading
from maillage.shared.exchange.kinds import Field, guessed
from maillage.shared.files import kinds


def text(raw: bytes) -> tuple[list[raw_lines.RawLine], list[str]]:
    notes = raw_lines.Notes()
    found = list(reading.lines(io.BytesIO(raw), "csv", "", notes))
    return found, notes.sentences()


def book(*rows: list[object], merged: str = "", title: str = "Aides") -> io.BytesIO:
    made = openpyxl.Workbook()
    page = made.active
    page.title = title
    for row in rows:
        page.append(row)
    if merged:
        page.merge_cells(merged)
    written = io.BytesIO()
    made.save(written)
    return written


def sheet(file: io.BytesIO) -> tuple[list[raw_lines.RawLine], list[str]]:
    notes = raw_lines.Notes()
    found = list(reading.lines(file, "xlsx", "", notes))
    return found, notes.sentences()


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_separator_is_found(mark):
    found, _notes = text(
        mark.join(("Nom", "Ville", "Montant")).encode() + b"\n" + mark.join(("A", "B", "C")).encode()
    )
    assert [line.cells for line in found] == [["Nom", "Ville", "Montant"], ["A", "B", "C"]]


def test_a_file_of_two_encodings_is_read_line_by_line_and_told():
    found, notes = text("Nom;Ville\nÉtablissement;Évron\n".encode() + "Café;Laval\n".encode("cp1252"))
    assert [line.cells[0] for line in found] == ["Nom", "Établissement", "Café"]
    assert any("1 ligne" in one and "lignes 3" in one for one in notes)


def test_a_file_of_a_spreadsheet_in_utf16_is_read():
    found, _notes = text("Nom;Ville\nÉvron;Laval\n".encode("utf-16"))
    assert found[1].cells == ["Évron", "Laval"]


def test_a_cell_may_hold_a_line_break_and_a_separator():
    found, _notes = text(b'Nom;Objet\n"Zorga";"une ligne\nune autre; encore"\nTirlou;x\n')
    assert found[1].cells == ["Zorga", "une ligne\nune autre; encore"]
    assert len(found) == 3


def test_a_quote_that_is_not_closed_swallows_no_line_in_silence():
    found, notes = text(b'Nom;Ville;Aide\n"Zorga;Lille;A\nTirlou;Lens;B\nBalou;Arras;C\n')
    (sentence, _offered) = found[1].faults[0]
    assert "guillemet ouvert à la ligne 2" in sentence and "lignes 3 à 4" in sentence
    assert any("1 ligne" in one and "plusieurs lignes du fichier" in one for one in notes)


def test_a_quote_closed_lines_further_swallows_no_line_in_silence():
    found, _notes = text(b'Nom;Ville;Aide\n"Zorga;Lille;A\nTirlou;Lens;"B"\nBalou;Arras;C\n')
    assert "lignes 3 à 3" in found[1].faults[0][0]
    assert found[2].cells == ["Balou", "Arras", "C"]


def test_a_quote_open_on_the_last_line_is_said():
    found, _notes = text(b'Nom;Ville\nZorga;"Lille')
    assert found[1].cells == ["Zorga", "Lille"]
    assert "n'est pas refermé" in found[1].faults[1][0]


def test_a_mark_of_unicode_parts_no_line_of_a_file_in_utf16():
    found, _notes = text("Nom;Ville\r\nZorga\u2028Fils;Lille\r\n".encode("utf-16"))
    assert [line.cells for line in found] == [["Nom", "Ville"], ["Zorga\u2028Fils", "Lille"]]


def test_the_accents_of_an_old_mac_are_put_in_doubt_and_its_lines_are_read():
    found, notes = text("Nom;Ville\rCafé Zorga;Évron\rZorga;Laval\r".encode("mac-roman"))
    assert [line.number for line in found] == [1, 2, 3]
    assert any("accents douteux" in one and "lignes 2" in one for one in notes)
    assert not any("Windows" in one for one in notes)


def test_empty_lines_are_skipped_and_counted():
    found, notes = text(b"Nom;Ville\n;;\n\nZorga;Lille\n ; \n")
    assert [line.cells[0] for line in found] == ["Nom", "Zorga"]
    assert notes == ["3 lignes vides ignorées"]


def test_headings_come_after_a_title():
    found, _notes = text(b"Entreprises aidees\n\nNom;Ville\nZorga;Lille\n")
    assert reading.headings(iter(found), ()).cells == ["Nom", "Ville"]


def test_headings_are_known_under_a_title_of_several_cells():
    found, _notes = text("Aides 2019-2022;Direction DAEN\n\nRaison Sociale;Communé\nZorga;Lille\n".encode())
    assert reading.headings(iter(found), {"raison sociale", "commune"}).number == 3


def test_where_no_line_has_two_known_headings_the_first_of_two_cells_is_taken():
    found, _notes = text(b"Tiers fictif;Lieu\nNom;Lille\n")
    assert reading.headings(iter(found), {"nom", "commune"}).number == 1


def test_known_words_far_below_are_no_headings():
    found, _notes = text(b"Tiers;Lieu\n" + b"Zorga;Lille\n" * 25 + b"Nom;Commune\n")
    assert reading.headings(iter(found), {"nom", "commune"}).number == 1


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"un seul mot\n"])
def test_a_file_without_headings_is_refused(raw):
    with pytest.raises(Refused, match="Aucune ligne de titres"):
        reading.headings(iter(text(raw)[0]), ())


def test_a_formula_is_refused_with_what_to_do():
    found, _notes = sheet(book(["Nom", "Montant"], ["Zorga", "=1+1"]))
    assert found[1].cells == ["Zorga", ""]
    assert "formule" in found[1].faults[1][0]


def test_a_merged_cell_is_refused_where_it_is_only_meant_and_its_value_is_offered():
    found, notes = sheet(
        book(["Direction", "Nom"], ["Nord fictif", "Zorga"], [None, "Tirlou"], merged="A2:A3")
    )
    assert found[1].cells == ["Nord fictif", "Zorga"]
    sentence, offered = found[2].faults[0]
    assert "fusionnée avec la ligne 2" in sentence
    assert offered == "Nord fictif"
    assert "groupe de cellules fusionnées" in notes[0]


@pytest.mark.parametrize("said", ["A1", "A1:B2", "A1:C3"])
def test_a_spreadsheet_that_lies_about_its_size_loses_no_line(said):
    honest = book(["Nom", "Ville", "Aide"], *[[f"Atelier {rank}", "Lille", "A"] for rank in range(20)])
    lying = io.BytesIO()
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(lying, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{said}"'.encode(), old.read(name))
            )
    found, _notes = sheet(lying)
    assert [line.cells[0] for line in found] == ["Nom", *[f"Atelier {rank}" for rank in range(20)]]
    assert {len(line.cells) for line in found} == {3}


def merging(*refs: str, lines: int) -> io.BytesIO:
    """A sheet of so many lines, whose merged cells are those, however many they are."""
    honest = book(
        ["Nom", "Ville"],
        *[[f"Atelier {rank}", None if rank else "Lille"] for rank in range(lines)],
        merged="B2:B3",
    )
    made = io.BytesIO()
    told = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs).encode()
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"<mergeCell [^>]*/>", told, old.read(name)))
    return made


def test_sixty_thousand_merged_cells_cost_a_line_the_few_that_it_crosses():
    refs = [f"A{rank}:A{rank + 1}" for rank in range(1_000, 121_000, 2)]
    begun = time.process_time()
    found, notes = sheet(merging("B2:B3", *refs, lines=500))
    # All looked at for each line, they cost 0.13 s a line: more than a minute here.
    assert time.process_time() - begun < 15
    assert len(found) == 501
    assert "ligne 2" in found[2].faults[1][0]
    assert any("60001" in one.replace("\u202f", "").replace("\u00a0", "") for one in notes)


def test_merged_cells_that_cover_one_another_are_those_of_a_damaged_file():
    with pytest.raises(Refused) as refused:
        sheet(merging(*[f"A2:B{rank}" for rank in range(3, 1_000)], lines=5))
    assert refused.value.code == "exchange.damaged"


def test_a_number_and_a_day_of_a_spreadsheet_are_read_as_they_are():
    from datetime import date

    found, _notes = sheet(book(["SIRET", "Date"], [12345678900012, date(2020, 5, 12)]))
    assert found[1].cells == ["12345678900012", "2020-05-12"]


def test_two_sheets_are_named():
    made = openpyxl.Workbook()
    made.create_sheet("Suite")
    written = io.BytesIO()
    made.save(written)
    assert len(reading.sheets(written, "xlsx")) == 2


@pytest.mark.parametrize("drawn", [True, False])
def test_a_chart_is_no_sheet_to_read_and_spoils_no_other(drawn):
    made = openpyxl.Workbook()
    made.active.append(["Nom", "Ville"])
    chart = made.create_chartsheet("Graphe", 0)
    if drawn:
        chart.add_chart(BarChart())
    written = io.BytesIO()
    made.save(written)
    assert reading.sheets(written, "xlsx") == ("Sheet",)
    assert [line.cells for line in sheet(written)[0]] == [["Nom", "Ville"]]


def test_a_workbook_of_charts_alone_is_refused_with_what_to_do():
    made = openpyxl.Workbook()
    made.create_chartsheet("Graphe").add_chart(BarChart())
    made.remove(made["Sheet"])
    written = io.BytesIO()
    made.save(written)
    with pytest.raises(Refused, match="que des graphiques"):
        reading.sheets(written, "xlsx")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_spreadsheet_is_refused_with_a_sentence(share):
    whole = book(*[["Nom", "Ville"]] * 500).getvalue()
    cut = io.BytesIO(whole[: int(len(whole) * share)])
    with pytest.raises(Refused, match="abîmé ou incomplet"):
        list(reading.lines(cut, "xlsx", "", raw_lines.Notes()))


def test_a_bomb_disguised_as_a_spreadsheet_is_refused_before_it_is_unpacked():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    with pytest.raises(Refused, match="place démesurée"):
        kinds.read(SimpleUploadedFile("bombe.xlsx", written.getvalue()).file, "xlsx")


def test_a_file_of_200_000_lines_is_read_in_bounded_memory_and_one_more_is_refused():
    raw = io.BytesIO(b"Nom;Ville;SIRET\n" + b"Atelier Balibadine;Lille;00000001800010\n" * 200_000)
    tracemalloc.start()
    count = sum(1 for _line in reading.lines(raw, "csv", "", raw_lines.Notes()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 200_001
    assert peak < 20 << 20
    raw.seek(0, io.SEEK_END)
    raw.write(b"Atelier;Lille;\n")
    with pytest.raises(Refused, match="plus de 200 000 lignes"):
        list(reading.lines(raw, "csv", "", raw_lines.Notes()))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(raw):
    try:
        list(reading.lines(io.BytesIO(raw), "csv", "", raw_lines.Notes()))
    except Refused as refused:
        assert refused.way_out


@pytest.mark.parametrize("cell", ["1.23E+13", "1,23E+13", "1,23456789E+13", "1.2e13", " 1,23 E+13 "])
def test_lost_digits_are_refused_with_the_reason(cell):
    with pytest.raises(cells.WrongCell, match="ses derniers chiffres sont perdus") as wrong:
        cells.siret(cell)
    assert wrong.value.offered == ""


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("12/05/2020", "2020-05-12"),
        ("1.2.2021", "2021-02-01"),
        ("2020-05-12", "2020-05-12"),
        ("2019", "2019-01-01"),
    ],
)
def test_a_date_typed_as_text_is_read(cell, kept):
    assert cells.day(cell) == kept


@pytest.mark.parametrize(
    ("cell", "offered"),
    [("43963", "12/05/2020"), ("12/05/20", "12/05/2020"), ("31/02/2020", ""), ("mai 2020", "")],
)
def test_a_date_that_is_none_is_refused_and_what_it_may_be_is_offered(cell, offered):
    with pytest.raises(cells.WrongCell) as wrong:
        cells.day(cell)
    assert wrong.value.offered == offered


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("1 500,50 €", "1500.50"),
        ("12 000", "12000"),
        ("0", "0"),
        ("0,50", "0.50"),
        ("007", "7"),
        ("999999999999,99", "999999999999.99"),
    ],
)
def test_an_amount_is_read_as_french_writes_it(cell, kept):
    assert cells.amount(cell) == kept


@pytest.mark.parametrize(
    "cell", ["environ 1000", "1,5E+6", "12.34.56", "-500", "\u2212500", "1000000000000", "9" * 17]
)
def test_an_amount_that_is_none_is_refused(cell):
    with pytest.raises(cells.WrongCell):
        cells.amount(cell)


def test_columns_are_guessed_from_their_headings_each_once():
    fields = (
        Field(name="name", label="Nom", headings=("raison sociale",)),
        Field(name="town", label="Commune", headings=("ville",)),
    )
    assert guessed(fields, ["VILLE", "Raison  sociale", "Nom"]) == {"name": 1, "town": 0}
    assert guessed(fields, ["Tiers", "Ville"], {"name": "Tiers"}) == {"name": 0, "town": 1}


def test_random_tables_survive_the_way_out_and_back():
    from maillage.kit import sheets

    dice = random.Random(7)
    marks = string.ascii_letters + "éàç;\"'=+-@,\t 0123456789"
    for _ in range(50):
        rows = [
            ["".join(dice.choices(marks, k=dice.randrange(1, 12))).strip() or "x" for _ in range(4)]
            for _ in range(5)
        ]
        raw = (sheets.BOM + "".join(sheets.line(*row) for row in rows)).encode()
        found, _notes = text(raw)
        back = [
            [
                cell.removeprefix("'") if cell[1:2] in "=+-@\t" and len(cell) > 1 else cell
                for cell in line.cells
            ]
            for line in found
        ]
        assert back == [
            [cell.removeprefix("'") if cell[1:2] in "=+-@\t" and len(cell) > 1 else cell for cell in row]
            for row in rows
        ]
