"""On its day a decided organisation is written at once; what units hold goes where the decision says, the past stays."""

import datetime

import pytest
from tests.modules.reorganizations.conftest import AT, ON, House
from tests.modules.reorganizations.test_prepare_a_reorganization import DECISION, LATER, drafted, names

from maillage.kit.actor import SCHEDULE
from maillage.modules.missions.models import Holding, Mission, Plan
from maillage.modules.reorganizations import moving, operations, queries
from maillage.modules.reorganizations.models import Reorganization
from maillage.modules.reorganizations.operations import ChangeInput, PathInput
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Service, Tenure, Unit

EVE = LATER - datetime.timedelta(days=1)
MORNING = datetime.datetime(2027, 1, 1, 0, 10, tzinfo=datetime.UTC)


def decided(house: House, row: Reorganization) -> Reorganization:
    operations.walk(row, PathInput(opinion_on=ON, effective_on=LATER), actor=house.director)
    return operations.decide(
        row, decided_by=house.region, decided_on=ON, source=DECISION, at=AT, actor=house.director
    )


def with_a_mission_and_a_role(house: House) -> None:
    plan = Plan.objects.create(slug="plan-d-essai", title="Plan d'essai", owner=house.region)
    mission = Mission.objects.create(plan=plan, level="function", code="essai")
    Holding.objects.create(
        mission=mission, organization=house.region, unit=house.finance, nature="observed", recorded_at=AT
    )
    user = User.objects.create_user("agente@essai.invalid")
    RoleAssignment.objects.create(
        user=user,
        role="officer",
        organization=house.region,
        unit=house.finance,
        since=datetime.date(2026, 1, 1),
        given_by="essai",
    )


def test_before_its_day_a_decision_changes_nothing(house: House) -> None:
    row = decided(house, drafted(house, ChangeInput(kind="create", name="Agence d'essai")))
    assert row.status == "decided"
    assert operations.apply_due(at=AT, actor=SCHEDULE) == 0
    assert not Unit.objects.filter(name="Agence d'essai").exists()


@pytest.mark.requirement("H-011")
def test_a_reorganisation_moves_open_work_in_bulk_on_its_day_and_the_past_keeps_the_former_unit(
    house: House,
) -> None:
    with_a_mission_and_a_role(house)
    closing = ChangeInput(kind="close", unit=house.finance.slug, target=house.innovation.slug)
    decided(house, drafted(house, closing))
    assert operations.apply_due(at=MORNING, actor=SCHEDULE) == 1
    finance, innovation = Unit.objects.get(pk=house.finance.pk), house.innovation
    assert (finance.until, finance.successor) == (LATER, innovation)
    for rows in (
        Service.objects.all(),
        RoleAssignment.objects.filter(unit__isnull=False),
        Holding.objects.filter(withdrawn_at__isnull=True),
    ):
        kept, moved = rows.order_by("pk")
        assert (kept.unit, kept.until) == (finance, LATER)
        assert (moved.unit, moved.since, moved.until) == (innovation, LATER, None)
    assert [one.post.unit for one in Tenure.objects.order_by("pk")] == [finance, innovation]
    before, after = queries.chart(house.region.pk, EVE), queries.chart(house.region.pk, LATER)
    assert names(before) == ["Direction de l'économie", "  Service financier", "Direction de l'innovation"]
    assert names(after) == ["Direction de l'économie", "Direction de l'innovation"]


@pytest.mark.requirement("H-133")
def test_moving_a_service_under_another_directorate_keeps_what_it_holds_and_the_former_chart_readable(
    house: House,
) -> None:
    with_a_mission_and_a_role(house)
    attach = ChangeInput(kind="attach", unit=house.finance.slug, parent=house.innovation.slug)
    decided(house, drafted(house, attach))
    operations.apply_due(at=MORNING, actor=SCHEDULE)
    assert names(queries.chart(house.region.pk, EVE))[1] == "  Service financier"
    assert names(queries.chart(house.region.pk, LATER)) == [
        "Direction de l'économie",
        "Direction de l'innovation",
        "  Service financier",
    ]
    assert RoleAssignment.objects.get().unit_id == house.finance.pk
    assert RoleAssignment.objects.get().until is None


@pytest.mark.requirement("H-133")
def test_what_will_move_is_said_before_it_moves(house: House) -> None:
    with_a_mission_and_a_role(house)
    closing = ChangeInput(kind="close", unit=house.finance.slug, target=house.innovation.slug)
    row = drafted(house, closing)
    (transfer,) = queries.page(row.slug, actor=house.director, on=ON).transfers
    assert (transfer.source, transfer.target) == ("Service financier", "Direction de l'innovation")
    assert {held.kind: held.words for held in transfer.held} == {
        "access.roles": "1 habilitation",
        "directory.posts": "1 poste, 1 personne",
        "directory.services": "1 sujet servi",
        "missions.held": "1 mission ou thème",
    }


def test_a_transfer_of_one_kind_leaves_the_others(house: House) -> None:
    with_a_mission_and_a_role(house)
    row = drafted(
        house,
        ChangeInput(
            kind="transfer",
            unit=house.finance.slug,
            target=house.innovation.slug,
            kinds=("missions.held",),
        ),
    )
    decided(house, row)
    operations.apply_due(at=MORNING, actor=SCHEDULE)
    assert Holding.objects.order_by("pk").last().unit == house.innovation
    assert Service.objects.get().unit_id == house.finance.pk
    assert RoleAssignment.objects.get().until is None


def test_what_cannot_be_applied_says_why_and_changes_nothing(house: House) -> None:
    rename = ChangeInput(kind="rename", unit=house.finance.slug, name="Service des finances")
    row = decided(house, drafted(house, ChangeInput(kind="create", name="Agence d'essai"), rename))
    from maillage.kit.actor import TERMINAL
    from maillage.shared.directory import operations as writing

    writing.add_unit(house.region, "Service des finances", since=ON, actor=TERMINAL)
    assert operations.apply_due(at=MORNING, actor=SCHEDULE) == 0
    page = queries.page(row.slug, actor=house.director, on=LATER)
    assert "déjà un autre nom" in page.fault
    assert not Unit.objects.filter(name="Agence d'essai").exists()


def test_applied_twice_is_applied_once(house: House) -> None:
    row = decided(house, drafted(house, ChangeInput(kind="create", name="Agence d'essai")))
    assert operations.apply_due(at=MORNING, actor=SCHEDULE) == 1
    operations.apply(row, at=MORNING, actor=SCHEDULE)
    assert operations.apply_due(at=MORNING, actor=SCHEDULE) == 0
    assert Unit.objects.filter(name="Agence d'essai").count() == 1


def test_a_decision_whose_day_has_come_takes_effect_at_once(house: House) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai", parent=house.economy.slug))
    operations.walk(row, PathInput(opinion_on=ON, effective_on=ON), actor=house.director)
    operations.decide(
        row, decided_by=house.region, decided_on=ON, source=DECISION, at=AT, actor=house.director
    )
    made = Unit.objects.get(name="Agence d'essai")
    assert (made.since, made.parent) == (ON, house.economy)
    assert directory.unit(made.slug, ON).origin is not None


def test_what_was_known_of_a_mission_before_the_move_stays_readable(house: House) -> None:
    with_a_mission_and_a_role(house)
    (known,) = Holding.objects.all()
    closing = ChangeInput(kind="close", unit=house.finance.slug, target=house.innovation.slug)
    row = decided(house, drafted(house, closing))
    operations.apply_due(at=MORNING, actor=SCHEDULE)
    known.refresh_from_db()
    assert (known.unit_id, known.until, known.withdrawn_at) == (house.finance.pk, None, MORNING)
    assert "réorganisation" in known.withdrawal_reason
    moved = Holding.objects.get(unit=house.innovation)
    assert moved.recorded_at == MORNING
    assert moved.cited_id == row.cited_id


def test_a_unit_that_takes_over_the_one_above_it_goes_up_in_its_place(house: House) -> None:
    closing = ChangeInput(kind="close", unit=house.economy.slug, target=house.finance.slug)
    row = drafted(house, closing)
    assert names(queries.page(row.slug, actor=house.director, on=ON).after) == [
        "Direction de l'économie",
        "Direction de l'innovation",
        "Service financier",
    ]
    decided(house, row)
    assert operations.apply_due(at=MORNING, actor=SCHEDULE) == 1
    assert names(queries.chart(house.region.pk, LATER)) == ["Direction de l'innovation", "Service financier"]


def test_nothing_is_handed_to_a_unit_that_ended_since_the_decision(house: House) -> None:
    from maillage.kit.actor import TERMINAL
    from maillage.shared.directory import operations as writing

    with_a_mission_and_a_role(house)
    closing = ChangeInput(kind="close", unit=house.finance.slug, target=house.innovation.slug)
    row = decided(house, drafted(house, closing))
    writing.end_unit(house.innovation, on=datetime.date(2026, 12, 1), actor=TERMINAL)
    assert operations.apply_due(at=MORNING, actor=SCHEDULE) == 0
    assert "n'existe plus" in queries.page(row.slug, actor=house.director, on=LATER).fault
    assert Holding.objects.get().unit_id == house.finance.pk


@pytest.mark.usefixtures("demonstration")
@pytest.mark.requirement("H-133")
def test_open_requests_follow_the_unit_and_routing_rules_that_name_it_are_told() -> None:
    from maillage.kit.actor import TERMINAL
    from maillage.modules.inquiries.enums import OPEN
    from maillage.modules.inquiries.models import Inquiry

    daen, dipi = Unit.objects.get(slug="daen"), Unit.objects.get(slug="dipi")
    waiting = Inquiry.objects.filter(unit=daen, state__in=OPEN).count()
    past = Inquiry.objects.filter(unit=daen).exclude(state__in=OPEN).count()
    assert waiting, "the demonstration gives the entry door requests that wait"
    (mover,) = moving.movers(("inquiries.open",))
    told = mover.tell(daen.pk, ON)
    assert told.count == waiting
    assert "republiez l'orientation" in told.warning
    given = moving.Handing(old=daen.pk, new=dipi.pk, on=ON, at=AT, actor=TERMINAL)
    assert mover.move(given) == waiting
    assert Inquiry.objects.filter(unit=daen, state__in=OPEN).count() == 0
    assert Inquiry.objects.filter(unit=daen).count() == past


def test_a_unit_attached_to_one_that_the_same_draft_closes_goes_to_its_successor(house: House) -> None:
    row = drafted(
        house,
        ChangeInput(kind="attach", unit=house.finance.slug, parent=house.innovation.slug),
        ChangeInput(kind="close", unit=house.innovation.slug, target=house.economy.slug),
    )
    decided(house, row)
    assert operations.apply_due(at=MORNING, actor=SCHEDULE) == 1
    assert Unit.objects.get(pk=house.finance.pk).parent == house.economy
    assert names(queries.chart(house.region.pk, EVE))[1] == "  Service financier"


def test_a_unit_that_two_reorganisations_attach_on_one_day_stops_the_second_and_no_other(
    house: House,
) -> None:
    to_innovation = ChangeInput(kind="attach", unit=house.finance.slug, parent=house.innovation.slug)
    to_nobody = ChangeInput(kind="attach", unit=house.finance.slug)
    innocent = ChangeInput(kind="create", name="Agence d'essai")
    first, second, third = (
        decided(house, drafted(house, one)) for one in (to_innovation, to_nobody, innocent)
    )
    assert operations.apply_due(at=MORNING, actor=SCHEDULE) == 2
    for row in (first, second, third):
        row.refresh_from_db()
    assert [row.status for row in (first, second, third)] == ["applied", "decided", "applied"]
    assert "change déjà de rattachement" in second.fault
    assert Unit.objects.get(pk=house.finance.pk).parent == house.innovation


def test_a_role_that_somebody_has_already_in_the_new_unit_is_not_borne_twice(house: House) -> None:
    with_a_mission_and_a_role(house)
    known = RoleAssignment.objects.get(unit=house.finance)
    RoleAssignment.objects.create(
        user=known.user,
        role=known.role,
        organization=house.region,
        unit=house.innovation,
        since=datetime.date(2026, 6, 1),
        given_by="essai",
    )
    closing = ChangeInput(kind="close", unit=house.finance.slug, target=house.innovation.slug)
    decided(house, drafted(house, closing))
    operations.apply_due(at=MORNING, actor=SCHEDULE)
    known.refresh_from_db()
    assert known.until == LATER
    assert RoleAssignment.objects.filter(unit=house.innovation, until__isnull=True).count() == 1


def test_a_role_that_ends_before_in_the_new_unit_still_follows_its_unit(house: House) -> None:
    with_a_mission_and_a_role(house)
    known = RoleAssignment.objects.get(unit=house.finance)
    RoleAssignment.objects.create(
        user=known.user,
        role=known.role,
        organization=house.region,
        unit=house.innovation,
        since=datetime.date(2026, 6, 1),
        until=LATER + datetime.timedelta(days=30),
        given_by="essai",
    )
    closing = ChangeInput(kind="close", unit=house.finance.slug, target=house.innovation.slug)
    decided(house, drafted(house, closing))
    operations.apply_due(at=MORNING, actor=SCHEDULE)
    assert RoleAssignment.objects.filter(unit=house.innovation, until__isnull=True).count() == 1


def test_a_unit_closed_by_hand_since_the_decision_is_said_so_with_what_to_do(house: House) -> None:
    closing = ChangeInput(kind="close", unit=house.finance.slug, target=house.innovation.slug)
    row = decided(house, drafted(house, closing))
    Unit.objects.filter(pk=house.finance.pk).update(until=LATER + datetime.timedelta(days=60))
    assert operations.apply_due(at=MORNING, actor=SCHEDULE) == 0
    fault = queries.page(row.slug, actor=house.director, on=LATER).fault
    assert (
        "déjà été fermée dans l'annuaire" in fault and "Abandonnez" in fault and "Rien à faire" not in fault
    )
