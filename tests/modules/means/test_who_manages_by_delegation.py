"""A delegation of management is read wherever one asks who does what: the answer, the map, the page of the box (S-076)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.modules.means.invented import AT, Small

from maillage.kit.actor import Actor
from maillage.modules.means.models import ManagementDelegation
from maillage.modules.missions import queries
from maillage.modules.missions.queries import delegations
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User

YEAR = "du 1er janvier 2024 au 31 décembre 2024"
DURING, AFTER = date(2024, 6, 1), date(2025, 6, 1)


@pytest.fixture
def delegated(small: Small) -> ManagementDelegation:
    """The region gave the chamber the whole function, for the year 2024."""
    return ManagementDelegation.objects.create(
        plan=small.plan,
        delegator=small.region,
        delegate=small.chamber,
        subject="La fonction fictive",
        mission=small.function,
        since=date(2024, 1, 1),
        until=date(2025, 1, 1),
        evidence="ligne 7",
        recorded_at=AT,
    )


@pytest.mark.requirement("H-181")
def test_who_manages_by_delegation_is_named_with_all_that_stands_under(
    small: Small, reader: Actor, delegated: ManagementDelegation
) -> None:
    doing = queries.doing("ccit-fictive", DURING, reader)

    assert [(one.code, one.parts) for one in doing.named][:1] == [
        ("SI", ("gère par délégation de CCI régionale fictive (La fonction fictive), " + YEAR,))
    ]
    assert doing.named[1].parts == ("gère par délégation de CCI régionale fictive (La fonction fictive)",)
    assert {one.origin.evidence for one in doing.named if one.origin} == {"ligne 7"}, (
        "the source of the delegation"
    )
    assert {"SI-INF-1", "SI-INF-2"} <= {one.code for one in doing.named}
    assert doing.others == (), "something names it everywhere"
    given = queries.doing("cci-fictive", DURING, reader).named[0]
    assert given.parts == ("a délégué à CCI locale fictive (La fonction fictive), " + YEAR,)
    after = queries.doing("ccit-fictive", AFTER, reader)
    assert (after.named, len(after.others)) == ((), 2)


@pytest.mark.requirement("S-076")
def test_who_holds_a_mission_says_the_delegation_that_runs(
    small: Small, reader: Actor, delegated: ManagementDelegation
) -> None:
    (during,) = queries.held_by("architecture", DURING, reader)

    assert during.delegated[0].startswith("CCI locale fictive, par délégation de CCI régionale fictive (La")
    assert during.delegated[0].endswith(", du 1er janvier 2024 au 31 décembre 2024")
    assert during.origin is not None
    assert during.origin.evidence == "ligne 7"
    (after,) = queries.held_by("architecture", AFTER, reader)
    assert after.delegated == ()


def test_a_delegation_withdrawn_or_not_known_yet_does_not_run(
    small: Small, delegated: ManagementDelegation
) -> None:
    assert delegations.running([small.function.pk], DURING, AT + timedelta(days=1))
    assert not delegations.running([small.function.pk], DURING, AT - timedelta(days=1))
    delegated.withdrawn_at = AT + timedelta(days=2)
    delegated.withdrawal_reason = "erreur"
    delegated.save()
    assert not delegations.running([small.function.pk], DURING)
    assert delegations.running([small.function.pk], DURING, AT + timedelta(days=1)), "as it was known"


@pytest.mark.requirement("S-076")
def test_the_map_and_the_page_of_a_box_say_the_delegation(
    small: Small, client: Client, delegated: ManagementDelegation
) -> None:
    user = User.objects.create_user("elected@essai.invalid")
    RoleAssignment.objects.create(
        user=user, role="elected", organization=small.chamber, since=date(2026, 1, 1), given_by="essai"
    )
    client.force_login(user)

    def read(path: str) -> str:
        return client.get(f"/missions/schema-fictif/{path}").content.decode()

    assert "La fonction fictive</a>, CCI régionale fictive → CCI locale fictive" in read(
        "SI/?date=2024-06-01"
    )
    assert "par délégation de CCI régionale fictive" in read("case/SI-INF-1/?date=2024-06-01")
    assert "Délégation de gestion" not in read("SI/?date=2025-06-01")
    assert "par délégation de" not in read("case/SI-INF-1/?date=2025-06-01")
