"""A reader before the pages of the SROM: a browser, and the page as an eye reads it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization

SROM = "/missions/srom-2017-2021/"


def words(html: str) -> str:
    """What a page says, its spaces made plain."""
    told = re.sub(r"<[^>]+>", " ", html[html.index("<main") :] if "<main" in html else html)
    told = told.replace("&#x27;", "'").replace("&amp;", "&").replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", told)


@pytest.fixture
def signed(srom: None, client: Client) -> Callable[[str], Client]:
    """``signed("elected")``: a browser where somebody with this role in the CCI Pays de la Loire signed in."""

    def sign(role: str) -> Client:
        user = User.objects.create_user(f"{role}@essai.invalid")
        RoleAssignment.objects.create(
            user=user,
            role=role,
            organization=Organization.objects.get(slug="cci-pays-de-la-loire"),
            since=date(2026, 1, 1),
            given_by="essai",
        )
        client.force_login(user)
        return client

    return sign


@pytest.fixture
def reads(signed: Callable[[str], Client]) -> Callable[[str], str]:
    """``reads("FIN/?date=2013-01-01")``: what an elected member reads on a page of the SROM."""
    client = signed("elected")

    def read(path: str) -> str:
        answer = client.get(path if path.startswith("/") else SROM + path)
        assert answer.status_code == 200, path
        return words(answer.content.decode())

    return read
