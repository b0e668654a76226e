"""Before calling, an officer is told that a colleague of another directorate called eleven days ago."""

import pytest
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


@pytest.mark.requirement("H-125")
@pytest.mark.requirement("H-216")
def test_who_called_eleven_days_ago_is_told_before_a_call_and_confirmed(visitor: Visitor) -> None:
    visitor.sign_in("amina")
    page = visitor.open("/bureau/entreprises/?q=000000018")
    page.get_by_role("link", name="Menuiserie Clairfictif").first.click()
    page.get_by_role("link", name="Noter un échange").click()

    told = page.locator(".overlap").inner_text()
    assert "Bruno Bellerive" in told
    assert "il y a 11 jours" in told
    assert "Driss Dunevent" in told
    assert "en cours ou prévu" in told
    assert "Un collègue de CCI Maine-et-Loire" in told
    assert "réunion des dirigeants" not in told
    assert "déduite des documents" in told
    assert visitor.axe_everywhere() == []

    page.get_by_label("Objet, en une ligne").fill("appel malgré tout")
    page.get_by_role("button", name="Enregistrer l'échange").click()
    visitor.was_answered(422)
    assert "Rien n'est enregistré" in page.locator(".error-summary").inner_text()
    assert page.get_by_label("Objet, en une ligne").input_value() == "appel malgré tout"
    page.get_by_label("J'ai lu qui l'a sollicitée avant moi, et je continue").check()
    page.get_by_role("button", name="Enregistrer l'échange").click()
    assert "Son auteur savait" in page.locator("aside").inner_text()


def test_what_is_confidential_is_told_to_nobody_of_another_unit(visitor: Visitor) -> None:
    visitor.sign_in("bruno")
    page = visitor.open("/bureau/entreprises/?q=000000018")
    page.get_by_role("link", name="Menuiserie Clairfictif").first.click()
    assert "situation difficile" not in page.locator("main").inner_text()
    page.get_by_role("link", name="Noter un échange").click()
    assert "Hélène" not in page.locator("main").inner_text()
    assert "5 novembre" not in page.locator(".overlap").inner_text()
