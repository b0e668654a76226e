"""What the public pages show of the rows of the requirements."""

import re

import pytest

pytestmark = pytest.mark.django_db


def text_of(answer):
    page = re.sub(r"<(?:script|svg).*?</(?:script|svg)>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#x27;", "'").split())


@pytest.mark.requirement("H-224")
def test_the_page_of_a_commune_shows_every_division_with_its_date_and_source(client, demonstration):
    from maillage.kit import clock
    from maillage.shared.territories import queries

    page = text_of(client.get("/territoires/com/59350/"))
    divisions = queries.divisions_of("59350", clock.today())
    assert len({one.kind for one in divisions}) >= 8
    for one in divisions:
        assert " ".join(one.name.split()) in page and (one.outside or one.code in page)
        assert " ".join(one.when.split()) in page
    assert "État ou début" in page and "état au 1er janvier 2026" in page and "INSEE" in page


def test_what_a_commune_is_not_in_is_a_fact_and_no_territory_of_its_own(client, demonstration):
    answer = client.get("/territoires/com/59350/")
    assert "FRR : non · état au" in text_of(answer).replace("\N{NO-BREAK SPACE}", " ")
    assert 'href="/territoires/frr/NON/"' not in answer.content.decode()
    answer = client.get("/aides/et-pour-mon-entreprise/", {"commune": "59350"})
    counted = re.search(r"Votre commune est dans (\d+) territoires", text_of(answer))
    listed = re.search(r'<ul class="division-list".*?</ul>', answer.content.decode(), re.DOTALL)[0]
    assert int(counted[1]) == listed.count("<a href=")
    assert "FRR" in listed and "/territoires/frr/" not in listed


def test_a_municipal_arrondissement_has_its_own_figures_and_names_its_commune(client, demonstration):
    answer = client.get("/territoires/arm/75101/")
    page = text_of(answer).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "Arrondissement municipal 75101 · commune Paris" in page
    assert "15 114 habitants" in page and "2 103 778" not in page
    assert '<a href="/territoires/com/75056/" lang="fr">Paris</a>' in answer.content.decode()
    assert "/territoires/qpv/" not in answer.content.decode()


@pytest.mark.requirement("H-224")
def test_the_figures_of_the_catalogue_are_given_by_any_division(client, demonstration):
    for kind in ("reg", "dep", "arr", "epci", "ze", "bv", "aav", "uu", "qpv"):
        page = client.get("/aides/", {"vue": "lieux", "decoupage": kind}).content.decode()
        assert re.search(rf'href="/territoires/{kind}/', page), kind


@pytest.mark.requirement("S-002")
def test_a_chamber_shows_the_schemes_it_operates(client, demonstration):
    page = client.get("/organisations/cci-maine-et-loire/").content.decode()
    assert "Opéré par" in page and 'href="/aides/demo-conseil-rh-ouest/"' in page


@pytest.mark.requirement("H-003")
def test_the_glossary_shows_who_owns_a_definition_and_whether_it_is_validated(client, demonstration):
    page = text_of(client.get("/glossaire/emploi/"))
    assert "version 1" in page and "Responsable de la définition" in page
    assert "à valider" in page or "à définir" in page


@pytest.mark.requirement("H-026")
def test_a_theme_shows_its_definition_its_scope_and_its_owner_or_says_they_are_missing(client, demonstration):
    page = text_of(client.get("/aides/themes/"))
    assert "Économie de proximité" in page
    assert "étendue à définir" in page and "Responsable : non renseigné" in page.replace(
        "\N{NO-BREAK SPACE}", " "
    )


@pytest.mark.requirement("H-163")
def test_amounts_are_shown_by_level_and_year_with_what_is_not_counted(client, demonstration):
    page = client.get("/aides/montants/").content.decode()
    shown = text_of(client.get("/aides/montants/"))
    for words in ("Aide directe à l'entreprise", "Aide indirecte", "Soutien à un opérateur", "Non chiffrées"):
        assert words in shown
    assert re.search(r'<th scope="rowgroup" colspan="4">20\d\d</th>', page)
    real, invented = page.index("Aides réelles"), page.index("Aides de la démonstration")
    assert real < invented < page.index("<caption>") < page.index("Ces montants sont inventés")
    assert "€" not in page[real:invented]


@pytest.mark.requirement("H-060")
def test_an_unknown_funder_is_said_and_never_blank(client, demonstration):
    page = client.get("/aides/accelerateur-des-possibles/").content.decode()
    assert re.search(r"<dt>Financé par</dt>\s*<dd>\s*<span class=\"unknown\">non renseigné</span>", page)


@pytest.mark.requirement("H-004")
def test_filtering_on_one_family_leaves_the_other_out(client, demonstration):
    page = client.get("/aides/", {"famille": "employment_access"}).content.decode()
    slugs = set(re.findall(r'<h2>\s*<a href="/aides/([^/"]+)/"', page))
    from maillage.modules.schemes.models import Scheme

    families = set(Scheme.objects.filter(slug__in=slugs).values_list("family", flat=True))
    assert slugs and families <= {"employment_access", "both"}


def test_an_expired_scheme_is_never_only_suspended(client, demonstration):
    page = text_of(client.get("/aides/accelerateur-decarbonation/")).lower()
    assert "cette aide est terminée." in page and "temporairement indisponible" not in page
    assert "temporairement indisponible" in text_of(client.get("/aides/demo-coeur-de-ville/")).lower()


def test_a_scheme_that_only_a_document_names_says_so_and_whom_to_ask(client, demonstration):
    page = text_of(client.get("/aides/pret-croissance/")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Seul un document nomme cette aide." in page
    assert "à confirmer auprès de l'organisme à appeler : Région Hauts-de-France" in page
    assert "Seul un document" not in text_of(client.get("/aides/bonus-reparation/"))


def test_what_is_not_told_of_a_scheme_is_gathered_in_one_line(client, demonstration):
    page = text_of(client.get("/aides/pret-croissance/")).replace("\N{NO-BREAK SPACE}", " ")
    told = re.search(r"Non renseigné : (.+?) Les conditions", page)[1].split(", ")
    assert {"conditions du prêt", "coût pour l'entreprise", "durée", "géré par", "instruit par"} <= set(told)
    assert not {"montant", "financé par", "opéré par", "contact"} & set(told)


def test_an_organisation_without_a_way_to_reach_it_sends_to_the_page_of_the_scheme(client, demonstration):
    from maillage.shared.directory.models import Organization

    silent = Organization.objects.filter(url="", phone="", email="").first()
    page = text_of(client.get(f"/organisations/{silent.slug}/"))
    assert "Site, téléphone, adresse électronique non renseigné" in page
    assert "passez par la page officielle de l'aide" in page
    known = text_of(client.get("/organisations/ademe/"))
    assert "Téléphone, adresse électronique non renseigné" in known
    assert "passez par la page officielle" not in known


def test_a_draft_has_no_page(client, demonstration):
    assert client.get("/aides/demo-brouillon/").status_code == 404


def test_the_demonstration_says_so_wherever_it_is_listed(client, demonstration):
    page = client.get("/aides/", {"demo": "oui"}).content.decode()
    assert page.count('<article class="scheme-card">') == page.count("Démonstration</span>") == 25
