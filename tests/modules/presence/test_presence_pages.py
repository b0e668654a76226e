"""The pages of who serves where: they answer whole or say what they did not understand, and their files say the same."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from tests.modules.presence.conftest import AVESNOIS, TOWN

from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User

PAGES = (
    "index",
    "agents",
    "standings",
    "units",
    "operators",
    "publics",
    "schemes",
    "situations",
    "years",
    "partners",
)
FILES = (
    "agents", "ecarts", "unites", "operateurs", "rencontres", "publics", "situations", "annees", "partenaires",
)  # fmt: skip


@pytest.fixture
def member(network, client: Client) -> Client:
    """An elected member: reads, and changes nothing."""
    user = User.objects.create_user("elue@essai.invalid")
    RoleAssignment.objects.create(
        user=user,
        role="elected",
        organization=network.region,
        since=datetime.date(2026, 1, 1),
        given_by="essai",
    )
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_network_still_gives_a_page_that_teaches(network, member, name):
    assert member.get(reverse(f"presence:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["agents", "standings", "units", "operators", "publics"])
def test_a_territory_nobody_understands_is_said_and_kept_in_the_field(network, member, name):
    answer = member.get(reverse(f"presence:{name}"), {"territoire": "Nulle-Part-sur-Rien"})

    assert answer.status_code == 422
    assert "Aucun territoire ne s&#x27;appelle" in answer.content.decode()
    assert 'value="Nulle-Part-sur-Rien"' in answer.content.decode()


@pytest.mark.parametrize("which", FILES)
def test_each_table_downloads_as_csv_and_as_a_workbook_with_the_same_lines(network, member, which):
    network.answers(network.office, network.subject("export"))
    network.officer(network.office, "ada", sector=f"com:{TOWN}")
    text = member.get(reverse("presence:file", args=[which, "csv"])).content.decode("utf-8-sig")
    book = openpyxl.load_workbook(
        io.BytesIO(member.get(reverse("presence:file", args=[which, "xlsx"])).content)
    )
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert len(lines) == book.active.max_row
    assert lines[0][-1] == "au"


def test_a_file_of_communes_says_who_is_where(network, member):
    network.answers(network.office, network.subject("export"))
    network.officer(network.office, "ada", sector=f"com:{TOWN}")
    address = reverse("presence:file", args=["communes", "csv"])
    text = member.get(address, {"sujet": "export", "etat": "one"}).content.decode()

    assert "Fourmies" in text and "Ada Fictif (fictif)" in text
    assert text.count("\r\n") == 2


def test_a_cell_leads_to_communes_where_whoever_may_not_change_the_directory_is_told_who_does(
    network, member
):
    network.subject("export")
    board = member.get(reverse("presence:agents"), {"decoupage": "epci"}).content.decode()
    address = f"{reverse('presence:communes')}?sujet=export&amp;territoire={AVESNOIS.replace(':', '%3A')}"
    page = member.get(
        reverse("presence:communes"), {"sujet": "export", "territoire": AVESNOIS}
    ).content.decode()

    assert address in board
    assert "aucune unité n'en répond" in page.replace("&#x27;", "'")
    assert reverse("directory_settings:new_service") not in page
    assert "L'administration du réseau ajoute" in page.replace("&#x27;", "'")


def test_another_table_or_another_format_does_not_exist(network, member):
    assert member.get(reverse("presence:file", args=["tout", "csv"])).status_code == 404
    assert member.get(reverse("presence:file", args=["agents", "pdf"])).status_code == 404
    assert member.get(reverse("presence:communes"), {"sujet": "rien"}).status_code == 404
    assert member.get(reverse("presence:year", args=[2031])).status_code == 404


def test_the_claim_of_the_document_stands_beside_the_share(network, member):
    from maillage.modules.schemes.models import Objective

    Objective.objects.create(slug="export", name="Vendre à l'étranger")
    page = member.get(reverse("presence:situations")).content.decode()

    assert "(quasiment) toutes les situations" in page
    assert "ligne 546" in page
    assert "<b>0 %</b>" in page.replace("\u00a0", " ")
