"""A small register: the named companies and some sixty invented ones; and someone of the network."""

import datetime

import pytest

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.modules.crm import operations


@pytest.fixture
def officer():
    return Actor(ActorKind.PERSON, "Amina", user=1, grants=(Grant(role="officer", organization=1),))


@pytest.fixture
def register(db):
    at = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
    return operations.load_demonstration(actor=TERMINAL, at=at, count=60)
