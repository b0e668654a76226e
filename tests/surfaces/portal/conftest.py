"""A visit of the portal, as a browser makes it: links followed, forms sent with what they hold."""

import html
import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
STATE = "commune=59350&naf=10.71C&effectif=8&profil=tpe&sujet=financer&avancement=preparing"


def held(page: HttpResponse) -> dict[str, str]:
    """What the forms of a page carry along."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.content.decode())}


def found(page: HttpResponse, holding: str) -> list[str]:
    """The addresses of a page that hold these letters."""
    every = re.findall(r'href="([^"]+)"', page.content.decode())
    return [html.unescape(one) for one in every if holding in one]


@pytest.fixture
def hidden() -> Callable[[HttpResponse], dict[str, str]]:
    """``hidden(page)``: what the forms of a page carry along."""
    return held


@pytest.fixture
def links() -> Callable[[HttpResponse, str], list[str]]:
    """``links(page, "/aides/")``: the addresses of a page that hold these letters."""
    return found


@pytest.fixture
def pathway(client, demonstration) -> Callable[..., HttpResponse]:
    """``pathway()``: the page of Claire's company of eight, that wants to finance something in Lille."""

    def open_it(state: str = STATE) -> HttpResponse:
        return client.get(f"/parcours/?{state}")

    return open_it


@pytest.fixture
def send(client, pathway) -> Callable[..., HttpResponse]:
    """``send(courriel=…)``: the request sent from the pathway; the answer of the site."""

    def send_it(page: HttpResponse | None = None, **typed: object) -> HttpResponse:
        said = {
            "entreprise_nom": "Biscuiterie fictive",
            "personne": "Claire Fictive",
            "courriel": "claire@exemple.invalid",
            "message": "Je veux acheter un four.",
        }
        return client.post("/demande/", held(page or pathway()) | said | typed)

    return send_it


@pytest.fixture
def followed(send) -> str:
    """The address of the page of a request just sent."""
    return send()["Location"].replace("/demande/recue/", "/suivi/")
