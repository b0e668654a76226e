"""A network of twelve communes: two units, three subjects, and whoever a test puts there."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from maillage.shared.directory.models import (
    Organization,
    OrganizationKind,
    Person,
    Post,
    Service,
    Side,
    Subject,
    Tenure,
    Unit,
)

ON = datetime.date(2026, 11, 21)
AVESNOIS = "epci:200043404"
"""CC du Sud Avesnois: twelve communes of the Nord."""
TOWN, VILLAGE = "59249", "59012"
"""Fourmies and Anor, in it."""


@dataclass(frozen=True)
class Network:
    """What a test builds with."""

    region: Organization
    chamber: Organization
    office: Unit
    desk: Unit

    def subject(self, code: str, *objectives: str) -> Subject:
        return Subject.objects.create(code=code, label=f"Sujet {code}", objectives=list(objectives))

    def answers(self, unit: Unit, subject: Subject, perimeter: str = AVESNOIS, stage: str = "") -> Service:
        return Service.objects.create(unit=unit, subject=subject, perimeter=perimeter, stage=stage)

    def officer(
        self,
        unit: Unit,
        name: str,
        *,
        sector: str = "",
        side: str = Side.PROXIMITY,
        heads: bool = False,
        since: datetime.date | None = None,
        until: datetime.date | None = None,
    ) -> Person:
        person, _made = Person.objects.get_or_create(
            slug=name, defaults={"first_name": name.title(), "last_name": "Fictif", "is_fictional": True}
        )
        post = Post.objects.create(unit=unit, title="chargé de mission", side=side, heads=heads)
        Tenure.objects.create(post=post, person=person, perimeter=sector, since=since, until=until)
        return person


@pytest.fixture
def network(db: None) -> Network:
    """A region and a chamber of the network, with a unit each; nobody answers on anything yet."""
    region = Organization.objects.create(
        slug="region-essai",
        name="Région d'essai",
        kind=OrganizationKind.REGION,
        in_network=True,
        perimeter=AVESNOIS,
    )
    chamber = Organization.objects.create(
        slug="chambre-essai", name="Chambre d'essai", kind=OrganizationKind.CCIT, in_network=True
    )
    return Network(
        region=region,
        chamber=chamber,
        office=Unit.objects.create(organization=region, slug="bureau-essai", name="Bureau d'essai"),
        desk=Unit.objects.create(organization=chamber, slug="guichet-essai", name="Guichet d'essai"),
    )


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, int] | None], None]:
    """``counted({"59249": 40})``: the register says so; ``counted(None)``: no register is loaded."""
    from maillage.modules.presence import stock

    def say(counts: dict[str, int] | None) -> None:
        held = None if counts is None else stock.Stock(as_of=ON, departments=("59",), counts=counts)
        monkeypatch.setattr(stock, "current", lambda: held)

    return say
