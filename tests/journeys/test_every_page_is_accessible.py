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
    "/accessibilite/",
]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visitor, path):
    visitor.open(path)
    assert visitor.axe_everywhere() == []


def test_axe_finds_nothing_on_a_faulty_form(visitor):
    visitor.open("/aides/et-pour-mon-entreprise/?commune=saint-denis&naf=boulangerie&effectif=beaucoup")
    found = visitor.axe_everywhere()
    visitor.complaints.clear()  # the browser tells that the answer was a 422
    assert found == []


def test_the_interface_speaks_english_on_demand(visitor):
    page = visitor.open("/aides/")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "Catalogue of support"
    assert visitor.axe() == []
