"""A draft is copied from what is published, changed row by row, replayed, published; then it never changes again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.modules.inquiries.conftest import MONDAY, Network

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import routing
from maillage.modules.inquiries.models import RoutingRule, RoutingTable
from maillage.modules.inquiries.routing import drafting

TODAY = MONDAY.date()


@pytest.fixture
def rules(network: Network) -> Network:
    """A draft of two rows: « Nord » to appui, « Reste » to nord."""
    drafting.start_draft(at=MONDAY, actor=TERMINAL)
    for label, unit, condition in (
        ("Nord", "appui", {"is": "territory", "within": "dep:59"}),
        ("Reste", "nord", {}),
    ):
        said = drafting.RuleDraft(label=label, unit=network.units[unit].pk, condition=condition)
        drafting.save_rule(None, said, at=MONDAY, actor=TERMINAL)
    return network


def seen() -> str:
    return routing.page(routing.draft().number, TODAY).digest


def publish(since: date = TODAY, content: str | None = None) -> RoutingTable:
    return drafting.publish(
        since=since, seen=seen() if content is None else content, at=MONDAY, actor=TERMINAL
    )


def labels() -> list[str]:
    return list(
        RoutingRule.objects.filter(table=routing.draft()).order_by("rank").values_list("label", flat=True)
    )


def test_one_draft_at_a_time(rules: Network) -> None:
    with pytest.raises(Refused, match="brouillon existe déjà"):
        drafting.start_draft(at=MONDAY, actor=TERMINAL)


def test_a_draft_is_published_from_a_day_and_routes(rules: Network) -> None:
    table = publish()
    assert (table.state, table.since, table.published_by) == ("published", TODAY, "terminal")
    assert rules.submit().unit == rules.units["appui"]


def test_what_was_not_replayed_is_not_published(rules: Network) -> None:
    with pytest.raises(Refused, match="rejouées"):
        publish(content="")


def test_one_change_after_the_replay_asks_for_another_replay(rules: Network) -> None:
    before = seen()
    row = routing.page(1, TODAY).rules[0].pk
    drafting.move_rule(row, up=False, at=MONDAY, actor=TERMINAL)
    with pytest.raises(Refused, match="rejouées"):
        publish(content=before)
    drafting.move_rule(row, up=True, at=MONDAY, actor=TERMINAL)
    assert publish(content=before).since == TODAY


def test_the_replay_names_the_content_that_is_published(rules: Network) -> None:
    replayed = routing.replay(routing.draft(), TODAY - timedelta(days=90), TODAY)
    assert publish(content=replayed.digest).since == TODAY


def test_a_past_day_is_refused(rules: Network) -> None:
    with pytest.raises(Refused, match="est passé"):
        publish(since=TODAY - timedelta(days=1))


def test_a_table_comes_after_the_one_already_published(rules: Network) -> None:
    publish(since=TODAY + timedelta(days=9))
    drafting.start_draft(at=MONDAY, actor=TERMINAL)
    with pytest.raises(Refused, match="déjà publiée"):
        publish(since=TODAY + timedelta(days=8))


def test_an_empty_draft_is_refused(network: Network) -> None:
    drafting.start_draft(at=MONDAY, actor=TERMINAL)
    with pytest.raises(Refused, match="aucune règle"):
        publish()


def test_a_published_table_never_changes(rules: Network) -> None:
    row = routing.page(1, TODAY).rules[0].pk
    publish()
    for act in (
        lambda: drafting.delete_rule(row, at=MONDAY, actor=TERMINAL),
        lambda: drafting.move_rule(row, up=True, at=MONDAY, actor=TERMINAL),
        lambda: drafting.discard_draft(at=MONDAY, actor=TERMINAL),
    ):
        with pytest.raises(Refused, match="ne change plus"):
            act()
    drafting.start_draft(at=MONDAY, actor=TERMINAL)
    with pytest.raises(NotVisible):
        drafting.delete_rule(row, at=MONDAY, actor=TERMINAL)


def test_a_published_table_changed_behind_the_application_is_told(rules: Network) -> None:
    table = publish()
    assert not routing.page(1, TODAY).altered
    RoutingRule.objects.filter(table=table, label="Nord").update(unit=rules.units["nord"])
    assert routing.page(1, TODAY).altered


def test_a_table_is_not_published_without_the_digest_of_its_rows(rules: Network) -> None:
    draft = RoutingTable.objects.filter(pk=routing.draft().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.update(state="published", since=TODAY)


def test_a_new_draft_starts_from_the_published_rows(rules: Network) -> None:
    publish()
    drafting.start_draft(note="Pour janvier", at=MONDAY, actor=TERMINAL)
    assert labels() == ["Nord", "Reste"]
    drafting.delete_rule(routing.page(2, TODAY).rules[0].pk, at=MONDAY, actor=TERMINAL)
    assert labels() == ["Reste"]
    assert [rule.label for rule in routing.page(1, TODAY).rules] == ["Nord", "Reste"]


def test_rows_change_places_and_close_ranks(rules: Network) -> None:
    first, second = (rule.pk for rule in routing.page(1, TODAY).rules)
    drafting.move_rule(second, up=True, at=MONDAY, actor=TERMINAL)
    assert labels() == ["Reste", "Nord"]
    drafting.move_rule(second, up=True, at=MONDAY, actor=TERMINAL)
    assert labels() == ["Reste", "Nord"]
    drafting.delete_rule(second, at=MONDAY, actor=TERMINAL)
    assert [rule.rank for rule in routing.page(1, TODAY).rules] == [1]


def test_a_discarded_draft_leaves_the_published_table_in_force(rules: Network) -> None:
    publish()
    drafting.start_draft(at=MONDAY, actor=TERMINAL)
    drafting.discard_draft(at=MONDAY, actor=TERMINAL)
    assert routing.draft() is None
    assert routing.in_force(TODAY).number == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": "  "}, "label"),
        ({"unit": 0}, "unit"),
        ({"subjects": ["rien"]}, "subjects"),
        ({"profiles": ["rien"]}, "profiles"),
        ({"take_days": 9}, "answer_days"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_field(
    rules: Network, changes: dict[str, Any], field: str
) -> None:
    given: dict[str, Any] = {"label": "Une règle", "unit": rules.units["nord"].pk} | changes
    with pytest.raises(Refused) as refused:
        drafting.save_rule(None, drafting.RuleDraft(**given), at=MONDAY, actor=TERMINAL)
    assert refused.value.field == field


def test_only_an_administrator_changes_rules(rules: Network) -> None:
    with pytest.raises(NotVisible):
        drafting.discard_draft(at=MONDAY, actor=rules.actor("helene"))
    grant = Grant(role="administrator", organization=rules.units["nord"].organization_id)
    farid = Actor(ActorKind.PERSON, "Farid F.", grants=(grant,))
    drafting.discard_draft(at=MONDAY, actor=farid)
    assert routing.draft() is None
