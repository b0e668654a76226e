"""An organisation that left a plan, or is not in it yet, promises nothing there and reads no name of its means."""

from datetime import date, datetime

import pytest
from tests.modules.plans.conftest import Small

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.means import policies as means
from maillage.modules.missions.models import PlanParty
from maillage.modules.plans import operations, policies, queries
from maillage.modules.plans.inputs import ActionInput
from maillage.modules.plans.models import Commitment
from maillage.modules.plans.queries import choosing


@pytest.mark.parametrize(
    "days",
    [{"until": date(2025, 1, 1)}, {"since": date(2028, 1, 1)}],
    ids=["left", "to come"],
)
def test_who_is_not_in_the_plan_today_writes_nothing_on_it_and_reads_no_name(
    days: dict[str, date], small: Small, promised: Commitment, local: Actor, at: datetime
) -> None:
    today, slug = clock.today(), small.plan.slug
    assert means.reads_people(local, small.plan, today)
    PlanParty.objects.filter(organization=small.vendee).update(**days)
    assert not means.reads_people(local, small.plan, today)
    assert not means.may_record(local, small.plan, today).allowed
    assert choosing.committing(local, today) == ()
    assert not policies.abilities_on(local, promised, today)[policies.AMEND].allowed
    page = queries.commitment(promised.pk, actor=local, on=today)
    assert not page.abilities[policies.WITHDRAW].allowed
    action = ActionInput(aim="quality", words="Fictive.", started_on=today)
    for write in (
        lambda: operations.open_commitment(slug, small.payroll.pk, small.given(), at=at, actor=local),
        lambda: operations.amend(promised.pk, small.given(), at=at, actor=local),
        lambda: operations.withdraw(promised.pk, why="Parti.", at=at, actor=local),
        lambda: operations.add_prerequisite(promised.pk, "Fictif", at=at, actor=local),
        lambda: operations.open_action(slug, small.payroll.pk, action, at=at, actor=local),
    ):
        with pytest.raises(Refused):
            write()
