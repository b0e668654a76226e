"""To be away, to see the load of a unit, to prepare a departure: nobody is left without an answer."""

from datetime import timedelta

import pytest

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE
from maillage.modules.inquiries import operations
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person

pytestmark = pytest.mark.django_db


def dates(first: int, last: int) -> dict[str, str]:
    today = clock.today()
    return {
        "first_day": f"{today + timedelta(days=first)}",
        "last_day": f"{today + timedelta(days=last)}",
        "act": "declare",
    }


def test_an_absence_is_noted_then_taken_back(as_member, received):
    received("amina", name="Fournil fictif confié")
    amina = as_member("amina")
    assert "Fournil fictif confié" in amina.get("/bureau/absence/").content.decode()
    told = amina.post("/bureau/absence/", dates(3, 5), follow=True).content.decode()
    assert "Votre absence est notée" in told
    pk = told.split('name="absence" value="')[1].split('"')[0]
    assert (
        "est annulée"
        in amina.post("/bureau/absence/", {"act": "cancel", "absence": pk}, follow=True).content.decode()
    )


def test_a_refused_absence_keeps_what_was_typed(as_member, demonstration):
    answer = as_member("amina").post("/bureau/absence/", dates(5, 3))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "avant le premier" in page and f'value="{clock.today() + timedelta(days=5)}"' in page


def test_an_absence_of_somebody_else_is_not_found(as_member, demonstration):
    as_member("bruno").post("/bureau/absence/", dates(3, 5))
    pk = Person.objects.get(slug="bruno").absences.get().pk
    assert (
        as_member("amina").post("/bureau/absence/", {"act": "cancel", "absence": f"{pk}"}).status_code == 404
    )


@pytest.mark.requirement("H-135")
def test_who_only_reads_is_told_so_and_offered_no_form(as_member, demonstration):
    page = as_member("gaelle").get("/bureau/absence/").content.decode()
    assert "Vous lisez sans écrire" in page and 'value="declare"' not in page


@pytest.mark.requirement("H-076")
def test_the_unit_shows_role_time_and_load_apart(as_member, received):
    received("amina", days=30, name="Fournil fictif en retard")
    page = as_member("helene").get("/bureau/unite/").content.decode()
    basile, amina = (
        page.split(name)[1].split("</tr>")[0] for name in ("Basile Boisdelune", ">Amina Brumedor")
    )
    assert "appui" in basile and "60\xa0%" in basile
    assert "proximité" in amina and "80\xa0%" in amina and '<span class="late">' in amina


def test_a_departure_says_what_it_moves_then_moves_it(as_member, received):
    references = [received("amina", name=f"Fournil fictif {number}") for number in ("un", "deux")]
    helene = as_member("helene")
    page = helene.get("/bureau/unite/depart/amina/").content.decode()
    suite = page.split('id="suite"')[1]
    assert "demandes" in suite and "Départ d&#x27;Amina" in page and 'name="act"' not in suite
    assert all(reference in suite for reference in references) and "répondra à" in suite
    assert "Noter le départ" not in suite
    on_a_day = helene.get("/bureau/unite/depart/amina/", {"jour": "2026-12-01"}).content.decode()
    assert "Noter le départ d&#x27;Amina" in on_a_day
    assert set(Inquiry.objects.filter(reference__in=references).values_list("lead__slug", flat=True)) == {
        "amina"
    }
    helene.post("/bureau/unite/depart/amina/", {"jour": f"{clock.today()}"})
    leads = Inquiry.objects.filter(reference__in=references).values_list("lead", flat=True)
    assert all(pk != Person.objects.get(slug="amina").pk for pk in leads)
    assert directory.available_among(leads, clock.today()) == frozenset(leads)


def test_a_departure_on_a_day_past_is_told_as_of_today_and_noted_on_its_day(as_member, received):
    reference = received("amina", name="Fournil fictif confié")
    helene = as_member("helene")
    yesterday = clock.today() - timedelta(days=1)
    page = helene.get("/bureau/unite/depart/amina/", {"jour": f"{yesterday}"}).content.decode()
    assert "Ce jour est passé" in page and "Ce qui suivra, le" not in page
    assert reference in page.split('id="suite"')[1] and "Noter le départ" in page
    helene.post("/bureau/unite/depart/amina/", {"jour": f"{yesterday}"})
    assert Inquiry.objects.get(reference=reference).lead.slug != "amina"
    assert set(Person.objects.get(slug="amina").tenures.values_list("until", flat=True)) == {yesterday}


def test_who_manages_another_unit_prepares_no_departure(as_member, demonstration):
    assert as_member("elise").get("/bureau/unite/depart/amina/").status_code == 404
    assert as_member("amina").get("/bureau/unite/depart/basile/").status_code == 404


def test_the_search_box_goes_straight_to_a_request_of_ones_own_only(as_member, received):
    reference = received("amina", name="Fournil fictif cherché")
    found = as_member("amina").get("/bureau/recherche/", {"q": reference.lower()})
    assert (found.status_code, found["Location"]) == (302, f"/bureau/demandes/{reference}/")
    page = as_member("bruno").get("/bureau/recherche/", {"q": reference})
    assert page.status_code == 200 and "Fournil fictif cherché" not in page.content.decode()


def test_an_absence_that_starts_today_moves_what_one_leads_at_once(as_member, received):
    reference = received("amina", name="Fournil fictif du jour")
    as_member("amina").post("/bureau/absence/", dates(0, 2))
    operations.move_absent_leads(at=clock.now(), actor=SCHEDULE)
    assert Inquiry.objects.get(reference=reference).lead.slug == "margaux-plumebleue"
    assert as_member("amina").get(f"/bureau/demandes/{reference}/").status_code == 200


def test_who_answers_no_company_stands_in_for_nobody(as_member, demonstration):
    amina = as_member("amina")
    offered = amina.get("/bureau/absence/").content.decode().split('id="deputy"')[1].split("</select>")[0]
    assert "Margaux Plumebleue" in offered
    assert not any(name in offered for name in ("Gaëlle", "Farid", "Inès", "Jules"))
    jules = Person.objects.get(slug="jules").pk
    refused = amina.post("/bureau/absence/", dates(3, 5) | {"deputy": f"{jules}"})
    assert refused.status_code == 422 and "ne répond pas aux entreprises" in refused.content.decode()


@pytest.mark.parametrize("number", ["9" * 5000, "²"], ids=["long", "square"])
def test_a_number_that_nobody_bears_is_no_fault(as_member, demonstration, number):
    amina = as_member("amina")
    cancelled = amina.post("/bureau/absence/", {"act": "cancel", "absence": number})
    assert cancelled.status_code == 404
    declared = amina.post("/bureau/absence/", dates(3, 5) | {"deputy": number}, follow=True)
    assert "Votre absence est notée" in declared.content.decode()
