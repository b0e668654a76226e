"""How a view is published: to whom, by which methods, and that what is not visible is not found."""

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from maillage.kit.actor import PUBLIC, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible
from maillage.kit.http import member_form, members, public, public_form, unlisted

OFFICER = Actor(ActorKind.PERSON, "Amina", user=1, grants=(Grant(role="officer", organization=1),))


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("lu")


def hidden(request: HttpRequest) -> HttpResponse:
    raise NotVisible


def ask(method: str, actor: Actor = PUBLIC) -> HttpRequest:
    request = RequestFactory().generic(method, "/")
    request.actor = actor
    return request


@pytest.mark.parametrize(
    ("publish", "accepted", "refused"),
    [
        (public, ("GET", "HEAD"), ("POST", "PUT")),
        (public_form, ("GET", "HEAD", "POST"), ("PUT", "DELETE")),
        (members, ("GET", "HEAD"), ("POST", "PUT")),
        (member_form, ("GET", "HEAD", "POST"), ("PUT", "DELETE")),
    ],
)
def test_a_page_answers_its_methods_only(publish, accepted, refused) -> None:
    assert {publish(page)(ask(method)).status_code for method in accepted} == {200}
    assert {publish(page)(ask(method)).status_code for method in refused} == {405}
    with pytest.raises(Http404):
        publish(hidden)(ask("GET"))


def test_only_public_pages_need_no_sign_in() -> None:
    assert [publish(page).__dict__.get("login_required", True) for publish in (public, public_form)] == [
        False
    ] * 2
    assert [publish(page).__dict__.get("login_required", True) for publish in (members, member_form)] == [
        True
    ] * 2


@pytest.mark.parametrize("publish", [members, member_form])
def test_without_the_ability_there_is_no_page(publish) -> None:
    reserved = publish(ability=lambda actor: actor.has("officer"))(page)
    assert reserved(ask("GET", OFFICER)).status_code == 200
    with pytest.raises(Http404):
        reserved(ask("GET", PUBLIC))


def test_a_page_of_a_secret_address_is_kept_and_listed_by_nobody() -> None:
    told = unlisted(page)(ask("GET"))
    assert "no-store" in told["Cache-Control"]
    assert told["X-Robots-Tag"] == "noindex, nofollow"
    assert told["Referrer-Policy"] == "same-origin"
