"""The morning: what to answer with the late first, what is today, what is new; and what nobody answered."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.kit import clock
from maillage.kit.jobs.models import Heartbeat
from maillage.modules.inquiries import operations

pytestmark = pytest.mark.django_db


def order(page: str, *words: str) -> bool:
    return [page.index(word) for word in words] == sorted(page.index(word) for word in words)


@pytest.mark.requirement("H-074")
def test_late_requests_come_first_with_the_days_of_delay(as_member, received):
    received("bruno", name="Fournil fictif récent")
    received("bruno", days=30, name="Fournil fictif tardif")
    page = as_member("bruno").get("/bureau/").content.decode()
    assert order(page, "À répondre", "Fournil fictif tardif", "Fournil fictif récent", "Aujourd'hui")
    assert re.search(r"Fournil fictif tardif</a>\s*<span class=\"late\">en retard de \d+ jours", page)


@pytest.mark.requirement("H-074")
def test_what_nobody_answered_rises_to_the_manager_who_reads_it_first(as_member, received):
    reference = received("amina", days=30, name="Fournil fictif oublié")
    page = as_member("helene").get("/bureau/").content.decode()
    assert order(page, "Sans réponse", reference, "À répondre")
    assert "sans réponse depuis 30 jours" in page
    assert "Fournil fictif oublié" not in as_member("bruno").get("/bureau/").content.decode()


@pytest.mark.requirement("H-074")
def test_an_answered_request_is_late_no_more_and_says_that_it_was_answered(as_member, received, cast):
    reference = received("amina", days=30, name="Fournil fictif servi")
    operations.answer(reference, "Voici.", key="k", at=clock.now(), actor=cast("amina"))
    assert "Fournil fictif servi" not in as_member("helene").get("/bureau/").content.decode()
    row = as_member("amina").get("/bureau/demandes/?onglet=repondues&q=servi").content.decode()
    assert "répondu" in row and "non répondu" not in row.split("<tbody>")[1]


def test_a_hand_over_to_settle_heads_the_list(as_member, received, cast):
    reference = received("amina", name="Fournil fictif à passer")
    operations.propose_hand_over(
        reference, to_person=cast("bruno").person, reason="dans la Somme", at=clock.now(), actor=cast("amina")
    )
    page = as_member("bruno").get("/bureau/").content.decode()
    assert "Relais proposé : Fournil fictif à passer".replace(" :", "\xa0:") in page
    assert "dans la Somme" in page


def test_what_others_did_in_my_requests_is_new_and_what_i_did_is_not(as_member, received, cast):
    reference = received("amina", name="Fournil fictif bavard")
    operations.note(reference, "Vu avec eux.", key="k", at=clock.now(), actor=cast("amina"))
    news = as_member("amina").get("/bureau/").content.decode().split('id="nouveau"')[1]
    assert "laisse une note" not in news


def test_an_elected_member_reads_figures_and_no_request(as_member, received):
    received("amina", name="Fournil fictif discret")
    page = as_member("gaelle").get("/bureau/").content.decode()
    assert "en chiffres" in page and "Fournil fictif discret" not in page
    assert as_member("gaelle").get("/bureau/demandes/").status_code == 404


def test_an_empty_morning_says_what_will_come(as_member, demonstration):
    page = as_member("driss").get("/bureau/").content.decode()
    assert "Rien ne vous attend." in page


def test_a_full_morning_asks_no_more_queries_than_a_short_one(
    as_member, received, django_assert_max_num_queries
):
    bruno = as_member("bruno")
    received("bruno", days=30)
    with CaptureQueriesContext(connection) as few:
        bruno.get("/bureau/")
    for number in range(6):
        received("bruno", days=30 + number, name=f"Fournil fictif {number}")
    with django_assert_max_num_queries(len(few)):
        bruno.get("/bureau/")


def test_only_an_administrator_is_told_that_background_work_has_stopped(as_member, demonstration):
    Heartbeat.objects.all().delete()
    Heartbeat.objects.create(pk=1, last_at=clock.now() - timedelta(hours=2))
    assert "Le travail de fond est arrêté" in as_member("farid").get("/bureau/").content.decode()
    assert "Le travail de fond" not in as_member("amina").get("/bureau/").content.decode()


def test_the_most_pressing_comes_first_whatever_it_is(as_member, received, cast):
    reference = received("amina", name="Fournil fictif à passer")
    operations.propose_hand_over(
        reference, to_person=cast("bruno").person, reason="dans la Somme", at=clock.now(), actor=cast("amina")
    )
    received("bruno", days=30, name="Fournil fictif tardif")
    page = as_member("bruno").get("/bureau/").content.decode()
    assert order(page, "À répondre", "Fournil fictif tardif", "Fournil fictif à passer", "Aujourd'hui")
    assert re.search(r"en retard de \d+ jours ouvrés", page) and re.search(r"dans \d jours? ouvrés?", page)


@pytest.mark.parametrize("name", ["ines", "jules"])
def test_who_controls_reads_figures_with_a_way_to_all_requests(as_member, received, name):
    page = as_member(name).get("/bureau/").content.decode()
    assert "en chiffres" in page and "?onglet=toutes" in page
    assert "Rien ne vous attend" not in page and "Signaler mon absence" not in page


@pytest.mark.requirement("S-142")
def test_a_director_reads_on_her_morning_the_yearly_follow_up_that_waits_for_her_until_it_is_filled(
    as_member, cast, demonstration
):
    from maillage.kit.actor import TERMINAL
    from maillage.modules.plans import operations as commitments
    from maillage.modules.plans.inputs import CommitmentInput, FollowUpInput
    from maillage.modules.plans.models import Commitment

    today, elise = clock.today(), cast("elise")
    known = Commitment.objects.filter(plan__slug="srom-2017-2021").first()
    given = CommitmentInput(words="Promesse fictive.", due_on=today, owner=elise.organization)
    made = commitments.open_commitment(
        "srom-2017-2021", known.mission_id, given, at=clock.now(), actor=TERMINAL
    )
    assert "Rien ne vous attend" in as_member("elise").get("/bureau/").content.decode()
    campaign = commitments.open_campaign(
        "srom-2017-2021",
        today.year,
        due_on=today + timedelta(days=9),
        bureau_on=today + timedelta(days=20),
        at=clock.now(),
        actor=TERMINAL,
    )
    page = as_member("elise").get("/bureau/").content.decode()
    assert order(page, "À répondre", "1 engagement attend que vous disiez où il en est", "Aujourd'hui")
    assert f"/engagements/suivis/{campaign.pk}/" in page and "Rien ne vous attend" not in page
    assert "attend que vous disiez" not in as_member("gaelle").get("/bureau/").content.decode()
    held = FollowUpInput(state="held", words="Fait, fictivement.")
    commitments.fill(campaign.pk, made.pk, held, at=clock.now(), actor=elise)
    assert "attend que vous disiez" not in as_member("elise").get("/bureau/").content.decode()
