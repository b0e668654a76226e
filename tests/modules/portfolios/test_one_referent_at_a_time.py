"""A company has one referent at every moment, or none; the days of its referents never overlap (H-063)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.modules.portfolios.conftest import MONDAY, TODAY, Team, later

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.portfolios import operations, queries
from maillage.modules.portfolios.enums import ReferentReason
from maillage.modules.portfolios.models import Following, Referent
from maillage.modules.portfolios.queries.referents import in_force, on_day


@pytest.mark.requirement("H-063")
def test_whoever_takes_a_company_without_referent_becomes_it(team: Team) -> None:
    one = team.companies[0]
    operations.take(one.public_id, at=MONDAY, actor=team.actor("amina"))
    found = queries.referent(one.pk, TODAY)
    assert found is not None
    assert found.card.pk == team.pk("amina")
    assert queries.referent(one.pk, TODAY - timedelta(days=1)) is None


@pytest.mark.requirement("H-063")
def test_a_company_that_has_a_referent_is_not_taken_from_it(team: Team) -> None:
    one = team.companies[0]
    operations.take(one.public_id, at=MONDAY, actor=team.actor("amina"))
    with pytest.raises(Refused) as refused:
        operations.take(one.public_id, at=later(1), actor=team.actor("bruno"))
    assert "déjà un contact privilégié" in refused.value.sentence
    assert Referent.objects.count() == 1


def test_taken_twice_is_taken_once(team: Team) -> None:
    one = team.companies[0]
    for _again in range(2):
        operations.take(one.public_id, at=MONDAY, actor=team.actor("amina"))
    assert Referent.objects.count() == 1


@pytest.mark.requirement("H-063")
def test_the_database_refuses_a_second_referent(team: Team) -> None:
    one = team.companies[0]
    operations.take(one.public_id, at=MONDAY, actor=team.actor("amina"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Referent.objects.create(
            company=one,
            person=team.people["bruno"],
            unit=team.units["appui"],
            since=TODAY,
            reason=ReferentReason.NAMED,
            decided_by="essai",
            decided_at=MONDAY,
        )


def test_who_manages_names_somebody_of_its_team_and_says_why(team: Team) -> None:
    one = team.companies[0]
    operations.take(one.public_id, at=MONDAY, actor=team.actor("amina"))
    operations.appoint(
        one.public_id, team.pk("basile"), "Basile suit la filière.", at=later(3), actor=team.actor("helene")
    )
    page = queries.page(one.public_id, actor=team.actor("helene"), on=later(3).date())
    assert page.now is not None
    assert (page.now.card.pk, page.now.note) == (team.pk("basile"), "Basile suit la filière.")
    assert [(line.card.pk, line.until) for line in page.before] == [(team.pk("amina"), later(3).date())]


@pytest.mark.parametrize("actor, person", [("gerard", "bruno"), ("helene", "bruno"), ("amina", "basile")])
def test_nobody_else_decides_who_the_referent_is(team: Team, actor: str, person: str) -> None:
    one = team.companies[0]
    operations.take(one.public_id, at=MONDAY, actor=team.actor("amina"))
    with pytest.raises(Refused):
        operations.appoint(one.public_id, team.pk(person), "Essai.", at=later(1), actor=team.actor(actor))
    assert Referent.objects.get().person_id == team.pk("amina")


def test_naming_without_a_reason_is_refused(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        operations.appoint(
            team.companies[0].public_id, team.pk("amina"), " ", at=MONDAY, actor=team.actor("helene")
        )
    assert refused.value.field == "reason"


def test_a_company_that_does_not_exist_has_no_referent(team: Team) -> None:
    with pytest.raises(NotVisible):
        operations.take("rien", at=MONDAY, actor=team.actor("amina"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["amina", "basile"])), max_size=8))
@pytest.mark.requirement("H-063")
def test_the_days_of_referents_never_overlap(team: Team, moves: list[tuple[int, str]]) -> None:
    with transaction.atomic():
        one, day = team.companies[0], 0
        for wait, name in moves:
            day += wait
            operations.appoint(
                one.public_id, team.pk(name), "Essai.", at=later(day), actor=team.actor("helene")
            )
        for on in (TODAY + timedelta(days=number) for number in range(day + 2)):
            rows = [
                row
                for row in Referent.objects.filter(company=one)
                if row.since <= on and (row.until is None or on < row.until)
            ]
            assert len(rows) <= 1
        if moves:
            assert Referent.objects.filter(company=one, until__isnull=True).count() == 1
        transaction.set_rollback(True)


YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize("rows", [Referent, Following])
@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (YESTERDAY, None, True),
        (TODAY, None, True),
        (TOMORROW, None, False),
        (YESTERDAY, TODAY, False),
        (YESTERDAY, TOMORROW, True),
        (TODAY, TODAY, False),
        (TODAY, TOMORROW, True),
    ],
)
def test_a_row_in_force_for_the_database_is_in_force_for_who_read_it(
    team: Team, rows: type[Referent] | type[Following], since: date, until: date | None, held: bool
) -> None:
    given = {"company": team.companies[0], "person": team.people["amina"], "unit": team.units["nord"]}
    said = {"reason": ReferentReason.TAKEN, "decided_at": MONDAY} if rows is Referent else {"part": "support"}
    row = rows.objects.create(**given, **said, since=since, until=until)  # type: ignore[arg-type]
    assert rows.objects.filter(on_day(TODAY)).exists() is held
    assert in_force(row, TODAY) is held
