"""What the strict client sees."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from maillage.kit.testing.pages import PageFault, StrictClient, faults

GOOD = '<!doctype html><html lang="fr"><head><title>Titre</title></head><body><h1>Un</h1>{}</body></html>'


def page(inside: str) -> str:
    return GOOD.format(inside)


def test_a_sound_page_has_no_fault() -> None:
    assert faults(page('<p>Un<br>deux</p><img src="a.png" alt=""><script src="a.js"></script>')) == []


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<p style="color:red">', "style attribute"),
        ('<button onclick="go()">Aller</button>', "inline handler"),
        ("<script>go()</script>", "without src nor nonce"),
        ("<style>p{}</style>", "<style>"),
        ("<p>{{ scheme.title }}</p>", "template code"),
        ("<p>{% endif %}</p>", "template code"),
        ('<i id="a"></i><i id="a"></i>', "share the id"),
        ('<img src="a.png">', "without alt"),
        ("<h1>Deux</h1>", "2 <h1>"),
        ("<div><section></div>", "still open"),
        ("</section>", "closes nothing"),
    ],
)
def test_each_fault_is_named(inside: str, told: str) -> None:
    assert any(told in fault for fault in faults(page(inside)))


def test_a_page_says_its_language_and_its_title() -> None:
    assert faults("<html><head><title> </title></head><body><h1>Un</h1></body></html>") == [
        "no lang on <html>",
        "the page must have one <title>, not empty",
    ]


def test_a_fragment_needs_neither_title_nor_heading() -> None:
    assert faults("<ul><li>Un</ul>") == []


def faulty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(page('<p style="color:red">Un</p>'))


faulty.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("", faulty)]


def test_the_client_of_every_test_reads_the_pages(client: Client) -> None:
    assert isinstance(client, StrictClient)
    with override_settings(ROOT_URLCONF=__name__), pytest.raises(PageFault, match="style attribute"):
        client.get("/")
