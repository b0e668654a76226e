"""A role given by the API says its perimeter or that it has no limit, as on the page: silence is nobody's choice."""

from typing import Any

import pytest
from tests.api.conftest import Caller, make_key
from tests.shared.access.conftest import Network

from maillage.shared.access.models import RoleAssignment


def give(network: Network, **said: Any) -> Any:
    caller = Caller(make_key(network.chamber.slug, role="administrator"))
    asked = {"role": "officer", "organization": network.chamber.slug, "since": "2026-11-21", **said}
    return caller("POST", f"/accounts/{network.agent.pk}/roles", asked)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"perimeter": ""},
        {"perimeter": "  "},
        {"everywhere": False},
        {"perimeter": "dep:59", "everywhere": True},
    ],
)
def test_a_role_that_says_no_territory_or_two_is_not_given(network: Network, said: dict[str, Any]) -> None:
    answer = give(network, **said)
    assert answer.status_code == 422 and answer.json()["code"] == "territory"
    assert answer.json()["field"] == "perimeter"
    assert not RoleAssignment.objects.exists()


def test_having_no_limit_is_said_by_true_alone(network: Network) -> None:
    assert give(network, everywhere="yes").status_code == 422
    assert give(network, everywhere=True).status_code == 201
    assert RoleAssignment.objects.get().perimeter == ""
