"""axe, WCAG 2.1 A and AA: light and dark, three widths, no console complaint, nothing wider than its screen."""

import pytest

pytestmark = pytest.mark.journey

PAGES = [
    "/",
    "/aides/",
    "/aides/?vue=lieux&decoupage=dep",
    "/aides/demo-coup-de-pouce-creation/",
    "/aides/demo-fonds-transition-2026/",
    "/aides/et-pour-mon-entreprise/",
    "/aides/et-pour-mon-entreprise/?commune=59350&naf=62.01Z&effectif=8&aide=demo-premiers-pas-export",
    "/aides/themes/",
    "/aides/montants/",
    "/territoires/?q=lille",
    "/territoires/com/59350/",
    "/territoires/dep/59/",
    "/organisations/",
    "/organisations/cci-maine-et-loire/",
    "/glossaire/",
    "/glossaire/emploi/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/donnees-personnelles/registre/",
    "/accessibilite/",
]


@pytest.mark.requirement("H-061")
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visitor, path):
    visitor.open(path)
    assert visitor.axe_everywhere() == []


def test_axe_finds_nothing_on_a_faulty_form(visitor):
    visitor.open("/aides/et-pour-mon-entreprise/?commune=saint-denis&naf=boulangerie&effectif=beaucoup")
    found = visitor.axe_everywhere()
    visitor.was_answered(422)
    assert found == []


def test_the_interface_speaks_english_on_demand(visitor):
    page = visitor.open("/aides/")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "Catalogue of support"
    assert visitor.axe() == []


@pytest.mark.parametrize("width", [390, 360])
@pytest.mark.parametrize(
    "path",
    ["/aides/?vue=lieux&decoupage=dep", "/aides/montants/", "/territoires/?q=lille", "/territoires/dep/59/"],
)
def test_the_figure_of_a_table_is_in_sight_on_a_phone(visitor, path, width):
    page = visitor.open(path)
    page.set_viewport_size({"width": width, "height": 900})
    table = page.locator(".table-wrap").first
    assert table.evaluate("one => one.scrollWidth <= one.clientWidth")
    figure = page.locator(".table td.number").first.bounding_box()
    assert figure["x"] + figure["width"] <= width


@pytest.mark.parametrize("path", ["/aides/?q=", "/aides/?lieu=", "/territoires/?q=", "/organisations/?q="])
def test_a_word_without_end_does_not_widen_the_page(visitor, path):
    page = visitor.open(path + 300 * "a")
    page.set_viewport_size({"width": 390, "height": 900})
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_a_printed_answer_says_each_refusal_on_a_line_and_leaves_out_what_is_over(visitor):
    page = visitor.open("/aides/et-pour-mon-entreprise/?commune=59350&effectif=8")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#terminees").is_hidden()
    refused = page.locator("#non .result").first
    assert refused.locator(".reasons li").first.is_visible()
    assert refused.locator(".scheme-meta").is_hidden()
    assert page.locator(".conditions-fold:visible").count() == 0


def test_the_language_follows_the_filters_that_changed_without_a_new_page(visitor):
    page = visitor.open("/aides/")
    page.get_by_label("Trier par").select_option("title")
    page.wait_for_url("**tri=title**")
    page.get_by_role("link", name="English").click()
    assert "tri=title" in page.url
