"""One's open sessions: read, ended one by one or all together; a changed password follows the session that changed it."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from maillage.config.settings.sign_in import demanded, proconnect
from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.testing.pages import StrictClient
from maillage.shared.accounts import sessions
from maillage.shared.accounts.jobs import forget_ended_sessions
from maillage.shared.accounts.models import SignIn, User
from maillage.shared.notices.models import Mail

PASSWORD = "une phrase plutôt longue"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def someone(db: None) -> User:
    cache.clear()
    return User.objects.create_user("quelquun@essai.invalid", PASSWORD)


def opened() -> Client:
    client = StrictClient()
    typed = {"login": "quelquun@essai.invalid", "password": PASSWORD}
    client.post("/connexion/", typed, headers={"user-agent": FIREFOX})
    return client


def alive(client: Client) -> bool:
    return client.get("/connexion/securite/").status_code == 200


def test_each_session_is_listed_and_ends_at_once(someone: User) -> None:
    here, there = opened(), opened()
    page = here.get("/connexion/securite/").content.decode()
    assert page.count("Firefox, Linux") == 2
    assert page.count("celle-ci") == 1
    (other,) = re.findall(r'value="session:(\d+)"', page)
    here.post("/connexion/securite/changer/", {"act": f"session:{other}"})
    assert (alive(here), alive(there)) == (True, False)


def test_the_others_end_together_and_this_one_goes_on(someone: User) -> None:
    here, there = opened(), opened()
    here.post("/connexion/securite/changer/", {"act": "sessions"})
    assert (alive(here), alive(there)) == (True, False)
    assert "celle-ci" in here.get("/connexion/securite/").content.decode()


def test_the_session_of_another_is_not_found(someone: User) -> None:
    other = SignIn.objects.create(
        user=User.objects.create_user("autre@essai.invalid"),
        mark="m",
        session_key="k",
        since="2026-11-21T09:00:00Z",
    )
    response = opened().post("/connexion/securite/changer/", {"act": f"session:{other.pk}"})
    assert response.status_code == 404
    assert SignIn.objects.filter(pk=other.pk).exists()


def test_signing_out_takes_the_session_off_the_list(someone: User) -> None:
    opened().post("/connexion/fin/")
    assert not SignIn.objects.exists()


def test_a_first_password_chosen_leads_to_the_page_of_the_account(someone: User) -> None:
    here = opened()
    someone.refresh_from_db()
    someone.set_unusable_password()
    someone.save()
    here.force_login(someone)
    new = "une autre phrase bien longue"
    chosen = here.post("/connexion/mot-de-passe/premier/", {"password1": new, "password2": new})
    assert chosen["Location"] == "/connexion/securite/"
    assert here.get("/connexion/securite/").status_code == 200


def test_a_changed_password_ends_the_others_and_is_told(someone: User) -> None:
    here, there = opened(), opened()
    new = "une autre phrase bien longue"
    here.post("/connexion/mot-de-passe/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (alive(here), alive(there)) == (True, False)
    assert "celle-ci" in here.get("/connexion/securite/").content.decode()
    assert Mail.objects.filter(key__startswith="accounts/mail/password_changed:").count() == 1


def test_a_browser_is_named_in_two_words_and_an_unknown_one_in_none() -> None:
    assert sessions.named(FIREFOX) == "Firefox, Linux"
    assert sessions.named("curl/8") == ""


def test_proconnect_half_configured_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proconnect() is None
    monkeypatch.setenv("MAILLAGE_PROCONNECT_ISSUER", "http://fournisseur.invalid")
    with pytest.raises(Refused, match="CLIENT_ID"):
        proconnect()
    monkeypatch.setenv("MAILLAGE_PROCONNECT_CLIENT_ID", "c")
    monkeypatch.setenv("MAILLAGE_PROCONNECT_CLIENT_SECRET", "s")
    with pytest.raises(Refused, match="https"):
        proconnect()


def test_the_environment_says_whether_a_second_factor_is_demanded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAILLAGE_SECOND_FACTOR", raising=False)
    assert (demanded(default=True), demanded(default=False)) == (True, False)
    monkeypatch.setenv("MAILLAGE_SECOND_FACTOR", "1")
    assert demanded(default=False)
    monkeypatch.setenv("MAILLAGE_SECOND_FACTOR", "0")
    assert not demanded(default=True)


def test_a_session_that_is_over_is_removed_in_the_night(someone: User) -> None:
    here, over = opened(), opened()
    now = clock.now()
    Session.objects.filter(pk=over.session.session_key).update(expire_date=now - timedelta(seconds=1))
    forget_ended_sessions(at=now)
    assert [one.pk for one in Session.objects.all()] == [here.session.session_key]


@pytest.mark.parametrize("act", ["session:", "untie:"])
@pytest.mark.parametrize("number", ["9" * 5000, "²"], ids=["long", "square"])
def test_a_number_that_no_session_bears_is_not_found(someone: User, act: str, number: str) -> None:
    assert opened().post("/connexion/securite/changer/", {"act": act + number}).status_code == 404
