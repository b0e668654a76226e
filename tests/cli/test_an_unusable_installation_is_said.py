"""A folder, a key, an address or a database that cannot be used: a sentence, a way out, a code; never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = ("init", "diagnose", "reference show 59350", "reference load", "schemes export -", "serve")


def told(words: str, code: int, **environment: str) -> str:
    """What a command says on stderr, in a process of its own, with the settings of a person's machine."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "MAILLAGE_DEBUG", "MAILLAGE_SECRET_KEY")
    }
    start = "from maillage.cli import main; raise SystemExit(main())"
    done = subprocess.run(
        [sys.executable, "-c", start, *words.split()],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    return done.stderr


@pytest.mark.parametrize("words", COMMANDS)
def test_a_home_that_is_a_file_is_refused(tmp_path: Path, words: str) -> None:
    home = tmp_path / "file"
    home.write_text("")
    said = told(words, 1, MAILLAGE_HOME=str(home))
    assert str(home) in said
    assert "→ Donnez dans MAILLAGE_HOME" in said


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "→ Donnez dans MAILLAGE_HOME" in told("init", 1, MAILLAGE_HOME=str(tmp_path / "file" / "home"))


def test_a_key_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()
    assert "MAILLAGE_SECRET_KEY" in told("diagnose", 1, MAILLAGE_HOME=str(tmp_path))


def test_an_answer_without_a_home_leaves_nothing_behind(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert "maillage init" in told("diagnose", 3, MAILLAGE_HOME=str(home))
    assert not home.exists()


@pytest.mark.parametrize("words", ["init", "diagnose"])
def test_a_damaged_sqlite_file_is_refused(tmp_path: Path, words: str) -> None:
    (tmp_path / "maillage.sqlite3").write_bytes(b"not a database at all, not even close" * 200)
    said = told(words, 1, MAILLAGE_HOME=str(tmp_path))
    assert "abîmé" in said
    assert "sauvegarde" in said


@pytest.mark.parametrize("address", ["foo://", "postgres://x:port/base", "base"])
def test_an_address_of_the_environment_that_is_not_one_is_refused(tmp_path: Path, address: str) -> None:
    said = told("diagnose", 1, MAILLAGE_HOME=str(tmp_path), DATABASE_URL=address)
    assert f"«\u00a0{address}\u00a0» n'est pas l'adresse d'une base." in said
    assert said == told(f"init --database {address}", 1, MAILLAGE_HOME=str(tmp_path))


def test_a_password_in_a_wrong_address_is_not_repeated(tmp_path: Path) -> None:
    said = told("diagnose", 1, MAILLAGE_HOME=str(tmp_path), DATABASE_URL="foo://moi:secret@machine/base")
    assert "foo://moi:…@machine/base" in said
    assert "secret" not in said


@pytest.mark.parametrize("words", ["init", "diagnose"])
def test_a_server_that_does_not_answer_is_said_and_what_to_check(tmp_path: Path, words: str) -> None:
    address = "postgres://someone@127.0.0.1:1/base"
    said = told(words, 3, MAILLAGE_HOME=str(tmp_path), DATABASE_URL=address)
    assert "ne répond pas (127.0.0.1, port 1)" in said
    assert "maillage init" not in said
    assert "refused" not in said
