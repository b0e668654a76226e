"""A program of the demonstration, which calls the API as programs do: a token, JSON, no cookie."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.inquiries import operations as inquiries
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.accounts.scopes import Scope
from maillage.shared.directory.models import Organization
from maillage.shared.programs import operations

Call = Callable[..., HttpResponse]
EVERYTHING = tuple(scope.value for scope in Scope)


class Caller:
    """Calls with a key, and reads the answer."""

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.client = Client()

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """One call under /api/v1/; ``headers`` are written with underscores."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            given["Authorization"] = f"Bearer {self.key}"
        data = "" if body is None else json.dumps(body)
        return self.client.generic(
            method, f"/api/v1{path}", data, content_type="application/json", headers=given
        )


def make_key(
    organization: str = "region-hauts-de-france",
    *,
    scopes: tuple[str, ...] = EVERYTHING,
    role: str = "manager",
    perimeter: str = "",
    expires_on: date | None = None,
) -> str:
    """The key of a new token of an organisation of the demonstration."""
    _pk, key = operations.make_token(
        "Programme d'essai",
        Organization.objects.get(slug=organization).pk,
        scopes=scopes,
        role=role,
        perimeter=perimeter,
        expires_on=expires_on or date(2027, 5, 1),
        at=clock.now(),
        actor=TERMINAL,
    )
    return key


@pytest.fixture
def program(demonstration: None) -> Callable[..., Caller]:
    """``program(role="officer")``: a program with a token, as ``make_key``."""
    return lambda *args, **given: Caller(make_key(*args, **given))


@pytest.fixture
def anyone(demonstration: None) -> Caller:
    """A program without a token."""
    return Caller()


@pytest.fixture
def inquiry(demonstration: None) -> str:
    """The reference of a request that Amina entered and leads, in Lille."""
    amina = actor_of(User.objects.get(email="amina@demo.invalid"), on=clock.today())
    draft = inquiries.InquiryDraft(
        submission_key="programme",
        company=inquiries.CompanyDraft(name="Atelier fictif des programmes"),
        subject="creer-reprendre",
        need="Une demande que lit un programme.",
        commune="59350",
        channel="phone",
        contact_phone="03 00 00 00 00",
        entered_by=amina.person,
        keep=True,
    )
    return inquiries.submit(draft, at=clock.now(), actor=amina).reference
