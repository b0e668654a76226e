"""Installations of their own for tests of the terminal: a home, a database, real processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

SERVER = os.environ.get("TEST_DATABASE_URL", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A home and the address of its database, which may not hold anything yet."""

    home: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """What its processes read, and nothing of the machine's own settings."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MAILLAGE_", "DATABASE_", "EMAIL_"))
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings.test",
            "MAILLAGE_HOME": str(self.home),
            "TEST_DATABASE_URL": self.database,
            "PYTHONWARNINGS": "ignore",
        }

    def maillage(self, *words: str, code: int = 0, **environment: str) -> str:
        """Run a command in a process of its own; what it says, on stdout when it did its work, else on stderr."""
        done = self._run("-m", "maillage.cli", *words, environment=environment)
        assert done.returncode == code, f"{words} → {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout if code == 0 else done.stderr

    def python(self, script: str, **environment: str) -> str:
        """Run a script with Django started; what it printed."""
        start = "import django; django.setup()\n"
        done = self._run("-c", start + script, environment=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[str]":
        """Start a command and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "maillage.cli", *words],
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _run(self, *words: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *words],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )


@contextmanager
def installed(home: Path) -> Iterator[Installation]:
    """An installation in ``home`` without tables: a SQLite file, or a database of the server of TEST_DATABASE_URL."""
    home.mkdir(exist_ok=True)
    if not SERVER.startswith("postgres"):
        yield Installation(home=home, database=f"sqlite:///{home / 'maillage.sqlite3'}")
        return
    import psycopg

    name = f"maillage_{token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield Installation(home=home, database=urlsplit(SERVER)._replace(path=f"/{name}").geturl())
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
