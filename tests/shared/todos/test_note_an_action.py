"""An action has one owner, one day, and what it is about; what is wrong is said at its field."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.modules.portfolios.conftest import MONDAY, TODAY, Team, later

from maillage.kit.errors import NotVisible, Refused
from maillage.shared.todos import operations, queries
from maillage.shared.todos.models import Todo, TodoEvent


def test_an_action_is_ones_own_unless_somebody_is_named(team: Team) -> None:
    amina = team.actor("amina")
    operations.add("Rappeler", due_on=TODAY, at=MONDAY, actor=amina)
    (row,) = queries.of_person(team.pk("amina"), actor=amina, on=TODAY)
    assert (row.what, row.owner, row.unit, row.mine, row.late) == (
        "Rappeler",
        "Amina Fictif",
        "Direction nord",
        True,
        False,
    )


def test_an_action_for_somebody_else_is_told_to_that_person(
    team: Team, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    operations.add("Rappeler", due_on=TODAY, owner=team.pk("bruno"), at=MONDAY, actor=team.actor("amina"))
    assert mails() == [("bruno@essai.invalid", "Amina Fictif vous confie une action")]


def test_the_same_action_noted_twice_is_one(team: Team) -> None:
    for _again in range(2):
        operations.add("Rappeler", due_on=TODAY, at=MONDAY, actor=team.actor("amina"))
    assert Todo.objects.count() == 1


@pytest.mark.parametrize(
    "what, due_on, field",
    [
        (" ", TODAY, "what"),
        ("Rappeler", TODAY - timedelta(days=1), "due_on"),
        ("Rappeler", date(2126, 11, 23), "due_on"),
        ("x" * 201, TODAY, "what"),
    ],
)
def test_what_is_missing_or_mistyped_is_said_at_its_field(
    team: Team, what: str, due_on: date, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        operations.add(what, due_on=due_on, at=MONDAY, actor=team.actor("amina"))
    assert refused.value.field == field
    assert not Todo.objects.exists()


def test_nobody_out_of_service_is_given_an_action(team: Team) -> None:
    team.gone("bruno", TODAY)
    with pytest.raises(Refused) as refused:
        operations.add("Rappeler", due_on=TODAY, owner=team.pk("bruno"), at=MONDAY, actor=team.actor("amina"))
    assert refused.value.field == "owner"


def test_an_action_about_what_one_may_not_read_does_not_exist(team: Team) -> None:
    with pytest.raises(NotVisible):
        operations.add(
            "Rappeler", due_on=TODAY, kind="crm.company", ref="rien", at=MONDAY, actor=team.actor("amina")
        )


def test_done_then_put_back_in_one_click(team: Team) -> None:
    amina = team.actor("amina")
    row = operations.add("Rappeler", due_on=TODAY, at=MONDAY, actor=amina)
    for _again in range(2):
        operations.do(row.public_id, at=later(1), actor=amina)
    done = queries.settled(row.public_id, actor=amina, on=TODAY)
    assert done is not None
    assert done.abilities["undo"].allowed
    operations.undo(row.public_id, at=later(1), actor=amina)
    assert Todo.objects.get().state == "todo"
    assert list(TodoEvent.objects.values_list("did", flat=True)) == ["added", "done", "reopened"]


def test_postponed_it_says_why_and_keeps_the_day_that_was_promised(team: Team) -> None:
    amina = team.actor("amina")
    row = operations.add("Rappeler", due_on=TODAY, at=MONDAY, actor=amina)
    with pytest.raises(Refused):
        operations.postpone(row.public_id, later(4).date(), "", at=MONDAY, actor=amina)
    operations.postpone(row.public_id, later(4).date(), "Le dirigeant est absent.", at=MONDAY, actor=amina)
    shown = queries.get(row.public_id, actor=amina, on=TODAY)
    assert (shown.due_on, shown.moved, shown.moved_why) == (later(4).date(), 1, "Le dirigeant est absent.")
    assert TodoEvent.objects.get(did="postponed").due_on == TODAY


def test_dropped_without_a_reason_it_stays_to_do(team: Team) -> None:
    amina = team.actor("amina")
    row = operations.add("Rappeler", due_on=TODAY, at=MONDAY, actor=amina)
    with pytest.raises(Refused) as refused:
        operations.drop(row.public_id, "", at=MONDAY, actor=amina)
    assert refused.value.field == "reason"
    operations.drop(row.public_id, "Elle a fermé.", at=MONDAY, actor=amina)
    assert Todo.objects.get().dropped_reason == "Elle a fermé."


def test_given_it_is_that_persons_and_of_its_unit(team: Team) -> None:
    row = operations.add("Rappeler", due_on=TODAY, at=MONDAY, actor=team.actor("amina"))
    operations.give(
        row.public_id, team.pk("bruno"), "Vous le connaissez.", at=MONDAY, actor=team.actor("amina")
    )
    row.refresh_from_db()
    assert (row.owner_id, row.unit_id) == (team.pk("bruno"), team.units["appui"].pk)
