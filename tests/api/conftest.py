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
from maillage.kit.api import Scope
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
    organization: str = "nfi",
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
