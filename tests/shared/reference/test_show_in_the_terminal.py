import json
from pathlib import Path

import pytest

from maillage.cli import main

pytestmark = pytest.mark.django_db


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["reference", "show", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.requirement("H-224")
def test_a_commune_shows_every_division(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "59350")
    for line in (
        "Lille (59350)",
        "Population municipale\u00a0: 238\u00a0246 (2023)",
        "Codes postaux\u00a0: 59000, 59160, 59260, 59777, 59800",
        "département\u00a0: Nord (59)",
        "région\u00a0: Hauts-de-France (32)",
        "arrondissement\u00a0: Lille (595)",
        "EPCI\u00a0: Métropole Européenne de Lille (200093201)",
        "zone d'emploi\u00a0: Lille (3216)",
        "quartier prioritaire (QPV)\u00a0: Secteur Sud (QN05972M), en partie",
        "FRR\u00a0: non",
    ):
        assert line in text
    assert "état au 1er janvier 2025 — EPCI et EPT au 1er janvier 2025 — DGCL" in text


@pytest.mark.parametrize("words", ["Lille", "lille", "59800", "com:59350", "59350"])
def test_a_commune_is_shown_by_its_name_its_postal_code_or_its_code(
    capsys: pytest.CaptureFixture[str], words: str
) -> None:
    assert said(capsys, words).startswith("Lille (59350)")


def test_a_municipal_arrondissement_is_given_no_neighbourhood_of_the_whole_commune(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, "75111")
    assert "QN0" not in text
    assert "quartier prioritaire (QPV)\u00a0: quelque part dans Paris (" in text
    assert "arrondissement non précisé par la source, à confirmer" in text
    kinds = [one["kind"] for one in json.loads(said(capsys, "75111", "--json"))["divisions"]]
    assert kinds.count("qpv") == 1


def test_an_old_code_shows_the_commune_of_today(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "02434")
    assert "(02018)" in text.splitlines()[0]
    assert "L'ancien code 02434" in text


def test_a_division_shows_its_communes(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "ze:3216")
    assert "Communes\u00a0: 133" in text
    assert "    59350 Lille" in text


@pytest.mark.requirement("H-224")
def test_json_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(said(capsys, "59350", "--json"))
    epci = next(one for one in record["divisions"] if one["kind"] == "epci")
    assert (epci["code"], epci["since"]) == ("200093201", "2025-01-01")
    assert record["on"] == "2026-11-21"
    division = json.loads(said(capsys, "dep:59", "--json"))
    assert len(division["communes"]) == 647


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("08227", "partagée entre plusieurs communes"),
        ("99999", "n'existe pas"),
        ("Lile", "Vouliez-vous dire Lille (59350)"),
        ("saint-denis", "com:93066 Saint-Denis"),
        ("dep:00", "dep:00"),
        ("canton:1", "canton"),
        ("", "Donnez un code"),
    ],
)
def test_a_wrong_code_is_refused_with_a_way_out(
    capsys: pytest.CaptureFixture[str], words: str, sentence: str
) -> None:
    assert main(["reference", "show", words]) == 1
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert "→" in captured.err
    assert not captured.out


def test_a_wrong_day_is_a_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["reference", "show", "59350", "--on", "12/05/2026"])
    assert stopped.value.code == 2
    assert "AAAA-MM-JJ" in capsys.readouterr().err


def test_loading_again_says_it_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reference", "load"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 20
    assert all(line.endswith("déjà à jour") for line in lines)


def test_loading_from_nowhere_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["reference", "load", "--from", str(tmp_path)]) == 1
    assert "manifest.json" in capsys.readouterr().err
