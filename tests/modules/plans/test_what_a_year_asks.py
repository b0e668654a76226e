"""What a year asks of whom: words behind each grave state, an assembly for the report, no follow-up left open for years."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from tests.modules.plans.conftest import Small, acting
from tests.modules.plans.test_follow_up import BUREAU, DUE, HELD, line

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.errors import Refused
from maillage.modules.missions.models import MapState, Prerequisite
from maillage.modules.plans import lists, operations, queries
from maillage.modules.plans.inputs import FollowUpInput
from maillage.modules.plans.models import Commitment, FollowUpCampaign
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Person
from maillage.shared.notices.models import Mail


@pytest.fixture
def campaign(small: Small, promised: Commitment, regional: Actor, at: datetime) -> FollowUpCampaign:
    return operations.open_campaign(
        small.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional
    )


@pytest.mark.requirement("S-142")
@pytest.mark.parametrize(
    ("state", "said"), [("held", "montre"), ("late", "retard"), ("given_up", "abandonné")]
)
def test_what_is_held_late_or_given_up_says_why_and_nothing_changes_until_it_does(
    state: str, said: str, campaign: FollowUpCampaign, promised: Commitment, local: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        operations.fill(campaign.pk, promised.pk, FollowUpInput(state=state), at=at, actor=local)
    assert refused.value.field == "words" and line(campaign).state == "not_filled"
    told = FollowUpInput(state=state, words="Dit en une phrase fictive.")
    operations.fill(campaign.pk, promised.pk, told, at=at, actor=local)
    assert line(campaign).state == state


@pytest.mark.requirement("S-021")
def test_a_prerequisite_is_met_with_what_shows_it_even_before_the_plan_begins(
    small: Small, promised: Commitment, regional: Actor, at: datetime
) -> None:
    MapState.objects.create(function=small.function, day=date(2024, 1, 1), nature="status")
    needed = operations.add_prerequisite(promised.pk, "Outil fictif commun", at=at, actor=regional)
    with pytest.raises(Refused, match="montre") as refused:
        operations.meet(needed.pk, met_on=date(2025, 1, 1), at=at, actor=regional)
    assert refused.value.field == "evidence"
    assert Prerequisite.objects.get(pk=needed.pk).met_on is None
    operations.meet(needed.pk, met_on=date(2023, 6, 1), evidence="Recette fictive", at=at, actor=regional)
    assert queries.open_prerequisites(promised) == ()


@pytest.mark.requirement("S-142")
def test_the_report_says_to_which_assembly_it_goes_even_when_the_day_is_known_after_the_bureau(
    campaign: FollowUpCampaign, regional: Actor, local: Actor, at: datetime
) -> None:
    def said() -> date | None:
        return queries.report(campaign.pk, actor=local, on=clock.today()).campaign.assembly_on

    assert said() is None
    with pytest.raises(Refused, match="avant le Bureau"):
        operations.say_assembly(campaign.pk, assembly_on=date(2026, 12, 9), at=at, actor=regional)
    later = at + timedelta(days=30)
    with pytest.raises(Refused):
        operations.say_assembly(campaign.pk, assembly_on=date(2027, 1, 15), at=later, actor=local)
    operations.say_assembly(campaign.pk, assembly_on=date(2027, 1, 15), at=later, actor=regional)
    assert said() == date(2027, 1, 15)


def test_a_follow_up_is_opened_again_for_a_year_at_most_and_until_the_next_bureau(
    small: Small, campaign: FollowUpCampaign, regional: Actor, at: datetime
) -> None:
    late = at + timedelta(days=30)
    with pytest.raises(Refused, match="plus d'un an"):
        operations.reopen(campaign.pk, until=date(9999, 1, 1), reason="Essai.", at=late, actor=regional)
    operations.open_campaign(
        small.plan.slug, 2027, due_on=date(2027, 2, 1), bureau_on=date(2027, 2, 10), at=late, actor=regional
    )
    with pytest.raises(Refused, match="suivi 2027"):
        operations.reopen(campaign.pk, until=date(2027, 6, 1), reason="Essai.", at=late, actor=regional)
    operations.reopen(campaign.pk, until=date(2027, 2, 10), reason="Essai.", at=late, actor=regional)


@pytest.mark.requirement("S-142")
def test_whoever_must_fill_an_open_follow_up_is_told_how_many_lines_wait_and_nobody_else(
    small: Small, campaign: FollowUpCampaign, promised: Commitment, local: Actor, regional: Actor, elected: Actor,
    at: datetime,
) -> None:  # fmt: skip
    def waiting(who: Actor) -> list[int]:
        return [one.waiting for one in queries.asking(actor=who, on=clock.today())]

    assert (waiting(local), waiting(regional), waiting(elected)) == ([1], [0], [0])
    operations.open_commitment(
        small.plan.slug, small.training.pk, small.given(owner=None), at=at, actor=regional
    )
    assert (waiting(local), waiting(regional)) == ([1], [1])
    named = acting("nora", small.region, "officer")
    operations.amend(promised.pk, small.given(person=named.person), at=at, actor=regional)
    assert (waiting(local), waiting(named)) == ([0], [1])
    Commitment.objects.filter(pk=promised.pk).update(withdrawn_at=at, withdrawal_reason="essai fictif")
    assert waiting(named) == [0], "nobody fills what is withdrawn"
    Commitment.objects.filter(pk=promised.pk).update(withdrawn_at=None, withdrawal_reason="")
    operations.fill(campaign.pk, promised.pk, HELD, at=at, actor=named)
    assert waiting(named) == [0]
    assert not queries.asking(actor=local, on=BUREAU)


def test_states_of_the_list_add_up_and_those_never_followed_are_a_state_to_ask_for(
    small: Small, campaign: FollowUpCampaign, regional: Actor, at: datetime
) -> None:
    today = clock.today()
    FollowUpCampaign.objects.update(due_on=today, bureau_on=today, locks_on=today, locked_at=at)
    operations.open_commitment(small.plan.slug, small.training.pk, small.given(), at=at, actor=regional)
    found = lists.page(QueryDict(""), actor=regional, on=clock.today()).found
    assert sum(number for _code, _label, number in found.states) == found.total == 2
    never = lists.page(QueryDict("etat=jamais"), actor=regional, on=clock.today()).found
    assert [row.mission.code for row in never.rows if row.mission] == ["RHF-PA-2"]


def test_the_director_of_a_party_asks_no_more_for_thirty_commitments_than_for_one(
    small: Small, campaign: FollowUpCampaign, regional: Actor, local: Actor, at: datetime
) -> None:
    asked: list[tuple[int, ...]] = []
    for _time in range(2):
        counts = []
        for read in (
            lambda: queries.campaign(campaign.pk, actor=local, on=clock.today()),
            lambda: queries.report(campaign.pk, actor=local, on=clock.today()),
            lambda: lists.page(QueryDict(""), actor=local, on=clock.today()),
        ):
            with CaptureQueriesContext(connection) as seen:
                read()
            counts.append(len(seen))
        asked.append(tuple(counts))
        for number in range(29):
            given = small.given(
                words=f"Promesse fictive {number}.", owner=None if number % 2 else small.region.pk
            )
            operations.open_commitment(small.plan.slug, small.training.pk, given, at=at, actor=regional)
    assert asked[0] == asked[1]


def test_a_name_written_before_all_dates_never_wins_over_a_dated_one(
    small: Small, promised: Commitment
) -> None:
    """Databases do not agree on where an empty day stands: the first is never the last."""
    from maillage.modules.plans.queries.naming import mission_names

    place = small.payroll.placements.get()
    place.pk, place._state.adding, place.since, place.label = None, True, None, "Nom fictif d'avant"
    place.parent = small.training
    place.recorded_at = clock.now() + timedelta(days=1)
    place.save()
    assert mission_names([small.payroll.pk])[small.payroll.pk].label == "Réalisation des paies fictives"
    Prerequisite.objects.create(mission=small.domain, text="Préalable fictif du domaine")
    assert queries.open_prerequisites(promised) == ("Préalable fictif du domaine",)


def test_who_is_named_without_an_account_in_use_leaves_the_line_to_who_directs_the_owner(
    small: Small, promised: Commitment, regional: Actor, local: Actor, at: datetime
) -> None:
    RoleAssignment.objects.create(
        user_id=local.user, role="director", organization=small.vendee, since=date(2025, 1, 1), given_by="essai"
    )  # fmt: skip
    gone = acting("nora", small.vendee, "officer")
    User.objects.filter(pk=gone.user).update(is_active=False)
    without = Person.objects.create(slug="paul-fictif", first_name="Paul", last_name="Fictif")
    operations.amend(promised.pk, small.given(person=gone.person), at=at, actor=regional)
    operations.open_commitment(
        small.plan.slug, small.training.pk, small.given(person=without.pk), at=at, actor=regional
    )
    operations.open_campaign(small.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional)
    told = Mail.objects.get()
    assert told.to == "leo@demo.invalid" and "2 engagements" in told.text.replace("\xa0", " ")
    assert [one.waiting for one in queries.asking(actor=local, on=clock.today())] == [2]


def test_nobody_is_reminded_of_what_was_withdrawn(
    small: Small, campaign: FollowUpCampaign, promised: Commitment, regional: Actor, local: Actor, at: datetime
) -> None:  # fmt: skip
    RoleAssignment.objects.create(
        user_id=local.user, role="director", organization=small.vendee, since=date(2025, 1, 1), given_by="essai"
    )  # fmt: skip
    operations.withdraw(promised.pk, why="Renoncé, fictivement.", at=at, actor=regional)
    operations.remind(on=DUE - timedelta(days=7), at=at, actor=SCHEDULE)
    assert not Mail.objects.exists()
