"""The terminal answers, refuses with a sentence and a code, and never changes anything it should not."""

import json

import pytest

from maillage.cli import main
from maillage.kit.text import NO_BREAK
from maillage.modules.mesh.models import WantedOverlap
from maillage.modules.schemes.models import Scheme

LILLE = (
    "--commune",
    "59350",
    "--naf",
    "62.01Z",
    "--effectif",
    "8",
    "--created",
    "2024-03-01",
    "--objective",
    "rh",
)


@pytest.fixture
def said(capsys):
    def run(*words: str, code: int = 0) -> str:
        try:
            assert main(words) == code
        except SystemExit as stopped:
            assert stopped.code == code
        told = capsys.readouterr()
        return told.out if code == 0 else told.err

    return run


def test_the_json_holds_every_published_scheme_condition_by_condition(demonstration, said):
    found = json.loads(said("diagnose", *LILLE, "--json"))
    assert {"company", "questions", "schemes"} <= set(found)
    assert len(found["schemes"]) == Scheme.objects.filter(status="published").count()
    for scheme in found["schemes"]:
        assert {"id", "title", "verdict", "targeted", "validity", "conditions"} <= set(scheme)
        assert scheme["verdict"] in ("met", "unmet", "unknown")
        assert set(scheme["validity"]) == {"from", "to", "state"}
        assert all({"sentence", "verdict", "value", "origin"} <= set(c) for c in scheme["conditions"])
    assert all(fact["origin"] for fact in found["company"])


def test_people_read_groups_reasons_and_the_question_to_ask(demonstration, said):
    told = said("diagnose", *LILLE)
    for heading in ("Oui, vous pouvez (", "À préciser (", "Non (", "Terminés (", "Question à poser ensuite"):
        assert heading in told
    assert "✗" in told and "✓" in told and "?" in told


def test_an_option_not_given_is_unknown(demonstration, said):
    assert json.loads(said("diagnose", "--json"))["company"] == []


def test_a_past_day_is_judged_by_the_rule_and_the_dates_of_that_day(demonstration, said):
    def state(on: str) -> str:
        found = json.loads(said("diagnose", *LILLE, "--on", on, "--json"))
        return next(s for s in found["schemes"] if s["id"] == "accelerateur-des-possibles")["validity"][
            "state"
        ]

    assert (state("2026-09-10"), state("2026-09-11"), state("01/04/2024")) == ("open", "expired", "upcoming")


@pytest.mark.parametrize(
    "words",
    [
        ("--commune", "99999"),
        ("--siret", "123"),
        ("--naf", "62.10Y"),
        ("--effectif", "-1"),
        ("--tranche", "99"),
        ("--created", "2027-01-01"),
        ("--objective", "fortune"),
        ("--on", "demain"),
        ("--answer", "x=peut-être"),
    ],
)
def test_a_wrong_fact_exits_with_one_and_says_what_to_do(demonstration, said, words):
    told = said("diagnose", *(f"{words[0]}={words[1]}",), code=1)
    assert "→" in told


@pytest.mark.parametrize(
    "words",
    [("diagnose", "--effectif", "3", "--tranche", "01"), ("schemes", "import", "x.csv", "--format", "excel")],
)
def test_words_that_do_not_go_together_exit_with_two(said, words):
    assert "maillage" in said(*words, code=2)


def test_an_unknown_format_lists_the_known_ones(said):
    assert "dispositif-aide-professionnels" in said("schemes", "import", "x.csv", "--format", "excel", code=2)


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_an_export_is_imported_back_without_a_change(demonstration, said, tmp_path, suffix):
    file = str(tmp_path / f"catalogue.{suffix}")
    assert "dispositifs écrits" in said("schemes", "export", file, "--format", "dispositif-aide")
    told = said("schemes", "import", file, "--format", "dispositif-aide")
    assert "0 à créer, 0 à modifier" in told


def test_a_preview_writes_nothing(demonstration, said, tmp_path):
    file = tmp_path / "catalogue.csv"
    said("schemes", "export", str(file), "--format", "dispositif-aide")
    WantedOverlap.objects.all().delete()
    Scheme.objects.all().delete()
    assert "à créer" in said("schemes", "import", str(file), "--format", "dispositif-aide", "--preview")
    assert not Scheme.objects.exists()


def test_a_file_that_is_not_there_is_refused(demonstration, said):
    assert "n'existe pas" in said("schemes", "import", "nulle-part.csv", code=1)


def test_a_second_init_changes_nothing(demonstration, said):
    told = said("init", "--demo")
    assert "130 déjà à jour" in told
    counted = [line.strip() for line in told.splitlines() if "modifié" in line]
    assert len(counted) >= 7
    assert all(line.startswith("0 créé, 0 modifié") for line in counted), counted
    assert "Contours\u00a0: zones d'emploi, région 32\u00a0: déjà à jour" in told
    assert "Contours\u00a0: régions\u00a0: déjà à jour" in told


@pytest.mark.parametrize("address", ["foo", "mysql://x/y"])
def test_an_address_that_is_not_of_a_database_is_refused(said, monkeypatch, tmp_path, address):
    monkeypatch.setenv("MAILLAGE_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", address)
    assert "adresse d'une base" in said("init", code=1)


def test_a_commune_given_by_its_name_or_postal_code_is_told_its_code(demonstration, said):
    assert "59350 (Lille)" in said("diagnose", "--commune", "Lille", code=1)
    assert "59350 (Lille)" in said("diagnose", "--commune", "59000", code=1)
    assert "pas le code postal" in said("diagnose", "--commune", "99999", code=1)


def test_a_warning_that_holds_for_many_lines_is_said_once(demonstration, said, tmp_path):
    said("schemes", "export", str(tmp_path / "a.csv"), "--format", "dispositif-aide")
    told = said("schemes", "import", str(tmp_path / "a.csv"), "--format", "dispositif-aide", "--preview")
    assert told.count("aucun financeur indiqué") == 1
    assert "autres : aucun financeur" in told


def test_a_file_with_only_its_header_says_it_holds_no_scheme(demonstration, said, tmp_path):
    file = tmp_path / "catalogue.csv"
    said("schemes", "export", str(file), "--format", "dispositif-aide")
    file.write_text(file.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    told = said("schemes", "import", str(file), "--format", "dispositif-aide")
    assert "aucun dispositif\u00a0: rien n'a changé" in told
    assert "Import terminé" not in told


def test_an_answer_to_a_question_nobody_asks_is_refused_with_the_nearest_first(demonstration, said):
    from maillage.kit import clock
    from maillage.modules.schemes import queries

    known = queries.question_ids(clock.today())
    told = said("diagnose", "--answer", f"{known[1]}x=oui", code=1)
    assert f"Choisissez parmi\u00a0: {known[1]}, " in told
    assert all(one in told for one in known)
    said("diagnose", "--answer", f"{known[1]}=oui")


def test_a_siret_of_no_register_says_how_to_run_again(demonstration, said):
    told = said("diagnose", "--siret", "20009320100016")
    assert "absent du registre de démonstration (1er octobre 2026)" in told
    assert "Ajoutez --commune et --naf." in told


def test_a_number_of_the_register_is_enough(demonstration, said):
    for number in (("--siret", "000 000 018 00010"), ("--siren", "000000018")):
        told = said("diagnose", *number).replace(NO_BREAK, " ")
        assert "Commune : Maubeuge (registre de démonstration, 1er octobre 2026)" in told
        assert "entre 6 et 9 salariés" in told
        assert "Ajoutez" not in told


def test_what_is_said_wins_over_the_register_and_both_are_told(demonstration, said):
    told = said("diagnose", "--siren", "000000018", "--effectif", "8").replace(NO_BREAK, " ")
    assert (
        "8 salariés (déclaré) ; et non : entre 6 et 9 salariés (registre de démonstration, 1er octobre 2026)"
        in told
    )


def test_a_siret_of_zeros_is_refused(demonstration, said):
    assert "n'est fait que de zéros" in said("diagnose", "--siret", "0" * 14, code=1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--commune", "59350", "--latitude", "48.85", "--longitude", "2.35"), "km du centre de Lille"),
        (("--commune", "97353", "--latitude", "48.85", "--longitude", "2.35"), "km du centre de Maripasoula"),
        (("--commune", "59350", "--latitude", "50.63"), "sans la longitude"),
        (("--commune", "59350", "--longitude", "3.06"), "sans la latitude"),
        (("--latitude", "50.63", "--longitude", "3.06"), "sans la commune"),
    ],
)
def test_a_point_that_cannot_be_the_address_is_refused(demonstration, said, words, sentence):
    told = said("diagnose", *words, code=1)
    assert sentence in told
    assert "→" in told


@pytest.mark.parametrize(
    ("commune", "latitude", "longitude"), [("13004", "43.39", "4.86"), ("97353", "2.3", "-54.4")]
)
def test_a_point_far_out_in_a_wide_commune_is_taken(demonstration, said, commune, latitude, longitude):
    said("diagnose", f"--commune={commune}", f"--latitude={latitude}", f"--longitude={longitude}")
