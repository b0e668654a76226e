"""The pages of the spreadsheet of a plan, and of the plan of the next period."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.kit import clock
from maillage.modules.missions.models import ModeRecord, Plan, PlanImport

if TYPE_CHECKING:
    from django.test import Client

    Member = Callable[[str], Client]

ADDRESS = "/missions/srom-2017-2021/echanges/"

pytestmark = pytest.mark.usefixtures("demonstration")


def filled(client: "Client", holder: str) -> SimpleUploadedFile:
    """The exported file, where « Gestion du fonds social » is said to be integrated."""
    content = client.get(f"{ADDRESS}tableur.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["Modes"]
    heads = {cell.value: cell.column for cell in page[1]}
    line = next(row for row in range(2, page.max_row + 1) if page.cell(row, 1).value == "RH-REL-3")
    said = {
        "Mode (lettre)": "I",
        "Depuis": "01/01/2019",
        "Nature": "statut",
        "Option": "au niveau de la CCI régionale",
        "Titulaire": holder,
        "Source": "Délibération fictive n° 4",
    }
    for title, value in said.items():
        page.cell(line, heads[title]).value = value
    written = io.BytesIO()
    book.save(written)
    return SimpleUploadedFile("schema.xlsx", written.getvalue())


def test_a_director_reads_what_a_file_changes_before_applying_it_and_undoes_it(as_member: "Member") -> None:
    client = as_member("farid")
    answer = client.post(
        ADDRESS, {"act": "send", "file": filled(client, "CCI Pays de la Loire")}, follow=True
    )
    page = answer.content.decode()
    assert "RH-REL-3" in page and "Appliquer ces changements" in page
    assert not ModeRecord.objects.filter(mission__code="RH-REL-3").exists()
    where = answer.request["PATH_INFO"]
    page = client.post(where, {"act": "apply"}, follow=True).content.decode()
    assert ModeRecord.objects.get(mission__code="RH-REL-3").mode == "I"
    assert "Défaire cet import" in page
    client.post(where, {"act": "undo"}, follow=True)
    assert ModeRecord.objects.get(mission__code="RH-REL-3").withdrawn_at is not None


def test_a_refused_line_is_said_with_the_way_out_and_nothing_can_be_applied(as_member: "Member") -> None:
    client = as_member("farid")
    answer = client.post(ADDRESS, {"act": "send", "file": filled(client, "CCI de Nulle-Part")}, follow=True)
    page = answer.content.decode()
    assert "CCI de Nulle-Part" in page and "refusée" in page
    assert "Appliquer" not in page
    assert client.post(answer.request["PATH_INFO"], {"act": "apply"}).status_code == 422
    assert not ModeRecord.objects.filter(mission__code="RH-REL-3").exists()


def test_a_file_that_is_no_spreadsheet_is_refused_at_its_field(as_member: "Member") -> None:
    answer = as_member("farid").post(
        ADDRESS, {"act": "send", "file": SimpleUploadedFile("liste.csv", b"code;mode\n")}
    )
    assert answer.status_code == 422
    assert "tableur XLSX" in answer.content.decode()
    assert not PlanImport.objects.exists()


def test_an_elected_member_takes_the_file_away_and_sends_none(as_member: "Member") -> None:
    client = as_member("gaelle")
    page = client.get(ADDRESS).content.decode()
    assert "Tout le schéma (XLSX)" in page
    assert "Lire ce fichier" not in page
    assert client.get(f"{ADDRESS}tableur.xlsx?date=2017-06-01&projections=non").status_code == 200
    sent = PlanImport.objects.create(
        plan=Plan.objects.get(slug="srom-2017-2021"), name="schema.xlsx", sent_at=clock.now()
    )
    assert client.post(f"{ADDRESS}{sent.pk}/", {"act": "apply"}).status_code in (403, 404)


def test_an_administrator_prepares_the_next_period(as_member: "Member") -> None:
    answer = as_member("farid").post(
        "/missions/srom-2017-2021/periode-suivante/",
        {"act": "copy", "name": "SROM fictif 2027-2031", "starts_on": "2027-01-01", "ends_on": "2031-12-31"},
        follow=True,
    )
    assert answer.status_code == 200
    assert "SROM fictif 2027-2031" in answer.content.decode()
    assert Plan.objects.get(slug="srom-fictif-2027-2031").previous.slug == "srom-2017-2021"
