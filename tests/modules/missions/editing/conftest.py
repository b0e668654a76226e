"""A small invented plan: three chambers, one function, two domains, a box drawn in 2017 and another that may be there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.modules.missions import projecting
from maillage.modules.missions.enums import Basis, Level, Nature, Presence
from maillage.modules.missions.inputs import FactInput, ModeInput
from maillage.modules.missions.models import (
    MapState,
    Mission,
    ModeRecord,
    Placement,
    Plan,
    PlanParty,
    Scenario,
)
from maillage.modules.missions.operations import modes
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, OrganizationKind, Person

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SINCE = date(2017, 1, 1)
Signed = Callable[[str, str], Client]
SAID = "Délibération fictive 2026-1"


def mode(letter: str = "", **said: object) -> ModeInput:
    """A mode said by the invented deliberation, since 2026."""
    given: dict[str, object] = {"since": date(2026, 1, 1), "source": SAID, "mode": letter}
    return ModeInput(**{**given, **said})  # type: ignore[arg-type]


def fact(**said: object) -> FactInput:
    given: dict[str, object] = {"since": date(2026, 1, 1), "source": SAID}
    return FactInput(**{**given, **said})  # type: ignore[arg-type]


@dataclass
class Small:
    """The plan, its organisations by short name and its missions by code."""

    plan: Plan
    organizations: dict[str, Organization]
    missions: dict[str, Mission]
    told: list[projecting.Projected] = field(default_factory=list)

    def director(self, name: str = "nord", *, person: str = "") -> Actor:
        """Who directs an organisation; with a name, an account of the directory."""
        return self.actor("director", name, person)

    def actor(self, role: str, name: str = "nord", person: str = "") -> Actor:
        body = self.organizations[name]
        user = self.account(person) if person else None
        return Actor(
            ActorKind.PERSON,
            person or role,
            user=user.pk if user else None,
            organization=body.pk,
            grants=(Grant(role=role, organization=body.pk),),
            reads_only=role in ("elected", "auditor"),
        )

    def account(self, name: str) -> User:
        email = f"{name.lower()}@exemple.invalid"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email=email)
            Person.objects.create(
                slug=name.lower(), first_name=name, last_name="Fictive", user=user, is_fictional=True
            )
        return user

    def record(self, code: str = "F-D-1", letter: str = "A", **said: object) -> ModeRecord:
        """A mode of a box, with what its letter demands."""
        parties = [self.organizations[name].pk for name in ("nord", "sud")]
        demanded: dict[str, dict[str, object]] = {
            "A": {"local_managers": tuple(parties)},
            "C": {
                "purpose": "Comparer les pratiques",
                "form": "community",
                "participants": tuple(parties),
            },
            "I": {"option": "ccir", "holder": self.organizations["region"].pk},
            "M": {
                "pooled": ("tool",),
                "logic": "csp",
                "hosts": tuple(parties[:1]),
                "beneficiaries": tuple(parties),
            },
        }
        at = said.pop("at", NOW)
        given = mode(letter, **{**demanded.get(letter, {}), **said})
        return modes.record(self.missions[code].pk, given, at=at, actor=TERMINAL)  # type: ignore[arg-type]


@pytest.fixture
def small(db: None, monkeypatch: pytest.MonkeyPatch) -> Small:
    bodies = {
        "region": Organization.objects.create(
            slug="ccir-fictive", name="CCI régionale fictive", kind=OrganizationKind.CCIR, in_network=True
        ),
        **{
            name: Organization.objects.create(
                slug=f"cci-{name}-fictive",
                name=f"CCI {name} fictive",
                kind=OrganizationKind.CCIT,
                in_network=True,
            )
            for name in ("nord", "sud")
        },
        "national": Organization.objects.create(slug="tete-fictive", name="Tête de réseau fictive"),
        "ended": Organization.objects.create(
            slug="cci-ancienne-fictive", name="CCI ancienne fictive", ended_on=date(2020, 1, 1)
        ),
    }
    plan = Plan.objects.create(
        slug="schema-fictif", title="Schéma fictif", owner=bodies["region"], is_demo=True
    )
    for order, name in enumerate(("region", "nord", "sud")):
        PlanParty.objects.create(plan=plan, organization=bodies[name], order=order)
    missions = {
        code: Mission.objects.create(plan=plan, level=level, code=code)
        for code, level in {
            "F": Level.FUNCTION,
            "G": Level.FUNCTION,
            "F-D": Level.DOMAIN,
            "F-E": Level.DOMAIN,
            "F-D-1": Level.MACRO_PROCESS,
            "F-D-2": Level.MACRO_PROCESS,
        }.items()
    }
    MapState.objects.create(function=missions["F"], day=SINCE, nature=Nature.STATUS)
    for code, above in {"F": None, "G": None, "F-D": "F", "F-E": "F", "F-D-1": "F-D", "F-D-2": "F-D"}.items():
        Placement.objects.create(
            mission=missions[code],
            parent=missions[above] if above else None,
            label=f"Boîte {code}",
            since=SINCE,
            nature=Nature.STATUS,
            basis=Basis.MAP,
            presence=Presence.UNCONFIRMED if code == "F-D-2" else Presence.SHOWN,
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    made = Small(plan=plan, organizations=bodies, missions=missions)
    monkeypatch.setattr(projecting, "_listeners", [made.told.append])
    return made


@pytest.fixture
def signed(small: Small) -> Signed:
    """``signed("nord", "director")``: a browser where somebody with this role there is signed in."""
    from maillage.kit.testing.pages import StrictClient

    def browser(name: str, role: str) -> Client:
        user = small.account(f"{role}-{name}")
        RoleAssignment.objects.create(
            user=user, role=role, organization=small.organizations[name], since=date(2020, 1, 1)
        )
        client = StrictClient()
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def draft(small: Small) -> Scenario:
    """A draft that nobody wrote in yet, of effect in 2028."""
    return Scenario.objects.create(
        plan=small.plan,
        slug="et-si-fictif",
        title="Et si…",
        base_day=date(2026, 11, 1),
        effect_day=date(2028, 1, 1),
        created_at=NOW,
    )
