"""H-135: an elected member sees and writes nothing; with another role it does what that role allows."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date

import pytest

import maillage
from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.errors import Refused
from maillage.shared.access import operations, queries

TODAY = date(2026, 11, 21)
HARMLESS = {
    "access.stop_trying",
    # Its own account: second factor, sessions, ways of signing in, mails.
    "accounts.drop_factor",
    "accounts.end_session",
    "accounts.end_sessions",
    "accounts.enrol",
    "accounts.link",
    "accounts.renew_codes",
    "accounts.unlink",
    # A computation that was asked is finished, whatever became of who asked it.
    "mesh.fail",
    "mesh.finish",
    "notices.choose",
    "notices.forget_choices",
    # Its own lists; a file that was asked is finished, whatever became of who asked it.
    "crm.fail_export",
    "crm.finish_export",
    "crm.remove_view",
    "crm.save_view",
    # The journal itself, and a controller who checks it.
    "audit.ask_verification",
    "audit.close_day",
    "audit.forget_readings",
    "audit.mark_copy",
    "audit.record_readings",
    "audit.record_verification",
}
"""What whoever only reads may do all the same: its own settings, and what counts without changing the trade."""


def every_operation() -> dict[str, Callable[..., object]]:
    found: dict[str, Callable[..., object]] = {}
    for module in modules():
        for value in vars(module).values():
            if name := getattr(value, "operation_name", ""):
                found[name] = value
    return found


def modules() -> Iterator[object]:
    for one in pkgutil.walk_packages(maillage.__path__, "maillage."):
        if not any(part in one.name for part in (".migrations", ".settings", "__main__", ".asgi", ".wsgi")):
            yield importlib.import_module(one.name)


def reader(role: str) -> Actor:
    grant = Grant(role=role, organization=1)
    return Actor(ActorKind.PERSON, "Gaëlle", user=1, organization=1, grants=(grant,), reads_only=True)


@pytest.mark.requirement("H-135")
@pytest.mark.parametrize("role", ["elected", "auditor"])
def test_no_operation_of_the_whole_application_is_open_to_who_only_reads(role: str) -> None:
    every = every_operation()
    assert len(every) > 50
    harmless = {name for name, verb in every.items() if verb.harmless}  # type: ignore[attr-defined]
    assert harmless == HARMLESS, "is it its own setting? then say so here"
    for name in sorted(set(every) - harmless):
        # Refused before anything else is looked at: no argument is needed.
        with pytest.raises(Refused) as refused:
            every[name](actor=reader(role))
        assert (refused.value.code, bool(refused.value.way_out)) == ("reads_only", True), name


@pytest.mark.requirement("H-135")
def test_an_elected_member_with_another_role_writes_with_that_role(network) -> None:
    given = {"since": TODAY, "actor": network.administrator}
    operations.give(network.agent.pk, "elected", network.chamber.pk, **given)
    assert queries.actor_of(network.agent, on=TODAY).reads_only
    operations.give(network.agent.pk, "officer", network.chamber.pk, **given)
    assert not queries.actor_of(network.agent, on=TODAY).reads_only


@pytest.mark.requirement("H-135")
def test_one_reads_where_one_is_elected_and_writes_where_one_directs(network) -> None:
    given = {"since": TODAY, "actor": network.administrator}
    operations.give(network.agent.pk, "director", network.chamber.pk, **given)
    operations.give(network.agent.pk, "elected", network.region.pk, **given)
    assert not queries.actor_of(network.agent, network.chamber.pk, on=TODAY).reads_only
    assert queries.actor_of(network.agent, network.region.pk, on=TODAY).reads_only


def test_an_account_without_any_role_is_no_reader(network) -> None:
    assert not queries.actor_of(network.agent, on=TODAY).reads_only


def test_what_is_sent_by_an_elected_member_is_answered_by_a_page_that_says_why(network, client) -> None:
    operations.give(
        network.boss.pk, "administrator", network.chamber.pk, since=TODAY, actor=network.administrator
    )
    operations.give(network.agent.pk, "elected", network.chamber.pk, since=TODAY, actor=network.administrator)
    client.force_login(network.agent)
    page = client.post(
        "/bureau/absence/", {"first_day": "2026-12-01", "last_day": "2026-12-02", "act": "declare"}
    )
    assert page.status_code in (403, 404, 422)
