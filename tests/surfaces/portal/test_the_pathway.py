"""The pathway: three steps at most, one contact each, every aid with its reason."""

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.modules.crm.models import Company
from maillage.modules.inquiries.enums import Profile
from maillage.modules.inquiries.models import RoutingTable
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Service

STATE = "commune=59350&naf=10.71C&effectif=8&profil=tpe&sujet=financer&avancement=preparing"


@pytest.mark.requirement("H-154")
@pytest.mark.parametrize("profile", [profile.value for profile in Profile])
def test_there_are_three_next_steps_at_most_each_with_one_organisation(pathway, profile):
    page = pathway(f"commune=59350&profil={profile}&sujet=innover&avancement=idea").content.decode()
    steps = re.search(r'<ol class="steps">(.*?)</ol>', page, re.DOTALL)[1].split("<li")[1:]
    assert 1 <= len(steps) <= 3
    for step in steps:
        assert len(re.findall(r'<b lang="fr">[^<]+</b>', step)) == 1
        contact = re.search(r"Contact.*?<a href=\"([^\"]+)\">([^<]+)</a>", step, re.DOTALL)
        assert contact[1] == "#demande" or contact[1].startswith(
            ("http", "tel:", "mailto:", "/organisations/")
        )
        assert contact[2].strip()


@pytest.mark.requirement("H-200")
def test_every_published_scheme_is_reached_from_the_entry_of_companies(client, demonstration, links):
    siren = Company.objects.filter(establishments__commune="59350").order_by("pk").first().siren
    found = client.get("/commencer/", {"q": siren})
    question = client.get(links(found, "/commencer/question/?entreprise=")[0])
    page = client.get(links(question, "/parcours/?")[0])
    reached = {one.removeprefix("/aides/").rstrip("/") for one in links(page, "/aides/")}
    published = Scheme.objects.filter(status="published")
    runners = published.values_list("roles__organization", flat=True)
    assert len(set(runners)) > 3, "whichever organisation runs them"
    assert set(published.values_list("slug", flat=True)) <= reached


@pytest.mark.requirement("H-164")
def test_the_pathway_can_be_printed_and_kept(pathway, client):
    page = pathway().content.decode()
    assert "data-print" in page and "/parcours/parcours.pdf?commune=59350" in page


def test_a_refusal_is_explained_and_says_the_nearest_change(pathway):
    page = pathway("commune=59350&profil=tpe&sujet=financer&effectif=14&creation=01/03/2010").content.decode()
    no = page[page.index('id="non"') :]
    assert "Non" in no and "14 salariés" in no and "Et si" in no


def test_without_a_subject_nobody_is_promised_and_one_can_be_chosen(pathway):
    page = pathway("commune=59350").content.decode()
    assert 'class="steps"' not in page and 'id="champ-sujet"' in page


def test_before_a_request_a_team_is_named_and_no_person(pathway):
    page = pathway().content.decode()
    who = re.search(r'id="qui".*?</section>', page, re.DOTALL)[0]
    names = [card.short for card in directory.people(clock.today())]
    assert names and not [name for name in names if name in who]


@pytest.mark.requirement("H-164")
def test_the_document_is_read_back_with_its_title_and_its_steps(client, demonstration):
    answer = client.get(f"/parcours/parcours.pdf?{STATE}")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    assert reader.metadata.title == "Votre parcours"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Qui vous répondra" in text and "8 salariés" in text


def test_a_machine_without_pdf_says_so_and_loses_nothing(client, demonstration, monkeypatch):
    from maillage.surfaces.portal.views import document

    def refuse(*_args: object, **_named: object) -> bytes:
        raise Refused("pdf", "Pas de PDF ici.", way_out="Imprimez la page.")

    monkeypatch.setattr(document, "pdf", refuse)
    answer = client.get(f"/parcours/parcours.pdf?{STATE}")
    assert answer.status_code == 503
    assert f"/parcours/?{STATE.split('&')[0]}" in answer.content.decode()


def test_the_pathway_speaks_english_too(client, demonstration):
    client.get("/langue/en/")
    page = client.get(f"/parcours/?{STATE}").content.decode()
    assert "Your pathway" in page and "Send my request" in page
    text = (
        PdfReader(io.BytesIO(client.get(f"/parcours/parcours.pdf?{STATE}").content)).pages[0].extract_text()
    )
    assert "Your pathway" in text


def test_a_company_outside_the_region_is_told_so_first_and_who_answers(pathway):
    page = pathway("commune=13055&profil=pme&sujet=innover").content.decode()
    assert page.index("Marseille est hors du territoire du réseau") < page.index('id="qui"')
    assert "Une équipe vous répond quand même" in page


def test_a_place_that_nobody_serves_is_told_so_first(pathway):
    Service.objects.all().delete()
    RoutingTable.objects.update(since=clock.today() + timedelta(days=1))
    page = pathway("commune=59350&profil=pme&sujet=innover").content.decode()
    assert page.index("Personne du réseau n") < page.index('id="qui"')
    assert "ce manque est compté" in page


def test_why_a_team_answers_is_told_in_the_words_of_the_company(pathway):
    page = pathway().content.decode()
    who = re.search(r'id="qui".*?</section>', page, re.DOTALL)[0]
    assert "Parce que vous avez répondu « Financer un investissement »" in who.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "votre commune est Lille" in who
    assert "Règle" not in who and "table n°" not in who
    assert who.index("Région Hauts-de-France") < who.index("(")


def counted(page, name):
    return int(re.search(rf'<li class="{name}"><a[^>]*>.*?<b>(\d+)</b>', page, re.DOTALL)[1])


def test_nothing_is_meant_for_a_bakery_that_only_wants_to_pay_for_an_oven(pathway):
    page = pathway().content.decode()
    assert "faite pour vous" not in page and "ouverte à tous" in page
    steps = re.search(r'<ol class="steps">(.*?)</ol>', page, re.DOTALL)[1]
    assert "/aides/" not in steps, "no scheme is named that nobody said to be for this company"


def test_what_one_chose_makes_a_scheme_meant_for_one_and_names_it_in_the_step(pathway):
    page = pathway(STATE.replace("sujet=financer", "sujet=transition&objectif=energy")).content.decode()
    steps = re.search(r'<ol class="steps">(.*?)</ol>', page, re.DOTALL)[1]
    assert "faite pour vous" in page and "/aides/" in steps
    assert "comportement" not in steps, "the one that serves every objective comes after"


def test_the_number_of_aids_one_can_have_leaves_out_those_meant_for_others(pathway):
    page = pathway().content.decode()
    shown = page[page.index('id="oui"') : page.index('id="a-preciser"')]
    assert counted(page, "yes") == shown.count('<article class="result')
    assert re.search(r"Voir \d+ aides que rien ne vous interdit", shown)


def test_a_subject_is_not_told_as_a_declared_objective(pathway):
    of_it = pathway("commune=59350&profil=tpe&sujet=exporter&objectif=export").content.decode()
    assert "d'après votre choix\N{NO-BREAK SPACE}: Vendre à l&#x27;étranger" in of_it.replace(
        "d&#x27;a", "d'a"
    )
    one_of_many = pathway("commune=59350&profil=tpe&sujet=financer&objectif=crafts").content.decode()
    assert "après votre choix" not in one_of_many


def test_outside_the_territory_of_the_network_a_step_says_that_it_only_points_the_way(pathway):
    page = pathway("commune=13055&profil=pme&sujet=innover").content.decode()
    steps = re.search(r'<ol class="steps">(.*?)</ol>', page, re.DOTALL)[1]
    assert steps.count("vous dit à qui vous adresser") == steps.count("<li")
    assert "vous dit à qui vous adresser" not in pathway().content.decode()


def test_the_document_sets_apart_what_is_meant_for_others(client, demonstration):
    reader = PdfReader(io.BytesIO(client.get(f"/parcours/parcours.pdf?{STATE}").content))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    assert "faites d'abord pour d'autres" in text.replace("’", "'")
