"""Money by level and year, schemes by place."""

import datetime

import pytest
from django.db.models import Sum

from maillage.modules.schemes import queries
from maillage.modules.schemes.models import Envelope, Scheme
from maillage.modules.schemes.queries import CatalogueFilters

ON = datetime.date(2026, 11, 21)
pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.mark.requirement("H-163")
def test_amounts_are_totalled_by_level_and_year_and_those_not_known_are_counted():
    rows = queries.amounts_by_level_and_year()
    assert {row.level for row in rows} >= {"direct", "indirect", "operator_support"}
    for row in rows:
        held = Envelope.objects.filter(year=row.year, scheme__level=row.level, scheme__status="published")
        level = Scheme.objects.filter(level=row.level, status="published").count()
        assert row.amount == (held.aggregate(total=Sum("amount"))["total"] or 0)
        assert row.schemes + row.uncounted == level


@pytest.mark.requirement("H-224")
@pytest.mark.parametrize("kind", ["reg", "dep", "epci", "ze", "arr"])
def test_the_number_of_schemes_is_given_by_any_division(kind):
    counts = {row.code: row for row in queries.places(kind, CatalogueFilters(demo=True), on=ON)}
    assert len(counts) > 10
    assert any(row.specific for row in counts.values())
    assert len({row.national for row in counts.values()}) == 1


@pytest.mark.requirement("H-224")
def test_a_scheme_of_one_epci_counts_in_it_and_in_the_divisions_that_hold_it_only():
    filters = CatalogueFilters(text="cheque numerique", demo=True, place="59350")
    assert [card.slug for card in queries.catalogue(filters, on=ON).schemes] == [
        "demo-cheque-numerique-metropole"
    ]
    for kind, inside in (("epci", {"200093201"}), ("dep", {"59"}), ("reg", {"32"})):
        rows = queries.places(kind, filters, on=ON)
        assert {row.code for row in rows if row.specific} == inside
