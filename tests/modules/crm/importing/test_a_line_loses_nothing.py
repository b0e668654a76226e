"""What a line says is kept, or said not to be: no number, aid, company or commune vanishes without a word."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.crm.importing.test_import_a_file import (
    AT,
    HEAD,
    amina,
    applied,
    company,
    messages,
    officer,
    read,
    states,
    undone,
)

from maillage.kit.db.once import reading
from maillage.modules.crm.importing import places
from maillage.modules.crm.models import AidReceived, Company
from maillage.shared.directory.models import Organization
from maillage.shared.exchange import operations

__all__ = ("amina",)


@pytest.mark.requirement("S-187")
def test_a_line_that_bears_another_siren_than_the_company_it_resembles_is_for_a_person_to_settle(amina):
    known = company("Menuiserie Clairfictif", amina, siren="000000018", values={"commune": "59350"})
    batch = read(
        "Entreprise;SIREN;Ville;Aide;Année\nMenuiserie Clairfictif;888123403;Lille;Aide autre;2021\n", amina
    )

    assert states(batch) == ["doubtful"]
    assert [one[0] for one in batch.rows.get().candidates] == [known.public_id]
    applied_nothing = batch.rows.get()
    assert applied_nothing.target == "" and not known.aids.exists()


@pytest.mark.requirement("H-073")
def test_the_lines_of_one_unknown_company_make_one_company_and_say_so_before(amina):
    lines = "".join(
        f"Meunerie Quadruple;;Lille;59000;Aide {year};1000;{year}\n" for year in range(2018, 2022)
    )
    batch = read(f"{HEAD}\n{lines}", amina)
    assert messages(batch).count("Même entreprise que la ligne 2") == 3

    applied(batch, amina)

    assert Company.objects.get(name="Meunerie Quadruple").aids.count() == 4
    undone(batch, amina)
    assert not Company.objects.exists() and not AidReceived.objects.exists()


def test_two_companies_named_alike_in_two_towns_stay_two(amina):
    applied(
        read(f"{HEAD}\nMeunerie Double;;Lille;59000;;;\nMeunerie Double;;Nantes;44000;;;\n", amina), amina
    )

    assert Company.objects.filter(name="Meunerie Double").count() == 2


@pytest.mark.requirement("H-073")
def test_two_aids_of_two_numbers_are_two_aids_and_the_same_number_is_one(amina):
    head = "Entreprise;Ville;Aide;Année;Montant;Numéro de dossier"
    line = "Atelier Balibadine;Lille;Aide inno;2020;5000;"
    applied(read(f"{head}\n{line}D-1\n{line}D-2\n", amina), amina)
    applied(read(f"{head}\n{line}D-2 \n{line}\n", amina, "suite.csv"), amina)

    assert sorted(AidReceived.objects.values_list("reference", flat=True)) == ["D-1", "D-2"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Champ Un;;Lilles;;;;", "Aucune commune ne s'appelle « Lilles »"),
        ("Champ Deux;;Lille;44000;;;", "Aucune commune ne s'appelle « Lille » au code postal 44000"),
        ("Champ Trois;;Saint-Martin;;;;", "« Saint-Martin »"),
        ("Champ Quatre;;Lille;59000;;1000;2020", "Le nom de l'aide manque"),
    ],
)
def test_what_a_line_loses_is_said_before_and_still_after_it_is_applied(amina, line, said):
    batch = read(f"{HEAD}\n{line}\n", amina)
    assert states(batch) == ["new"] and said in messages(batch)

    assert said in messages(applied(batch, amina))


def test_a_code_of_a_commune_that_does_not_exist_is_said(amina):
    assert "Aucune commune n'a le code « 99999 »" in messages(
        read("Entreprise;Code Insee\nChamp Cinq;99999\nChamp Six;59350\n", amina)
    )


def test_the_codes_of_communes_of_a_long_file_are_read_at_once(db):
    places._codes.cache_clear()
    with reading(), CaptureQueriesContext(connection) as seen:
        told = [places.exists(code) for code in ("59350", "44109", "75101", "99999", "")]

    assert told == [True, True, True, False, False]
    assert len(seen) == 2


def test_what_is_no_code_of_activity_is_an_error_that_can_be_mended(amina):
    batch = read("Entreprise;Code NAF;Ville\nChamp Sept;ABCDE;Lille\nChamp Huit;4322a;Lille\n", amina)
    assert states(batch) == ["error", "new"]
    assert "n'est pas un code d'activité" in messages(batch)

    operations.correct(batch.public_id, 2, "naf", "43.32A", at=AT, actor=amina)
    applied(batch, amina)

    assert sorted(Company.objects.values_list("establishments__naf", flat=True)) == ["43.22A", "43.32A"]


@pytest.mark.requirement("H-073")
def test_lines_of_one_company_whose_code_of_commune_does_not_exist_make_one_as_they_say(amina):
    line = "Meunerie Quadruple;99999;Aide fictive;"
    batch = read(f"Entreprise;Code Insee;Dispositif;Année\n{line}2019\n{line}2020\n", amina)
    assert "une seule sera créée" in messages(batch)

    applied(batch, amina)

    assert Company.objects.get(name="Meunerie Quadruple").aids.count() == 2


@pytest.mark.requirement("S-187")
def test_who_said_that_a_line_is_a_new_company_is_heard_though_an_earlier_file_of_the_same_name_made_one(
    amina,
):
    head, line = "Entreprise;Ville;Dispositif;Année", "Meunerie Quadruple;Lille;Aide fictive"
    applied(read(f"{head}\n{line};2019\n", amina), amina)
    corrected = read(f"{head}\n{line};2021\n", amina)
    first = Company.objects.get(name="Meunerie Quadruple")
    assert [one[0] for one in corrected.rows.get().candidates] == [first.public_id]

    operations.settle(corrected.public_id, 2, operations.NEW, at=AT, actor=amina)
    applied(corrected, amina)

    assert first.aids.count() == 1
    assert Company.objects.filter(name="Meunerie Quadruple").count() == 2


def test_two_files_of_one_name_and_day_sent_by_two_organisations_share_no_company(amina):
    other = officer("bruno", Organization.objects.create(slug="autre", name="Autre direction"), "dep:44")
    line = "Entreprise;Ville;Dispositif;Année\nMeunerie Quadruple;Lille;Aide fictive;2019\n"
    waiting = read(line, other)
    assert states(waiting) == ["new"]
    applied(read(line.replace("2019", "2020"), amina), amina)

    applied(waiting, other)

    assert Company.objects.filter(name="Meunerie Quadruple").count() == 2
