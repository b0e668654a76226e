"""A small register: the named companies and some sixty invented ones."""

import datetime

import pytest

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.modules.crm import operations

ON = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
OFFICER = Actor(ActorKind.PERSON, "Amina", user=1, grants=(Grant(role="officer", organization=1),))
CLAIRE = "000000018"


@pytest.fixture
def register(db):
    return operations.load_demonstration(actor=TERMINAL, at=AT, count=60)
