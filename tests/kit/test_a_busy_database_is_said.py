"""When the database is locked or away, the page says that nothing is lost and when to come back."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from maillage.config import urls
from maillage.config.settings.base import database
from maillage.kit.db.standing import standing_in
from maillage.kit.http import faults, public_form
from maillage.kit.jobs.models import ScheduledRun
from maillage.kit.testing.databases import copied

handler500 = urls.handler500


@public_form
def writes(request: HttpRequest) -> HttpResponse:
    from maillage.kit.testing.time import THE_MOMENT

    with transaction.atomic():
        ScheduledRun.objects.create(name=request.POST["name"], slot=THE_MOMENT, taken_at=THE_MOMENT)
    return HttpResponse("ok")


@public_form
def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


@public_form
def wrong(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("ecrit/", writes), path("absente/", away), path("faux/", wrong), *urls.urlpatterns]


@pytest.fixture
def browser(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_a_database_that_is_away_is_a_503_that_says_when_to_come_back(browser: Client, db: None) -> None:
    answer = browser.get("/absente/")
    assert (
        answer.status_code == 503 and answer["Retry-After"] == "10" and answer["Cache-Control"] == "no-store"
    )
    assert "Rien n'est perdu" in answer.content.decode()


def test_what_was_sent_can_be_sent_again(browser: Client, db: None) -> None:
    page = browser.post("/absente/", {"need": "une demande"}).content.decode()
    assert "rien n'a été enregistré" in page and "Rechargez cette page pour envoyer à nouveau" in page


def test_a_program_reads_a_problem(browser: Client, db: None) -> None:
    answer = browser.get("/absente/", headers={"accept": "application/json"})
    assert answer.status_code == 503 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 503


def test_another_fault_stays_a_500(browser: Client, db: None) -> None:
    assert browser.get("/faux/").status_code == 500


@pytest.mark.parametrize(
    "error", [InterfaceError("connection already closed"), OperationalError("database is locked")]
)
def test_the_fault_is_found_under_another(error: Exception) -> None:
    try:
        try:
            raise error
        except Exception as cause:
            raise RuntimeError("the page failed") from cause
    except RuntimeError as outer:
        assert faults.away(outer)
    assert not faults.away(None) and not faults.away(OperationalError("no such table: x"))


@pytest.fixture
def locked(tmp_path: Path, db: None) -> Iterator[Path]:
    """A SQLite file that another program writes to, for longer than we wait."""
    file = tmp_path / "locked.sqlite3"
    own = connection.copy("default")
    own.settings_dict.update(database(f"sqlite:///{file}"))
    own.settings_dict["OPTIONS"] = {**own.settings_dict["OPTIONS"], "timeout": 0.2}
    with standing_in(own):
        with own.schema_editor() as editor:
            editor.create_model(ScheduledRun)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield file
        other.close()
    own.close()


@pytest.mark.skipif("postgres" in os.environ.get("TEST_DATABASE_URL", ""), reason="a lock of SQLite")
def test_a_database_locked_by_another_program_is_said_and_nothing_is_half_written(
    browser: Client, locked: Path
) -> None:
    answer = browser.post("/ecrit/", {"name": "essai"})
    assert answer.status_code == 503 and "rien n'a été enregistré" in answer.content.decode()
    with sqlite3.connect(locked) as reader:
        assert reader.execute("SELECT count(*) FROM jobs_scheduledrun").fetchone() == (0,)


@pytest.fixture
def alone(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of one's own, where what is written stays."""
    with django_db_blocker.unblock(), copied("alone") as copy, standing_in(copy):
        yield


@pytest.mark.skipif("postgres" not in os.environ.get("TEST_DATABASE_URL", ""), reason="a lock of PostgreSQL")
def test_a_table_locked_by_another_session_is_said(browser: Client, alone: None) -> None:
    other = connection.copy("default")
    with other.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE jobs_scheduledrun IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as ours:
            ours.execute("SET lock_timeout = '200ms'")
        assert browser.post("/ecrit/", {"name": "essai"}).status_code == 503
    other.close()
