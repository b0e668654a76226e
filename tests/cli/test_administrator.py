"""The first administrator of an installation comes from the terminal."""

import re

import pytest
from django.test import Client

from maillage.cli import main
from maillage.kit.testing.time import THE_MOMENT
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization

PASSWORD = "quatre mots au hasard"


def test_the_terminal_makes_an_administrator_who_chooses_a_password(
    db: None, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    Organization.objects.create(slug="essai-chambre", name="Chambre d'essai", in_network=True)
    for _twice in range(2):
        assert main(["administrator", "Cheffe@essai.invalid", "--organization", "essai-chambre"]) == 0
    (path,) = re.findall(r"https?://[^/]+(/connexion/\S+)", capsys.readouterr().out)[-1:]
    user = User.objects.get(email="cheffe@essai.invalid")
    (grant,) = actor_of(user, on=THE_MOMENT.date()).grants
    assert grant.role == "administrator"
    page = client.get(path, follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(page.redirect_chain[-1][0], chosen).status_code == 302
    entered = client.post("/connexion/", {"login": user.email, "password": PASSWORD})
    assert entered["Location"] == "/bureau/"
    assert client.get("/reglages/comptes/").status_code == 200


def test_an_organisation_outside_the_network_is_refused_with_those_inside(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    Organization.objects.create(slug="essai-chambre", name="Chambre d'essai", in_network=True)
    assert main(["administrator", "a@essai.invalid", "--organization", "rien"]) == 1
    assert "essai-chambre" in capsys.readouterr().err
    assert not User.objects.exists()
