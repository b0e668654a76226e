"""Every person of the cast against every address: what each may fetch (test_permissions), and here what each may send.

The forms are those of the pages themselves, read from whoever may open them, then sent by everybody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.architecture.forms import Form, forms, written
from tests.architecture.test_permissions import CAST, DOORS, Door

from maillage.kit import clock
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User

ABOUT_ONESELF = (
    "account_",
    "mfa_",
    "accounts:",
    "socialaccount_",
    "proconnect",
    "preferences:",
    "access:act_for",
    "desk:cast",
)
"""What everyone does for itself: its password, its sessions, its mails, the organisation it acts for."""
TRACES = {"django_session", "accounts_session", "audit_reading", "axes_accessattempt", "kit_limit"}
"""What a request leaves behind whatever it asks: the session, who read a file, attempts counted."""
NOBODY = ("visitor", "zoe")
PAGES = {name: door for name, door in DOORS.items() if not name.startswith("api:")}
"""Programs carry no cookie: their doors are crossed in test_the_api_doors."""
RESERVED = [name for name, door in PAGES.items() if door.who != "public"]
ASKED_BY_CONTROLLERS = "audit:verify"
"""A controller asks that the chain be verified: a job reads it, and writes its own result."""


@dataclass(frozen=True)
class Sent:
    """A form of a door, and who may send it."""

    name: str
    form: Form


def browser(who: str) -> Client:
    """A person of the demonstration, or a visitor; one session for all that it sends."""
    client = Client()
    if who != "visitor":
        client.force_login(User.objects.get(email=f"{who}@demo.invalid"))
    return client


def who_opens(door: Door) -> tuple[str, ...]:
    return ("amina", "farid", "helene") if door.who == "members" else tuple(door.who)


def about_oneself(name: str) -> bool:
    return name.startswith(ABOUT_ONESELF)


@pytest.fixture
def addresses(demonstration: None) -> dict[str, str]:
    """The address of every reserved door, its objects made."""
    return {name: DOORS[name].address(name) for name in RESERVED}


@pytest.fixture
def found(addresses: dict[str, str]) -> list[Sent]:
    """Every form of every reserved page, as those who may open it receive it; an address only sent to gets an empty one."""
    browsers = {who: browser(who) for who in CAST}
    sent: dict[Sent, None] = {}
    for name, address in addresses.items():
        door = DOORS[name]
        for who in who_opens(door)[:2]:
            page = browsers[who].get(address, door.query)
            if page.status_code == 200 and page.get("Content-Type", "").startswith("text/html"):
                sent |= dict.fromkeys(Sent(name, form) for form in forms(page.content.decode(), address))
        sent[Sent(name, Form(action=address, values=()))] = None
    verified = addresses[ASKED_BY_CONTROLLERS]
    return [
        one
        for one in sent
        if not about_oneself(one.name) and not _leaves(one.form.action) and one.form.action != verified
    ]


def _leaves(action: str) -> bool:
    """The form is that of signing out, of the language, of another organisation: in the frame of every page."""
    return action.startswith(("/connexion/", "/langue/", "http"))


def tried(found: list[Sent], who: str) -> Iterator[tuple[Sent, HttpResponse, set[str]]]:
    """Each form sent by someone, with what it wrote for good."""
    client = browser(who)
    for one in found:
        with written() as tables:
            answer = client.post(one.form.action, one.form.data)
        yield one, answer, tables - TRACES


@pytest.mark.requirement("H-135")
def test_an_elected_member_changes_nothing_whatever_it_sends(found: list[Sent]) -> None:
    gaelle = actor_of(User.objects.get(email="gaelle@demo.invalid"), on=clock.today())
    assert gaelle.reads_only and len(found) > 100
    wrote = {(one.name, one.form.action): tables for one, _answer, tables in tried(found, "gaelle") if tables}
    assert not wrote


def test_who_only_reads_or_has_no_role_changes_nothing(found: list[Sent]) -> None:
    wrote = {
        (who, one.name, one.form.action): tables
        for who in (*NOBODY, "jules")
        for one, _answer, tables in tried(found, who)
        if tables
    }
    assert not wrote


@pytest.mark.parametrize("who", CAST)
def test_what_one_may_not_open_one_may_not_send_to(who: str, addresses: dict[str, str]) -> None:
    client, told = browser(who), {}
    for name, address in addresses.items():
        if DOORS[name].opens_to(who):
            continue
        with written() as tables:
            status = client.post(address).status_code
        # 405: a page that takes no form, from anybody.
        if status not in (404, 405) or tables - TRACES:
            told[name] = (status, tables)
    assert not told


def test_a_visitor_who_sends_to_a_reserved_address_is_asked_to_sign_in(addresses: dict[str, str]) -> None:
    client = browser("visitor")
    with written() as tables:
        told = {name: client.post(address) for name, address in addresses.items()}
    assert not tables - TRACES
    # Nothing was typed here; what is typed is offered again once signed in (accounts.resending).
    assert {answer.status_code for answer in told.values()} == {401}


def test_no_address_takes_a_form_without_its_token(demonstration: None) -> None:
    farid = Client(enforce_csrf_checks=True)
    farid.force_login(User.objects.get(email="farid@demo.invalid"))
    told = {name: farid.post(door.address(name)).status_code for name, door in PAGES.items()}
    assert {name: status for name, status in told.items() if status != 403} == {}
