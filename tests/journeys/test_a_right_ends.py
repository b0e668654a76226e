"""A right ends on its day: the person no longer sees what it opened; the administration was warned, and sees one off."""

from datetime import timedelta

import pytest
from tests.journeys.conftest import Visitor

from maillage.kit import clock
from maillage.kit.testing.time import THE_MOMENT, frozen
from maillage.shared.access.models import RoleAssignment

pytestmark = pytest.mark.journey


def test_a_role_is_lost_on_its_last_day_and_was_announced(visitor: Visitor) -> None:
    until = clock.today() + timedelta(days=6)
    RoleAssignment.objects.filter(user__email="bruno@demo.invalid").update(until=until)
    visitor.sign_in("farid")
    page = visitor.open("/reglages/comptes/fins/")
    assert "Bruno" in page.locator("main").inner_text()
    assert visitor.axe_everywhere() == []

    with frozen(THE_MOMENT + timedelta(days=5)):
        visitor.sign_in("bruno")
        page = visitor.open("/bureau/demandes/")
        assert page.get_by_role("heading", level=1).inner_text() != "Votre compte n'a pas encore de rôle"
    with frozen(THE_MOMENT + timedelta(days=6)):
        visitor.sign_in("bruno")
        page = visitor.open("/bureau/demandes/")
        assert page.get_by_role("heading", name="Votre compte n'a pas encore de rôle").is_visible()
    visitor.was_answered(404)


def test_a_departure_is_read_before_it_is_written(visitor: Visitor) -> None:
    visitor.sign_in("farid")
    page = visitor.open("/reglages/comptes/?q=bruno")
    page.get_by_role("link", name="Bruno").first.click()
    page.get_by_role("link", name="Départ").click()
    page.wait_for_load_state("networkidle")
    assert "Cela ne s'annule pas." in page.locator("main").inner_text()
    assert visitor.axe_everywhere() == []
    page.get_by_role("button", name="Enregistrer le départ").click()
    page.wait_for_load_state("networkidle")
    told = page.locator("main").inner_text()
    assert "Le départ est enregistré" in told
    assert "compte fermé" in told
