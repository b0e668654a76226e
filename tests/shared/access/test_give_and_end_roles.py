"""Roles are given from a day on, in a place, and ended; never edited."""

from datetime import date, timedelta

import pytest

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.access import operations, queries
from maillage.shared.access.models import RoleAssignment

TODAY = date(2026, 11, 21)


def test_a_role_makes_an_actor_from_its_first_day_to_the_day_before_its_end(network) -> None:
    pk = operations.give(
        network.agent.pk,
        "officer",
        network.chamber.pk,
        unit=network.unit.pk,
        perimeter=" DEP:49|dep:53 ",
        since=TODAY,
        until=TODAY + timedelta(days=10),
        actor=network.administrator,
    )
    assert RoleAssignment.objects.get(pk=pk).given_by == "Farid"
    for day, grants in ((-1, 0), (0, 1), (9, 1), (10, 0)):
        actor = queries.actor_of(network.agent, on=TODAY + timedelta(days=day))
        assert len(actor.grants) == grants
    (grant,) = queries.actor_of(network.agent, on=TODAY).grants
    assert (grant.role, grant.unit, grant.perimeter) == ("officer", network.unit.pk, "dep:49 | dep:53")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"role": "roi"}, "role"),
        ({"perimeter": "dep59"}, "perimeter"),
        ({"perimeter": "dep:59 & dep:49"}, "perimeter"),
        ({"perimeter": "epci:999999999"}, "perimeter"),
        ({"until": TODAY}, "until"),
        ({"unit": 0}, "unit"),
    ],
)
def test_a_role_that_cannot_be_is_refused_with_a_way_out(network, changed: dict, code: str) -> None:
    asked = {"role": "officer", "unit": None, "perimeter": "", "since": TODAY, "until": None} | changed
    role = asked.pop("role")
    with pytest.raises(Refused) as refused:
        operations.give(network.agent.pk, role, network.chamber.pk, **asked, actor=network.administrator)
    assert refused.value.field == code
    assert refused.value.way_out
    assert not RoleAssignment.objects.exists()


def test_nobody_has_a_role_in_an_organisation_outside_the_network(network) -> None:
    with pytest.raises(Refused, match="réseau"):
        operations.give(
            network.agent.pk, "officer", network.outside.pk, since=TODAY, actor=network.administrator
        )


def test_the_same_role_is_not_given_twice_over_the_same_days(network) -> None:
    given = (network.agent.pk, "officer", network.chamber.pk)
    operations.give(*given, since=TODAY, actor=network.administrator)
    with pytest.raises(Refused) as refused:
        operations.give(*given, since=TODAY + timedelta(days=5), actor=network.administrator)
    assert refused.value.code == "already"


def test_only_an_administrator_gives_a_role(network) -> None:
    for actor in (PUBLIC, queries.actor_of(network.agent, on=TODAY)):
        with pytest.raises(NotVisible):
            operations.give(network.agent.pk, "administrator", network.chamber.pk, since=TODAY, actor=actor)


def test_a_role_ended_today_no_longer_holds_today(network) -> None:
    pk = operations.give(
        network.agent.pk, "officer", network.chamber.pk, since=TODAY, actor=network.administrator
    )
    operations.end(pk, on=TODAY, actor=network.administrator)
    assert queries.actor_of(network.agent, on=TODAY).grants == ()
    assert RoleAssignment.objects.get(pk=pk).until == TODAY


def test_the_last_role_ended_ends_the_sessions(network, client) -> None:
    pk = operations.give(
        network.agent.pk, "officer", network.chamber.pk, since=TODAY, actor=network.administrator
    )
    other = operations.give(
        network.agent.pk, "officer", network.region.pk, since=TODAY, actor=network.administrator
    )
    client.force_login(network.agent)
    operations.end(other, on=TODAY, actor=network.administrator)
    assert client.get("/bureau/").status_code == 200
    operations.end(pk, on=TODAY, actor=network.administrator)
    assert client.get("/bureau/")["Location"].startswith("/connexion/")


def test_the_last_administrator_stays(network) -> None:
    pk = operations.give(
        network.boss.pk, "administrator", network.chamber.pk, since=TODAY, actor=network.administrator
    )
    with pytest.raises(Refused) as refused:
        operations.end(pk, on=TODAY, actor=network.administrator)
    assert refused.value.code == "last_administrator"
    operations.give(
        network.agent.pk, "administrator", network.chamber.pk, since=TODAY, actor=network.administrator
    )
    operations.end(pk, on=TODAY, actor=network.administrator)
    assert queries.actor_of(network.boss, on=TODAY).grants == ()


@pytest.mark.parametrize("verb", ["end", "deactivate", "offboard"])
def test_an_administrator_for_a_time_does_not_replace_one_without_end(network, verb: str) -> None:
    given = {"since": TODAY, "actor": network.administrator}
    lasting = operations.give(network.boss.pk, "administrator", network.chamber.pk, **given)
    tomorrow = TODAY + timedelta(days=1)
    operations.give(network.agent.pk, "administrator", network.chamber.pk, until=tomorrow, **given)
    agent = queries.actor_of(network.agent, on=TODAY)
    asked = {
        "end": lambda: operations.end(lasting, on=TODAY, actor=agent),
        "deactivate": lambda: operations.deactivate(network.boss.pk, on=TODAY, actor=agent),
        "offboard": lambda: operations.offboard(network.boss.pk, on=TODAY, at=clock.now(), actor=agent),
    }
    with pytest.raises(Refused, match="22 novembre 2026") as refused:
        asked[verb]()
    assert refused.value.code == "last_administrator"
    operations.give(network.agent.pk, "administrator", network.chamber.pk, since=tomorrow, actor=agent)
    asked[verb]()
    assert not RoleAssignment.objects.filter(user=network.boss, until__isnull=True, user__is_active=True)


def test_a_role_of_administration_that_another_outlasts_is_ended(network) -> None:
    given = {"since": TODAY, "actor": network.administrator}
    short = operations.give(
        network.agent.pk, "administrator", network.chamber.pk, until=TODAY + timedelta(days=10), **given
    )
    operations.give(
        network.boss.pk, "administrator", network.chamber.pk, until=TODAY + timedelta(days=90), **given
    )
    operations.end(short, on=TODAY, actor=network.administrator)
    assert queries.actor_of(network.agent, on=TODAY).grants == ()


def test_one_acts_for_one_organisation_at_a_time(network, client) -> None:
    for organization in (network.chamber, network.region):
        operations.give(
            network.agent.pk, "officer", organization.pk, since=TODAY, actor=network.administrator
        )
    first = queries.actor_of(network.agent, on=TODAY)
    assert (first.organization, len(first.grants)) == (network.chamber.pk, 1)
    client.force_login(network.agent)
    assert "Agir pour Région d'essai" in client.get("/bureau/", follow=True).content.decode().replace(
        "&#x27;", "'"
    )
    assert client.post("/connexion/agir-pour/", {"organization": network.region.pk}).status_code == 302
    page = client.get("/bureau/").content.decode().replace("&#x27;", "'")
    assert "J'agis pour Région d'essai" in page
    assert client.post("/connexion/agir-pour/", {"organization": network.outside.pk}).status_code == 404
