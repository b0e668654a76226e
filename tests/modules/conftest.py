"""The plans of the package, loaded once: ``srom`` gives a test the network and its two plans; what it writes is undone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def srom_database(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator["BaseDatabaseWrapper"]:
    """A copy of the test database with the directory and the plans of the package, on the day of the tests."""
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.kit.testing.databases import copied, standing_in
    from maillage.kit.testing.time import frozen
    from maillage.modules.missions.operations.loading import load_plans
    from maillage.shared.directory import operations as directory

    with django_db_blocker.unblock(), copied("srom") as copy:
        with standing_in(copy), frozen():
            directory.load(actor=TERMINAL)
            directory.load_units(actor=TERMINAL)
            load_plans(actor=TERMINAL, at=clock.now())
        yield copy


@pytest.fixture
def srom(db: None, srom_database: "BaseDatabaseWrapper") -> Iterator[None]:
    """The test sees the SROM 2017-2021 and the themes of the Hauts-de-France; what it writes is undone."""
    from maillage.kit.testing.databases import standing_in, undone

    with standing_in(srom_database), undone():
        yield
