"""A supposition replaces what it says it replaces, shows what it counts, and names whom it concerns."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from tests.modules.mesh.conftest import ARRAS, LILLE, OFFICER, ON, at_most, where

from maillage.kit.errors import Refused
from maillage.modules.mesh import queries
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.queries.effects import Effect, SchemeEffect
from maillage.modules.schemes.models import Scheme

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]
Change = queries.ChangeAsked
PAST, FUTURE = datetime.date(2025, 1, 1), datetime.date(2027, 6, 1)


def certain(slug: str) -> int:
    return queries.population(slug, "com", actor=OFFICER, on=ON).count.certain


def effect(*changes: Change) -> Effect:
    return queries.effect(changes, "com", actor=OFFICER, on=ON)


def told(found: Effect) -> SchemeEffect:
    (one,) = found.schemes
    return one


@pytest.mark.parametrize(
    "own",
    [
        {"any": [where(LILLE), where("com:59152")]},
        {"not": where(ARRAS)},
        {"not": {"any": [where(ARRAS), where("com:59152")]}},
    ],
)
def test_another_territory_takes_the_place_of_all_that_says_where(
    offer: Offer, computed: Computed, own: Any
) -> None:
    offer("aide", {"all": [own, at_most(9)]})
    offer("voulue", {"all": [where(ARRAS), at_most(9)]})
    computed()

    found = told(effect(Change(kind="perimeter", schemes=("aide",), territory=ARRAS)))

    assert found.after is not None
    assert found.after.certain == certain("voulue") > 0


def test_a_territory_mixed_with_something_else_is_not_replaced_in_silence(
    offer: Offer, computed: Computed
) -> None:
    offer("aide", {"any": [where(LILLE), at_most(9)]})
    computed()

    with pytest.raises(Refused, match="mêle le territoire") as refused:
        effect(Change(kind="perimeter", schemes=("aide",), territory=ARRAS))
    assert refused.value.way_out


def test_the_territory_of_schemes_merged_under_either_rule_is_changed_before_the_merge_or_not_at_all(
    offer: Offer, computed: Computed
) -> None:
    offer("une", where(LILLE))
    offer("deux", where("com:59152"))
    computed()
    merged = Change(kind="merge", schemes=("une", "deux"), into="une", rule="either")
    moved = Change(kind="perimeter", schemes=("une",), territory=ARRAS)

    with pytest.raises(Refused, match="n'est plus le sien seul"):
        effect(merged, moved)
    found = {one.scheme.code: one for one in effect(moved, merged).schemes}["une"]
    assert found.after is not None
    assert found.after.certain > certain("deux")
