"""While it migrates, Django makes again the classes that hold the one that changed: all of those, and no other."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from maillage.cli import init
from maillage.kit.db import rendering

AN_ID = ("id", models.BigAutoField(primary_key=True))


@pytest.fixture(autouse=True)
def held() -> Iterator[None]:
    with rendering.of_holders_only():
        yield


@pytest.fixture
def state() -> ProjectState:
    """A house; rooms of a house, which another may follow; lamps of a room; trees, which are of no house."""
    found = ProjectState()
    assert not found.apps.get_models()
    applied(
        found,
        operations.CreateModel("House", [AN_ID]),
        operations.CreateModel("Tree", [AN_ID, ("shades", models.ManyToManyField("place.House"))]),
        operations.CreateModel("Room", [AN_ID, ("house", a_key("place.House"))]),
        operations.CreateModel("Lamp", [AN_ID, ("room", a_key("place.Room"))]),
        operations.CreateModel("Cellar", [], bases=("place.room",), options={"proxy": True}),
    )
    return found


def a_key(to: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(to, models.CASCADE)


def applied(state: ProjectState, *ones: Operation) -> None:
    for one in ones:
        one.state_forwards("place", state)


def classes(state: ProjectState) -> dict[str, type[models.Model]]:
    return {str(one._meta.model_name): one for one in state.apps.get_models(include_auto_created=True)}


def made_again(state: ProjectState, operation: Operation) -> set[str]:
    before = classes(state)
    applied(state, operation)
    return {name for name, one in classes(state).items() if before.get(name) is not one}


def out_of_date(state: ProjectState) -> list[str]:
    """The relations that lead to a class that was replaced, or come from one."""
    registry = {one._meta.label_lower: one for one in state.apps.get_models(include_auto_created=True)}
    return [
        f"{label}.{field.name} → {field.related_model._meta.label}"
        for label, model in registry.items()
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation
        and registry.get(field.related_model._meta.label_lower) is not field.related_model
    ] + [
        f"{label} ← {base._meta.label}"
        for label, model in registry.items()
        for base in model.__bases__
        if (known := getattr(base, "_meta", None))
        and not known.abstract
        and registry.get(known.label_lower) is not base
    ]


def shape(state: ProjectState) -> dict[str, list[tuple[str, str]]]:
    return {
        one._meta.label: sorted(
            (field.name, field.related_model._meta.label if field.is_relation else "")
            for field in one._meta.get_fields(include_hidden=True)
        )
        for one in state.apps.get_models(include_auto_created=True)
    }


def test_a_table_that_nothing_points_to_is_made_again_alone(state: ProjectState) -> None:
    assert made_again(state, operations.AddField("Lamp", "bright", models.BooleanField(null=True))) == {
        "lamp"
    }
    wanted = models.UniqueConstraint(fields=["room"], name="one_lamp_of_a_room")
    assert made_again(state, operations.AddConstraint("Lamp", wanted)) == {"lamp"}
    assert made_again(state, operations.CreateModel("Door", [AN_ID, ("room", a_key("place.Room"))])) == {
        "door"
    }
    assert not out_of_date(state)


def test_who_points_to_what_changed_is_made_again_however_far(state: ProjectState) -> None:
    again = made_again(state, operations.AddField("House", "floors", models.IntegerField(null=True)))
    assert again == {"house", "room", "cellar", "lamp", "tree", "tree_shades"}
    again = made_again(state, operations.AddField("Room", "next", a_key("place.Room")))
    assert again == {"room", "cellar", "lamp"}
    assert not out_of_date(state)


def test_a_new_name_and_a_lost_key_leave_nothing_out_of_date(state: ProjectState) -> None:
    applied(
        state,
        operations.RenameModel("House", "Building"),
        operations.RenameField("Room", "house", "building"),
        operations.RemoveField("Tree", "shades"),
        operations.AlterField("Lamp", "room", models.OneToOneField("place.Room", models.CASCADE)),
        operations.DeleteModel("Cellar"),
    )
    assert not out_of_date(state)
    assert set(classes(state)) == {"building", "tree", "room", "lamp"}


def test_nothing_is_out_of_date_after_any_of_our_migrations() -> None:
    loader = MigrationLoader(None)
    state = ProjectState(real_apps=loader.unmigrated_apps)
    assert not state.apps.get_models()
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        state = loader.graph.nodes[key].mutate_state(state, preserve=False)
        assert not out_of_date(state), key
    at_once = state.clone()
    del at_once.apps
    assert shape(state) == shape(at_once)


def test_an_installation_is_prepared_so(monkeypatch: pytest.MonkeyPatch) -> None:
    migrating = []
    monkeypatch.setattr(
        "django.core.management.call_command",
        lambda *_words, **_options: migrating.append(getattr(ProjectState, rendering.ASKED)),
    )
    monkeypatch.setattr(ProjectState, rendering.ASKED, None)
    init._migrate()
    assert migrating == [rendering._holders]
    assert getattr(ProjectState, rendering.ASKED) is None, "and no longer than it lasts"
