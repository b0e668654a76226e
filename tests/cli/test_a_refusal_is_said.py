"""How a refusal reaches the terminal: where, what happened, what to do; the exit code for programs."""

import argparse

import pytest

from maillage import cli
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


def test_a_fault_of_ours_is_not_dressed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError):
        answering(ZeroDivisionError(), monkeypatch)
