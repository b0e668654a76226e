"""A blank zone is closed by adding an officer in the directory: the figure, the table and the communes change at once (H-219)."""

import datetime

import pytest

from maillage.shared.directory.models import Person, Post, Service, Side, Subject, Unit

pytestmark = pytest.mark.journey

PRESENCE = "/bureau/maillage/presence/"
AVESNOIS = "epci:200043404"
PAGES = [
    PRESENCE,
    f"{PRESENCE}agents/",
    f"{PRESENCE}agents/?sujet=numerique&decoupage=epci",
    f"{PRESENCE}agents/ecarts/",
    f"{PRESENCE}agents/communes/?sujet=numerique&etat=nobody",
    f"{PRESENCE}agents/unites/",
    f"{PRESENCE}operateurs/",
    f"{PRESENCE}publics/",
    f"{PRESENCE}situations/",
    f"{PRESENCE}situations/dispositifs/?besoin=export&case=young-1",
    f"{PRESENCE}annees/",
    f"{PRESENCE}partenaires/",
]


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_presence_are_accessible(visitor, path):
    visitor.sign_in("farid")
    visitor.open(path)

    assert visitor.axe_everywhere() == []


@pytest.mark.requirement("H-219")
def test_an_officer_added_in_the_directory_closes_the_zone(visitor):
    """The unit answers there since today, and its post is vacant: the zone stays blank until somebody holds it."""
    region = Unit.objects.get(slug="dpeap").organization
    unit = Unit.objects.create(organization=region, slug="demo-guichet", name="Guichet fictif", is_demo=True)
    Service.objects.create(
        unit=unit, subject=Subject.objects.get(code="numerique"), perimeter=AVESNOIS, source="essai"
    )
    Post.objects.create(unit=unit, title="chargée du numérique", side=Side.PROXIMITY)
    Person.objects.create(slug="nadia-fictive", first_name="Nadia", last_name="Vague", is_fictional=True)
    visitor.sign_in("farid")
    page = visitor.open(f"{PRESENCE}agents/?sujet=numerique&territoire={AVESNOIS}&decoupage=epci")
    row = page.get_by_role("row", name="CC du Sud Avesnois")
    assert "une unité, pas d'agent" in row.inner_text()
    row.get_by_role("link", name="12", exact=True).click()
    assert page.get_by_text("en répond, sans agent ici").first.is_visible()

    page.goto(visitor.site + "/reglages/annuaire/personnes/nadia-fictive/")
    page.get_by_text("Affecter à un poste").first.click()
    page.get_by_label("Poste vacant").select_option(
        label=f"chargée du numérique, {unit.name}, {unit.organization}"
    )
    page.get_by_label("À partir du").fill(datetime.date(2026, 11, 21).isoformat())
    page.get_by_role("button", name="Affecter").click()
    assert page.get_by_text("L'affectation est enregistrée.").is_visible()

    page = visitor.open(f"{PRESENCE}agents/communes/?sujet=numerique&territoire={AVESNOIS}&etat=nobody")
    assert page.get_by_text("Aucune commune n'est dans ce cas.").is_visible()
    page = visitor.open(f"{PRESENCE}agents/communes/?sujet=numerique&territoire={AVESNOIS}&etat=one")
    assert page.get_by_role("row").count() == 13
    assert "Nadia Vague" in page.get_by_role("row").nth(1).inner_text()
    page = visitor.open(f"{PRESENCE}agents/?sujet=numerique&territoire={AVESNOIS}&decoupage=epci")
    assert (
        page.get_by_role("row", name="CC du Sud Avesnois").get_by_role("link", name="12", exact=True).count()
        == 1
    )
    assert visitor.axe_everywhere() == []
