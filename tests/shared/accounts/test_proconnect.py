"""ProConnect: five points of its guide, and every answer that must not sign anybody in."""

import json
import time
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.kit.errors import Refused
from maillage.shared.accounts import methods, operations
from maillage.shared.accounts.adapters import IdentityAdapter
from maillage.shared.accounts.models import User

ISSUER = "https://fournisseur.invalid/api/v2"
PASSWORD = "une phrase plutôt longue"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """The provider, as a session of requests sees it. ``down``, ``claims``, ``info``, ``sign_with``: how it misbehaves."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"acr": "eidas2"}
        self.info: dict[str, Any] = {
            "email": "amina@ailleurs.invalid",
            "given_name": "Amina",
            "usual_name": "Fictive",
            "siret": "00000000000018",
            "organization_label": "Organisme fictif",
        }
        self.sub = "sujet-1"
        self.nonce = ""
        self.sign_with = self.sign_info_with = KEY
        self.algorithm = "RS256"
        self.plain = self.down = False
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.timeouts: list[float] = []

    def __enter__(self) -> "Issuer":
        return self

    def __exit__(self, *fault: object) -> None:
        return None

    def token(self, claims: dict[str, Any], key: Any, algorithm: str = "RS256") -> str:
        now = int(time.time())
        said = {"iss": ISSUER, "aud": "client-fictif", "iat": now, "exp": now + 60, "sub": self.sub} | claims
        return jwt.encode(said, key, algorithm, headers={"kid": "cle-1"})

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        return self.request("GET", url, **kwargs)

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        if self.down:
            raise requests.ConnectionError("personne ne répond")
        self.asked.append((url.removeprefix(ISSUER), kwargs.get("data") or {}))
        match url.removeprefix(ISSUER):
            case "/.well-known/openid-configuration":
                names = ("authorization", "token", "userinfo", "end_session")
                ends = {f"{name}_endpoint": f"{ISSUER}/{name}" for name in names}
                return answer({"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks", **ends})
            case "/jwks":
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                return answer({"keys": [public | {"kid": "cle-1", "alg": "RS256", "use": "sig"}]})
            case "/token":
                claims = {"nonce": self.nonce, **self.claims}
                written = self.token(claims, self.sign_with, self.algorithm)
                return answer({"access_token": "jeton", "token_type": "Bearer", "id_token": written})
            case "/userinfo" if self.plain:
                return answer({"sub": self.sub, **self.info})
            case "/userinfo":
                return answer(self.token(self.info, self.sign_info_with), "application/jwt")
        raise AssertionError(url)


def answer(body: dict[str, Any] | str, kind: str = "application/json") -> requests.Response:
    made = requests.Response()
    made.status_code = 200
    made.headers["content-type"] = kind
    made._content = (body if isinstance(body, str) else json.dumps(body)).encode()
    return made


@pytest.fixture
def issuer(db: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    cache.clear()
    settings.PROCONNECT = {"issuer": ISSUER, "client_id": "client-fictif", "client_secret": "secret"}
    found = Issuer()
    monkeypatch.setattr(IdentityAdapter, "get_requests_session", lambda self: found)
    return found


@pytest.fixture
def amina(db: None) -> User:
    return User.objects.create_user("amina@ailleurs.invalid", PASSWORD)


def tied(user: User, issuer: Issuer) -> None:
    """Tie the identity by the way people have: come as unknown, sign in, tie."""
    client = Client()
    come(client, issuer)
    client.post("/connexion/", {"login": user.email, "password": PASSWORD})
    client.post("/connexion/proconnect/rattacher/")


def leave(client: Client, following: str = "") -> dict[str, str]:
    """Press the button; what is sent to ProConnect."""
    page = client.post("/connexion/proconnect/", {"next": following}).content.decode()
    address = unescape(page.split('href="' + ISSUER)[1].split('"')[0])
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def come(client: Client, issuer: Issuer, following: str = "", **changed: str) -> HttpResponse:
    """Go there and come back."""
    sent = leave(client, following)
    issuer.nonce = issuer.nonce or sent["nonce"]
    back = {"code": "un-code", "state": sent["state"]} | changed
    response = client.get("/connexion/proconnect/retour/", back)
    issuer.nonce = ""
    return response


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_what_is_asked_is_what_the_guide_asks_and_nothing_else(issuer: Issuer, client: Client) -> None:
    sent = leave(client)
    assert set(sent) == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "nonce", "claims"
    }  # fmt: skip
    assert len(sent["state"]) >= 32
    assert len(sent["nonce"]) >= 32
    assert set(sent["scope"].split()) == {
        "openid", "given_name", "usual_name", "email", "siret", "uid", "idp_id"
    }  # fmt: skip
    claims = json.loads(sent["claims"])["id_token"]
    assert claims["acr"]["essential"] is True
    assert "eidas2" in claims["acr"]["values"]
    assert "amr" in claims
    assert sent["redirect_uri"].endswith("/connexion/proconnect/retour/")


def test_someone_tied_signs_in_and_goes_where_it_was_going(
    issuer: Issuer, amina: User, client: Client
) -> None:
    tied(amina, issuer)
    back = come(client, issuer, "/glossaire/?q=a")
    assert back["Location"] == "/glossaire/?q=a"
    assert client.session["_auth_user_id"] == str(amina.pk)
    request = client.get("/glossaire/").wsgi_request
    assert methods.of(request) == ("proconnect",)
    assert methods.strong(request)


def test_going_to_proconnect_never_leads_to_another_site(issuer: Issuer, amina: User, client: Client) -> None:
    tied(amina, issuer)
    assert come(client, issuer, "https://ailleurs.invalid/")["Location"] == "/bureau/"


def test_an_unknown_identity_signs_nobody_in_and_reads_the_rule(issuer: Issuer, client: Client) -> None:
    back = come(client, issuer)
    page = client.get(back["Location"])
    said = page.content.decode()
    assert page.status_code == 403
    assert not signed_in(client)
    assert not User.objects.exists()
    for fact in ("00000000000018", "Organisme fictif", "aucun droit", "amina@ailleurs.invalid"):
        assert fact in said
    assert "Un compte porte cette adresse" not in said


def test_the_address_of_an_account_is_not_enough_to_open_it(
    issuer: Issuer, amina: User, client: Client
) -> None:
    page = client.get(come(client, issuer)["Location"]).content.decode()
    assert not signed_in(client)
    assert "Un compte porte cette adresse" in page
    assert "next=/connexion/proconnect/inconnu/" in page
    assert not SocialAccount.objects.exists()


def test_one_ties_its_identity_by_signing_in_once(issuer: Issuer, amina: User, client: Client) -> None:
    come(client, issuer)
    client.post(
        "/connexion/",
        {"login": amina.email, "password": PASSWORD, "next": "/connexion/proconnect/inconnu/"},
    )
    assert "Rattacher à ce compte" in client.get("/connexion/proconnect/inconnu/").content.decode()
    client.post("/connexion/proconnect/rattacher/")
    assert SocialAccount.objects.get().user == amina
    assert "Organisme fictif" in client.get("/connexion/securite/").content.decode()
    again = Client()
    come(again, issuer)
    assert signed_in(again)


def test_the_same_subject_of_another_issuer_is_someone_else(issuer: Issuer, amina: User) -> None:
    tied(amina, issuer)
    uid = SocialAccount.objects.get().uid
    assert uid.startswith("sujet-1 ")
    assert ISSUER not in uid
    assert len(uid) == len("sujet-1 ") + 32


def test_an_identity_is_tied_to_one_account(issuer: Issuer, amina: User) -> None:
    tied(amina, issuer)
    other = User.objects.create_user("autre@essai.invalid", PASSWORD)
    uid = SocialAccount.objects.get().uid
    with pytest.raises(Refused):
        operations.link(other.pk, uid=uid, said={}, at=clock.now(), actor=PUBLIC)


def test_nothing_is_tied_without_an_identity_that_waits(issuer: Issuer, amina: User, client: Client) -> None:
    client.force_login(amina)
    assert client.post("/connexion/proconnect/rattacher/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_one_unties_its_identity(issuer: Issuer, amina: User, client: Client) -> None:
    tied(amina, issuer)
    client.post("/connexion/", {"login": amina.email, "password": PASSWORD})
    client.post("/connexion/securite/changer/", {"act": f"untie:{SocialAccount.objects.get().pk}"})
    assert not SocialAccount.objects.exists()


def refused(client: Client, response: HttpResponse, words: str) -> None:
    assert not signed_in(client)
    assert words in response.content.decode()
    assert not SocialAccount.objects.exists()


def test_one_factor_is_refused_and_says_what_to_do(issuer: Issuer, client: Client) -> None:
    for weak in ("eidas1", "https://proconnect.gouv.fr/assurance/self-asserted", ""):
        issuer.claims = {"acr": weak}
        back = come(client, issuer)
        assert back.status_code == 403
        refused(client, back, "un seul facteur")


def test_a_level_that_is_not_told_is_refused(issuer: Issuer, client: Client) -> None:
    issuer.claims = {}
    refused(client, come(client, issuer), "un seul facteur")


def test_a_provider_that_does_not_answer_is_told(issuer: Issuer, client: Client) -> None:
    issuer.down = True
    page = client.post("/connexion/proconnect/")
    assert page.status_code == 503
    refused(client, page, "ne répond pas")


def test_a_provider_that_stops_half_way_is_told(issuer: Issuer, client: Client) -> None:
    sent = leave(client)
    issuer.down = True
    back = client.get("/connexion/proconnect/retour/", {"code": "c", "state": sent["state"]})
    refused(client, back, "ne répond pas")


def test_a_forged_state_is_refused(issuer: Issuer, client: Client) -> None:
    refused(client, come(client, issuer, state="f" * 43), "aucune connexion commencée")
    assert not any(path == "/token" for path, _sent in issuer.asked)


def test_a_return_serves_once(issuer: Issuer, amina: User, client: Client) -> None:
    tied(amina, issuer)
    sent = leave(client)
    issuer.nonce = sent["nonce"]
    back = {"code": "c", "state": sent["state"]}
    client.get("/connexion/proconnect/retour/", back)
    client.post("/connexion/fin/")
    again = client.get("/connexion/proconnect/retour/", back)
    assert not signed_in(client)
    assert "aucune connexion commencée" in again.content.decode()


def test_a_return_in_another_browser_is_refused(issuer: Issuer, client: Client) -> None:
    sent = leave(Client())
    back = client.get("/connexion/proconnect/retour/", {"code": "c", "state": sent["state"]})
    refused(client, back, "aucune connexion commencée")


def test_a_wrong_nonce_is_refused(issuer: Issuer, client: Client) -> None:
    issuer.nonce = "n" * 43
    refused(client, come(client, issuer), "pas pu être vérifiée")


def test_an_identity_token_signed_by_another_is_refused(issuer: Issuer, client: Client) -> None:
    issuer.sign_with = OTHER_KEY
    refused(client, come(client, issuer), "pas pu être vérifiée")


def test_a_user_info_signed_by_another_is_refused(issuer: Issuer, client: Client) -> None:
    issuer.sign_info_with = OTHER_KEY
    refused(client, come(client, issuer), "pas pu être vérifiée")


def test_a_user_info_that_is_not_signed_is_refused(issuer: Issuer, client: Client) -> None:
    issuer.plain = True
    refused(client, come(client, issuer), "pas pu être vérifiée")


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_without_a_true_signature_is_refused(issuer: Issuer, client: Client, algorithm: str) -> None:
    issuer.algorithm = algorithm
    issuer.sign_with = None if algorithm == "none" else "clef-devinee-par-qui-la-connait-bien"
    refused(client, come(client, issuer), "pas pu être vérifiée")


@pytest.mark.parametrize(
    "wrong", [{"aud": "un-autre"}, {"iss": "https://ailleurs.invalid"}, {"exp": 1}], ids=["aud", "iss", "exp"]
)
def test_a_token_for_another_of_another_or_too_old_is_refused(
    issuer: Issuer, client: Client, wrong: dict[str, Any]
) -> None:
    issuer.claims |= wrong
    refused(client, come(client, issuer), "pas pu être vérifiée")


def test_a_user_info_of_someone_else_is_refused(issuer: Issuer, client: Client) -> None:
    issuer.info["sub"] = "sujet-2"
    refused(client, come(client, issuer), "pas pu être vérifiée")


def test_giving_up_over_there_is_told_simply(issuer: Issuer, client: Client) -> None:
    sent = leave(client)
    back = client.get("/connexion/proconnect/retour/", {"error": "access_denied", "state": sent["state"]})
    refused(client, back, "Rien n'a changé")


def test_the_words_of_a_refusal_from_outside_are_not_shown(issuer: Issuer, client: Client) -> None:
    sent = leave(client)
    asked = {"error": "Y000400", "error_description": "<b>injection</b>", "state": sent["state"]}
    back = client.get("/connexion/proconnect/retour/", asked)
    refused(client, back, "a refusé la demande")
    assert "<b>injection" not in back.content.decode()
    assert "Y000400" not in back.content.decode().split("<h1>")[1].split("</main>")[0]


def test_a_closed_account_stays_closed(issuer: Issuer, amina: User, client: Client) -> None:
    tied(amina, issuer)
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert come(client, issuer)["Location"] == "/connexion/ferme/"
    assert not signed_in(client)


def test_signing_out_ends_the_session_over_there_too(issuer: Issuer, amina: User, client: Client) -> None:
    tied(amina, issuer)
    come(client, issuer)
    page = client.post("/connexion/fin/").content.decode()
    assert not signed_in(client)
    address = unescape(page.split('href="' + ISSUER)[1].split('"')[0])
    sent = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith("/end_session?")
    assert jwt.decode(sent["id_token_hint"], options={"verify_signature": False})["sub"] == "sujet-1"
    assert len(sent["state"]) >= 32
    ended = client.get("/connexion/proconnect/fin/", {"state": sent["state"]})
    assert "ici et chez ProConnect" in ended.content.decode()
    assert client.get("/connexion/proconnect/fin/", {"state": "autre"}).status_code == 302


def test_signing_out_while_the_provider_is_down_says_so(issuer: Issuer, amina: User, client: Client) -> None:
    tied(amina, issuer)
    come(client, issuer)
    issuer.down = True
    page = client.post("/connexion/fin/").content.decode()
    assert not signed_in(client)
    assert "reste peut-être ouverte" in page


def test_whoever_signed_in_by_a_password_signs_out_here_only(
    issuer: Issuer, amina: User, client: Client
) -> None:
    client.post("/connexion/", {"login": amina.email, "password": PASSWORD})
    assert client.post("/connexion/fin/")["Location"] == "/"


def test_two_factors_over_there_are_enough_here(issuer: Issuer, amina: User, client: Client) -> None:
    tied(amina, issuer)
    operations.enrol(amina.pk, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", at=clock.now(), actor=PUBLIC)
    come(client, issuer)
    assert signed_in(client)


def test_without_configuration_there_is_no_door(db: None, client: Client) -> None:
    assert "ProConnect" not in client.get("/connexion/").content.decode()
    assert client.post("/connexion/proconnect/").status_code == 404


def test_with_it_the_door_is_on_the_page(issuer: Issuer, client: Client) -> None:
    assert "Se connecter avec ProConnect" in client.get("/connexion/").content.decode()


def test_what_waits_five_seconds_at_most(db: None) -> None:
    with IdentityAdapter().get_requests_session() as session:
        assert session.request.keywords == {"timeout": 5}


def test_a_lost_session_is_found_again_in_another_tab(issuer: Issuer, amina: User, client: Client) -> None:
    tied(amina, issuer)
    lost = client.post("/connexion/securite/changer/", {"note": "un texte tapé trop tard"}).content.decode()
    assert 'target="_blank"' in lost
    kept = unescape(lost.split('name="kept" value="')[1].split('"')[0])
    come(client, issuer, "/connexion/retour/")
    assert "Fermez cet onglet" in client.get("/connexion/retour/").content.decode()
    assert "un texte tapé trop tard" in client.post("/connexion/reprendre/", {"kept": kept}).content.decode()
