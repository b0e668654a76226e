"""A computation whose machine was switched off keeps nobody waiting, and what holds a survey is written in a few words."""

import datetime
from collections.abc import Callable

import pytest
from tests.modules.mesh.conftest import DIRECTOR, LILLE, OFFICER, ON, where

from maillage.kit import clock
from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import Refused
from maillage.modules.mesh import operations, queries
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.queries.board import board
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory.models import Organization

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]


def test_a_computation_that_was_killed_does_not_keep_others_waiting(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    kept = computed()
    now = clock.now()
    killed = operations.compute(on=ON, at=now - datetime.timedelta(hours=2), actor=TERMINAL, later=False)
    MeshRun.objects.filter(pk=killed.pk).update(state="running", progress=30)

    told = queries.status(DIRECTOR, ON, at=now)
    assert told.running is not None and told.running.silent
    assert told.stamp is not None and told.stamp.run == kept.public_id

    other = operations.compute(on=ON, at=now, actor=TERMINAL, later=False)
    killed.refresh_from_db()
    assert other.pk != killed.pk
    assert (killed.state, "ne répondait plus" in killed.fault) == ("failed", True)


def test_a_survey_is_written_in_a_few_words(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()
    held = board(OFFICER, ON)
    assert len(repr(held)) < 200
    assert len(repr(held.laid)) < 200


def test_a_study_is_changed_by_its_organisation_only(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()
    end = [queries.ChangeAsked(kind="end", schemes=("aide",))]

    def director(organization: int) -> Actor:
        return Actor(
            ActorKind.PERSON,
            "x",
            organization=organization,
            grants=(Grant(role="director", organization=organization),),
        )

    mine, other = (
        Organization.objects.create(slug=slug, name=slug.title()).pk for slug in ("ici", "ailleurs")
    )
    row = operations.save_study("Sans aide", end, at=clock.now(), actor=director(mine))

    for act in (
        lambda: operations.delete_study(row.slug, at=clock.now(), actor=director(other)),
        lambda: operations.rename_study(row.slug, "Non", at=clock.now(), actor=director(other)),
        lambda: operations.recompute(row.slug, at=clock.now(), actor=director(other)),
    ):
        with pytest.raises(Refused, match="C'est à qui l'a faite"):
            act()
    assert not queries.study(row.slug, actor=director(other), on=ON).may_change
    operations.delete_study(row.slug, at=clock.now(), actor=director(mine))
