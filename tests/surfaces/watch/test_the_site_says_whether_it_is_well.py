"""`/sante/`: one word for everyone, details for those who run the site, never a secret."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from maillage.kit import health
from maillage.kit.jobs import beats
from maillage.kit.testing.time import THE_MOMENT

SECRETS = ("SECRET_KEY", "for-tests-only", "password", "Traceback")


@pytest.fixture
def working(db: None) -> None:
    """A worker was alive a moment ago."""
    beats.take_minute(THE_MOMENT)


@pytest.fixture
def broken() -> Iterator[None]:
    """One more check, that finds a fault."""
    health.register("test", "Essai", lambda at: health.fault("Une panne d'essai.", "Réparez-la."))
    yield
    del health._checks["test"]


def test_a_site_that_works_answers_200_with_one_word(client: Client, working: None) -> None:
    answer = client.get("/sante/")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert set(answer.json()) == {"state"} and answer.json()["state"] in ("ok", "attention")


def test_a_fault_answers_503(client: Client, working: None, broken: None) -> None:
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (503, {"state": "fault"})


def test_a_check_that_breaks_is_a_fault_and_the_others_go_on(db: None) -> None:
    def breaks(at: object) -> None:
        raise ZeroDivisionError

    health.register("test", "Essai", breaks)
    try:
        found = {one.name: one.finding for one in health.checked(THE_MOMENT)}
    finally:
        del health._checks["test"]
    assert found["test"].state is health.State.FAULT and "ZeroDivisionError" in found["test"].sentence
    assert len(found) > 5


def test_a_monitor_with_its_word_reads_the_details_and_no_secret(
    client: Client, working: None, settings: Settings
) -> None:
    settings.HEALTH_TOKEN = "le-mot-du-moniteur"
    found = client.get("/sante/", headers={"X-Health-Token": "le-mot-du-moniteur"})
    assert {"database", "queue", "disk", "clock"} <= {one["name"] for one in found.json()["checks"]}
    assert not [word for word in SECRETS if word in found.content.decode()]
    assert "checks" not in client.get("/sante/", headers={"X-Health-Token": "autre"}).json()


def test_without_a_word_in_the_settings_no_header_opens_the_details(client: Client, working: None) -> None:
    assert "checks" not in client.get("/sante/", headers={"X-Health-Token": ""}).json()


def test_an_administrator_reads_the_details(demonstration: None, as_member: Callable[[str], Client]) -> None:
    assert "checks" in as_member("farid").get("/sante/").json()
    assert "checks" not in as_member("amina").get("/sante/").json()
