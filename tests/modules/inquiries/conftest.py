"""A small invented network: who answers a request, who replaces whom, and how a test submits one."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from maillage.kit.actor import PUBLIC, SCHEDULE, Actor, ActorKind, Grant
from maillage.modules.inquiries import operations
from maillage.modules.inquiries.models import Inquiry
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
)

# Monday 23 November 2026, 10 h in Paris: a working day.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BEGINNING = date(2020, 1, 1)
LILLE, ARRAS, AMIENS = "59350", "62041", "80021"


def later(days: int) -> datetime:
    """So many calendar days after MONDAY, at the same hour."""
    return MONDAY + timedelta(days=days)


@dataclass
class Network:
    """Units « nord » (Amina, Basile her deputy, Hélène at the head) under « direction » (Gérard), « appui » (Bruno,
    Clémence), and the entry door (Dora at the head, Émile)."""

    units: dict[str, Unit]
    people: dict[str, Person]
    subject: Subject
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def actor(self, name: str, role: str = "officer", perimeter: str = "") -> Actor:
        """A person who acts with one role in its unit; a head is a manager."""
        person = self.people[name]
        tenure = Tenure.objects.select_related("post__unit").filter(person=person).latest("pk")
        unit = tenure.post.unit
        role = "manager" if tenure.post.heads and role == "officer" else role
        grant = Grant(role=role, organization=unit.organization_id, unit=unit.pk, perimeter=perimeter)
        return Actor(
            ActorKind.PERSON,
            str(person),
            user=person.user_id,
            person=person.pk,
            organization=unit.organization_id,
            grants=(grant,),
        )

    def draft(self, **changes: object) -> operations.InquiryDraft:
        number = next(self.numbers)
        given: dict[str, object] = {
            "submission_key": f"key-{number}",
            "company": operations.CompanyDraft(name=f"Boulangerie fictive {number}"),
            "subject": self.subject.code,
            "need": "Acheter un four",
            "commune": LILLE,
            "contact_email": f"claire{number}@exemple.invalid",
            "contact_name": "Claire",
        }
        return operations.InquiryDraft(**{**given, **changes})  # type: ignore[arg-type]

    def submit(self, at: datetime = MONDAY, **changes: object) -> Inquiry:
        return self.submitted(at, **changes).inquiry

    def submitted(self, at: datetime = MONDAY, **changes: object) -> operations.Submitted:
        return operations.submit(self.draft(**changes), at=at, actor=PUBLIC)

    def lead(self, inquiry: Inquiry) -> str:
        """The short name of the present lead."""
        pk = Inquiry.objects.values_list("lead", flat=True).get(pk=inquiry.pk)
        return next(name for name, person in self.people.items() if person.pk == pk)

    def state(self, inquiry: Inquiry) -> str:
        return Inquiry.objects.values_list("state", flat=True).get(pk=inquiry.pk)

    def morning(self, at: datetime) -> None:
        """What the clock does at 8 h."""
        operations.move_absent_leads(at=at, actor=SCHEDULE)
        operations.move_silent_leads(at=at, actor=SCHEDULE)
        operations.rise(at=at, actor=SCHEDULE)


STAFF: dict[str, tuple[str, str, bool, str]] = {
    "amina": ("nord", Side.PROXIMITY, False, "dep:59"),
    "basile": ("nord", Side.SUPPORT, False, ""),
    "helene": ("nord", "", True, ""),
    "gerard": ("direction", "", True, ""),
    "bruno": ("appui", Side.PROXIMITY, False, ""),
    "clemence": ("appui", Side.SUPPORT, False, ""),
    "dora": ("porte", "", True, ""),
    "emile": ("porte", Side.PROXIMITY, False, ""),
}


def make_network() -> Network:
    """The rows of the network, in the database."""
    region = Organization.objects.create(
        slug="region-fictive", name="Région fictive", in_network=True, perimeter="reg:32", is_demo=True
    )
    Unit.objects.filter(is_entry_door=True).update(is_entry_door=False)
    above = Unit.objects.create(organization=region, slug="t-direction", name="Direction fictive")
    units = {"direction": above}
    for name in ("nord", "appui"):
        units[name] = Unit.objects.create(
            organization=region, slug=f"t-{name}", name=f"Unité {name}", parent=above
        )
    units["porte"] = Unit.objects.create(
        organization=region, slug="t-porte", name="Porte d'entrée", is_entry_door=True
    )
    people = {}
    for name, (unit, side, heads, perimeter) in STAFF.items():
        user = User.objects.create_user(f"{name}@reseau.invalid")
        people[name] = Person.objects.create(
            slug=f"t-{name}", first_name=name.capitalize(), last_name="Fictif", is_fictional=True, user=user
        )
        post = Post.objects.create(unit=units[unit], title="Poste fictif", side=side, heads=heads)
        Tenure.objects.create(post=post, person=people[name], since=BEGINNING, perimeter=perimeter, share=80)
    Tenure.objects.filter(person=people["amina"]).update(deputy=people["basile"])
    subject = Subject.objects.create(code="t-investir", label="Investir (fictif)")
    Service.objects.create(unit=units["nord"], subject=subject, perimeter="dep:59", since=BEGINNING)
    return Network(units=units, people=people, subject=subject)


def away(network: Network, name: str, first: int, last: int, deputy: str = "") -> None:
    """An absence between two days counted from Monday."""
    Absence.objects.create(
        person=network.people[name],
        first_day=later(first).date(),
        last_day=later(last).date(),
        deputy=network.people[deputy] if deputy else None,
    )


@pytest.fixture
def network(db: None) -> Network:
    return make_network()


@pytest.fixture
def mails() -> Callable[[], list[tuple[str, str]]]:
    """The mails written: address and subject, in order."""
    from maillage.shared.notices.models import Mail

    return lambda: list(Mail.objects.order_by("pk").values_list("to", "subject"))
