"""A second factor: added, asked, replaced, taken away; its secrets are unreadable in the database."""

import re
import time
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.testing.pages import StrictClient
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.accounts import methods, operations, queries, resending, sealing
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization
from maillage.shared.notices.models import Mail

PASSWORD = "une phrase plutôt longue"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def someone(db: None) -> User:
    cache.clear()
    return User.objects.create_user("quelquun@essai.invalid", PASSWORD)


@pytest.fixture
def with_role(someone: User) -> User:
    where = Organization.objects.create(slug="essai", name="Organisme fictif", in_network=True)
    RoleAssignment.objects.create(
        user=someone, role=Role.OFFICER, organization=where, since=clock.today(), given_by="essai"
    )
    return someone


def code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30))


def enrolled(user: User) -> tuple[str, ...]:
    return operations.enrol(user.pk, SECRET, at=clock.now(), actor=PUBLIC)


def password(client: Client, following: str = "") -> HttpResponse:
    typed = {"login": "quelquun@essai.invalid", "password": PASSWORD}
    return client.post("/connexion/", typed | ({"next": following} if following else {}))


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def told(template: str) -> int:
    return Mail.objects.filter(key__startswith=f"accounts/mail/{template}:").count()


def test_one_adds_a_second_factor_and_sees_its_recovery_codes_once(someone: User, client: Client) -> None:
    password(client)
    page = client.get("/connexion/securite/second-facteur/").content.decode()
    secret = re.search(r'class="totp-key">([^<]+)<', page).group(1)
    assert 'src="data:image/svg+xml;base64,' in page
    wrong = client.post("/connexion/securite/second-facteur/", {"code": "000000"})
    assert wrong.status_code == 422
    assert secret in wrong.content.decode()
    shown = client.post("/connexion/securite/second-facteur/", {"code": code(secret)}).content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", shown)) == 10
    again = client.get("/connexion/securite/").content.decode()
    assert "10 codes de secours" in again
    assert not re.search(r"<code>\d{8}</code>", again)
    assert told("second_factor_added") == 1


def test_the_password_alone_no_longer_opens_and_the_code_does(someone: User, client: Client) -> None:
    enrolled(someone)
    assert password(client, "/glossaire/")["Location"] == "/connexion/code/"
    assert not signed_in(client)
    assert "pas le bon" in client.post("/connexion/code/", {"code": "000000"}).content.decode()
    assert client.post("/connexion/code/", {"code": code()})["Location"] == "/glossaire/"
    assert signed_in(client)


def test_a_code_serves_once(someone: User, client: Client) -> None:
    enrolled(someone)
    used = code()
    password(client)
    client.post("/connexion/code/", {"code": used})
    other = StrictClient()
    password(other)
    other.post("/connexion/code/", {"code": used})
    assert not signed_in(other)


def test_guessing_codes_is_limited(someone: User, client: Client) -> None:
    enrolled(someone)
    password(client)
    for _attempt in range(6):
        client.post("/connexion/code/", {"code": "000000"})
    page = client.post("/connexion/code/", {"code": code()}).content.decode()
    assert "attendez cinq minutes" in page
    assert not signed_in(client)


def test_the_wrong_codes_of_one_person_stop_no_neighbour(someone: User, client: Client) -> None:
    other = User.objects.create_user("autre@essai.invalid", PASSWORD)
    enrolled(someone)
    enrolled(other)
    wrong = StrictClient()
    wrong.post("/connexion/", {"login": other.email, "password": PASSWORD})
    for _attempt in range(10):
        wrong.post("/connexion/code/", {"code": "000000"})
    password(client)
    client.post("/connexion/code/", {"code": code()})
    assert signed_in(client)


@pytest.mark.parametrize("here", [True, False])
def test_the_cast_of_a_development_machine_is_strong_nowhere_else(
    with_role: User, client: Client, settings: LazySettings, here: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.DEV_SIGN_IN = True, here
    client.force_login(with_role)
    session = client.session
    session[methods.MARKS] = [methods.CAST]
    session.save()
    assert client.get("/bureau/").status_code == (200 if here else 302)


def test_a_recovery_code_opens_once_and_is_told_by_mail(someone: User, client: Client) -> None:
    first = enrolled(someone)[0]
    password(client)
    client.post("/connexion/code/", {"code": first})
    assert signed_in(client)
    assert told("recovery_code_used") == 1
    other = StrictClient()
    password(other)
    other.post("/connexion/code/", {"code": first})
    assert not signed_in(other)


def test_one_may_start_again_with_another_account_before_the_code(someone: User, client: Client) -> None:
    enrolled(someone)
    password(client)
    assert client.get("/connexion/")["Location"] == "/connexion/code/"
    client.post("/connexion/fin/")
    assert client.get("/connexion/").status_code == 200


def test_recovery_codes_are_replaced_all_together(someone: User, client: Client) -> None:
    before = enrolled(someone)
    password(client)
    client.post("/connexion/code/", {"code": code()})
    page = client.post("/connexion/securite/changer/", {"act": "codes"}).content.decode()
    after = re.findall(r"<li><code>(\d{8})</code></li>", page)
    assert len(after) == 10
    assert not set(after) & set(before)


def test_one_removes_its_second_factor_and_is_told(someone: User, client: Client) -> None:
    enrolled(someone)
    password(client)
    client.post("/connexion/code/", {"code": code()})
    client.post("/connexion/securite/changer/", {"act": "drop"})
    assert queries.factor_since(someone.pk) is None
    assert not Authenticator.objects.exists()
    assert told("second_factor_removed") == 1


def test_an_old_session_proves_itself_again_before_a_change(someone: User, client: Client) -> None:
    enrolled(someone)
    password(client)
    client.post("/connexion/code/", {"code": code()})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = clock.now().timestamp() - 3600
    session.save()
    asked = client.post("/connexion/securite/changer/", {"act": "drop"})
    assert asked["Location"].startswith("/connexion/verifier/?next=")
    assert client.get(asked["Location"]).status_code == 200
    assert queries.factor_since(someone.pk) is not None
    client.post(asked["Location"], {"password": "une autre phrase longue"})
    assert queries.factor_since(someone.pk) is not None
    client.post(asked["Location"], {"password": PASSWORD})
    assert queries.factor_since(someone.pk) is None


def test_secrets_are_unreadable_in_the_database(someone: User) -> None:
    enrolled(someone)
    rows = [str(one.data) for one in Authenticator.objects.all()]
    assert len(rows) == 2
    assert not any(SECRET in row for row in rows)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert sealing.opened(kept) == SECRET


def test_a_replaced_key_opens_what_a_former_one_sealed(settings: LazySettings) -> None:
    sealed = sealing.sealed(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-autre-cle"
    assert sealing.opened(sealed) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert sealing.opened(sealed) != SECRET


def test_whoever_has_a_role_adds_one_before_anything_else(
    with_role: User, client: Client, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert password(client)["Location"] == "/bureau/"
    led = client.get("/bureau/?x=1")
    assert led["Location"] == "/connexion/securite/second-facteur/?next=%2Fbureau%2F%3Fx%3D1"
    page = client.get(led["Location"]).content.decode()
    secret = re.search(r'class="totp-key">([^<]+)<', page).group(1)
    done = client.post(
        "/connexion/securite/second-facteur/", {"code": code(secret), "next": "/bureau/?x=1"}
    ).content.decode()
    assert 'href="/bureau/?x=1"' in done
    assert client.get("/bureau/").status_code == 200


def test_public_pages_stay_public_meanwhile(with_role: User, client: Client, settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    password(client)
    assert client.get("/glossaire/").status_code == 200
    assert client.get("/connexion/securite/").status_code == 200


def test_where_none_is_required_a_password_opens(with_role: User, client: Client) -> None:
    password(client)
    assert client.get("/bureau/").status_code == 200


def test_a_form_sent_before_the_second_factor_is_kept(
    with_role: User, client: Client, settings: LazySettings
) -> None:
    password(client)
    settings.SECOND_FACTOR_REQUIRED = True
    held = client.post("/bureau/absence/", {"note": "Bonjour, voici une note."})
    assert held.status_code == 403
    kept = unescape(re.search(r'name="kept" value="([^"]+)"', held.content.decode()).group(1))
    assert resending.kept(kept).path == "/bureau/absence/"
    assert "voici une note" in client.post("/connexion/reprendre/", {"kept": kept}).content.decode()


def test_a_lost_session_keeps_what_was_typed_through_the_code(someone: User, client: Client) -> None:
    enrolled(someone)
    kept = resending.Sending(
        path="/bureau/absence/", values=(resending.Typed(name="note", value="Une note bien longue."),)
    ).kept
    typed = {"kept": kept, "login": someone.email, "password": PASSWORD}
    asked = client.post("/connexion/reprendre/", typed).content.decode()
    assert kept in unescape(asked)
    wrong = client.post("/connexion/code/", {"kept": kept, "code": "000000"}).content.decode()
    assert kept in unescape(wrong)
    offered = client.post("/connexion/code/", {"kept": kept, "code": code()}).content.decode()
    assert "Une note bien longue." in offered
    assert 'action="/bureau/absence/"' in offered


def administrator(user: User) -> Actor:
    grant = Grant(role="administrator", organization=1)
    return Actor(ActorKind.PERSON, "Farid", user=user.pk, grants=(grant,))


def test_an_administrator_removes_the_factor_of_who_lost_its_device(someone: User, client: Client) -> None:
    enrolled(someone)
    client.force_login(someone)
    other = User.objects.create_user("administration@essai.invalid", PASSWORD)
    operations.rescue(someone.pk, at=clock.now(), actor=administrator(other))
    assert queries.factor_since(someone.pk) is None
    assert told("second_factor_removed") == 1
    assert client.get("/connexion/securite/").status_code == 302, "its sessions are over"


def test_nobody_else_removes_the_factor_of_another(someone: User) -> None:
    enrolled(someone)
    with pytest.raises(NotVisible):
        operations.rescue(someone.pk, at=clock.now(), actor=PUBLIC)
    with pytest.raises(Refused):
        operations.rescue(someone.pk, at=clock.now(), actor=administrator(someone))
    assert queries.factor_since(someone.pk) is not None
