"""While a company is being typed: those that it resembles, and why; nothing that the actor may not read."""

import datetime

import pytest

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.importing.alike import alike
from maillage.modules.crm.operations import declare

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
ON = AT.date()


@pytest.fixture
def zorga(db):
    return declare(
        name="Boulangerie Zorga",
        origin=ValueOrigin.OFFICER,
        values={"commune": "59350"},
        at=AT,
        actor=TERMINAL,
    )


def test_a_mistyped_company_is_recognised_with_the_reasons(zorga):
    [first, *_] = alike("SARL BOULANGRIE ZORGA", commune="59350", on=ON, actor=TERMINAL)

    assert (first.title, first.ref) == ("Boulangerie Zorga", zorga.public_id)
    assert ("même commune", "très en faveur") in first.reasons


def test_who_may_not_read_a_company_is_not_told_that_it_resembles(zorga):
    elsewhere = Actor(
        ActorKind.PERSON, "Bruno", grants=(Grant(role="officer", organization=1, perimeter="dep:44"),)
    )

    assert alike("Boulangerie Zorga", commune="59350", on=ON, actor=elsewhere) == ()


@pytest.mark.parametrize("name", ["", "  ", "Z", "Plastiques Tirlouribelle"])
def test_nothing_is_shown_when_nothing_resembles(zorga, name):
    assert alike(name, on=ON, actor=TERMINAL) == ()
