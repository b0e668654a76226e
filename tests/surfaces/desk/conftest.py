"""The people of the demonstration before their desk, and requests of companies that they answer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, Actor
from maillage.modules.inquiries import operations
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Person


def someone(name: str) -> Actor:
    """A person of the cast, as it acts today."""
    return actor_of(User.objects.get(email=f"{name}@demo.invalid"), on=clock.today())


def person(slug: str) -> int:
    return Person.objects.get(slug=slug).pk


@pytest.fixture
def cast(demonstration: None) -> Callable[[str], Actor]:
    """``cast("amina")``: the actor that this person is today."""
    return someone


@pytest.fixture
def received(demonstration: None) -> Callable[..., str]:
    """``received("amina", days=9)``: the reference of a request that Amina leads, received nine days ago."""

    def receive(lead: str, *, days: int = 0, name: str = "Atelier fictif du bureau", **said: object) -> str:
        at: datetime = clock.now() - timedelta(days=days)
        number = f"{lead}-{days}-{name}"[:36]
        draft = operations.InquiryDraft(
            submission_key=number,
            company=operations.CompanyDraft(name=name),
            subject="financer",
            need="Nous voulons acheter une machine.",
            commune="59350",
            channel="phone",
            contact_phone="03 00 00 00 00",
            contact_email="contact@exemple.invalid",
            entered_by=person(lead),
            keep=True,
            **said,  # type: ignore[arg-type]
        )
        return operations.submit(draft, at=at, actor=PUBLIC).reference

    return receive
