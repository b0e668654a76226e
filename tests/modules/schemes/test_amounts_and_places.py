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
    real, invented = queries.amounts_by_level_and_year()
    assert (real.is_demo, invented.is_demo) == (False, True)
    assert {row.level for row in invented.lines} >= {"direct", "indirect", "operator_support"}
    published = Scheme.objects.filter(status="published", origin="demo")
    for row in invented.lines:
        held = Envelope.objects.filter(year=row.year, scheme__level=row.level, scheme__in=published)
        assert row.amount == (held.aggregate(total=Sum("amount"))["total"] or 0)
        assert row.schemes + row.uncounted == published.filter(level=row.level).count()


@pytest.mark.requirement("H-163")
def test_the_lines_of_a_year_add_up_to_every_published_scheme_even_expired():
    for group in queries.amounts_by_level_and_year():
        published = Scheme.objects.filter(status="published")
        of_group = (published.filter if group.is_demo else published.exclude)(origin="demo").count()
        assert group.published == of_group
        for year in {row.year for row in group.lines}:
            lines = [row for row in group.lines if row.year == year]
            assert sum(row.schemes + row.uncounted for row in lines) == of_group


def test_invented_money_is_never_added_to_real_money():
    scheme = Scheme.objects.filter(status="published").exclude(origin="demo").first()
    Envelope.objects.create(scheme=scheme, year=2026, amount=7, source="délibération")
    real, _invented = queries.amounts_by_level_and_year()
    assert sum(row.amount for row in real.lines) == 7


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
