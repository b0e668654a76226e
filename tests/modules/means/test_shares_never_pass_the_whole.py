"""Shares of time: never more than 100 % on any day, whatever is given and in which order; and what a year of them costs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kit.errors import Refused
from maillage.modules.means import operations, queries
from maillage.modules.means.models import PartialAssignment
from maillage.modules.means.sharing import Share, excesses, part_of

FIRST = date(2026, 1, 1)
AT_MOST = 40
shares = st.lists(
    st.builds(
        lambda start, length, percent: Share(
            since=FIRST + timedelta(days=start),
            until=None if length is None else FIRST + timedelta(days=start + length),
            percent=percent,
        ),
        st.integers(0, AT_MOST),
        st.none() | st.integers(1, AT_MOST),
        st.integers(1, 100),
    ),
    max_size=7,
)


@settings(max_examples=150, deadline=None)
@given(shares)
def test_an_excess_is_told_for_each_day_that_has_one_and_no_other(given_shares: list[Share]) -> None:
    found = excesses(given_shares)
    for offset in range(2 * AT_MOST + 2):
        day = FIRST + timedelta(days=offset)
        total = sum(one.percent for one in given_shares if one.holds(day))
        told = [one.percent for one in found if one.since <= day and (one.until is None or day < one.until)]
        assert told == ([total] if total > 100 else [])


@settings(max_examples=50, deadline=None)
@given(shares, st.randoms(use_true_random=False))
def test_the_order_of_shares_changes_nothing(given_shares: list[Share], random: object) -> None:
    shuffled = list(given_shares)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert excesses(shuffled) == excesses(given_shares)


def test_a_period_covers_its_days_of_the_year() -> None:
    assert part_of(2026, date(2026, 7, 2), None) == Decimal(183) / 365
    assert part_of(2024, None, None) == 1
    assert part_of(2026, date(2027, 1, 1), None) == 0
    assert part_of(2026, None, date(2026, 1, 1)) == 0


def assign(small, told, percent, since, until=None, **given):  # type: ignore[no-untyped-def]
    from tests.modules.means.invented import AT

    return operations.assign(
        small.plan,
        given.pop("person", small.ada),
        given.pop("organization", small.chamber),
        percent,
        told=told(since=since, until=until),
        at=AT,
        actor=small.director,
        **given,
    )


@pytest.mark.requirement("S-081")
def test_a_share_that_would_pass_the_whole_is_refused_with_the_days_and_the_sum(small, told) -> None:  # type: ignore[no-untyped-def]
    assign(small, told, 60, date(2026, 1, 1), date(2026, 7, 1))
    assign(small, told, 40, date(2026, 3, 1), organization=small.region)
    with pytest.raises(Refused) as refused:
        assign(small, told, 30, date(2026, 6, 1))
    assert refused.value.field == "percent"
    assert refused.value.sentence == (
        "Les parts d'Ada Fictive feraient 130\u00a0% du 1er juin 2026 au 30 juin 2026."
    )
    assert PartialAssignment.objects.count() == 2
    assign(small, told, 60, date(2026, 7, 1))
    with pytest.raises(Refused, match="à partir du 1er juillet 2026"):
        assign(small, told, 1, date(2026, 7, 1))


@pytest.mark.requirement("S-081")
def test_another_person_and_a_withdrawn_share_leave_room(small, told) -> None:  # type: ignore[no-untyped-def]
    from tests.modules.means.invented import AT

    first = assign(small, told, 100, date(2026, 1, 1))
    assign(small, told, 100, date(2026, 1, 1), person=small.bea)
    with pytest.raises(Refused):
        assign(small, told, 10, date(2026, 5, 1))
    operations.withdraw(first, why="Fausse part.", at=AT, actor=small.director)
    assign(small, told, 10, date(2026, 5, 1))


def test_an_ended_share_leaves_room_from_its_end(small, told) -> None:  # type: ignore[no-untyped-def]
    from tests.modules.means.invented import AT

    first = assign(small, told, 100, date(2026, 1, 1))
    operations.end(first, on=date(2026, 9, 1), at=AT, actor=small.director)
    assign(small, told, 100, date(2026, 9, 1))
    with pytest.raises(Refused):
        assign(small, told, 1, date(2026, 8, 31))


@pytest.mark.requirement("S-081")
def test_the_cost_of_a_year_is_split_between_organisations_and_the_unknown_stays_unpriced(
    small, told
) -> None:  # type: ignore[no-untyped-def]
    from tests.modules.means.invented import ON

    assign(
        small,
        told,
        50,
        date(2026, 1, 1),
        yearly_cost=Decimal(30_000),
        funded=Decimal(10_000),
        funder=small.region,
    )
    assign(small, told, 50, date(2026, 1, 1), organization=small.region)
    split = queries.costs(small.plan.slug, 2026, on=ON, actor=small.director)
    by_name = {line.organization: line for line in split.lines}
    chamber, region = by_name["CCI locale fictive"], by_name["CCI régionale fictive"]
    assert (chamber.fte, chamber.cost, chamber.funded, chamber.left) == (
        Decimal("0.5"),
        Decimal(30_000),
        Decimal(10_000),
        Decimal(20_000),
    )
    assert (region.fte, region.cost, region.left, region.unpriced) == (Decimal("0.5"), None, None, 1)


def test_the_cost_of_a_year_counts_its_days_only(small, told) -> None:  # type: ignore[no-untyped-def]
    from tests.modules.means.invented import ON

    assign(small, told, 100, date(2026, 1, 1), date(2026, 1, 11), yearly_cost=Decimal(36_500))
    (line,) = queries.costs(small.plan.slug, 2026, on=ON, actor=small.director).lines
    assert line.cost is not None
    assert line.cost.quantize(Decimal("0.01")) == Decimal(1_000)
    assert queries.costs(small.plan.slug, 2027, on=ON, actor=small.director).lines == ()


def test_a_third_party_never_pays_more_than_the_cost(small, told) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused, match="pas en charge plus que le coût"):
        assign(small, told, 10, date(2026, 1, 1), yearly_cost=Decimal(100), funded=Decimal(101))
    assert not PartialAssignment.objects.exists()
