"""What every test lives under: a still clock, closed sockets, a strict client."""

from collections.abc import Iterator

import pytest

pytest_plugins = ["maillage.kit.testing.traceability"]


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


@pytest.fixture
def client():  # type: ignore[no-untyped-def]
    """A visitor whose every page is read for faults."""
    from maillage.kit.testing.pages import StrictClient

    return StrictClient()
