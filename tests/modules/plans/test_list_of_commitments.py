"""The list of commitments: one's own first, narrowed by its address, taken away as CSV."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from tests.modules.plans.conftest import Small

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, Actor
from maillage.kit.errors import NotVisible
from maillage.modules.plans import jobs, lists, operations, queries
from maillage.modules.plans.models import Commitment, FollowUpCampaign


@pytest.fixture
def three(small: Small, regional: Actor, local: Actor, at: datetime) -> list[Commitment]:
    """One of nobody, one of the other chamber, one that names Leo: the first due first."""
    given = (
        {"owner": None, "due_on": date(2025, 1, 1), "words": "=1+1 fictif"},
        {"owner": small.vendee.pk, "due_on": date(2026, 12, 1), "words": "Promesse fictive de la chambre."},
        {
            "owner": small.region.pk,
            "person": local.person,
            "due_on": date(2027, 1, 1),
            "words": "Promesse de Leo.",
        },
    )
    return [
        operations.open_commitment(
            small.plan.slug, small.payroll.pk, small.given(**one), at=at, actor=regional
        )
        for one in given
    ]


def words(found: queries.CommitmentList) -> list[str]:
    return [row.words for row in found.rows]


def test_what_names_a_person_comes_first_then_what_her_organisation_answers_for(
    three: list[Commitment], local: Actor, regional: Actor
) -> None:
    found = queries.commitments(queries.Filters(), actor=local, on=clock.today())
    assert words(found) == ["Promesse de Leo.", "Promesse fictive de la chambre.", "=1+1 fictif"]
    assert [row.mine for row in found.rows] == [True, True, False]
    assert (
        words(queries.commitments(queries.Filters(), actor=regional, on=clock.today()))[0]
        == "Promesse de Leo."
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("porteur=-", ["=1+1 fictif"]),
        ("porteur=ccit-fictive", ["Promesse fictive de la chambre."]),
        ("echus=1", ["=1+1 fictif"]),
        ("q=Leo", ["Promesse de Leo."]),
        ("q=paies&les_miens=1", ["Promesse de Leo.", "Promesse fictive de la chambre."]),
        ("schema=rien", []),
        (
            "etat=rien&nature=rien&page=x",
            ["Promesse de Leo.", "Promesse fictive de la chambre.", "=1+1 fictif"],
        ),
    ],
)
def test_the_address_narrows_the_list_and_what_means_nothing_is_left_out(
    address: str, expected: list[str], three: list[Commitment], local: Actor
) -> None:
    page = lists.page(QueryDict(address), actor=local, on=clock.today())
    assert words(page.found) == expected


def test_the_file_holds_the_whole_list_and_no_formula(three: list[Commitment], local: Actor) -> None:
    text = lists.lines(QueryDict(""), actor=local, on=clock.today())
    assert text.count("\r\n") == 4 and "'=1+1 fictif" in text and "à désigner" in text


def test_the_list_asks_as_many_queries_for_three_as_for_thirty(
    small: Small, three: list[Commitment], regional: Actor, at: datetime
) -> None:
    asked = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as seen:
            lists.page(QueryDict(""), actor=regional, on=clock.today())
        asked.append(len(seen))
        for number in range(27):
            operations.open_commitment(
                small.plan.slug,
                small.training.pk,
                small.given(words=f"Promesse fictive {number}."),
                at=at,
                actor=regional,
            )
    assert asked[0] == asked[1]


def test_who_has_no_role_sees_no_commitment(three: list[Commitment]) -> None:
    with pytest.raises(NotVisible):
        queries.commitments(queries.Filters(), actor=PUBLIC, on=clock.today())


def test_a_night_without_a_bureau_leaves_no_act(
    three: list[Commitment], regional: Actor, at: datetime
) -> None:
    from maillage.shared.audit.models import Act

    before = Act.objects.count()
    jobs.lock_campaigns(at=at)
    assert Act.objects.count() == before
    bureau = clock.today() + timedelta(days=1)
    operations.open_campaign(
        three[0].plan.slug, 2026, due_on=clock.today(), bureau_on=bureau, at=at, actor=regional
    )
    jobs.lock_campaigns(at=at)
    assert Act.objects.count() == before
    jobs.lock_campaigns(at=at + timedelta(days=1))
    assert FollowUpCampaign.objects.get().locked_at == at + timedelta(days=1)
    assert Act.objects.count() == before + 1
