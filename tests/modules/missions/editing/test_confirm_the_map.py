"""A projection becomes a statut by somebody's word; a campaign asks owners, who confirm or correct before its end."""

from datetime import date, datetime, timedelta

import pytest
from tests.modules.missions.editing.conftest import NOW, SAID, Small, fact

from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.errors import Refused
from maillage.modules.missions import attested, queries
from maillage.modules.missions.enums import Nature
from maillage.modules.missions.models import (
    AttestationCampaign,
    AttestationLine,
    Holding,
    MapState,
    ModeRecord,
)
from maillage.modules.missions.operations import attesting, confirming, placing, stating
from maillage.shared.access.models import RoleAssignment
from maillage.shared.notices.models import Mail

TO_COME = date(2026, 6, 1)


def opened(small: Small, part: str = "F", **changes: date) -> AttestationCampaign:
    given = {"about_day": date(2026, 11, 1), "due_on": date(2026, 12, 15), **changes}
    return attesting.open_campaign(small.missions[part].pk, at=NOW, actor=small.director(), **given)


def directs(small: Small, name: str, person: str) -> Actor:
    """Somebody with an account, who directs an organisation."""
    RoleAssignment.objects.create(
        user=small.account(person),
        role="director",
        organization=small.organizations[name],
        since=date(2020, 1, 1),
    )
    return small.director(name, person=person)


def confirm(small: Small, on: date, source: str = SAID, at: datetime = NOW) -> MapState:
    state = MapState.objects.get(day=TO_COME)
    return confirming.confirm_state(state.pk, on=on, source=source, at=at, actor=small.director())


@pytest.fixture
def projected(small: Small) -> ModeRecord:
    MapState.objects.create(function=small.missions["F"], day=TO_COME, nature=Nature.PROJECTED)
    return small.record(letter="I", since=TO_COME, nature=Nature.PROJECTED)


@pytest.mark.requirement("S-018")
def test_a_confirmed_projection_is_a_statut_with_its_source(small: Small, projected: ModeRecord) -> None:
    state = confirm(small, date(2026, 9, 1), source="Bilan fictif")
    assert state.confirmed_on == date(2026, 9, 1)
    projected.refresh_from_db()
    assert projected.withdrawn_at == NOW and "Bilan fictif" in projected.withdrawal_reason
    row = ModeRecord.objects.get(withdrawn_at__isnull=True)
    assert (row.mode, row.nature, row.since, row.cited.title) == ("I", "status", TO_COME, "Bilan fictif")
    assert row.holder == projected.holder


@pytest.mark.requirement("S-091")
def test_what_hangs_on_an_event_is_not_confirmed_before_it_happened(small: Small) -> None:
    MapState.objects.create(function=small.missions["F"], day=TO_COME, nature=Nature.PROJECTED)
    event = confirming.add_condition(small.plan.pk, "Audit fictif", at=NOW, actor=small.director())
    small.record(letter="I", since=TO_COME, nature=Nature.PROJECTED, condition=event.pk)
    with pytest.raises(Refused, match="Audit fictif"):
        confirm(small, date(2026, 9, 1))
    confirming.record_event(
        event.pk, happened_on=date(2026, 9, 1), outcome="Fait", at=NOW, actor=small.director()
    )
    assert confirm(small, date(2026, 9, 1)).confirmed_on == date(2026, 9, 1)


def test_a_box_that_went_to_another_function_is_not_confirmed_with_this_one(
    small: Small, projected: ModeRecord
) -> None:
    domain = small.missions["F-E"]
    domain.placements.update(parent=small.missions["G"])
    placing.move(
        small.missions["F-D-1"].pk, domain.pk, fact(since=date(2025, 1, 1)), at=NOW, actor=small.director()
    )
    confirm(small, date(2026, 9, 1), at=NOW + timedelta(days=1))
    projected.refresh_from_db()
    assert projected.withdrawn_at is None


def test_the_same_holder_confirmed_is_known_once(small: Small, projected: ModeRecord) -> None:
    box, body = small.missions["F-D-1"].pk, small.organizations["nord"].pk
    aimed = fact(since=TO_COME, nature=Nature.PROJECTED)
    stating.hold(box, body, aimed, at=NOW, actor=small.director())
    stating.hold(box, body, fact(since=date(2026, 1, 1)), at=NOW, actor=small.director())
    confirm(small, date(2026, 9, 1), at=NOW + timedelta(days=1))
    assert Holding.objects.filter(withdrawn_at=None).count() == 1


def test_what_stands_around_a_confirmed_mode_is_confirmed_with_it(
    small: Small, projected: ModeRecord
) -> None:
    box, aimed = small.missions["F-D-1"].pk, fact(since=TO_COME, nature=Nature.PROJECTED)
    held = stating.hold(
        box,
        small.organizations["nord"].pk,
        aimed,
        beneficiaries=(small.organizations["sud"].pk,),
        at=NOW,
        actor=small.director(),
    )
    confirm(small, date(2026, 9, 1), at=NOW + timedelta(days=1))
    held.refresh_from_db()
    again = Holding.objects.get(withdrawn_at__isnull=True)
    assert held.withdrawn_at == NOW + timedelta(days=1)
    assert (again.nature, [one.slug for one in again.beneficiaries.all()]) == ("status", ["cci-sud-fictive"])


def test_a_projection_is_confirmed_neither_before_its_day_nor_without_a_source(
    small: Small, projected: ModeRecord
) -> None:
    for on, source in ((date(2026, 5, 1), SAID), (date(2027, 1, 1), SAID), (date(2026, 9, 1), "")):
        with pytest.raises(Refused):
            confirm(small, on, source)
    projected.refresh_from_db()
    assert projected.withdrawn_at is None


@pytest.mark.requirement("S-091")
def test_an_awaited_event_says_what_it_gave(small: Small) -> None:
    who = small.director()
    event = confirming.add_condition(
        small.plan.pk, "Audit fictif", expected_text="début 2027", at=NOW, actor=who
    )
    row = small.record(letter="I", since=date(2028, 1, 1), nature=Nature.PROJECTED, condition=event.pk)
    assert row.conditional_on == event
    for day, outcome in ((date(2026, 11, 2), " "), (date(2027, 2, 1), "Externaliser")):
        with pytest.raises(Refused):
            confirming.record_event(event.pk, happened_on=day, outcome=outcome, at=NOW, actor=who)
    said = confirming.record_event(
        event.pk, happened_on=date(2026, 11, 2), outcome="Ne pas externaliser", at=NOW, actor=who
    )
    assert (said.happened_on, said.outcome) == (date(2026, 11, 2), "Ne pas externaliser")


def test_only_a_projection_hangs_on_an_event(small: Small) -> None:
    event = confirming.add_condition(small.plan.pk, "Audit fictif", at=NOW, actor=small.director())
    with pytest.raises(Refused, match="Seule une projection"):
        small.record(letter="I", condition=event.pk)


def test_each_box_is_asked_of_its_holder_or_of_every_chamber(small: Small) -> None:
    campaign = opened(small)
    assert {line.owner.slug for line in campaign.lines.all()} == {
        "ccir-fictive",
        "cci-nord-fictive",
        "cci-sud-fictive",
    }
    attesting.close_campaign(campaign.pk, at=NOW, actor=small.director())
    stating.hold(
        small.missions["F-D-1"].pk,
        small.organizations["national"].pk,
        fact(),
        at=NOW,
        actor=small.director(),
    )
    [line] = opened(small, "F-D").lines.all()
    assert (line.owner.slug, line.mission.code) == ("tete-fictive", "F-D-1")


def test_those_who_direct_are_told_once_then_reminded(small: Small) -> None:
    directs(small, "nord", "Alice")
    opened(small)
    assert [mail.to for mail in Mail.objects.all()] == ["alice@exemple.invalid"]
    assert attesting.remind(at=datetime(2026, 12, 7, 7, tzinfo=NOW.tzinfo), actor=SCHEDULE) == 0
    for _again in range(2):
        attesting.remind(at=datetime(2026, 12, 8, 7, tzinfo=NOW.tzinfo), actor=SCHEDULE)
    assert [mail.subject.startswith("Rappel") for mail in Mail.objects.order_by("pk")] == [False, True]


def test_an_owner_confirms_its_line_and_the_box_says_so(small: Small) -> None:
    alice, campaign = directs(small, "nord", "Alice"), opened(small)
    line = campaign.lines.get(owner=small.organizations["nord"])
    attesting.answer_line(line.pk, at=NOW, actor=alice)
    told = queries.box("schema-fictif", "F-D-1", actor=alice, day=date(2026, 11, 1)).checked
    assert "Alice Fictive" in told and "23 novembre 2026" in told
    progress = attested.campaign(small.plan.pk, campaign.pk, actor=alice).card.progress
    assert (progress.asked, progress.confirmed, progress.waiting) == (3, 1, 2)


def test_nobody_answers_for_another_nor_after_the_end(small: Small) -> None:
    alice, campaign = directs(small, "nord", "Alice"), opened(small)
    theirs = campaign.lines.get(owner=small.organizations["sud"])
    mine = campaign.lines.get(owner=small.organizations["nord"])
    with pytest.raises(Refused, match="autre organisme"):
        attesting.answer_line(theirs.pk, at=NOW, actor=alice)
    with pytest.raises(Refused) as caught:
        attesting.answer_line(mine.pk, corrected=True, at=NOW, actor=alice)
    assert caught.value.field == "words"
    attesting.close_campaign(campaign.pk, at=NOW + timedelta(days=1), actor=small.director())
    with pytest.raises(Refused, match="close"):
        attesting.answer_line(mine.pk, at=NOW + timedelta(days=2), actor=alice)
    assert not AttestationLine.objects.filter(answered_at__isnull=False).exists()


def test_a_campaign_has_a_day_to_come_some_boxes_and_no_twin(small: Small) -> None:
    for changes in ({"due_on": date(2026, 11, 1)}, {"about_day": date(2010, 1, 1)}):
        with pytest.raises(Refused):
            opened(small, **changes)
    opened(small)
    with pytest.raises(Refused, match="déjà ouverte"):
        opened(small)
    with pytest.raises(Refused):
        opened(small, "F-D-1")
