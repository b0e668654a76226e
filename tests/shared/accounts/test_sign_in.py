"""Signing in, out, and finding a password again: without telling who has an account, nor leading elsewhere."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from maillage.shared.accounts.models import User
from maillage.shared.notices.models import Mail

PASSWORD = "une phrase plutôt longue"


@pytest.fixture
def someone(db: None) -> User:
    cache.clear()
    return User.objects.create_user("quelquun@essai.invalid", PASSWORD)


def sign_in(client: Client, following: str = "", password: str = PASSWORD):
    typed = {"login": "Quelquun@essai.invalid", "password": password}
    return client.post("/connexion/", typed | ({"next": following} if following else {}))


def test_one_goes_back_where_one_was_going(someone: User, client: Client) -> None:
    asked = client.get("/reglages/comptes/?q=a&page=2")
    assert asked["Location"] == "/connexion/?next=/reglages/comptes/%3Fq%3Da%26page%3D2"
    assert 'value="/reglages/comptes/?q=a&amp;page=2"' in client.get(asked["Location"]).content.decode()
    assert sign_in(client, "/reglages/comptes/?q=a&page=2")["Location"] == "/reglages/comptes/?q=a&page=2"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://ailleurs.invalid/", "//ailleurs.invalid", "javascript:alert(1)", "/\\ailleurs.invalid"],
)
def test_signing_in_never_leads_to_another_site(someone: User, client: Client, elsewhere: str) -> None:
    assert sign_in(client, elsewhere)["Location"] == "/bureau/"


def test_the_session_is_new_lasts_twelve_hours_and_hides_its_cookie(someone: User, client: Client) -> None:
    client.get("/connexion/")
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (12 * 3600, True, "Lax")
    first = cookie.value
    client.post("/connexion/fin/")
    sign_in(client)
    assert client.cookies["sessionid"].value != first
    assert Session.objects.count() == 1


def test_a_wrong_password_and_an_unknown_address_are_told_alike(someone: User, client: Client) -> None:
    wrong = sign_in(client, password="une autre phrase longue")
    unknown = client.post("/connexion/", {"login": "personne@essai.invalid", "password": PASSWORD})
    told = [page.context["form"].non_field_errors() for page in (wrong, unknown)]
    assert told[0]
    assert told[0] == told[1]
    assert wrong.status_code == unknown.status_code == 200


def test_trying_passwords_is_limited(someone: User, client: Client) -> None:
    for _attempt in range(10):
        sign_in(client, password="une autre phrase longue")
    assert sign_in(client).status_code == 429
    assert client.get("/bureau/").status_code == 302


def test_a_forgotten_password_is_told_alike_for_every_address(someone: User, client: Client) -> None:
    known = client.post("/connexion/mot-de-passe/oublie/", {"email": "QUELQUUN@essai.invalid"}, follow=True)
    unknown = client.post("/connexion/mot-de-passe/oublie/", {"email": "personne@essai.invalid"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert Mail.objects.get().to == "quelquun@essai.invalid"


def test_a_short_password_is_refused_in_words(someone: User, client: Client) -> None:
    client.force_login(someone)
    page = client.post(
        "/connexion/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "court", "password2": "court"}
    )
    assert "12" in page.content.decode()


def test_nobody_opens_an_account_alone(db: None, client: Client) -> None:
    for path in ("/connexion/signup/", "/connexion/inscription/", "/accounts/signup/"):
        assert client.get(path).status_code == 404


def test_a_visitor_costs_no_query_to_be_known_as_one(
    db: None, client: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/connexion/").status_code == 200


def test_a_stale_session_is_forgotten_without_a_fault(someone: User, client: Client) -> None:
    client.force_login(someone)
    User.objects.filter(pk=someone.pk).update(sign_outs=1)
    assert client.get("/").status_code == 200
    assert not Session.objects.exists()
