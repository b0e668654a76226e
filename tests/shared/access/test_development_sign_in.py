"""The cast by name, on a development machine only: elsewhere that page cannot exist (issue 3)."""

import os
import subprocess
import sys
import types
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import include, path

from maillage.config import urls
from maillage.kit.testing.pages import StrictClient
from maillage.kit.ui import slots
from maillage.shared.access import panels
from maillage.shared.accounts import resending
from maillage.shared.accounts.models import User

PROBE = """
import django
django.setup()
from django.conf import settings
from django.urls import Resolver404, resolve
try:
    print(settings.DEV_SIGN_IN, resolve("/connexion/troupe/"))
except Resolver404:
    print(settings.DEV_SIGN_IN, 404)
"""


@pytest.fixture
def development(db: None, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The addresses and the page of a development machine."""
    module = types.ModuleType("addresses_of_a_development_machine")
    module.urlpatterns = [
        *urls.urlpatterns,
        path("connexion/", include("maillage.shared.access.development")),
    ]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(slots, "_slots", dict(slots._slots))
    slots.fill("accounts.sign_in", panels.cast)
    slots.fill("accounts.resume", panels.cast_again)
    settings.ROOT_URLCONF = module.__name__
    settings.DEV_SIGN_IN = True
    User.objects.create_user("amina@demo.invalid")
    return


def test_the_cast_enters_by_one_click(development: None, client: Client) -> None:
    page = client.get("/connexion/?next=/reglages/").content.decode()
    assert 'value="amina"' in page
    entered = client.post("/connexion/troupe/", {"slug": "amina", "next": "/reglages/"})
    assert entered["Location"] == "/reglages/"
    assert Session.objects.count() == 1


def test_the_cast_offers_to_send_again_what_a_lost_session_kept(development: None, client: Client) -> None:
    lost = client.post("/reglages/comptes/nouveau/", {"email": "a@b.fr"}).content.decode()
    assert 'value="amina"' in lost
    kept = resending.Sending(path="/ici/", values=()).kept
    assert (
        'action="/ici/"'
        in client.post("/connexion/troupe/", {"slug": "amina", "kept": kept}).content.decode()
    )


def test_the_cast_never_leads_to_another_site(development: None, client: Client) -> None:
    entered = client.post("/connexion/troupe/", {"slug": "amina", "next": "//ailleurs.invalid"})
    assert entered["Location"] == "/bureau/"


@pytest.mark.parametrize(
    "came", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_VIA": "1.1 x"}]
)
def test_only_this_very_machine_is_offered_the_cast(development: None, came: dict[str, str]) -> None:
    other = StrictClient(**came)
    assert "amina" not in other.get("/connexion/").content.decode()
    assert other.post("/connexion/troupe/", {"slug": "amina"}).status_code == 404


def test_an_account_outside_the_demonstration_is_never_entered_so(development: None, client: Client) -> None:
    User.objects.create_user("vraie@reseau.example")
    for slug in ("vraie", "vraie@reseau.example", "", "zoe"):
        assert client.post("/connexion/troupe/", {"slug": slug}).status_code == 404


@pytest.mark.parametrize(
    ("settings_name", "environment", "expected"),
    [
        ("dev", {"MAILLAGE_LISTEN": "127.0.0.1"}, "True"),
        ("dev", {}, "False 404"),
        ("dev", {"MAILLAGE_LISTEN": "0.0.0.0"}, "False 404"),
        ("dev", {"MAILLAGE_LISTEN": "127.0.0.1", "MAILLAGE_HOSTS": "reseau.example"}, "False 404"),
        (
            "prod",
            {"MAILLAGE_LISTEN": "127.0.0.1", "DEV_SIGN_IN": "1", "MAILLAGE_DEV_SIGN_IN": "1"},
            "False 404",
        ),
    ],
)
def test_the_page_exists_only_on_a_machine_that_listens_to_itself(
    settings_name: str, environment: dict[str, str], expected: str, tmp_path
) -> None:
    chosen = {
        "DJANGO_SETTINGS_MODULE": f"maillage.config.settings.{settings_name}",
        "MAILLAGE_HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        **({"MAILLAGE_HOSTS": "reseau.example"} if settings_name == "prod" else {}),
        **environment,
    }
    told = subprocess.run(
        [sys.executable, "-c", PROBE], env=chosen, capture_output=True, text=True, check=False
    )
    assert told.stdout.startswith(expected), told.stderr
