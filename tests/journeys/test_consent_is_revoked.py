"""A company is asked for its agreement, gives it by its link, takes it back; its holder of a database sees the effect at once."""

import re

import pytest
from playwright.sync_api import expect

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.modules.crm.models import Company, Consent
from maillage.modules.inquiries import operations
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Person

pytestmark = pytest.mark.journey


def check(visitor) -> None:
    """axe finds nothing on the page, and nothing is wider than the screen."""
    assert visitor.axe() == []
    assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def sent_request():
    """A request of Claire's company, and its key."""
    claire = Company.objects.get(siren="000000018")
    sent = operations.submit(
        operations.InquiryDraft(
            submission_key="accord",
            company=operations.CompanyDraft(siren=claire.siren, name=claire.name),
            subject="financer",
            need="Je veux vendre en Belgique (fictif).",
            commune="59350",
            contact_name="Claire Fictive",
            contact_email="claire@exemple.invalid",
        ),
        at=clock.now(),
        actor=PUBLIC,
    )
    return claire, sent


@pytest.fixture
def followed(site):
    return sent_request()


@pytest.mark.requirement("H-126")
def test_a_company_gives_its_agreement_by_its_link_takes_it_back_and_the_access_stops(visitor, followed):
    claire, sent = followed
    follow = f"/suivi/{sent.token}/"
    page_of_claire = f"/bureau/entreprises/{claire.public_id}/"

    visitor.sign_in("elise")
    page = visitor.open("/bureau/entreprises/bases/")
    check(visitor)
    page.get_by_role("link", name=re.compile("Base export fictive")).click()
    expect(page.locator("main")).to_contain_text("pas donné")
    page.get_by_text("Accorder l'accès").first.click()
    page.get_by_label("Jusqu'au").fill("2027-01-31")
    page.get_by_role("button", name="Accorder l'accès").click()
    expect(page.get_by_role("alert")).to_contain_text("n'a pas donné son accord")
    check(visitor)
    visitor.was_answered(422)

    visitor.sign_in("amina")
    page = visitor.open(page_of_claire)
    expect(page.get_by_role("heading", name="Existe dans Base export fictive")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Belgique (fictif)")
    check(visitor)
    page.get_by_role("link", name="Demander ou noter un accord").click()
    page.get_by_text("Demander l'accord de l'entreprise").click()
    form = page.locator("form", has=page.get_by_role("button", name="Demander l'accord"))
    form.get_by_label("Organisme").select_option(label="Région Hauts-de-France")
    form.get_by_label("Pour", exact=True).select_option("database")
    form.get_by_label("Pourquoi").fill("Préparer votre projet d'export.")
    form.get_by_role("button", name="Demander l'accord").click()
    expect(page.locator(".desk-status")).to_contain_text("La question est posée")
    check(visitor)

    page.context.clear_cookies()
    page = visitor.open(follow)
    page.get_by_role("link", name="Lire la question et répondre").click()
    expect(page.locator("main")).to_contain_text("Préparer votre projet d'export.")
    check(visitor)
    page.get_by_role("button", name="Oui, j'accepte pour Région Hauts-de-France").click()
    expect(page.get_by_role("button", name="Retirer mon accord à Région Hauts-de-France")).to_be_visible()
    check(visitor)

    visitor.sign_in("elise")
    page = visitor.open("/bureau/entreprises/bases/")
    page.get_by_role("link", name=re.compile("Base export fictive")).click()
    page.get_by_text("Accorder l'accès").first.click()
    page.get_by_label("Jusqu'au").fill("2027-01-31")
    page.get_by_role("button", name="Accorder l'accès").click()
    expect(page.locator(".desk-status")).to_contain_text("L'accès est accordé")
    visitor.sign_in("amina")
    page = visitor.open(page_of_claire)
    expect(page.locator("main")).to_contain_text("Belgique (fictif)")

    page.context.clear_cookies()
    page = visitor.open(f"{follow}partage/")
    page.get_by_role("button", name="Retirer mon accord à Région Hauts-de-France").click()
    expect(page.locator("main")).to_contain_text("retiré")
    visitor.sign_in("amina")
    page = visitor.open(page_of_claire)
    expect(page.locator("main")).to_contain_text("votre accès est suspendu")
    expect(page.locator("main")).not_to_contain_text("Belgique (fictif)")
    check(visitor)

    # She may change her mind where she took it back; the past stays readable to the officer.
    page.context.clear_cookies()
    page = visitor.open(f"{follow}partage/")
    page.get_by_role("button", name="Donner mon accord à Région Hauts-de-France").click()
    expect(page.get_by_role("button", name="Retirer mon accord à Région Hauts-de-France")).to_be_visible()
    assert Consent.objects.filter(company=claire, purpose="database").count() == 2
    assert visitor.axe_everywhere() == []


def test_a_body_that_the_company_objects_to_takes_no_part_any_more(visitor, followed):
    claire, sent = followed
    amina = actor_of(User.objects.get(email="amina@demo.invalid"), on=clock.today())
    manager = actor_of(User.objects.get(email="helene@demo.invalid"), on=clock.today())
    at = clock.now()
    if sent.inquiry.lead_id != amina.person:
        operations.reassign(sent.reference, amina.person, "elle connaît le sujet", at=at, actor=manager)
    driss = Person.objects.get(slug="driss")
    operations.invite(sent.reference, driss.pk, "le local (fictif)", clock.today(), at=at, actor=amina)
    page = visitor.open(f"/suivi/{sent.token}/partage/")
    expect(page.locator("main")).to_contain_text("le local (fictif)")
    page.get_by_role("button", name=re.compile("y prenne part")).click()
    expect(page.locator("main")).not_to_contain_text("le local (fictif)")
    check(visitor)
    visitor.sign_in("driss")
    response = page.goto(f"{visitor.site}/bureau/demandes/{sent.reference}/")
    assert response is not None and response.status == 404
    visitor.was_answered(404)
