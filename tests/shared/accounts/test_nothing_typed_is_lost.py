"""A form sent too late, or with a stale token, is offered again with everything typed (issue 3, «Bad input»)."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.kit.testing.pages import StrictClient
from maillage.shared.accounts import resending
from maillage.shared.accounts.models import User

PASSWORD = "une phrase plutôt longue"
LONG = "Bonjour,\nnous voulons « isoler » l'atelier <avant> l'hiver & vite."


@pytest.fixture
def someone(db: None) -> User:
    cache.clear()
    return User.objects.create_user("quelquun@essai.invalid", PASSWORD)


def kept_in(page: str) -> str:
    (found,) = re.findall(r'name="kept" value="([^"]+)"', page)
    return unescape(found)


def areas(page: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)]


def test_a_form_sent_after_the_session_ended_is_offered_again(someone: User, client: Client) -> None:
    typed = {"act": "answer", "text": LONG, "many": ["a", "b"], "password": "secret"}
    lost = client.post("/reglages/comptes/nouveau/?x=1", typed)
    page = lost.content.decode()
    assert lost.status_code == 401
    assert areas(page) == [LONG]
    assert "secret" not in page

    wrong = client.post(
        "/connexion/reprendre/",
        {"kept": kept_in(page), "login": someone.email, "password": "pas la bonne phrase"},
    ).content.decode()
    assert areas(wrong) == [LONG]

    again = client.post(
        "/connexion/reprendre/", {"kept": kept_in(wrong), "login": someone.email, "password": PASSWORD}
    )
    page = again.content.decode()
    assert 'action="/reglages/comptes/nouveau/?x=1"' in page
    assert areas(page) == [LONG]
    assert page.count('name="many"') == 2
    assert client.session["_auth_user_id"] == str(someone.pk)


def test_what_a_page_kept_cannot_be_altered(someone: User, client: Client) -> None:
    kept = resending.Sending(path="/x/", values=()).kept
    assert resending.kept(kept) is not None
    assert resending.kept(kept[:-2] + "zz") is None
    assert client.post("/connexion/reprendre/", {"kept": "rien"}).status_code == 404


def test_a_form_with_a_stale_token_is_offered_again_and_then_passes(db: None) -> None:
    browser = StrictClient(enforce_csrf_checks=True)
    document = SimpleUploadedFile("devis.pdf", b"%PDF-1.4")
    refused = browser.post("/connexion/", {"login": "a@b.fr", "text": LONG, "joint": document})
    page = refused.content.decode()
    assert refused.status_code == 403
    assert areas(page) == ["a@b.fr", LONG]
    assert 'type="file" name="joint"' in page
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    sent = browser.post("/connexion/", {"login": "a@b.fr", "text": LONG, "csrfmiddlewaretoken": token})
    assert sent.status_code == 200


def test_a_form_that_another_site_sent_is_not_offered_again(db: None) -> None:
    browser = StrictClient(enforce_csrf_checks=True)
    forged = browser.post("/connexion/", {"text": LONG}, headers={"sec-fetch-site": "cross-site"})
    assert forged.status_code == 403
    assert areas(forged.content.decode()) == []
    forged = browser.post("/connexion/", {"text": LONG}, headers={"origin": "https://ailleurs.invalid"})
    assert areas(forged.content.decode()) == []


def test_a_part_of_a_page_asked_without_a_session_leads_the_whole_page_to_sign_in(
    db: None, client: Client
) -> None:
    told = client.get(
        "/reglages/comptes/",
        headers={"hx-request": "true", "hx-current-url": "http://testserver/reglages/comptes/?q=a"},
    )
    assert told.status_code == 401
    assert told["HX-Redirect"] == "/connexion/?next=%2Freglages%2Fcomptes%2F%3Fq%3Da"
