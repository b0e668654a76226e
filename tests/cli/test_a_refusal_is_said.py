"""How a refusal reaches the terminal: where, what happened, what to do; the exit code for programs."""

import argparse

import pytest

from maillage import cli
from maillage.cli import french
from maillage.kit.errors import ManyRefused, Refused, Where


def answering(error: Exception, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code of a command that ends with ``error``."""

    def run(args: argparse.Namespace) -> int:
        raise error

    parser = argparse.ArgumentParser()
    parser.set_defaults(func=run)
    monkeypatch.setattr(cli, "parser", lambda: parser)
    return cli.main([])


def test_a_refusal_says_what_happened_then_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = Refused(
        "cut", "Le fichier est coupé.", way_out="Demandez-le de nouveau.", where=Where(line=12, column="nom")
    )
    assert answering(error, monkeypatch) == cli.REFUSED
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "Ligne 12, colonne «\u00a0nom\u00a0»\u00a0: Le fichier est coupé.\n→ Demandez-le de nouveau.\n"
    )


def test_every_fault_of_a_file_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = tuple(
        Refused("f", f"Faute {number}.", way_out="", where=Where(line=number)) for number in (2, 3)
    )
    assert answering(ManyRefused(faults), monkeypatch) == cli.REFUSED
    assert [line.split("\u00a0")[0] for line in capsys.readouterr().err.splitlines()] == [
        "Ligne 2",
        "Ligne 3",
    ]


def test_a_database_that_is_not_ready_has_its_own_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answering(cli.NotReady("La base est vide."), monkeypatch) == cli.NOT_READY
    assert "maillage init" in capsys.readouterr().err


def test_a_missing_table_means_not_ready(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.db.utils import OperationalError

    assert answering(OperationalError("no such table: reference_edition"), monkeypatch) == cli.NOT_READY
    assert "maillage init" in capsys.readouterr().err


def test_a_fault_of_ours_is_said_by_its_name_and_how_to_see_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MAILLAGE_DEBUG", raising=False)
    assert answering(ZeroDivisionError(), monkeypatch) == cli.REFUSED
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "MAILLAGE_DEBUG=1" in told


def test_a_fault_of_ours_is_raised_to_whoever_debugs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        answering(ZeroDivisionError(), monkeypatch)


def test_a_file_that_cannot_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answering(PermissionError(13, "Permission denied", "static/app.css"), monkeypatch) == cli.REFUSED
    told = capsys.readouterr().err
    assert "«\u00a0static/app.css\u00a0»" in told
    assert "denied" not in told


def test_one_is_singular_and_two_are_plural() -> None:
    assert [french.many(number, "erreur") for number in (0, 1, 2)] == ["0 erreur", "1 erreur", "2 erreurs"]
