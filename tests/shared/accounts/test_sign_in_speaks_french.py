"""What opens pages in French is in French; what companies read exists in English too."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_browser_in_english_signs_in_in_french(client: Client) -> None:
    page = client.get("/connexion/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="fr"' in page
    assert "Mot de passe" in page and "Password" not in page
    assert ">English<" not in page


def test_the_next_page_speaks_english_again(client: Client) -> None:
    client.get("/connexion/", headers={"accept-language": "en"})
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en"' in page
