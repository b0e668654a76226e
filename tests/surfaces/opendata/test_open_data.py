"""Anyone takes what the network publishes; no cell is a formula; the licence is the network's to choose."""

import csv
import html
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from maillage.kit import clock
from maillage.shared.directory.models import Organization, Subject
from maillage.surfaces.opendata import tables

NAMES = [table.name for table in tables.TABLES]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_says_the_same_to_a_spreadsheet_and_to_a_program(name: str, client: Client, db: None) -> None:
    Organization.objects.create(slug="un", name="Un organisme fictif", is_demo=True)
    text = client.get(reverse("opendata:table", args=[name, "csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    told = json.loads(client.get(reverse("opendata:table", args=[name, "json"])).content)
    assert len(rows) == len(told)
    assert all(set(row) == set(one) for row, one in zip(rows, told, strict=True))


def test_no_cell_is_a_formula(client: Client, db: None) -> None:
    Organization.objects.create(slug="un", name='=HYPERLINK("https://ailleurs.invalid")', is_demo=True)
    text = client.get(reverse("opendata:table", args=["organismes", "csv"])).content.decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(text), delimiter=";") if row["identifiant"] == "un")
    assert row["nom"].startswith("'=")


def test_the_licence_is_the_one_that_the_network_chose(client: Client, db: None, settings: object) -> None:
    assert "à choisir par le réseau" in client.get("/donnees/").content.decode()
    settings.NETWORK_OPEN_LICENCE = "Licence du réseau"  # type: ignore[attr-defined]
    assert "Licence du réseau" in client.get("/donnees/").content.decode()


@pytest.mark.parametrize("address", ["/donnees/rien.csv", "/donnees/organismes.xls"])
def test_what_is_not_published_is_not_found(address: str, client: Client, db: None) -> None:
    assert client.get(address).status_code == 404


def test_the_page_gives_a_question_that_the_api_answers(client: Client, db: None) -> None:
    assert "<code>" not in client.get(reverse("opendata:data")).content.decode()
    Subject.objects.create(code="financer-fictif", label="Financer un projet fictif")

    address = tables.question(clock.today())

    assert html.escape(address) in client.get(reverse("opendata:data")).content.decode()
    assert client.get(address).status_code in (200, 422)
