"""security.txt, robots.txt and the mark of the site."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.staticfiles import finders

from maillage.kit import clock


@pytest.mark.django_db
def test_security_txt_never_lapses(client):
    fields = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=300) < expires - clock.now() < timedelta(days=366)
    assert fields["Contact"].startswith(("https://", "http://", "mailto:"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("securite@example.org", "mailto:securite@example.org"),
        ("https://example.org/faille", "https://example.org/faille"),
    ],
)
def test_security_txt_names_the_contact_of_the_installation(client, settings, contact, shown):
    settings.SECURITY_CONTACT = contact
    assert f"Contact: {shown}\n" in client.get("/.well-known/security.txt").content.decode()


@pytest.mark.django_db
def test_robots_are_kept_from_what_a_company_declares(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /aides/et-pour-mon-entreprise/?" in answer.content.decode().splitlines()


@pytest.mark.django_db
def test_every_page_bears_the_mark_of_the_site(client):
    icon = re.search(r'<link rel="icon" href="/static/([^"]+)"', client.get("/").content.decode())
    assert finders.find(icon[1])


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_what_to_do(client):
    answer = client.get("/rien-de-tel/")
    assert answer.status_code == 404
    assert "Revenir à l'accueil" in answer.content.decode()


def test_the_page_of_a_failure_needs_nothing():
    from django.template.loader import render_to_string

    assert "rien n'a été modifié" in render_to_string("500.html").replace("&#x27;", "'")
