"""The yearly follow-up: opened for all, filled by who answers, locked at the Bureau, reopened with a reason."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.modules.plans.conftest import Small

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.missions.models import Prerequisite
from maillage.modules.plans import operations, queries
from maillage.modules.plans.inputs import FollowUpInput
from maillage.modules.plans.models import Commitment, FollowUp, FollowUpCampaign
from maillage.shared.access.models import RoleAssignment
from maillage.shared.notices.models import Mail

DUE, BUREAU = date(2026, 12, 1), date(2026, 12, 10)
HELD = FollowUpInput(state="held", words="Fait, fictivement.", evidence="Compte rendu fictif")
ON_THE_DAY = timedelta(days=19)
"""From the day of the tests to the Bureau."""


@pytest.fixture
def campaign(small: Small, promised: Commitment, regional: Actor, at: datetime) -> FollowUpCampaign:
    return operations.open_campaign(
        small.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional
    )


def line(campaign: FollowUpCampaign) -> FollowUp:
    return FollowUp.objects.get(campaign=campaign)


@pytest.mark.requirement("S-142")
def test_a_campaign_opens_the_follow_up_of_every_commitment_not_filled_in(
    small: Small, promised: Commitment, regional: Actor, at: datetime
) -> None:
    other = operations.open_commitment(
        small.plan.slug, small.training.pk, small.given(owner=None), at=at, actor=regional
    )
    gone = operations.open_commitment(small.plan.slug, small.domain.pk, small.given(), at=at, actor=regional)
    operations.withdraw(gone.pk, why="Renoncé.", at=at, actor=regional)
    made = operations.open_campaign(
        small.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional
    )
    rows = FollowUp.objects.filter(campaign=made)
    assert {row.commitment_id for row in rows} == {promised.pk, other.pk}
    assert {row.state for row in rows} == {"not_filled"}


@pytest.mark.parametrize(
    ("year", "due", "bureau", "field"),
    [
        (1999, DUE, BUREAU, "year"),
        (2026, date(2026, 12, 11), BUREAU, "bureau_on"),
        (2026, date(2026, 11, 20), BUREAU, "due_on"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_at_its_field(
    year: int, due: date, bureau: date, field: str, promised: Commitment, regional: Actor, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        operations.open_campaign(
            promised.plan.slug, year, due_on=due, bureau_on=bureau, at=at, actor=regional
        )
    assert refused.value.field == field


def test_a_year_is_followed_once(campaign: FollowUpCampaign, regional: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="déjà ouvert"):
        operations.open_campaign(
            campaign.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional
        )


def test_who_directs_another_chamber_does_not_open_the_campaign_of_the_plan(
    promised: Commitment, local: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match="porte le schéma"):
        operations.open_campaign(promised.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=local)


def test_the_owner_says_where_its_commitment_stands_with_its_evidence(
    campaign: FollowUpCampaign, promised: Commitment, local: Actor, at: datetime
) -> None:
    operations.fill(campaign.pk, promised.pk, HELD, at=at, actor=local)
    row = line(campaign)
    assert (row.state, row.evidence, row.filled_by_id) == ("held", "Compte rendu fictif", local.user)


def test_another_chamber_does_not_speak_for_the_owner(
    small: Small, campaign: FollowUpCampaign, promised: Commitment, regional: Actor, at: datetime
) -> None:
    stranger = replace(regional, organization=None, grants=(replace(regional.grants[0], organization=0),))
    with pytest.raises(Refused):
        operations.fill(campaign.pk, promised.pk, HELD, at=at, actor=stranger)
    assert line(campaign).state == "not_filled"


def test_the_person_named_speaks_for_her_commitment_though_she_directs_nothing(
    small: Small, promised: Commitment, regional: Actor, local: Actor, at: datetime
) -> None:
    operations.amend(promised.pk, small.given(person=local.person), at=at, actor=regional)
    made = operations.open_campaign(
        small.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional
    )
    officer = replace(local, grants=(replace(local.grants[0], role="officer"),))
    operations.fill(made.pk, promised.pk, HELD, at=at, actor=officer)
    assert line(made).state == "held"


def test_an_elected_member_reads_the_campaign_and_fills_nothing(
    campaign: FollowUpCampaign, promised: Commitment, elected: Actor, at: datetime
) -> None:
    page = queries.campaign(campaign.pk, actor=elected, on=clock.today())
    assert [one.may_fill for one in page.lines] == [False]
    with pytest.raises(Refused, match="lire"):
        operations.fill(campaign.pk, promised.pk, HELD, at=at, actor=elected)


def test_a_stranger_to_the_network_sees_no_campaign(campaign: FollowUpCampaign) -> None:
    from maillage.kit.actor import PUBLIC

    with pytest.raises(NotVisible):
        queries.campaign(campaign.pk, actor=PUBLIC, on=clock.today())


@pytest.mark.requirement("S-021")
def test_an_open_prerequisite_holds_back_tenu_until_somebody_writes_why(
    small: Small, campaign: FollowUpCampaign, promised: Commitment, local: Actor, at: datetime
) -> None:
    operations.add_prerequisite(promised.pk, "Un plan comptable fictif commun", at=at, actor=local)
    with pytest.raises(Refused) as refused:
        operations.fill(campaign.pk, promised.pk, HELD, at=at, actor=local)
    assert refused.value.field == "despite" and "plan comptable fictif" in refused.value.sentence
    assert line(campaign).state == "not_filled"
    operations.fill(
        campaign.pk, promised.pk, replace(HELD, despite="Un tableau fictif le remplace."), at=at, actor=local
    )
    assert line(campaign).state == "held"


@pytest.mark.requirement("S-021")
def test_a_prerequisite_of_the_function_holds_its_boxes_back_and_one_that_is_met_does_not(
    small: Small, campaign: FollowUpCampaign, promised: Commitment, local: Actor, at: datetime
) -> None:
    above = Prerequisite.objects.create(mission=small.function, text="Des procédures fictives communes")
    Prerequisite.objects.create(mission=small.training, text="Une autre boîte fictive")
    with pytest.raises(Refused, match="procédures fictives"):
        operations.fill(campaign.pk, promised.pk, HELD, at=at, actor=local)
    operations.meet(above.pk, met_on=clock.today(), evidence="Note fictive", at=at, actor=local)
    operations.fill(campaign.pk, promised.pk, HELD, at=at, actor=local)
    assert line(campaign).despite == ""


@pytest.mark.requirement("S-021")
def test_a_prerequisite_does_not_hold_back_a_commitment_under_way(
    campaign: FollowUpCampaign, promised: Commitment, local: Actor, at: datetime
) -> None:
    operations.add_prerequisite(promised.pk, "Un outil fictif commun", at=at, actor=local)
    operations.fill(campaign.pk, promised.pk, FollowUpInput(state="under_way"), at=at, actor=local)
    assert line(campaign).state == "under_way"


@pytest.mark.requirement("S-142")
def test_from_the_day_of_the_bureau_nothing_changes_even_if_no_job_ran(
    campaign: FollowUpCampaign, promised: Commitment, local: Actor, at: datetime
) -> None:
    eve, day = at + ON_THE_DAY - timedelta(days=1), at + ON_THE_DAY
    assert clock.day_of(day) == BUREAU
    late = FollowUpInput(state="late", words="L'outil fictif tarde.")
    operations.fill(campaign.pk, promised.pk, late, at=eve, actor=local)
    with pytest.raises(Refused, match="figé"):
        operations.fill(campaign.pk, promised.pk, HELD, at=day, actor=local)
    assert line(campaign).state == "late"


def test_the_clock_marks_the_lock_once(campaign: FollowUpCampaign, at: datetime) -> None:
    assert operations.lock_due(on=BUREAU - timedelta(days=1), at=at, actor=SCHEDULE) == 0
    assert operations.lock_due(on=BUREAU, at=at, actor=SCHEDULE) == 1
    assert operations.lock_due(on=BUREAU, at=at, actor=SCHEDULE) == 0


def test_a_locked_campaign_reopens_until_a_day_with_a_reason_that_the_report_shows(
    campaign: FollowUpCampaign, promised: Commitment, regional: Actor, local: Actor, at: datetime
) -> None:
    after = at + ON_THE_DAY + timedelta(days=2)
    given = {"until": date(2026, 12, 20), "at": after, "actor": regional}
    with pytest.raises(Refused, match="pourquoi"):
        operations.reopen(campaign.pk, reason=" ", **given)
    operations.reopen(campaign.pk, reason="Une ligne fictive oubliée.", **given)
    operations.fill(campaign.pk, promised.pk, HELD, at=after, actor=local)
    report = queries.report(campaign.pk, actor=local, on=clock.day_of(after))
    assert [one.reason for one in report.reopenings] == ["Une ligne fictive oubliée."]
    with pytest.raises(Refused, match="figé"):
        operations.fill(campaign.pk, promised.pk, HELD, at=after + timedelta(days=9), actor=local)


def test_a_campaign_that_is_not_locked_does_not_reopen(
    campaign: FollowUpCampaign, regional: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match="pas figé"):
        operations.reopen(campaign.pk, until=date(2026, 12, 20), reason="Pour voir.", at=at, actor=regional)


def test_the_second_of_two_people_is_told_what_the_first_said(
    campaign: FollowUpCampaign, promised: Commitment, local: Actor, regional: Actor, at: datetime
) -> None:
    seen = queries.campaign(campaign.pk, actor=local, on=clock.today()).lines[0].seen
    operations.fill(campaign.pk, promised.pk, HELD, seen=seen, at=at, actor=local)
    with pytest.raises(Refused, match="tenu"):
        operations.fill(
            campaign.pk, promised.pk, FollowUpInput(state="given_up"), seen=seen, at=at, actor=regional
        )
    assert line(campaign).state == "held"


@pytest.mark.requirement("S-142")
def test_owners_are_told_when_it_opens_and_once_more_a_week_before(
    small: Small, promised: Commitment, regional: Actor, local: Actor, at: datetime
) -> None:
    RoleAssignment.objects.create(
        user_id=local.user,
        role="director",
        organization=small.vendee,
        since=date(2025, 1, 1),
        given_by="essai",
    )
    operations.open_campaign(small.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional)
    told = Mail.objects.get()
    assert told.to == "leo@demo.invalid" and told.event == "plans.follow_up"
    assert "1 engagement" in told.text and "10 décembre 2026" in told.text.replace("\xa0", " ")
    before = DUE - timedelta(days=7)
    for _time in range(2):
        operations.remind(on=before, at=at, actor=SCHEDULE)
    assert Mail.objects.count() == 2


@pytest.mark.requirement("S-142")
def test_what_is_said_held_says_what_shows_it(
    campaign: FollowUpCampaign, promised: Commitment, local: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match="montre") as refused:
        operations.fill(campaign.pk, promised.pk, FollowUpInput(state="held"), at=at, actor=local)
    assert refused.value.field == "words" and line(campaign).state == "not_filled"
    proof = FollowUpInput(state="held", evidence="Compte rendu fictif")
    operations.fill(campaign.pk, promised.pk, proof, at=at, actor=local)
    assert line(campaign).state == "held"
