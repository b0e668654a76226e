"""Two invented organisations that meet the same companies: a Région with two units, and an intercommunality."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.modules.crm.enums import Identity, ValueOrigin
from maillage.modules.crm.models import Company, Establishment
from maillage.modules.interactions import operations
from maillage.modules.interactions.drafts import ContactDraft, InteractionDraft
from maillage.modules.interactions.models import Contact, Interaction
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person, Post, Subject, Tenure, Unit

# Monday 23 November 2026, 10 h in Paris.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = MONDAY.date()
BEGINNING = date(2020, 1, 1)
STAFF = {
    "amina": ("nord", Role.OFFICER),
    "basile": ("nord", Role.OFFICER),
    "helene": ("nord", Role.MANAGER),
    "bruno": ("appui", Role.OFFICER),
    "driss": ("epci", Role.OFFICER),
    "jules": ("appui", Role.AUDITOR),
    "gaelle": ("appui", Role.ELECTED),
    "farid": ("appui", Role.ADMINISTRATOR),
}


def later(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


@dataclass
class Field:
    """« nord » (Amina, Basile, Hélène at the head) and « appui » (Bruno, Jules who controls, Gaëlle, Farid) of a Région; « epci »
    (Driss) of an intercommunality. Two companies in Lille."""

    units: dict[str, Unit]
    people: dict[str, Person]
    companies: list[Company]
    subject: Subject
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def actor(self, name: str) -> Actor:
        unit, role = STAFF[name]
        row = self.units[unit]
        grant = Grant(role=role, organization=row.organization_id, unit=row.pk)
        if role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.ELECTED):
            grant = replace(grant, unit=None)
        person = self.people[name]
        return Actor(
            ActorKind.PERSON,
            str(person),
            user=person.user_id,
            person=person.pk,
            organization=row.organization_id,
            grants=(grant,),
            reads_only=role in (Role.AUDITOR, Role.ELECTED),
        )

    def draft(self, **changes: object) -> InteractionDraft:
        given = InteractionDraft(
            submission_key=f"key-{next(self.numbers)}",
            kind="call",
            at=later(-1),
            purpose="Projet d'extension",
            company=self.companies[0].public_id,
        )
        return replace(given, **changes)  # type: ignore[arg-type]

    def note(
        self, who: str, *, at: datetime = MONDAY, confirmed: bool = True, **changes: object
    ) -> Interaction:
        """An exchange noted by somebody, who knows whom it follows unless said."""
        return operations.record(self.draft(**changes), confirmed=confirmed, at=at, actor=self.actor(who))

    def contact(self, who: str = "amina", **changes: object) -> Contact:
        given = ContactDraft(name="Claire Fictive", company=self.companies[0].public_id)
        return operations.add_contact(replace(given, **changes), at=MONDAY, actor=self.actor(who))  # type: ignore[arg-type]


def company(number: int, **changes: object) -> Company:
    """A company of the register, in Lille."""
    values: dict[str, object] = {
        "public_id": f"e-company-{number}",
        "name": f"Atelier fictif {number}",
        "identity": Identity.REGISTERED,
        "siren": f"9{number:08d}",
        "search_name": f"atelier fictif {number}",
        "created_at": later(-400),
        "origin": ValueOrigin.REGISTER,
        "is_fictional": True,
    }
    row = Company.objects.create(**{**values, **changes})
    Establishment.objects.create(
        company=row, commune="59350", origin=ValueOrigin.REGISTER, as_of=BEGINNING, is_head_office=True
    )
    return row


@pytest.fixture
def ground(db: None) -> Field:
    region = Organization.objects.create(slug="e-region", name="Région d'essai", in_network=True)
    epci = Organization.objects.create(slug="e-epci", name="Intercommunalité d'essai", in_network=True)
    units = {
        name: Unit.objects.create(organization=region, slug=f"e-{name}", name=f"Unité {name}")
        for name in ("nord", "appui")
    }
    units["epci"] = Unit.objects.create(organization=epci, slug="e-epci-unit", name="Développement")
    people = {}
    for name, (unit, role) in STAFF.items():
        user = User.objects.create(email=f"{name}@essai.invalid", password="!")
        people[name] = Person.objects.create(
            slug=f"e-{name}", first_name=name.title(), last_name=f"Essai{name}", user=user, is_fictional=True
        )
        post = Post.objects.create(
            unit=units[unit], title="poste", since=BEGINNING, heads=role == Role.MANAGER
        )
        Tenure.objects.create(post=post, person=people[name], since=BEGINNING)
        RoleAssignment.objects.create(
            user=user, role=role, organization=units[unit].organization, unit=units[unit] if role in (Role.OFFICER, Role.MANAGER) else None, since=BEGINNING
        )  # fmt: skip
    subject, _made = Subject.objects.get_or_create(code="e-financer", defaults={"label": "Financer (essai)"})
    return Field(units=units, people=people, companies=[company(1), company(2)], subject=subject)
