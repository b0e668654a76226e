"""The files of deploy/ are read by the programs they are for, name variables that exist and commands that can be typed."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser, RawConfigParser
from pathlib import Path

import pytest
from django.conf import settings

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
    unknown = {
        one
        for one in set(VARIABLE.findall(path.read_text("utf-8"))) - read_by_the_program()
        if not one.startswith("MAILLAGE_PROCONNECT_")  # read by their beginning
    }
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


def typed() -> dict[str, str]:
    """The commands of the guides that are written out, with the page of each: between backquotes, or a line of a block. A
    command that a sentence only names («`maillage backup restore` refuses…») is known by its words."""
    found = {}
    for path in sorted((ROOT / "docs" / "how-to").glob("*.md")):
        text = path.read_text("utf-8")
        blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        sentences = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines()]
        for line in [*lines, *re.findall(r"`(maillage [^`]+)`", sentences)]:
            if command := re.search(r"(?:^|.* )(maillage [a-z].*)", line.partition(" #")[0].strip()):
                found[command[1]] = path.name
    return found


REFERENCE = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
NAMED = re.findall(r"^## `maillage (.+?)`", REFERENCE, re.MULTILINE)


@pytest.mark.parametrize(("command", "page"), typed().items(), ids=typed())
def test_every_command_of_the_guides_can_be_typed(command: str, page: str) -> None:
    words = shlex.split(re.sub(r" N\b", " 2", command).replace(" <name>", " programmes"))[1:]
    if any(f"{name} ".startswith(f"{' '.join(words)} ") for name in NAMED):
        return
    assert parser().parse_args(words).func, page


@pytest.mark.parametrize("name", ["maillage", "somebody else"])
def test_a_command_typed_on_a_server_has_the_settings_of_its_services(tmp_path: Path, name: str) -> None:
    """Spaces, < and > included; by the account itself, or by root in its name."""
    settings, program, switch = tmp_path / "maillage.env", tmp_path / "program", tmp_path / "runuser"
    settings.write_text('# a remark\n\nMAILLAGE_SENDER=Réseau <ne-pas@example.org>\nMAILLAGE_HOSTS="a b"')
    program.write_text('#!/bin/sh\necho "$MAILLAGE_SENDER|$MAILLAGE_HOSTS|$*"\n')
    switch.write_text('#!/bin/sh\n[ "$1 $2 $3" = "-u maillage --" ] && shift 3 && exec "$@"\n')
    who = tmp_path / "id"
    who.write_text(f"#!/bin/sh\necho '{name}'\n")
    for one in (program, switch, who):
        one.chmod(0o755)
    script = (DEPLOY / "maillage").read_text("utf-8")
    command = tmp_path / "maillage"
    command.write_text(
        script.replace("/etc/maillage/maillage.env", str(settings)).replace(
            "/opt/maillage/.venv/bin/maillage", str(program)
        )
    )
    told = subprocess.run(
        ["sh", str(command), "backup", "verify", "deux mots.zip"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout == "Réseau <ne-pas@example.org>|a b|backup verify deux mots.zip\n", told.stderr
    settings.unlink()
    told = subprocess.run(
        ["sh", str(command), "doctor"],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1 and "sudo maillage" in told.stderr


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


@pytest.mark.parametrize(
    ("name", "limit"),
    [("nginx.conf", r"client_max_body_size (\d+)m;"), ("Caddyfile", r"max_size (\d+)MB")],
)
def test_a_proxy_lets_through_the_longest_file_that_the_site_takes(name: str, limit: str) -> None:
    """With what a form adds to it. Caddy's MB are millions of bytes: nginx's are no less."""
    (found,) = re.findall(limit, (DEPLOY / name).read_text("utf-8"))
    assert int(found) * 1_000_000 > max(settings.FILE_BYTES, *settings.FILE_BYTES_OF.values())
