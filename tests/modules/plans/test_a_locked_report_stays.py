"""What a follow-up said was promised stays as it was at the Bureau, whatever is promised after."""

from datetime import date, datetime, timedelta

import pytest
from tests.modules.plans.conftest import Small
from tests.modules.plans.test_open_commitment import integration

from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.errors import Refused
from maillage.modules.missions.enums import Nature
from maillage.modules.missions.models import MapState
from maillage.modules.missions.operations import confirming, modes
from maillage.modules.plans import documents, operations, queries
from maillage.modules.plans.models import Commitment, FollowUp, FollowUpCampaign

DUE, BUREAU = date(2026, 12, 1), date(2026, 12, 10)
AFTER = date(2027, 2, 1)


def opened(small: Small, actor: Actor, at: datetime) -> FollowUpCampaign:
    return operations.open_campaign(small.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=actor)


def later(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)


@pytest.mark.requirement("S-142")
@pytest.mark.parametrize("night_passed", [True, False], ids=["marked by the night", "not marked yet"])
def test_a_commitment_amended_after_the_bureau_changes_nothing_of_its_report(
    night_passed: bool, small: Small, promised: Commitment, regional: Actor, at: datetime
) -> None:
    campaign = opened(small, regional, at)
    if night_passed:
        operations.lock_due(on=BUREAU, at=later(at, 19), actor=SCHEDULE)
    before = queries.report(campaign.pk, actor=regional, on=AFTER)
    operations.amend(
        promised.pk,
        small.given(
            words="Une autre promesse fictive.",
            owner=small.region.pk,
            due_on=date(2030, 1, 1),
            indicator="Part fictive",
            target="80 %",
        ),
        at=later(at, 70),
        actor=regional,
    )
    after = queries.report(campaign.pk, actor=regional, on=AFTER)
    told = [line.commitment for section in after.sections for line in section.lines]
    was = [line.commitment for section in before.sections for line in section.lines]
    wanted = [(one.words, one.owner, one.due_on, one.indicator, one.target, one.overdue) for one in was]
    assert (
        [(one.words, one.owner, one.due_on, one.indicator, one.target, one.overdue) for one in told]
        == wanted
        == [
            (
                "La paie fictive passe en intégration.",
                "CCI territoriale fictive",
                date(2027, 6, 30),
                "",
                "",
                False,
            )
        ]
    )
    assert (after.uncounted, documents.figures(after)) == (1, documents.figures(before))
    page = queries.commitment(promised.pk, actor=regional, on=AFTER)
    assert page.row.words == "Une autre promesse fictive."
    assert page.lines[0].commitment.words == "La paie fictive passe en intégration."


@pytest.mark.requirement("S-142")
def test_a_follow_up_opened_again_says_states_anew_and_keeps_what_was_promised(
    small: Small, promised: Commitment, regional: Actor, at: datetime
) -> None:
    campaign = opened(small, regional, at)
    operations.reopen(
        campaign.pk, until=date(2027, 3, 1), reason="Erreur fictive.", at=later(at, 40), actor=regional
    )
    operations.amend(promised.pk, small.given(words="Autre chose."), at=later(at, 41), actor=regional)
    (line,) = queries.campaign(campaign.pk, actor=regional, on=AFTER).lines
    assert line.commitment.words == "La paie fictive passe en intégration."


@pytest.mark.requirement("S-142")
def test_a_commitment_opened_while_the_year_is_asked_is_asked_too(
    small: Small, promised: Commitment, regional: Actor, at: datetime
) -> None:
    campaign = opened(small, regional, at)
    operations.open_commitment(
        small.plan.slug, small.training.pk, small.given(words="Ajoutée."), at=later(at, 1), actor=regional
    )
    operations.open_commitment(
        small.plan.slug, small.domain.pk, small.given(words="Trop tard."), at=later(at, 30), actor=regional
    )
    lines = FollowUp.objects.filter(campaign=campaign).values_list("commitment__words", flat=True)
    assert sorted(lines) == ["Ajoutée.", "La paie fictive passe en intégration."]


def test_a_follow_up_that_would_be_locked_at_once_is_not_opened(
    small: Small, promised: Commitment, regional: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match="figé") as refused:
        operations.open_campaign(
            small.plan.slug, 2026, due_on=at.date(), bureau_on=at.date(), at=at, actor=regional
        )
    assert refused.value.field == "bureau_on"


@pytest.mark.requirement("S-018")
def test_what_is_projected_after_a_withdrawal_is_another_promise(
    small: Small, regional: Actor, at: datetime
) -> None:
    record = modes.record(small.payroll.pk, integration(small), at=at, actor=regional)
    first = Commitment.objects.get()
    modes.withdraw(record.pk, why="Abandonné.", at=later(at, 1), actor=regional)
    modes.record(
        small.payroll.pk, integration(small, since=date(2030, 1, 1)), at=later(at, 300), actor=regional
    )
    first.refresh_from_db()
    assert (first.fact, first.due_on) == (record.pk, date(2027, 1, 1))
    assert list(Commitment.objects.exclude(pk=first.pk).values_list("due_on", flat=True)) == [
        date(2030, 1, 1)
    ]


@pytest.mark.requirement("S-018")
def test_a_projection_said_again_has_its_commitment_again(
    small: Small, regional: Actor, at: datetime
) -> None:
    record = modes.record(small.payroll.pk, integration(small), at=at, actor=regional)
    modes.withdraw(record.pk, why="Par erreur.", at=later(at, 1), actor=regional)
    again = modes.reinstate(record.pk, at=later(at, 2), actor=regional)
    row = Commitment.objects.get()
    assert row.fact == again.pk
    assert list(queries.standing(small.plan)) == [row]


@pytest.mark.requirement("S-021")
def test_a_projection_corrected_then_undone_is_still_held_back_by_what_must_be_done_first(
    small: Small, regional: Actor, at: datetime
) -> None:
    record = modes.record(small.payroll.pk, integration(small), at=at, actor=regional)
    row = Commitment.objects.get()
    operations.add_prerequisite(row.pk, "Norme fictive signée", at=at, actor=regional)
    corrected = modes.correct(
        record.pk, integration(small, note="Une remarque."), why="Précisé.", at=later(at, 1), actor=regional
    )
    row.refresh_from_db()
    assert row.fact == corrected.pk
    assert queries.open_prerequisites(row) == ("Norme fictive signée",)
    undone = modes.undo(corrected.pk, at=later(at, 2), actor=regional)
    row.refresh_from_db()
    assert undone is not None and row.fact == undone.pk
    assert queries.open_prerequisites(row) == ("Norme fictive signée",)


@pytest.mark.requirement("S-142")
def test_a_promise_that_came_true_is_still_asked_and_is_not_the_next_one(
    small: Small, regional: Actor, at: datetime
) -> None:
    day = date(2026, 1, 1)
    modes.record(small.payroll.pk, integration(small, since=day), at=at, actor=regional)
    state = MapState.objects.create(function=small.function, day=day, nature=Nature.PROJECTED)
    confirming.confirm_state(
        state.pk, on=date(2026, 9, 1), source="Bilan fictif", at=later(at, 1), actor=regional
    )
    kept = Commitment.objects.get()
    assert list(queries.standing(small.plan)) == [kept]
    assert not queries.commitment(kept.pk, actor=regional, on=AFTER).fact_withdrawn
    modes.record(
        small.payroll.pk, integration(small, since=date(2030, 1, 1)), at=later(at, 2), actor=regional
    )
    kept.refresh_from_db()
    assert kept.due_on == day
    assert [one.due_on for one in queries.standing(small.plan)] == [day, date(2030, 1, 1)]
