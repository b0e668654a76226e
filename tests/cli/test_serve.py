"""`maillage serve`, as far as the moment when it would listen; journeys and benchmarks/serving.py do the rest."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from maillage.cli import serve
from maillage.kit.errors import Refused

listening = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def taken() -> "socket.socket":
    """A port that another program holds."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other  # type: ignore[misc]


@listening
def test_a_port_that_is_taken_is_refused_with_a_free_one(taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    with pytest.raises(Refused) as refused:
        serve.choose("127.0.0.1", port)
    assert str(port) in refused.value.sentence
    assert "--port" in refused.value.way_out


@listening
def test_without_a_port_the_next_free_one_is_taken_and_said(
    taken: socket.socket, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port = taken.getsockname()[1]
    monkeypatch.setattr(serve, "DEFAULT_PORT", port)
    assert serve.choose("127.0.0.1", None) > port
    assert f"Le port {port} est déjà pris" in capsys.readouterr().out


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_the_printed_address_can_be_typed(host: str) -> None:
    assert serve.shown(host) == "127.0.0.1"


def test_a_machine_without_database_is_told_to_prepare_one(tmp_path: Path) -> None:
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO"))
    }
    told = subprocess.run(
        [Path(sys.executable).with_name("maillage"), "serve"],
        env=surroundings | {"MAILLAGE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 3
    assert "maillage init" in told.stderr and "Traceback" not in told.stderr
