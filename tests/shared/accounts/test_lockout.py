"""Too many bad passwords: one account waits for one address, and nobody else does (ecosystem pitfall of axes with allauth)."""

from html import unescape

import pytest
from axes.models import AccessAttempt
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from maillage.kit.testing.pages import StrictClient
from maillage.shared.accounts import resending
from maillage.shared.accounts.models import User

PASSWORD = "une phrase plutôt longue"
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    cache.clear()
    return (
        User.objects.create_user("visee@essai.invalid", PASSWORD),
        User.objects.create_user("voisine@essai.invalid", PASSWORD),
    )


def attempt(user: User, password: str, address: str = HERE, **headers: str):
    client: Client = StrictClient(REMOTE_ADDR=address)
    typed = {"login": user.email.upper(), "password": password}
    return client.post("/connexion/", typed, headers=headers)


def locked(user: User, address: str = HERE) -> None:
    for _attempt in range(5):
        last = attempt(user, "une autre phrase longue", address)
    assert last.status_code == 429


def test_five_bad_passwords_make_the_account_wait_there(people: tuple[User, User]) -> None:
    target, _neighbour = people
    locked(target)
    page = attempt(target, PASSWORD)
    assert page.status_code == 429
    assert "15 minutes" in page.content.decode()


def test_a_neighbour_behind_the_same_address_still_signs_in(people: tuple[User, User]) -> None:
    target, neighbour = people
    locked(target)
    assert attempt(neighbour, PASSWORD).status_code == 302


def test_a_neighbour_signs_in_however_often_others_tried(people: tuple[User, User]) -> None:
    _target, neighbour = people
    for rank in range(31):
        StrictClient(REMOTE_ADDR=HERE).post(
            "/connexion/", {"login": f"absente{rank}@essai.invalid", "password": PASSWORD}
        )
    assert attempt(neighbour, PASSWORD).status_code == 302


def test_a_link_is_sent_however_many_neighbours_asked_for_theirs(people: tuple[User, User]) -> None:
    _target, neighbour = people
    asked = [f"absente{rank}@essai.invalid" for rank in range(20)] + [neighbour.email] * 5
    client = StrictClient(REMOTE_ADDR=HERE)
    answers = [client.post("/connexion/mot-de-passe/oublie/", {"email": one}).status_code for one in asked]
    assert answers == [302] * 25


def test_who_asks_too_often_is_told_to_wait_and_whom_to_ask(people: tuple[User, User]) -> None:
    target, _neighbour = people
    client = StrictClient(REMOTE_ADDR=HERE)
    for _request in range(6):
        page = client.post("/connexion/mot-de-passe/oublie/", {"email": target.email})
    assert page.status_code == 429
    said = page.content.decode()
    assert "attendez cinq minutes" in said
    assert "écrivez à l'administration du réseau" in unescape(said)
    assert "Too Many" not in said


def test_the_person_still_signs_in_from_elsewhere(people: tuple[User, User]) -> None:
    target, _neighbour = people
    locked(target)
    assert attempt(target, PASSWORD, ELSEWHERE).status_code == 302


def test_a_good_password_forgets_the_bad_ones(people: tuple[User, User]) -> None:
    target, _neighbour = people
    for _attempt in range(4):
        attempt(target, "une autre phrase longue")
    assert attempt(target, PASSWORD).status_code == 302
    assert attempt(target, "une autre phrase longue").status_code == 200


def test_the_address_told_by_a_trusted_proxy_is_the_one_counted(
    people: tuple[User, User], settings: LazySettings
) -> None:
    settings.TRUSTED_PROXIES = 1
    target, _neighbour = people
    for _attempt in range(5):
        attempt(target, "une autre phrase longue", "10.0.0.1", **{"x-forwarded-for": HERE})
    assert attempt(target, PASSWORD, "10.0.0.1", **{"x-forwarded-for": HERE}).status_code == 429
    assert attempt(target, PASSWORD, "10.0.0.1", **{"x-forwarded-for": ELSEWHERE}).status_code == 302


def test_a_network_of_ipv6_is_one_address(people: tuple[User, User]) -> None:
    target, _neighbour = people
    for last in range(5):
        attempt(target, "une autre phrase longue", f"2001:db8::{last + 1}")
    assert attempt(target, PASSWORD, "2001:db8::99").status_code == 429


def test_passwords_and_addresses_of_accounts_are_not_kept_with_the_attempt(
    people: tuple[User, User],
) -> None:
    attempt(people[0], "une autre phrase longue")
    kept = AccessAttempt.objects.get()
    assert kept.username == people[0].email
    assert "phrase" not in kept.post_data
    assert "@" not in kept.post_data


def test_waiting_on_the_page_of_a_lost_session_loses_nothing(people: tuple[User, User]) -> None:
    target, _neighbour = people
    locked(target)
    kept = resending.Sending(path="/x/", values=(resending.Typed(name="n", value="un texte"),)).kept
    client = StrictClient(REMOTE_ADDR=HERE)
    typed = {"kept": kept, "login": target.email, "password": PASSWORD}
    page = client.post("/connexion/reprendre/", typed)
    assert page.status_code == 429
    assert kept in page.content.decode()
    assert client.post("/connexion/reprendre/", {"kept": kept}).status_code == 401
