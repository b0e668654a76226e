"""A small offer over two thousand invented establishments of Lille, Arras and Comines, computed."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.modules.mesh import operations, reading
from maillage.modules.mesh.models import MeshRun
from maillage.modules.schemes.enums import Origin, Status
from maillage.modules.schemes.models import Objective, Scheme, SchemeRule

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

ON = datetime.date(2026, 11, 21)
LILLE, ARRAS = "com:59350", "com:62041"
OFFICER = Actor(ActorKind.PERSON, "Amina", grants=(Grant(role="officer", organization=1),))
DIRECTOR = Actor(ActorKind.PERSON, "Élise", grants=(Grant(role="director", organization=1),))
ELECTED = Actor(ActorKind.PERSON, "Gaëlle", grants=(Grant(role="elected", organization=1),), reads_only=True)


def where(text: str) -> dict[str, Any]:
    """A condition of territory."""
    return {"is": "territory", "within": text}


def at_most(number: int) -> dict[str, Any]:
    """A condition of headcount."""
    return {"is": "headcount", "max": number}


@pytest.fixture(scope="session")
def mesh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what the mesh keeps: one for all the tests of a process, since files are named by what they hold."""
    return tmp_path_factory.mktemp("mesh")


@pytest.fixture
def stocked(registered: Path, mesh_home: Path, settings: "SettingsWrapper", db: None) -> Iterator[None]:
    """There is a register, and no computation yet."""
    settings.MESH_HOME = mesh_home
    yield
    reading.forget_kept()


@pytest.fixture
def offer(stocked: None) -> Callable[..., Scheme]:
    """``offer("aide", rule, need="export")``: a scheme that is open."""

    def made(
        slug: str, rule: Any = None, *, need: str = "export", status: str = Status.PUBLISHED, **values: Any
    ) -> Scheme:
        scheme = Scheme.objects.create(
            slug=slug,
            title=slug.title(),
            status=status,
            family="economic_development",
            publics=["companies"],
            origin=Origin.IMPORT,
            **{
                "opens_on": datetime.date(2024, 1, 1),
                "closes_on": datetime.date(2027, 12, 31),
            }
            | values,
        )
        objective, _made = Objective.objects.get_or_create(slug=need, defaults={"name": need.title()})
        scheme.objectives.add(objective)
        SchemeRule.objects.create(scheme=scheme, eligibility=rule, recorded_at=clock.now())
        return scheme

    return made


@pytest.fixture
def computed(stocked: None) -> Callable[[], MeshRun]:
    """Compute the mesh of the schemes that are there."""

    def made() -> MeshRun:
        row = operations.compute(on=ON, at=clock.now(), actor=TERMINAL, later=False)
        operations.go_on(row.pk, at=clock.now())
        row.refresh_from_db()
        assert row.state == "ready", (row.fault, row.way_out)
        return row

    return made
