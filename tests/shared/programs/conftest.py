"""A program of a small network, and the answers of its partner, without any network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.shared.accounts.scopes import Scope
from maillage.shared.directory.models import Organization
from maillage.shared.programs import operations, sending, webhook_operations
from maillage.shared.programs.models import Webhook


@dataclass
class Partner:
    """What the partner received, and what it answers: a status, or a fault."""

    answers: object = 200
    received: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """Stand in for the network."""
        self.received.append((url, body, headers))
        if isinstance(self.answers, Exception):
            raise self.answers
        assert isinstance(self.answers, int)
        return self.answers


@pytest.fixture
def partner(monkeypatch: pytest.MonkeyPatch) -> Partner:
    """The partner, at any address."""
    found = Partner()
    monkeypatch.setattr(sending, "post", found.post)
    monkeypatch.setattr(sending, "resolved", lambda host, port: ["203.0.114.8"])
    return found


@pytest.fixture
def organization(db: None) -> Organization:
    """A member of the network."""
    return Organization.objects.create(slug="membre", name="Membre fictif", in_network=True, is_demo=True)


@pytest.fixture
def token(organization: Organization) -> int:
    """A token of that organisation, which reads requests."""
    pk, _key = operations.make_token(
        "Programme d'essai",
        organization.pk,
        scopes=(Scope.INQUIRIES_READ.value,),
        role="manager",
        expires_on=clock.today() + timedelta(days=90),
        at=clock.now(),
        actor=TERMINAL,
    )
    return pk


@pytest.fixture
def webhook(token: int, partner: Partner) -> Callable[..., Webhook]:
    """``webhook("inquiry.received")``: the partner asks to be told of these."""

    def made(*events: str) -> Webhook:
        pk, _secret = webhook_operations.add_webhook(
            token, "https://partenaire.fr/avis", events, at=clock.now(), actor=TERMINAL
        )
        return Webhook.objects.get(pk=pk)

    return made
