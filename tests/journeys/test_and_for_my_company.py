"""A company head asks what she can have, and why."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
COMPANY = "commune=59350&naf=62.01Z&effectif=8&creation=01/03/2024&objectif=rh"
# Without an objective, several questions can still change something.
UNDECIDED = COMPANY.removesuffix("&objectif=rh")


def test_a_company_reads_yes_no_and_unknown_each_with_its_reason(visitor):
    page = visitor.open("/aides/et-pour-mon-entreprise/")
    page.get_by_label("Commune", exact=True).fill("Lille")
    page.get_by_label("Activité", exact=True).fill("62.01Z")
    page.get_by_label("Nombre de salariés").fill("8")
    page.get_by_label("Date de création").fill("01/03/2024")
    page.get_by_role("button", name="Voir mes aides").click()
    yes = page.get_by_role("region", name=re.compile("^Oui, vous pouvez"))
    granted = yes.get_by_role("article").filter(has_text="Diagnostic recrutement")
    granted.get_by_text("Condition par condition").click()
    expect(granted).to_contain_text("rempli")
    expect(granted).to_contain_text("8 salariés (déclaré)")
    unsure = page.get_by_role("region", name=re.compile("^À préciser")).get_by_role("article").first
    expect(unsure.get_by_role("listitem").first).to_be_visible()
    page.get_by_text(re.compile(r"^Non.: \d+.aides, et pourquoi")).click()
    refused = page.locator("#non").get_by_role("article").first
    expect(refused.get_by_text("Non", exact=True)).to_be_visible()
    expect(refused.get_by_role("listitem").first).to_be_visible()
    assert visitor.axe() == []


def test_a_question_is_answered_where_it_is_asked(visitor):
    page = visitor.open(f"/aides/et-pour-mon-entreprise/?{UNDECIDED}")
    question = page.get_by_role("form", name=re.compile("exercice"))
    question.get_by_role("button", name="Oui").click()
    expect(page.get_by_role("form", name=re.compile("exercice"))).to_have_count(0)
    expect(page).to_have_url(re.compile("exercice=oui"))
    expect(page).to_have_url(re.compile("commune=59350"))


def test_not_knowing_is_an_answer(visitor):
    page = visitor.open(f"/aides/et-pour-mon-entreprise/?{UNDECIDED}")
    asked = page.locator(".question").first
    words = asked.locator(".question-text").inner_text()
    asked.get_by_role("button", name="Je ne sais pas").click()
    expect(page.locator(".question-text").first).not_to_have_text(words)


def test_a_scheme_that_was_being_read_comes_first(visitor):
    page = visitor.open("/aides/demo-premiers-pas-export/")
    page.locator("main").get_by_role("link", name="Et pour mon entreprise ?").click()
    wanted = page.get_by_role("region", name="L'aide que vous regardiez")
    expect(wanted).to_contain_text("Premiers pas")
    expect(wanted.get_by_text("à préciser").first).to_be_visible()


def test_an_expired_scheme_is_kept_apart_and_marked(visitor):
    page = visitor.open(f"/aides/et-pour-mon-entreprise/?{COMPANY}&aide=demo-fonds-transition-2026")
    wanted = page.get_by_role("region", name="L'aide que vous regardiez")
    expect(wanted.get_by_text("terminée", exact=True)).to_be_visible()
    page.get_by_text(re.compile(r"^Terminées.: \d+.aides")).click()
    expect(page.locator("#terminees").get_by_role("article").first).to_be_visible()


def test_a_commune_name_shared_by_several_is_asked_again_and_nothing_is_lost(without_script):
    page = without_script.open("/aides/et-pour-mon-entreprise/")
    page.get_by_label("Commune", exact=True).fill("Saint-Denis")
    page.get_by_label("Nombre de salariés").fill("8")
    page.get_by_role("button", name="Voir mes aides").click()
    expect(page.get_by_role("alert")).to_contain_text("Des communes répondent à « Saint-Denis »")
    expect(page.get_by_label("Nombre de salariés")).to_have_value("8")
    page.get_by_role("radio", name="Saint-Denis, 93200 (93066)").check()
    page.get_by_role("button", name="Voir mes aides").click()
    expect(page.get_by_label("Commune", exact=True)).to_have_value("Saint-Denis, 93200 (93066)")
    expect(page.get_by_role("heading", name=re.compile("^Oui, vous pouvez"))).to_be_visible()


def test_someone_answers_with_the_keyboard_alone(visitor):
    page = visitor.open("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    _reach(page, "Répondre à toutes les questions sur une seule page")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("et-pour-mon-entreprise"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _reach_field(page, "champ-commune")
    page.keyboard.type("Lille (59350)")
    _reach_field(page, "champ-effectif")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("effectif=8"))
    expect(page.get_by_role("heading", name=re.compile("^Votre réponse au"))).to_be_visible()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "what has the focus must be seen"


def _reach(page, words):
    for _step in range(30):
        page.keyboard.press("Tab")
        if words == page.evaluate("document.activeElement.textContent.trim()"):
            return
    raise AssertionError(f"« {words} » cannot be reached with the keyboard")


def _reach_field(page, identifier):
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == identifier:
            return
    raise AssertionError(f"#{identifier} cannot be reached with the keyboard")
