"""`maillage work` and the worker that `maillage serve` keeps beside it."""

import os
import subprocess
import sys
import threading
import time

import pytest
from pytest_django.fixtures import Settings

from maillage.cli import main, serve, work
from maillage.kit.jobs import running


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log of the suite stays as it is."""
    monkeypatch.setattr(work, "_speak", lambda: None)


@pytest.mark.django_db
def test_once_does_what_waits_and_ends(
    quiet: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "run_ready", lambda at: 2)
    assert main(["work", "--once"]) == 0
    assert "2 tâches de la file" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_server_without_mail_is_told_how_to_have_it(
    quiet: None, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.NoServer"
    assert main(["work", "--once"]) == 0
    assert "EMAIL_URL" in capsys.readouterr().err


@pytest.mark.django_db
def test_on_a_development_machine_the_folder_of_mails_is_said(
    quiet: None, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.Folder"
    settings.EMAIL_FILE_PATH = "/srv/maillage/mails"
    assert main(["work", "--once"]) == 0
    assert "/srv/maillage/mails" in capsys.readouterr().out


def test_a_worker_ends_with_the_server_that_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PARENT_SECONDS", 0.01)
    stop = threading.Event()
    work._follow(os.getppid() + 1, stop)
    assert stop.is_set()


def test_a_worker_that_dies_is_started_again_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start(words: list[str], **given: object) -> "subprocess.Popen[bytes]":
        assert words[-1] == "work"
        started.append(real([sys.executable, "-c", "import time; time.sleep(30)"]))
        return started[-1]

    real = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", start)
    helper = serve.Helper(dict(os.environ))
    helper.delay = 0.0
    helper.watch()
    helper.watch()
    assert len(started) == 1
    started[0].kill()
    started[0].wait()
    helper.watch()
    time.sleep(0.01)
    helper.watch()
    assert len(started) == 2 and "relancé" in capsys.readouterr().err
    helper.stop()
    assert started[1].poll() is not None


def test_a_database_that_does_not_answer_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from maillage.kit.jobs import schedule

    stop, told, calls = threading.Event(), [], [0]

    def run_due(at: object) -> int:
        calls[0] += 1
        if calls[0] < 3:
            raise OperationalError("database is locked")
        stop.set()
        return 0

    monkeypatch.setattr(schedule, "run_due", run_due)
    monkeypatch.setattr(running, "run_next", lambda at, worker: False)
    monkeypatch.setattr(running, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(running, "close_old_connections", lambda: None)
    monkeypatch.setattr(running, "connection", type("Closed", (), {"close": staticmethod(lambda: None)}))
    running.work(stop, tell=told.append)
    assert len(told) == 2 and "attend" in told[0] and "reprend" in told[1]
