"""kill -9 in the middle of a job, or of the server: nothing is lost, done twice, or left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pytest_django import DjangoDbBlocker

from maillage.kit.testing.databases import poured
from maillage.kit.testing.installations import Installation, installed

# The machine starts from the database of the suite.
pytestmark = pytest.mark.django_db
# Seconds. A busy machine starts Django in more than a minute.
PATIENCE = 180.0
Run = Callable[..., "subprocess.Popen[bytes]"]
WORKER = """
import os, sys, time
from datetime import datetime, UTC
from pathlib import Path
import django
django.setup()
from django.db import transaction
from maillage.cli import main
from maillage.kit.jobs.models import ScheduledRun
from maillage.kit.jobs.queue import enqueue, job

begun = Path(os.environ["MAILLAGE_HOME"]) / "begun"

@job("test.slow")
def slow(number):
    now = datetime.now(UTC)
    with transaction.atomic():
        ScheduledRun.objects.create(name=f"test {number}", slot=now, taken_at=now)
        with begun.open("a") as file:
            file.write("x")
        if begun.read_text() == "x":
            time.sleep(300)

if sys.argv[1:] == ["ask"]:
    enqueue(slow, 1)
else:
    sys.exit(main(["work"]))
"""
STATE = """
from django_tasks_db.models import DBTaskResult
from maillage.kit.jobs.models import ScheduledRun
print([one.status for one in DBTaskResult.objects.filter(args_kwargs__args__0="test.slow")],
      ScheduledRun.objects.filter(name="test 1").count())
"""
LATER = """
from datetime import timedelta
from django.db.models import F
from django_tasks_db.models import DBTaskResult
from maillage.kit.jobs.models import Heartbeat
DBTaskResult.objects.update(started_at=F("started_at") - timedelta(minutes=20))
Heartbeat.objects.update(last_at=F("last_at") - timedelta(minutes=20))
"""


@pytest.fixture(scope="module")
def machine(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Installation]:
    """An installation that can serve and work, with the reference data of the suite."""
    with installed(tmp_path_factory.mktemp("machine") / "home") as made:
        with django_db_blocker.unblock():
            poured(made.database)
        yield made


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.2)


@pytest.fixture
def run(machine: Installation) -> Iterator[Run]:
    """``run("ask")``: the worker of these tests, started; whatever is left of it at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", WORKER, *words]
        started.append(subprocess.Popen(command, env=machine.environment, stdout=subprocess.DEVNULL))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


def test_a_job_whose_worker_is_killed_is_done_again_and_counts_once(machine: Installation, run: Run) -> None:
    begun = machine.home / "begun"
    assert run("ask").wait(PATIENCE) == 0
    worker = run()
    wait_until(begun.exists)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert machine.python(STATE).strip() == "['RUNNING'] 0", "what it had written is undone"
    machine.python(LATER)
    worker = run()
    wait_until(lambda: begun.read_text() == "xx")
    wait_until(lambda: machine.python(STATE).strip() == "['SUCCESSFUL'] 1")
    worker.terminate()
    worker.wait(PATIENCE)


@contextmanager
def served(machine: Installation, port: int) -> "Iterator[subprocess.Popen[str]]":
    """The site, started on this port; killed at the end, whatever was seen."""
    with machine.start("serve", "--no-work", "--workers", "1", "--port", str(port)) as command:
        try:
            yield command
        finally:
            command.kill()


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.skipif(sys.platform != "linux", reason="asked of Linux")
def test_a_server_whose_command_is_killed_leaves_its_port(machine: Installation) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with served(machine, port) as command:
        assert command.stdout is not None
        said = []
        for line in command.stdout:
            said.append(line)
            if "Maillage répond" in line:
                break
        else:
            pytest.fail("".join(said))

        def listens() -> bool:
            with socket.socket() as client:
                return client.connect_ex(("127.0.0.1", port)) == 0

        assert listens()
        os.kill(command.pid, signal.SIGKILL)
        command.wait()
        wait_until(lambda: not listens())
