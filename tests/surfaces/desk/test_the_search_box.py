"""The search box of the desk: what bears the words comes before what only resembles them."""

import datetime

from maillage.modules.crm.models import Company

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
SEARCH = "/bureau/recherche/"


def company(name: str) -> None:
    Company.objects.create(
        public_id=f"essai-{name[:3].lower()}",
        name=name,
        search_name=Company.searched(name, ""),
        identity="project",
        origin="register",
        created_at=AT,
        is_fictional=True,
    )


def test_companies_that_only_resemble_the_words_come_after_the_missions_that_bear_them(
    as_member, demonstration
):
    company("Consolidatior fictive")
    page = as_member("elise").get(SEARCH, {"q": "consolidation"}).content.decode()
    assert "Élaboration de la consolidation" in page
    assert (
        page.index("Élaboration de la consolidation")
        < page.index("Entreprises au nom proche")
        < page.index("Consolidatior")
    )


def test_a_company_that_bears_the_word_comes_first(as_member, demonstration):
    company("Consolidation fictive")
    page = as_member("elise").get(SEARCH, {"q": "consolidation"}).content.decode()
    assert page.index("Consolidation fictive") < page.index("Élaboration de la consolidation")
    assert "nom proche" not in page


def test_one_box_finds_schemes_organisations_and_communes_too(as_member, demonstration):
    amina = as_member("amina")
    for asked, section, answer in (
        ("maubeuge", "r-territoires", "Maubeuge"),
        ("cci pays de la loire", "r-organismes", "CCI Pays de la Loire"),
        ("export", "r-dispositifs", "/aides/"),
    ):
        page = amina.get(SEARCH, {"q": asked}).content.decode()
        found = page.partition(f'id="{section}"')[2]
        assert answer in found, asked


def test_the_box_finds_a_company_that_the_register_alone_knows(as_member, demonstration, registered):
    page = as_member("amina").get(SEARCH, {"q": "100 000 009"}).content.decode()
    assert "/bureau/entreprises/siren-100000009/" in page
    assert "au registre, sans dossier" in page
