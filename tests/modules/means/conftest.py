"""A small plan of its own with two chambers and a function; and, once a run, the SROM with what it says of its means."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.modules.means.invented import AT, Small

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from pytest_django import DjangoDbBlocker

    from maillage.kit.actor import Actor


@pytest.fixture(scope="session")
def srom_means_database(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator["BaseDatabaseWrapper"]:
    """A copy of the test database with the directory, the plans of the package and their means."""
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.kit.testing.databases import copied, standing_in
    from maillage.kit.testing.time import frozen
    from maillage.modules.means.operations.loading import load_means
    from maillage.modules.missions.operations.loading import load_plans
    from maillage.shared.directory import operations as directory

    with django_db_blocker.unblock(), copied("means") as copy:
        with standing_in(copy), frozen():
            directory.load(actor=TERMINAL)
            directory.load_units(actor=TERMINAL)
            load_plans(actor=TERMINAL, at=clock.now())
            load_means(actor=TERMINAL, at=clock.now())
        yield copy


@pytest.fixture
def srom_means(db: None, srom_means_database: "BaseDatabaseWrapper") -> Iterator[None]:
    """The test sees the SROM and its means; what it writes is undone."""
    from maillage.kit.testing.databases import standing_in, undone

    with standing_in(srom_means_database), undone():
        yield


@pytest.fixture
def small(db: None) -> Small:
    from maillage.kit.actor import Actor, ActorKind, Grant
    from maillage.modules.missions.models import Mission, Placement, Plan, PlanParty
    from maillage.shared.directory.models import Organization, Person

    region = Organization.objects.create(
        slug="cci-fictive", name="CCI régionale fictive", kind="CCIR", is_demo=True
    )
    chamber = Organization.objects.create(
        slug="ccit-fictive", name="CCI locale fictive", kind="CCIT", is_demo=True
    )
    plan = Plan.objects.create(
        slug="schema-fictif",
        title="Schéma fictif",
        owner=region,
        starts_on=date(2024, 1, 1),
        ends_on=date(2026, 12, 31),
        is_demo=True,
    )
    for one in (region, chamber):
        PlanParty.objects.create(plan=plan, organization=one)

    def mission(code: str, level: str, label: str, under: Mission | None) -> Mission:
        made = Mission.objects.create(plan=plan, code=code, level=level)
        Placement.objects.create(
            mission=made,
            parent=under,
            label=label,
            since=date(2024, 1, 1),
            nature="observed",
            basis="map",
            recorded_at=AT,
        )
        return made

    function = mission("SI", "function", "Systèmes d'information", None)
    domain = mission("SI-INF", "domain", "Infrastructure", function)
    box = mission("SI-INF-1", "macro_process", "Architecture", domain)
    other = mission("SI-INF-2", "macro_process", "Administration des serveurs", domain)
    ada = Person.objects.create(slug="ada", first_name="Ada", last_name="Fictive", is_fictional=True)
    bea = Person.objects.create(slug="bea", first_name="Béa", last_name="Fictive", is_fictional=True)
    director = Actor(
        ActorKind.PERSON,
        "Direction fictive",
        organization=chamber.pk,
        grants=(Grant(role="director", organization=chamber.pk),),
    )
    return Small(plan, region, chamber, function, box, other, ada, bea, director)


@pytest.fixture
def reader(small: Small) -> "Actor":
    """An officer of the chamber, who reads and does not write."""
    from maillage.kit.actor import Actor, ActorKind, Grant

    grant = Grant(role="officer", organization=small.chamber.pk)
    return Actor(ActorKind.PERSON, "Agent fictif", organization=small.chamber.pk, grants=(grant,))


@pytest.fixture
def elected(small: Small) -> "Actor":
    """An elected member of the chamber."""
    from maillage.kit.actor import Actor, ActorKind, Grant

    grant = Grant(role="elected", organization=small.chamber.pk)
    return Actor(
        ActorKind.PERSON, "Élue fictive", organization=small.chamber.pk, grants=(grant,), reads_only=True
    )


@pytest.fixture
def told() -> "Callable[..., object]":
    """``told(since=…)``: when and by whom, with a source that is visibly invented."""
    from maillage.modules.means.inputs import Told
    from maillage.shared.sources.quotes import Quote

    def make(**given: object) -> Told:
        return Told(**{"source": Quote(title="Délibération fictive", kind="deliberation"), **given})  # type: ignore[arg-type]

    return make
