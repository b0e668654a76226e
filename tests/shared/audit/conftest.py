"""A chain of three acts, a signing key of its own, and a folder where digests arrive."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL, Actor
from maillage.kit.operation import operation
from maillage.shared.audit import closing, exporting
from maillage.shared.directory.models import Organization

YESTERDAY = date(2026, 11, 20)


@operation("tests.decide", act=True)
def decide(slug: str, *, actor: Actor) -> Organization:
    """An act that writes one row."""
    return Organization.objects.create(slug=slug, name=f"Chambre {slug} fictive", kind="region")


@pytest.fixture(name="decide")
def an_act() -> Callable[..., Organization]:
    """An operation that is an act: ``decide("slug", actor=…)``."""
    return decide


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: object) -> None:
    settings.AUDIT_KEY_FILE = tmp_path / "keys" / "audit.pem"  # type: ignore[attr-defined]
    settings.AUDIT_EXPORT = []  # type: ignore[attr-defined]


@pytest.fixture
def outside(tmp_path: Path, settings: object) -> Path:
    """A folder outside the server, where digests go."""
    folder = tmp_path / "outside"
    folder.mkdir()
    settings.AUDIT_EXPORT = [folder.as_uri()]  # type: ignore[attr-defined]
    return folder


@pytest.fixture
def chain_of_three(db: None) -> None:
    """Three acts, written the day before the day of the tests."""
    from maillage.kit.testing.time import frozen

    with frozen(clock.now() - timedelta(days=1)):
        for slug in ("una", "duo", "tri"):
            decide(slug, actor=TERMINAL)


@pytest.fixture
def close(chain_of_three: None) -> Callable[[], None]:
    """Close yesterday and send its digest."""

    def closed() -> None:
        closing.close_day(YESTERDAY, at=clock.now(), actor=TERMINAL)
        exporting.send_waiting(clock.now())

    return closed
