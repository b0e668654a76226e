"""A small invented plan: a function, a domain, two boxes, two chambers, and who acts for them."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from maillage.kit import clock
from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.modules.missions.enums import Level, Nature
from maillage.modules.missions.models import Mission, Placement, Plan, PlanParty
from maillage.modules.missions.projecting import MODE, Projected
from maillage.modules.plans.inputs import CommitmentInput
from maillage.modules.plans.models import Commitment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, OrganizationKind, Person


@dataclass(frozen=True)
class Small:
    """A plan with its rows."""

    plan: Plan
    function: Mission
    domain: Mission
    payroll: Mission
    training: Mission
    region: Organization
    vendee: Organization

    def given(self, **changes: object) -> CommitmentInput:
        """What a person types of a commitment."""
        said: dict[str, object] = {
            "words": "La paie fictive passe en intégration.",
            "due_on": date(2027, 6, 30),
            "owner": self.vendee.pk,
        }
        return CommitmentInput(**(said | changes))  # type: ignore[arg-type]


@pytest.fixture
def at() -> datetime:
    return clock.now()


@pytest.fixture
def small(db: None) -> Small:
    def chamber(slug: str, name: str, kind: str) -> Organization:
        return Organization.objects.create(slug=slug, name=name, kind=kind, in_network=True, is_demo=True)

    region = chamber("ccir-fictive", "CCI régionale fictive", OrganizationKind.CCIR)
    vendee = chamber("ccit-fictive", "CCI territoriale fictive", OrganizationKind.CCIT)
    plan = Plan.objects.create(
        slug="schema-fictif",
        title="Schéma fictif 2024-2028",
        owner=region,
        starts_on=date(2024, 1, 1),
        ends_on=date(2028, 12, 31),
        is_demo=True,
    )
    for order, one in enumerate((region, vendee)):
        PlanParty.objects.create(plan=plan, organization=one, order=order)

    def mission(code: str, level: str, label: str, parent: Mission | None) -> Mission:
        made = Mission.objects.create(plan=plan, code=code, level=level)
        Placement.objects.create(
            mission=made,
            parent=parent,
            label=label,
            since=date(2024, 1, 1),
            nature=Nature.STATUS,
            recorded_at=clock.now(),
        )
        return made

    function = mission("RHF", Level.FUNCTION, "Ressources humaines fictives", None)
    domain = mission("RHF-PA", Level.DOMAIN, "Paie fictive", function)
    return Small(
        plan=plan,
        function=function,
        domain=domain,
        payroll=mission("RHF-PA-1", Level.MACRO_PROCESS, "Réalisation des paies fictives", domain),
        training=mission("RHF-PA-2", Level.MACRO_PROCESS, "Formation fictive", domain),
        region=region,
        vendee=vendee,
    )


def acting(name: str, organization: Organization, role: str, *, reads_only: bool = False) -> Actor:
    """A person with an account and this role in the organisation."""
    user = User.objects.create_user(f"{name}@demo.invalid")
    person = Person.objects.create(
        slug=f"{name}-fictif", first_name=name.title(), last_name="Fictif", user=user
    )
    return Actor(
        ActorKind.PERSON,
        str(person),
        user=user.pk,
        person=person.pk,
        organization=organization.pk,
        grants=(Grant(role=role, organization=organization.pk),),
        reads_only=reads_only,
    )


@pytest.fixture
def regional(small: Small) -> Actor:
    """Directs the chamber that owns the plan."""
    return acting("rita", small.region, "director")


@pytest.fixture
def local(small: Small) -> Actor:
    """Directs the other chamber."""
    return acting("leo", small.vendee, "director")


@pytest.fixture
def elected(small: Small) -> Actor:
    return acting("edith", small.region, "elected", reads_only=True)


@pytest.fixture
def promised(small: Small, regional: Actor, at: datetime) -> Commitment:
    """A commitment of the local chamber, entered by the regional one."""
    from maillage.modules.plans import operations

    return operations.open_commitment(small.plan.slug, small.payroll.pk, small.given(), at=at, actor=regional)


def projected(small: Small, fact: int, *, kind: str = MODE, sentence: str = "") -> Projected:
    """What the map tells of a projected mode of the payroll."""
    return Projected(
        mission=small.payroll.pk,
        plan=small.plan.pk,
        day=date(2027, 1, 1),
        kind=kind,
        fact_id=fact,
        sentence=sentence or "« Réalisation des paies fictives » passe à l'intégration.",
    )
