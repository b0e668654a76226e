"""The page of the request: one name, a date, the thread and the steps; the address is the only key."""

import re
from datetime import timedelta

import pytest
from django.utils.html import escape

from maillage.kit import clock
from maillage.modules.inquiries.enums import Stage
from maillage.modules.inquiries.models import FollowLink, Inquiry, Message


@pytest.fixture(autouse=True)
def _unlimited():
    from django.core.cache import cache

    cache.clear()


def test_the_page_is_kept_by_no_cache_and_listed_by_no_robot(client, followed):
    page = client.get(followed)
    assert "no-store" in page["Cache-Control"] and "noindex" in page["X-Robots-Tag"]
    assert page["Referrer-Policy"] in ("no-referrer", "same-origin")


def test_a_reply_joins_the_thread_once(client, followed, hidden):
    form = hidden(client.get(followed)) | {"message": "Voici le devis du four."}
    for _click in range(2):
        assert client.post(f"{followed}repondre/", form).status_code == 302
    assert client.get(followed).content.decode().count("Voici le devis du four.") == 1
    assert Message.objects.filter(body="Voici le devis du four.").count() == 1


def test_an_empty_reply_is_said(client, followed, hidden):
    answer = client.post(f"{followed}repondre/", hidden(client.get(followed)) | {"message": " "})
    assert answer.status_code == 422 and "Écrivez votre message" in answer.content.decode()


@pytest.mark.requirement("H-006")
def test_the_company_follows_ordered_steps_and_both_sides_see_where_they_are(client, followed, as_member):
    found = Inquiry.objects.latest("pk")
    steps = list(found.steps.order_by("rank"))
    stages = [list(Stage).index(Stage(step.stage)) for step in steps]
    assert len(steps) >= 2 and stages == sorted(stages)
    page = client.get(followed).content.decode()
    places = [page.index(escape(step.title)) for step in steps]
    assert places == sorted(places)
    assert all(step.organization.name in page for step in steps)

    officer = as_member("helene")
    for state, words in (("started", "Commencée"), ("done", "Faite")):
        assert (
            words.lower() not in officer.get(f"/bureau/demandes/{found.reference}/").content.decode().lower()
        )
        assert client.post(f"{followed}etapes/{steps[0].pk}/", {"etat": state}).status_code == 302
        for side, path in ((client, followed), (officer, f"/bureau/demandes/{found.reference}/")):
            assert words.lower() in side.get(path).content.decode().lower()


def test_a_request_taken_back_can_be_taken_up_again(client, followed):
    client.post(f"{followed}retirer/")
    page = client.get(followed).content.decode()
    assert "Vous avez retiré votre demande" in page and "Reprendre ma demande" in page
    client.post(f"{followed}reprendre/")
    assert Inquiry.objects.latest("pk").state == "received"


def test_what_the_state_does_not_allow_is_said_on_the_page(client, followed):
    client.post(f"{followed}retirer/")
    answer = client.post(f"{followed}retirer/")
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()


def test_an_old_link_says_so_and_offers_a_new_one(client, followed):
    FollowLink.objects.update(expires_at=clock.now() - timedelta(days=1))
    for address in (followed, followed.replace("/suivi/", "/demande/recue/")):
        answer = client.get(address)
        assert answer.status_code == 410
        assert 'name="courriel"' in answer.content.decode()
    assert client.post(f"{followed}repondre/", {"message": "Perdu ?", "cle": "a" * 20}).status_code == 410


def test_an_altered_link_opens_nothing_and_offers_a_new_one(client, followed):
    altered = followed[:-3] + ("AA/" if followed[-3:-1] != "AA" else "BB/")
    for address in (altered, altered.replace("/suivi/", "/demande/recue/"), followed[:-9] + "/"):
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "Ce lien est incomplet" in page and 'name="courriel"' in page


def test_what_was_being_written_under_a_lost_link_is_shown_again(client, followed):
    form = {"message": "Voici le devis du four.", "cle": "a" * 20}
    lost = client.post(f"{followed[:-9]}/repondre/", form)
    FollowLink.objects.update(expires_at=clock.now() - timedelta(days=1))
    old = client.post(f"{followed}repondre/", form)
    assert (lost.status_code, old.status_code) == (404, 410)
    for answer in (lost, old):
        assert "Voici le devis du four." in answer.content.decode()


def test_a_file_or_a_step_that_is_not_there_is_no_fault_of_the_link(client, followed):
    for answer in (
        client.get(f"{followed}pieces/rien/"),
        client.post(f"{followed}etapes/999999/", {"etat": "done"}),
    ):
        assert answer.status_code == 404 and "Ce lien est incomplet" not in answer.content.decode()


def test_asking_for_a_new_link_answers_the_same_whatever_the_address(client, followed):
    known = client.post("/suivi/", {"courriel": "claire@exemple.invalid"})
    unknown = client.post("/suivi/", {"courriel": "personne@exemple.invalid"})
    assert known["Location"] == unknown["Location"] == "/suivi/?envoye=oui"
    assert client.get(followed).status_code == 200, "nobody stops somebody's link by typing an address"


def test_what_is_not_an_address_is_said_where_a_new_link_is_asked_for(client, db):
    answer = client.post("/suivi/", {"courriel": "claire@"})
    assert answer.status_code == 422 and "pas une adresse électronique" in answer.content.decode()


def test_the_company_always_sees_one_name(client, followed):
    page = client.get(followed).content.decode()
    lead = Inquiry.objects.select_related("lead").latest("pk").lead
    shown = re.search(r'id="contact".*?</section>', page, re.DOTALL)[0]
    assert shown.count("<b>") >= 1 and f"{lead.first_name} {lead.last_name[:1]}." in shown


def test_no_internal_note_is_shown(client, followed):
    found = Inquiry.objects.latest("pk")
    Message.objects.create(
        inquiry=found,
        author="officer",
        person=found.lead,
        visibility="internal",
        body="Note secrète",
        at=clock.now(),
        submission_key="n",
    )
    assert "Note secrète" not in client.get(followed).content.decode()
