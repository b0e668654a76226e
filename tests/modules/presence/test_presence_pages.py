"""The pages of who serves where: they answer whole or say what they did not understand, and their files say the same."""

import csv
import datetime
import html
import io
import re

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from tests.modules.presence.conftest import AVESNOIS, TOWN

from maillage.modules.schemes.models import Objective, Scheme
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Subject

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


@pytest.mark.parametrize("name", ["agents", "standings", "units", "operators", "publics", "partners"])
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


@pytest.mark.parametrize("name", ["index", "agents", "standings", "operators", "publics", "partners"])
def test_where_nothing_can_be_counted_no_page_says_that_nothing_is_missing(network, member, name):
    network.subject("export")
    network.region.perimeter = ""
    network.region.save()
    for query in ({}, {"sujet": "export"}, {"liste": "manques"}):
        page = member.get(reverse(f"presence:{name}"), query).content.decode().replace("&#x27;", "'")

        assert "Le périmètre du réseau n'est pas renseigné" in page
        assert "Aucun manque" not in page and "partout" not in page and "Aucune case vide" not in page


def test_a_list_without_any_subject_says_so(network, member):
    for name in ("agents", "standings", "operators"):
        page = member.get(reverse(f"presence:{name}")).content.decode()

        assert "Aucun sujet n'est proposé" in page.replace("&#x27;", "'")


def test_the_map_goes_from_the_emptiest_to_the_fullest_and_says_when_there_is_none(network, member):
    network.answers(network.office, network.subject("export"))
    network.officer(network.office, "ada", sector=f"com:{TOWN}")
    address = reverse("presence:agents")
    drawn = member.get(address, {"sujet": "export", "decoupage": "epci"})
    page = drawn.content.decode()

    assert [(area.code, area.step) for area in drawn.context["drawing"].areas] == [("200043404", 1)]
    assert 'data-code="200043404"' in page
    assert "11 sans personne, 1 avec une personne" in page
    without = member.get(address, {"sujet": "export", "decoupage": "frr"}).content.decode()
    assert "Pas de carte par" in without and "<figure" not in without


def test_a_file_of_a_subject_says_what_weighs_in_each_territory(network, member, counted):
    counted({TOWN: 40, "59012": 2})
    network.answers(network.office, network.subject("export"))
    network.officer(network.office, "ada", sector=f"com:{TOWN}")
    address = reverse("presence:file", args=["agents", "csv"])
    text = member.get(address, {"sujet": "export", "decoupage": "epci"}).content.decode("utf-8-sig")
    head, line = list(csv.reader(io.StringIO(text), delimiter=";"))
    told = dict(zip(head, line, strict=True))

    assert (told["communes"], told["sans personne"]) == ("12", "11")
    assert (told["établissements"], told["établissements sans personne"]) == ("42", "2")
    assert int(told["habitants"]) > int(told["habitants sans personne"]) > 0


def test_a_subject_whose_name_no_sheet_may_bear_still_makes_a_workbook(network, member):
    Subject.objects.create(code="export", label="=Vendre/acheter : [ailleurs] ?")
    address = reverse("presence:file", args=["communes", "xlsx"])

    assert member.get(address, {"sujet": "export"}).status_code == 200
    text = member.get(reverse("presence:file", args=["ecarts", "csv"])).content.decode("utf-8-sig")
    assert "'=Vendre/acheter" in text


def test_a_situation_of_the_page_opens_its_schemes(network, member):
    Objective.objects.create(slug="export", name="Vendre à l'étranger")
    scheme = Scheme.objects.create(
        slug="aide", title="Aide d'essai", status="published", family="economic_development", publics=["companies"]
    )  # fmt: skip
    scheme.objectives.set(Objective.objects.all())
    page = member.get(reverse("presence:situations")).content.decode()
    address = f"{reverse('presence:situation')}?besoin=export&amp;case=young-1"
    rows = member.get(address.replace("&amp;", "&")).content.decode()

    assert address in page
    assert "Aide d&#x27;essai" in rows and "aucune condition enregistrée" in rows
    assert member.get(reverse("presence:situation"), {"besoin": "rien", "case": "young-1"}).status_code == 404


@pytest.mark.requirement("H-201")
def test_the_claim_of_the_document_stands_beside_the_share(network, member):
    Objective.objects.create(slug="export", name="Vendre à l'étranger")
    page = member.get(reverse("presence:situations")).content.decode()

    assert "(quasiment) toutes les situations" in page
    assert "ligne 546" in page
    assert "<b>0 %</b>" in page.replace("\u00a0", " ")


def test_a_number_of_the_matrix_of_operators_opens_its_communes_and_their_file(network, member):
    network.answers(network.office, network.subject("a"))
    matrix = member.get(reverse("presence:operators")).content.decode()
    address = re.search(r'href="([^"]*communes/\?[^"]*organisme=[^"]*)"', matrix)
    assert address is not None
    page = member.get(html.unescape(address[1]))
    listed = page.content.decode()
    assert "12 communes couvertes" in listed and network.office.name in html.unescape(listed)
    query = html.unescape(address[1]).partition("?")[2]
    lines = member.get(reverse("presence:file", args=["communes-operateurs", "csv"]) + f"?{query}")
    assert lines.content.decode("utf-8-sig").count("\n") == 13


def test_what_no_division_holds_stays_so_when_the_question_changes(network, member):
    code = network.subject("a").code
    asked = {"sujet": code, "etat": "nobody", "reste": "1", "decoupage": "epci"}
    page = member.get(reverse("presence:operators_communes"), asked).content.decode()

    assert '<input type="hidden" name="reste" value="1">' in page
    assert '<input type="hidden" name="decoupage" value="epci">' in page


def test_an_invented_organisation_says_so_beside_the_communes_it_covers_and_in_their_file(network, member):
    subject = network.subject("a")
    network.answers(network.desk, subject, f"com:{TOWN}")
    Organization.objects.filter(pk=network.desk.organization_id).update(is_demo=True)
    asked = {"sujet": subject.code, "organisme": network.desk.organization.slug}

    page = html.unescape(member.get(reverse("presence:operators_communes"), asked).content.decode())
    file = member.get(reverse("presence:file", args=["communes-operateurs", "csv"]), asked)

    assert page.partition("</h1>")[0].count("badge demo") == 1
    assert (
        page.partition(f"({network.desk.name})</small>")[2].lstrip().startswith('<span class="badge demo">')
    )
    assert f"Chambre d'essai (fictif) ({network.desk.name})" in file.content.decode("utf-8-sig")
