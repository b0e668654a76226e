"""One person, two organisations: the active one is always in sight, and what one sees and may do follows it."""

import pytest
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


@pytest.mark.requirement("H-135")
def test_a_director_who_is_elected_elsewhere_reads_there_and_writes_nothing(visitor: Visitor) -> None:
    visitor.sign_in("elise")
    page = visitor.open("/bureau/")
    assert "direction" in page.locator(".acting summary").inner_text()
    assert page.get_by_role("link", name="Mon unité").first.is_visible()

    page.locator(".acting summary").click()
    page.get_by_role("button", name="Agir pour CCI Pays de la Loire").click()
    page.wait_for_load_state("networkidle")
    assert "J'agis pour CCI Pays de la Loire" in page.locator(".acting summary").inner_text()
    assert page.get_by_role("link", name="Mon unité").count() == 0
    assert visitor.axe_everywhere() == []

    page = visitor.open("/bureau/absence/")
    assert "Vous lisez sans écrire" in page.locator("main").inner_text()
    assert page.locator("main form").count() == 0
