"""The command line itself, whatever the commands do."""

import pytest

from maillage.cli import main


def test_help_is_in_french_and_starts_no_django(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert "usage\u00a0:" in out and "affiche cette aide" in out and "show this help" not in out


def test_a_missing_command_is_a_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2
    assert "il manque\u00a0: COMMANDE" in capsys.readouterr().err


def test_an_unknown_command_is_a_wrong_usage_that_lists_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["semer"])
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert "semer" in error and "serve" in error and "invalid choice" not in error
