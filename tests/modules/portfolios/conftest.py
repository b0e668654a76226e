"""A small invented network of two directorates: who follows companies, who replaces whom; and some companies of the register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.models import Company, Establishment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import (
    Absence,
    Organization,
    Person,
    Post,
    Service,
    Side,
    Subject,
    Tenure,
    Unit,
    UnitKind,
)

# Monday 23 November 2026, 10 h in Paris: a working day.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = MONDAY.date()
BEGINNING = date(2020, 1, 1)
STAFF: dict[str, tuple[str, str, bool]] = {
    "amina": ("nord", Side.PROXIMITY, False),
    "basile": ("nord", Side.SUPPORT, False),
    "helene": ("nord", "", True),
    "bruno": ("appui", Side.PROXIMITY, False),
    "gerard": ("appui", "", True),
}


def later(days: int) -> datetime:
    """So many calendar days after MONDAY, at the same hour."""
    return MONDAY + timedelta(days=days)


@dataclass
class Team:
    """« nord » (Amina, Basile her deputy, Hélène at the head) and « appui » (Bruno, Gérard at the head), two directorates."""

    units: dict[str, Unit]
    people: dict[str, Person]
    subject: Subject
    companies: list[Company]

    def actor(self, name: str) -> Actor:
        """A person who acts for its unit; a head is a manager."""
        person = self.people[name]
        unit, _side, heads = STAFF[name]
        row = self.units[unit]
        grant = Grant(role="manager" if heads else "officer", organization=row.organization_id, unit=row.pk)
        return Actor(
            ActorKind.PERSON,
            str(person),
            user=person.user_id,
            person=person.pk,
            organization=row.organization_id,
            grants=(grant,),
        )

    def pk(self, name: str) -> int:
        return self.people[name].pk

    def away(self, name: str, deputy: str = "") -> None:
        Absence.objects.create(
            person=self.people[name],
            first_day=TODAY,
            last_day=TODAY + timedelta(days=4),
            deputy=self.people[deputy] if deputy else None,
        )

    def gone(self, name: str, on: date) -> None:
        """The posts of a person end; what follows is for the test to ask."""
        Tenure.objects.filter(person=self.people[name]).update(until=on)


def company(number: int, **changes: object) -> Company:
    """A company of the register, in Lille."""
    row = Company.objects.create(
        public_id=f"t-company-{number}",
        name=f"Atelier fictif {number}",
        identity=Identity.REGISTERED,
        siren=f"9{number:08d}",
        search_name=f"atelier fictif {number}",
        is_fictional=True,
        created_at=MONDAY,
        origin=ValueOrigin.REGISTER,
    )
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    Establishment.objects.create(
        company=row, is_head_office=True, commune="59350", origin=ValueOrigin.REGISTER, as_of=TODAY
    )
    return row


@pytest.fixture
def team(db: None) -> Team:
    region = Organization.objects.create(
        slug="t-region", name="Région d'essai", in_network=True, is_demo=True
    )
    units = {
        name: Unit.objects.create(
            organization=region, slug=f"t-{name}", name=f"Direction {name}", kind=UnitKind.DIRECTORATE
        )
        for name in ("nord", "appui")
    }
    people = {}
    for name, (unit, side, heads) in STAFF.items():
        user = User.objects.create_user(f"{name}@essai.invalid")
        people[name] = Person.objects.create(
            slug=f"t-{name}", first_name=name.capitalize(), last_name="Fictif", is_fictional=True, user=user
        )
        post = Post.objects.create(unit=units[unit], title="Poste fictif", side=side, heads=heads)
        Tenure.objects.create(post=post, person=people[name], since=BEGINNING, share=80)
    Tenure.objects.filter(person=people["amina"]).update(deputy=people["basile"])
    subject = Subject.objects.create(code="t-investir", label="Investir (fictif)")
    for unit in units.values():
        Service.objects.create(unit=unit, subject=subject, perimeter="dep:59", since=BEGINNING)
    return Team(units=units, people=people, subject=subject, companies=[company(n) for n in range(1, 4)])


@pytest.fixture
def mails() -> Callable[[], list[tuple[str, str]]]:
    """The mails written: address and subject, in order."""
    from maillage.shared.notices.models import Mail

    return lambda: list(Mail.objects.order_by("pk").values_list("to", "subject"))
