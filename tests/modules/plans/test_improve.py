"""Improvement actions carry an aim, and an indicator before they close."""

from datetime import date, datetime

import pytest
from tests.modules.plans.conftest import Small

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.plans import operations, queries
from maillage.modules.plans.enums import Aim
from maillage.modules.plans.inputs import ActionInput
from maillage.modules.plans.models import ImprovementAction

GIVEN = ActionInput(aim=Aim.PRACTICES, words="Une procédure fictive commune.", started_on=date(2026, 1, 5))


@pytest.fixture
def action(small: Small, regional: Actor, at: datetime) -> ImprovementAction:
    return operations.open_action(small.plan.slug, small.training.pk, GIVEN, at=at, actor=regional)


@pytest.mark.requirement("S-044")
def test_an_action_closes_only_once_an_indicator_judges_it(
    action: ImprovementAction, regional: Actor, at: datetime
) -> None:
    given = {"closed_on": date(2026, 11, 1), "outcome": "Six chambres fictives l'appliquent."}
    with pytest.raises(Refused, match="indicateur"):
        operations.close_action(action.pk, **given, at=at, actor=regional)
    made = operations.add_indicator(action.pk, "Chambres qui l'appliquent", at=at, actor=regional)
    operations.measure(made.pk, value="6", measured_on=date(2026, 10, 1), at=at, actor=regional)
    operations.close_action(action.pk, **given, at=at, actor=regional)
    page = queries.action(action.pk, actor=regional, on=date(2026, 11, 21))
    assert page.row.closed_on == date(2026, 11, 1)
    assert [(one.label, one.value) for one in page.row.indicators] == [("Chambres qui l'appliquent", "6")]


@pytest.mark.requirement("S-044")
def test_an_action_aims_at_practices_productions_or_quality_and_nothing_else(
    small: Small, regional: Actor, at: datetime
) -> None:
    assert set(Aim.values) == {"practices", "productions", "quality"}
    with pytest.raises(Refused) as refused:
        operations.open_action(
            small.plan.slug,
            small.training.pk,
            ActionInput(aim="savings", words="Économiser.", started_on=date(2026, 1, 5)),
            at=at,
            actor=regional,
        )
    assert refused.value.field == "aim"


@pytest.mark.requirement("S-019")
def test_an_action_stands_on_a_mission_whose_mode_does_not_change(
    action: ImprovementAction, regional: Actor
) -> None:
    assert [(one.pk, one.changing) for one in queries.actions(actor=regional)] == [(action.pk, False)]


def test_a_closed_action_changes_no_more(action: ImprovementAction, regional: Actor, at: datetime) -> None:
    operations.add_indicator(action.pk, "Délai fictif", value="3 jours", at=at, actor=regional)
    operations.close_action(action.pk, closed_on=date(2026, 11, 1), outcome="Fait.", at=at, actor=regional)
    with pytest.raises(Refused, match="terminée"):
        operations.add_indicator(action.pk, "Un autre", at=at, actor=regional)


def test_an_indicator_is_named_once_and_an_action_ends_after_it_starts(
    action: ImprovementAction, regional: Actor, at: datetime
) -> None:
    operations.add_indicator(action.pk, "Délai fictif", at=at, actor=regional)
    with pytest.raises(Refused, match="déjà"):
        operations.add_indicator(action.pk, "Délai fictif", at=at, actor=regional)
    with pytest.raises(Refused, match="commencé"):
        operations.close_action(action.pk, closed_on=date(2025, 1, 1), outcome="Fait.", at=at, actor=regional)


def test_an_elected_member_reads_and_improves_nothing(
    action: ImprovementAction, elected: Actor, at: datetime
) -> None:
    assert len(queries.actions(actor=elected)) == 1
    with pytest.raises(Refused):
        operations.add_indicator(action.pk, "Délai fictif", at=at, actor=elected)
