"""A day at the desk: the officer amends and answers, hands over, is away; the manager sees what nobody answered."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, SCHEDULE
from maillage.kit.testing.time import THE_MOMENT, frozen
from maillage.modules.inquiries import operations
from maillage.shared.directory.models import Person

pytestmark = pytest.mark.journey

WIDTHS = (1440, 390)


@pytest.fixture
def received(site) -> Callable[..., str]:
    """``received("Atelier fictif")``: the reference of a request that Amina leads."""

    def receive(name: str, *, days: int = 0) -> str:
        draft = operations.InquiryDraft(
            submission_key=f"{name}-{days}"[:36],
            company=operations.CompanyDraft(name=name),
            subject="financer",
            need="Nous voulons acheter une machine et former deux personnes.",
            commune="59350",
            channel="phone",
            contact_phone="03 00 00 00 00",
            entered_by=Person.objects.get(slug="amina").pk,
            keep=True,
        )
        return operations.submit(draft, at=clock.now() - timedelta(days=days), actor=PUBLIC).reference

    return receive


def check(visitor) -> None:
    """axe finds nothing on the page, and nothing is wider than the screen."""
    assert visitor.axe() == []
    assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def choose(select, name: str) -> None:
    """The person of this name, whatever its load that day."""
    select.select_option(value=select.locator("option", has_text=name).get_attribute("value"))


def come(visitor, name: str, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in(name)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_officer_sees_the_request_first_amends_the_pathway_and_answers(visitor, received, width):
    received("Atelier fictif Brindille", days=30)
    come(visitor, "amina", width)
    page = visitor.open("/bureau/")
    check(visitor)
    first = page.get_by_role("region", name="À répondre").get_by_role("listitem")
    expect(first.filter(has_text="Atelier fictif Brindille")).to_contain_text("en retard de")
    page.get_by_role("link", name="Atelier fictif Brindille").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Atelier fictif Brindille")
    page.get_by_text("Ajouter une étape").click()
    page.get_by_label("Ce qu'on y fait").fill("Monter le plan de financement")
    page.get_by_label("Organisme responsable").select_option(label="DAEN, Région Hauts-de-France")
    page.get_by_role("button", name="Ajouter l'étape").click()
    expect(page.get_by_role("region", name="Parcours")).to_contain_text("Monter le plan de financement")
    check(visitor)
    page.get_by_role("link", name="Répondre à l'entreprise").click()
    page.get_by_label("Votre réponse, telle que l'entreprise la lira").fill("Deux aides vous sont ouvertes.")
    page.get_by_role("button", name="Envoyer la réponse").click()
    expect(page.get_by_role("status").first).to_contain_text("Votre réponse est envoyée")
    expect(page.get_by_role("region", name="Échanges")).to_contain_text("Deux aides vous sont ouvertes.")
    expect(page.locator("main")).to_contain_text("Répondu")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.requirement("H-050")
def test_a_hand_over_is_refused_then_accepted_and_the_first_officer_still_sees_it(visitor, received, width):
    reference = received("Atelier fictif Ricochet")
    come(visitor, "amina", width)
    page = visitor.open(f"/bureau/demandes/{reference}/")
    for answer in ("refuse", "accept"):
        visitor.sign_in("amina")
        visitor.open(f"/bureau/demandes/{reference}/")
        page.get_by_text("Proposer un passage de relais").click()
        choose(page.get_by_label("À une personne précise"), "Bruno Bellerive")
        page.locator("#relais-motif").fill("le site est dans la Somme")
        page.get_by_role("button", name="Proposer le relais").click()
        expect(page.get_by_role("region", name="Un passage de relais attend une réponse")).to_be_visible()
        visitor.sign_in("bruno")
        visitor.open("/bureau/")
        page.get_by_role("link", name=re.compile("Relais proposé.*Ricochet")).click()
        check(visitor)
        if answer == "refuse":
            page.get_by_text("Refuser le relais, en disant pourquoi").click()
            page.get_by_label("Pourquoi vous ne pouvez pas la prendre").fill("hors de mon secteur")
            page.get_by_role("button", name="Refuser le relais").click()
            expect(page.get_by_role("status").first).to_contain_text("Le relais est refusé")
        else:
            page.get_by_role("button", name="Accepter le relais").click()
            expect(page.get_by_role("status").first).to_contain_text("Vous êtes désormais l'interlocuteur")
    visitor.sign_in("amina")
    visitor.open(f"/bureau/demandes/{reference}/")
    expect(page.get_by_role("region", name="Interlocuteur de l'entreprise")).to_contain_text(
        "Bruno Bellerive"
    )
    expect(page.locator("main")).to_contain_text("vous continuez à la suivre")


def test_an_absence_moves_the_lead_to_the_deputy_at_eight(visitor, received):
    reference = received("Atelier fictif Parasol")
    come(visitor, "amina", 1440)
    page = visitor.open("/bureau/absence/")
    check(visitor)
    monday = clock.today() + timedelta(days=2)
    page.get_by_label("Premier jour").fill(f"{monday}")
    page.get_by_label("Dernier jour").fill(f"{monday + timedelta(days=3)}")
    page.get_by_role("button", name="Noter mon absence").click()
    expect(page.get_by_role("status").first).to_contain_text("Votre absence est notée")
    with frozen(THE_MOMENT + timedelta(days=1, hours=22)):
        operations.move_absent_leads(at=clock.now(), actor=SCHEDULE)
        visitor.open(f"/bureau/demandes/{reference}/")
        expect(page.get_by_role("region", name="Interlocuteur de l'entreprise")).to_contain_text("Margaux")
        expect(page.get_by_role("region", name="Récit")).to_contain_text("absence")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.requirement("H-074")
def test_what_nobody_answered_rises_to_the_manager_who_gives_it_to_another(visitor, received, width):
    received("Atelier fictif Sablier", days=30)
    come(visitor, "helene", width)
    page = visitor.open("/bureau/")
    late = page.get_by_role("region", name=re.compile("Sans réponse"))
    expect(late).to_contain_text("sans réponse depuis 30 jours")
    check(visitor)
    late.get_by_role("link", name="Atelier fictif Sablier").click()
    page.get_by_text("Confier à une autre personne").click()
    choose(page.locator("#confier-personne"), "Margaux Plumebleue")
    page.locator("#confier-motif").fill("équilibrer la charge")
    page.get_by_role("button", name="Confier la demande").click()
    expect(page.get_by_role("region", name="Interlocuteur de l'entreprise")).to_contain_text(
        "Margaux Plumebleue"
    )
    visitor.open("/bureau/unite/")
    check(visitor)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.requirement("H-054")
def test_a_request_by_phone_is_entered_with_a_preview_of_who_answers(visitor, site, width):
    come(visitor, "amina", width)
    page = visitor.open("/bureau/")
    page.get_by_role("link", name="Saisir une demande").click()
    page.get_by_role("link", name="Déclarer une entreprise ou un projet sans numéro").click()
    page.get_by_label("Nom de l'entreprise, ou de la personne qui porte le projet").fill(
        "Atelier fictif Combiné"
    )
    page.get_by_label("Commune").fill("Lille")
    page.get_by_label("Sujet").select_option(index=1)
    page.get_by_label("Le besoin, dans ses mots").fill("Un local plus grand.")
    page.get_by_label("Par où elle est venue").select_option(label="Téléphone")
    page.get_by_label("Téléphone").fill("03 00 00 00 00")
    check(visitor)
    page.get_by_role("button", name="Voir qui répondra").click()
    expect(page.locator("main")).to_contain_text("Rien n'est encore enregistré.")
    check(visitor)
    page.get_by_role("button", name=re.compile("Enregistrer et confier à")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Atelier fictif Combiné")
    expect(page.locator("main")).to_contain_text("reçue par téléphone")


def test_the_desk_is_reached_by_the_keyboard(visitor, site):
    come(visitor, "amina", 1440)
    page = visitor.open("/bureau/")
    page.keyboard.press("/")
    expect(page.get_by_label("Chercher une entreprise ou une demande").first).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("main").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", level=1)).to_have_text("Raccourcis clavier")
    check(visitor)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("amina", "/bureau/"),
        ("amina", "/bureau/demandes/?onglet=toutes"),
        ("amina", "/bureau/demandes/{}/"),
        ("helene", "/bureau/demandes/{}/"),
        ("helene", "/bureau/unite/depart/basile/"),
        ("amina", "/bureau/demandes/nouvelle/?entreprise=nouvelle"),
        ("gaelle", "/bureau/"),
        ("farid", "/reglages/"),
    ],
)
def test_axe_finds_nothing_in_light_nor_dark_on_three_widths(visitor, received, name, path):
    reference = received("Atelier fictif au nom si long qu'il ne tient sur aucun écran de téléphone")
    visitor.sign_in(name)
    visitor.open(path.format(reference))
    assert visitor.axe_everywhere() == []
