"""What every test lives under: a still clock, closed sockets, a strict client, the real reference data.

- Any test of the database finds the reference data loaded (once a run).
- ``demonstration``: the test sees what `maillage init --demo` makes, in a database of its own; what it writes is undone.
- ``site``: a server on that demonstration, for journeys; it listens on this machine only.

Several processes share a run (`make test`): the tests of a file stay together, because some prepare something long for all of
them; journeys go alone, and last, because the driver of the browser keeps an event loop in its process until the end.

``@pytest.mark.one_database``: what the test sees is the same on every database (the look of a page, a file read, an engine), so
`make test DATABASE=postgres` leaves it to SQLite. A test that asks for no database is marked by itself, a journey too.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.test import Client
    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

    from maillage.kit.testing.underway import Underway

pytest_plugins = ["maillage.kit.testing.leaks", "maillage.kit.testing.traceability"]
# Fixtures of pytest-django that empty every table at the end of a test, reference data included.
EMPTYING = {"transactional_db", "live_server", "django_db_reset_sequences"}
WALKED_ON_EACH = {"test_company_gets_an_answer.py", "test_desk_day.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys speak to their own server on this machine, and to nothing else; other tests open no socket."""
    for item in items:
        if emptied := EMPTYING & set(getattr(item, "fixturenames", ())):
            raise pytest.UsageError(
                f"{item.nodeid}: « {emptied.pop()} » empties the database that other tests share: "
                "ask for « site », or for a copy (maillage.kit.testing.databases.copied)"
            )
        if not concerns_a_database(item):
            item.add_marker(pytest.mark.one_database)
        if is_journey(item):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))
        else:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=is_journey)


def concerns_a_database(item: pytest.Item) -> bool:
    """Whether another database could change what the test sees: it asks for one, or starts the command on one. Of the journeys,
    those of a request from the company to the answer stand for all."""
    if is_journey(item):
        return item.path.name in WALKED_ON_EACH
    asked = item.get_closest_marker("django_db") is not None or "django_db_setup" in getattr(
        item, "fixturenames", ()
    )
    return asked or hasattr(getattr(item, "module", None), "installed")


def is_journey(item: pytest.Item) -> bool:
    """Whether the test looks at the site with a browser."""
    return item.get_closest_marker("journey") is not None or "site" in getattr(item, "fixturenames", ())


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
def invented_stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two files of an invented stock: 2,000 establishments at Lille, Arras and Comines, a few with a former code."""
    from maillage.engines.stock import sample
    from maillage.shared.register.inventing import words

    folder = tmp_path_factory.mktemp("stock")
    communes = (
        sample.Commune(code="59350", name="Lille", postcode="59000", population=6, former=("59298",)),
        sample.Commune(code="62041", name="Arras", postcode="62000", population=3),
        sample.Commune(code="59152", name="Comines", postcode="59560", population=1),
    )
    sample.write(folder, words(communes), establishments=2_000, seed=7)
    return folder


@pytest.fixture(scope="session")
def invented_register(invented_stock: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a register that holds this stock, as of 1 November 2026."""
    import datetime

    from maillage.engines.stock import snapshot
    from maillage.shared.register import index

    home = tmp_path_factory.mktemp("register")
    made = snapshot.make(
        home / "2026-11-01",
        units=invented_stock / "StockUniteLegale.parquet",
        establishments=invented_stock / "StockEtablissement.parquet",
        as_of=datetime.date(2026, 11, 1),
    )
    index.build(made)
    (home / "current").write_text("2026-11-01", "utf-8")
    return home


@pytest.fixture
def registered(invented_register: Path, settings: "SettingsWrapper") -> Path:
    """The test reads this register."""
    settings.REGISTER_HOME = invented_register
    return invented_register


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every process of this run shares, and no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: "DjangoDbBlocker",
    run_folder: Path,
) -> Iterator[None]:
    """Every table, and the reference data of the package. One process of the run makes them, the others copy."""
    from django.test.utils import setup_databases, teardown_databases

    from maillage.kit.db import rendering
    from maillage.kit.testing.databases import Template, poured

    template = Template(folder=run_folder, name="reference")
    with django_db_blocker.unblock():
        with template.turn() as ours:
            if not ours:
                template.stands_for_migrations()
            with rendering.of_holders_only():
                made = setup_databases(verbosity=0, interactive=False)
            if ours:
                maillage("reference", "load")
                poured(template.address)
            else:
                template.read_back()
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def demonstration_database(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker", run_folder: Path
) -> Iterator["BaseDatabaseWrapper"]:
    """A copy of the test database in which `maillage init --demo` has run, once for all the processes of the run."""
    from maillage.kit.testing.databases import Template, copied, poured, standing_in

    template = Template(folder=run_folder, name="demonstration")
    with django_db_blocker.unblock(), ExitStack() as kept:
        with template.turn() as ours:
            copy = kept.enter_context(copied("demonstration", of="" if ours else template.address))
            if ours:
                with standing_in(copy):
                    maillage("init", "--demo")
                    poured(template.address)
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


@pytest.fixture(scope="session")
def underway() -> Iterator["Underway"]:
    """The requests that the server is still answering."""
    from maillage.kit.testing.underway import Underway

    with Underway() as counted:
        yield counted


@pytest.fixture
def site(
    demonstration: None, demonstration_server: "LiveServer", underway: "Underway"
) -> Iterator["LiveServer"]:
    """The demonstration, served: its address for a browser is ``site.url``. What it answers is answered before it is undone."""
    yield demonstration_server
    underway.wait()
