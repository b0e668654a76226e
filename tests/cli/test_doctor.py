"""`maillage doctor` says what is well, what is not, and what to do; it changes nothing."""

import json
import os
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django.fixtures import Settings

from maillage.cli import main
from maillage.kit import health
from maillage.kit.db import private
from maillage.kit.health import State, machine
from maillage.kit.jobs import beats
from maillage.kit.jobs.models import Heartbeat
from maillage.kit.testing.time import THE_MOMENT
from maillage.shared.notices.models import Mail, MailState


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """A home where nothing is wrong."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def production(settings: Settings, home: Path) -> Settings:
    """The settings of a server, as prod.py makes them."""
    settings.SECRET_KEY = "k3y-0f-4n-1nst4ll4t10n-th4t-n0b0dy-c4n-gu3ss-4t-4ll"
    settings.SESSION_COOKIE_SECURE = True
    settings.ALLOWED_HOSTS = ["aides.example.org"]
    settings.SITE_ADDRESS = "https://aides.example.org"
    return settings


def found() -> dict[str, health.Finding]:
    return {one.name: one.finding for one in health.checked(THE_MOMENT)}


def test_every_part_of_the_installation_is_examined(
    db: None, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beats.take_minute(THE_MOMENT)
    assert main(["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {
        "configuration", "database", "migrations", "queue", "disk", "clock", "mail", "reference", "sign-in", "journal",
        "perimeters",
    } <= {one["name"] for one in told["checks"]}  # fmt: skip
    assert told["state"] in ("ok", "attention")


def test_a_fault_is_said_with_what_to_do_and_fails_the_command(
    production: Settings, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    production.SITE_ADDRESS = "http://aides.example.org"
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "✗ Réglages" in told and "→ Donnez dans MAILLAGE_ADDRESS" in told and "1 panne" in told


def test_settings_of_a_server_that_protect_it_are_well(production: Settings) -> None:
    assert machine.configuration(THE_MOMENT).state is State.OK


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("ALLOWED_HOSTS", ["*"]),
        ("DEBUG", True),
        ("DEV_SIGN_IN", True),
        ("SITE_ADDRESS", "http://aides.example.org"),
    ],
)
def test_a_setting_that_protects_nobody_is_a_fault(production: Settings, name: str, value: object) -> None:
    setattr(production, name, value)
    finding = machine.configuration(THE_MOMENT)
    assert finding.state is State.FAULT and finding.way_out


@pytest.mark.parametrize("name", ["secret_key", "keys/journal.key"])
def test_a_key_that_others_may_read_is_a_fault(production: Settings, home: Path, name: str) -> None:
    key = home / name
    key.parent.mkdir(exist_ok=True)
    key.write_text("a key")
    os.chmod(key, 0o644)
    finding = machine.configuration(THE_MOMENT)
    assert finding.state is State.FAULT and "chmod 600" in finding.way_out
    os.chmod(key, 0o600)
    assert machine.configuration(THE_MOMENT).state is State.OK


def test_a_database_that_others_may_read_is_said_and_init_closes_it(
    production: Settings, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home / "maillage.sqlite3"
    shown = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": str(file)})
    monkeypatch.setattr(machine, "connection", shown)
    for name in (file, home / "maillage.sqlite3-wal"):
        name.touch()
        os.chmod(name, 0o644)
    finding = machine.configuration(THE_MOMENT)
    assert finding.state is State.ATTENTION and "chmod 600" in finding.way_out
    private.close_to_others(shown)
    assert machine.configuration(THE_MOMENT).state is State.OK
    assert not [path.name for path in home.iterdir() if path.stat().st_mode & 0o077]
    file.unlink()
    private.close_to_others(shown)
    assert file.stat().st_mode & 0o777 == 0o600, "a new database is made closed"


def test_a_clock_that_went_back_is_a_fault(db: None) -> None:
    Heartbeat.objects.create(pk=1, last_at=THE_MOMENT + timedelta(hours=3))
    finding = machine.time(THE_MOMENT)
    assert finding.state is State.FAULT and "a reculé" in finding.sentence and "13 h 00" in finding.sentence


def test_background_work_that_went_silent_is_a_fault(db: None) -> None:
    Heartbeat.objects.create(pk=1, last_at=THE_MOMENT - timedelta(hours=1))
    assert machine.queue(THE_MOMENT).state is State.FAULT


def test_work_that_waits_and_never_ran_is_a_fault(db: None) -> None:
    from django_tasks_db.models import DBTaskResult

    from maillage.kit.jobs.queue import perform

    perform.enqueue("rien")
    DBTaskResult.objects.update(enqueued_at=THE_MOMENT - timedelta(hours=1))
    finding = machine.queue(THE_MOMENT)
    assert finding.state is State.FAULT
    assert finding.sentence == "1 tâche attend et le travail de fond n'a jamais tourné."


def test_a_full_disk_is_a_fault(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_FREE", 10**18)
    assert machine.disk(THE_MOMENT).state is State.FAULT


def test_tables_older_than_the_program_are_a_fault(db: None) -> None:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).record_unapplied("jobs", "0001_initial")
    finding = machine.migrations(THE_MOMENT)
    assert finding.state is State.FAULT and "maillage upgrade" in finding.way_out
    assert finding.sentence.endswith("1 migration attend.")


def test_tables_of_a_later_program_are_a_fault(db: None) -> None:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).record_applied("jobs", "0999_of_tomorrow")
    finding = machine.migrations(THE_MOMENT)
    assert finding.state is State.FAULT and "jobs.0999_of_tomorrow" in finding.sentence


def test_mails_that_do_not_leave_are_a_fault(db: None, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.Server"
    long_ago = THE_MOMENT - timedelta(hours=2)
    Mail.objects.create(
        key="essai",
        to="essai@demo.invalid",
        state=MailState.WAITING,
        written_at=long_ago,
        next_attempt_at=long_ago,
    )
    assert found()["mail"].state is State.FAULT
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.NoServer"
    assert "EMAIL_URL" in found()["mail"].way_out


def test_two_checks_never_share_a_name() -> None:
    with pytest.raises(ValueError, match="two checks"):
        health.register("disk", "Autre", lambda at: None)
