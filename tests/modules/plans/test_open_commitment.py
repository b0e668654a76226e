"""Each projected change opens a commitment, a constat none; « maintenir le mode » is one too."""

from datetime import date, datetime

import pytest
from tests.modules.plans.conftest import Small

from maillage.kit import clock
from maillage.kit.actor import TERMINAL, Actor
from maillage.kit.errors import Refused
from maillage.modules.missions.enums import Nature
from maillage.modules.missions.inputs import ModeInput
from maillage.modules.missions.operations import modes
from maillage.modules.plans import operations, queries
from maillage.modules.plans.models import Commitment


def integration(small: Small, **changes: object) -> ModeInput:
    """The payroll held by the regional chamber."""
    said: dict[str, object] = {
        "since": date(2027, 1, 1),
        "nature": Nature.PROJECTED,
        "source": "Délibération fictive du 2 mars 2026",
        "mode": "I",
        "reason": "relevance",
        "option": "ccir",
        "holder": small.region.pk,
    }
    return ModeInput(**(said | changes))  # type: ignore[arg-type]


@pytest.mark.requirement("S-018")
def test_a_projected_mode_opens_a_commitment_to_designate(
    small: Small, regional: Actor, at: datetime
) -> None:
    record = modes.record(small.payroll.pk, integration(small), at=at, actor=regional)
    row = Commitment.objects.get()
    assert (row.fact_kind, row.fact, row.mission_id) == ("mode", record.pk, small.payroll.pk)
    assert (row.due_on, row.owner, row.kind) == (date(2027, 1, 1), None, "change")
    assert row.cited == record.cited and row.cited is not None
    page = queries.commitment(row.pk, actor=regional, on=clock.today())
    assert page.row.owner == "" and page.from_map


@pytest.mark.requirement("S-018")
@pytest.mark.parametrize("nature", [Nature.OBSERVED, Nature.STATUS])
def test_a_constat_and_a_status_open_none(nature: str, small: Small, regional: Actor, at: datetime) -> None:
    modes.record(
        small.payroll.pk,
        integration(small, nature=nature, since=date(2025, 1, 1)),
        at=at,
        actor=regional,
    )
    assert not Commitment.objects.exists()


def test_a_projection_corrected_keeps_its_commitment_and_its_owner(
    small: Small, regional: Actor, at: datetime
) -> None:
    record = modes.record(small.payroll.pk, integration(small), at=at, actor=regional)
    row = Commitment.objects.get()
    operations.amend(row.pk, small.given(words="La paie fictive est confiée."), at=at, actor=regional)
    again = modes.correct(
        record.pk,
        integration(small, since=date(2028, 1, 1)),
        why="Le jour avait été mal lu.",
        at=at,
        actor=regional,
    )
    row.refresh_from_db()
    assert Commitment.objects.count() == 1
    assert (row.fact, row.due_on, row.owner) == (again.pk, date(2028, 1, 1), small.vendee)


def test_a_projection_withdrawn_is_not_followed_any_more(small: Small, regional: Actor, at: datetime) -> None:
    record = modes.record(small.payroll.pk, integration(small), at=at, actor=regional)
    row = Commitment.objects.get()
    assert list(queries.standing(small.plan)) == [row]
    modes.withdraw(record.pk, why="Jamais décidé.", at=at, actor=regional)
    assert list(queries.standing(small.plan)) == []
    assert queries.commitment(row.pk, actor=regional, on=clock.today()).fact_withdrawn


@pytest.mark.requirement("S-043")
def test_keeping_a_mode_is_a_commitment_that_the_year_asks_as_it_asks_a_change(
    small: Small, regional: Actor, at: datetime
) -> None:
    kept = operations.open_commitment(
        small.plan.slug,
        small.training.pk,
        small.given(kind="keep", words="Maintenir la coopération fictive sur la formation."),
        at=at,
        actor=regional,
    )
    campaign = operations.open_campaign(
        small.plan.slug, 2026, due_on=date(2026, 12, 1), bureau_on=date(2026, 12, 10), at=at, actor=regional
    )
    page = queries.campaign(campaign.pk, actor=regional, on=clock.today())
    assert [(line.commitment.pk, line.commitment.kind) for line in page.lines] == [(kept.pk, "keep")]
    assert queries.report(campaign.pk, actor=regional, on=clock.today()).kept == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": "  "}, "words"),
        ({"kind": "progress"}, "kind"),
        ({"owner": 0}, "owner"),
        ({"person": 0}, "person"),
    ],
)
def test_what_is_missing_or_unknown_is_refused_at_its_field(
    changes: dict[str, object], field: str, small: Small, regional: Actor, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        operations.open_commitment(
            small.plan.slug, small.payroll.pk, small.given(**changes), at=at, actor=regional
        )
    assert refused.value.field == field and refused.value.way_out
    assert not Commitment.objects.exists()


def test_an_elected_member_opens_amends_and_withdraws_nothing(
    small: Small, promised: Commitment, elected: Actor, at: datetime
) -> None:
    with pytest.raises(Refused):
        operations.open_commitment(small.plan.slug, small.payroll.pk, small.given(), at=at, actor=elected)
    with pytest.raises(Refused):
        operations.amend(promised.pk, small.given(words="Autre chose."), at=at, actor=elected)
    with pytest.raises(Refused):
        operations.withdraw(promised.pk, why="Parce que.", at=at, actor=elected)
    promised.refresh_from_db()
    assert promised.words == small.given().words and promised.withdrawn_at is None


def test_a_commitment_withdrawn_says_why_and_changes_no_more(
    small: Small, promised: Commitment, regional: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match="pourquoi"):
        operations.withdraw(promised.pk, why=" ", at=at, actor=regional)
    operations.withdraw(promised.pk, why="Le Bureau fictif y renonce.", at=at, actor=regional)
    with pytest.raises(Refused, match="retiré"):
        operations.amend(promised.pk, small.given(), at=at, actor=regional)
    assert queries.commitment(promised.pk, actor=regional, on=clock.today()).row.withdrawn


def test_the_same_projection_told_twice_opens_one(small: Small, regional: Actor, at: datetime) -> None:
    from tests.modules.plans.conftest import projected

    record = modes.record(small.payroll.pk, integration(small), at=at, actor=regional)
    first = Commitment.objects.get()
    assert operations.open_projected(projected(small, record.pk), at=at, actor=TERMINAL) == first
    assert Commitment.objects.count() == 1
