"""What every test lives under: a still clock, closed sockets, a strict client, the real reference data.

- Any test of the database finds the reference data loaded (once a run).
- ``demonstration``: the test sees what `maillage init --demo` makes, in a database of its own; what it writes is undone.
- ``live_server``: a server on that demonstration, for journeys; it listens on this machine only.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.test import Client
    from pytest_django import DjangoDbBlocker
    from pytest_django.live_server_helper import LiveServer

pytest_plugins = ["maillage.kit.testing.leaks", "maillage.kit.testing.traceability"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys speak to their own server on this machine, and to nothing else; other tests open no socket."""
    for item in items:
        if item.get_closest_marker("journey") or "live_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """It is 21 November 2026, 10 h in Paris, for `maillage.kit.clock`."""
    from maillage.kit.testing.time import frozen

    with frozen():
        yield


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """What is counted by address (sendings, calls of programs) starts at none, and the language is that of the sources: a
    test does not pay for those before, whose last page may have been in English."""
    yield
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    translation.deactivate()


@pytest.fixture
def client() -> "Client":
    """A visitor whose every page is read for faults."""
    from maillage.kit.testing.pages import StrictClient

    return StrictClient()


@pytest.fixture
def as_member(db: None) -> "Callable[[str], Client]":
    """``as_member("amina")``: a browser where this person of the demonstration is signed in (its account must exist)."""
    from maillage.kit.testing.pages import StrictClient
    from maillage.shared.accounts.models import User

    def signed_in(name: str) -> "Client":
        client = StrictClient()
        client.force_login(User.objects.get(email=f"{name}@demo.invalid"))
        return client

    return signed_in


def maillage(*words: str) -> None:
    """Run a command as a person does, on the day of the tests; its progress is shown only when it fails."""
    from maillage.cli import main
    from maillage.kit.testing.time import frozen

    told = io.StringIO()
    with frozen(), redirect_stdout(told):
        code = main(words)
    assert code == 0, f"maillage {' '.join(words)} → {code}\n{told.getvalue()}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> None:
    """The empty tables of pytest-django, then the reference data of the package."""
    with django_db_blocker.unblock():
        maillage("reference", "load")


@pytest.fixture(scope="session")
def demonstration_database(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator["BaseDatabaseWrapper"]:
    """A copy of the test database in which `maillage init --demo` has run."""
    from maillage.kit.testing.databases import copied, standing_in

    with django_db_blocker.unblock(), copied("demonstration") as copy:
        with standing_in(copy):
            maillage("init", "--demo")
        yield copy


@pytest.fixture
def demonstration(db: None, demonstration_database: "BaseDatabaseWrapper") -> Iterator[None]:
    """The test sees the demonstration; what it writes is undone."""
    from maillage.kit.testing.databases import standing_in, undone

    with standing_in(demonstration_database), undone():
        yield


@pytest.fixture(scope="session")
def demonstration_server(demonstration_database: "BaseDatabaseWrapper") -> Iterator["LiveServer"]:
    """One server for every journey, on the connection of the demonstration."""
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("127.0.0.1", start=False)
    server.thread.connections_override = {"default": demonstration_database}
    server.start()
    yield server
    server.stop()


@pytest.fixture
def live_server(demonstration: None, demonstration_server: "LiveServer") -> "LiveServer":
    """The address of the demonstration, for a browser."""
    return demonstration_server


@pytest.fixture(autouse=True)
def _live_server_helper() -> None:
    """pytest-django would empty the database after each journey; ours only read, and share one connection."""
