"""Those of a unit who give support, or who are away, without reading the others: the same cards as in the whole unit."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.shared.directory import queries
from maillage.shared.directory.models import Side, Unit

ON = date(2026, 11, 21)


def test_the_support_of_a_unit_is_part_of_its_members(network: None) -> None:
    seen = 0
    for unit in Unit.objects.filter(services__isnull=False).distinct():
        whole = queries.members(unit.pk, ON)
        support = queries.support(unit.pk, ON)
        assert support == tuple(card for card in whole if card.side == Side.SUPPORT), unit.slug
        seen += len(support)
    assert seen


def test_those_of_a_list_who_serve_in_a_unit_come_as_in_the_whole_unit(network: None) -> None:
    unit = Unit.objects.get(slug="daen")
    whole = queries.members(unit.pk, ON)
    some = {card.pk for card in whole[::2]}
    assert queries.members(unit.pk, ON, among=some | {0}) == whole[::2]
    assert queries.members(unit.pk, ON, among=()) == ()


def test_the_cards_of_a_whole_unit_are_read_in_three_queries(network: None) -> None:
    unit = Unit.objects.get(slug="daen")
    with CaptureQueriesContext(connection) as asked:
        assert all(card.organization_name and card.unit_name for card in queries.members(unit.pk, ON))
    assert len(asked) == 3
