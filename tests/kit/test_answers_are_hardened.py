"""What each answer tells a browser, in tests and in production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

PRODUCTION = """
import django, json
from django.conf import settings
django.setup()
print(json.dumps({name: str(getattr(settings, name)) for name in (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG", "DEV_SIGN_IN", "ALLOWED_HOSTS",
)}))
"""


def test_scripts_and_styles_come_from_the_site_alone(client: Client, db: None) -> None:
    policy = dict(
        part.strip().split(" ", 1)
        for part in client.get("/")["Content-Security-Policy"].split(";")
        if part.strip()
    )
    assert policy["default-src"] == "'self'" and policy["style-src"] == "'self'"
    assert policy["object-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'self'" and policy["frame-src"] == "'none'"
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_each_page_says(client: Client, db: None, header: str, value: str) -> None:
    assert client.get("/")[header] == value


def test_no_page_may_use_the_devices_of_its_reader(client: Client, db: None) -> None:
    policy = client.get("/")["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= set(policy.split(", "))


def test_a_page_of_a_person_stays_out_of_shared_caches(
    client: Client, demonstration: None, as_member: "object"
) -> None:
    page = as_member("amina").get("/bureau/")  # type: ignore[operator]
    assert "private" in page["Cache-Control"]


def production(**environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAILLAGE_", "DATABASE_", "EMAIL_"))
    }
    return subprocess.run(
        [sys.executable, "-c", PRODUCTION],
        env=kept | {"DJANGO_SETTINGS_MODULE": "maillage.config.settings.prod"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_cookies_of_production_are_bound_to_the_machine_and_to_https(tmp_path: Path) -> None:
    import json

    told = production(MAILLAGE_HOME=str(tmp_path), MAILLAGE_HOSTS="aides.example.org")
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-") and found["CSRF_COOKIE_NAME"].startswith(
        "__Host-"
    )
    assert {found[name] for name in found if name.endswith("_SECURE")} == {"True"}
    assert found["SESSION_COOKIE_HTTPONLY"] == "True" and found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["SECURE_SSL_REDIRECT"] == "True" and int(found["SECURE_HSTS_SECONDS"]) >= 31_536_000
    assert found["DEBUG"] == "False" and found["DEV_SIGN_IN"] == "False"
    assert found["ALLOWED_HOSTS"] == "['aides.example.org']"


@pytest.mark.parametrize(
    ("body", "kind"),
    [("a=1&" * 2000, "application/x-www-form-urlencoded"), ("x" * 3_000_000, "text/plain")],
    ids=["fields", "size"],
)
def test_a_form_without_end_is_refused_with_a_page(client: Client, db: None, body: str, kind: str) -> None:
    browser = Client(raise_request_exception=False)
    answer = browser.post("/connexion/", body, content_type=kind)
    assert answer.status_code < 500
