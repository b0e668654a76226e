"""The files of deploy/ are read by the programs they are for, name variables that exist and commands that can be typed."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser, RawConfigParser
from pathlib import Path

import pytest

from maillage.cli import parser

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
VARIABLE = re.compile(r"\b(?:MAILLAGE_[A-Z_]+|DATABASE_URL|EMAIL_URL|DJANGO_SETTINGS_MODULE)\b")


def unit(path: Path) -> ConfigParser:
    read = RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read_string(path.read_text("utf-8"))
    return read


def read_by_the_program() -> set[str]:
    """The variables that the code of the program reads."""
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    return set(VARIABLE.findall(sources))


@pytest.mark.parametrize(
    "path",
    [*sorted(DEPLOY.iterdir()), *sorted((ROOT / "docs" / "how-to").glob("*.md"))],
    ids=lambda path: path.name,
)
def test_every_variable_named_is_read_by_the_program(path: Path) -> None:
    unknown = set(VARIABLE.findall(path.read_text("utf-8"))) - read_by_the_program()
    assert not unknown, f"nothing reads {sorted(unknown)}"


def commands() -> list[str]:
    found = re.findall(
        r"/opt/maillage/\.venv/bin/(maillage [^;'\n]+)", "\n".join(p.read_text("utf-8") for p in UNITS)
    )
    (container,) = re.findall(r"^CMD \[(.+)\]", (DEPLOY / "Containerfile").read_text("utf-8"), re.MULTILINE)
    return [*found, container.replace('"', "").replace(",", "")]


@pytest.mark.parametrize("command", commands())
def test_every_command_can_be_typed(command: str) -> None:
    assert parser().parse_args(shlex.split(command)[1:]).func


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_service_has_no_right_it_does_not_need(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["User"] == "maillage" and service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict" and service["ProtectHome"] == "yes"
    assert service["CapabilityBoundingSet"] == "" and service["UMask"] == "0077"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("path", [*UNITS, *DEPLOY.glob("*.timer")], ids=lambda path: path.name)
def test_systemd_reads_the_unit(path: Path, tmp_path: Path) -> None:
    """Apart from what is not installed here: the program itself, its documentation, its user."""
    for other in DEPLOY.glob("maillage*"):
        shutil.copy(other, tmp_path)
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / path.name)],
        capture_output=True,
        text=True,
        check=False,
    )
    faults = [
        line
        for line in told.stderr.splitlines()
        if path.name in line and "is not executable" not in line and "Failed to create" not in line
    ]
    assert not faults, faults


def test_the_image_runs_without_rights_and_is_watched() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    stages = text.split("FROM ")
    assert len(stages) == 3, "what builds is not what runs"
    assert "\nUSER maillage\n" in stages[2] and "HEALTHCHECK" in stages[2]
    assert "SECRET" not in text and "ARG " not in text


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_replaces_the_address_of_the_reader(name: str) -> None:
    """What the reader's own browser says of where it comes from is never believed."""
    text = (DEPLOY / name).read_text("utf-8")
    assert "$proxy_add_x_forwarded_for" not in text
    assert re.search(r"X-Forwarded-For (?:\$remote_addr|\{remote_host\})", text)
    assert text.count("{") == text.count("}")
