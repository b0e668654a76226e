"""A source names a body: the directory finds it under its other spellings, or writes it down as unknown."""

import pytest

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.shared.directory import operations
from maillage.shared.directory.models import Organization, OrganizationKind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "spelling", ["Banque Publique d'Investissement France", "BPI", "bpifrance", "  BPIFRANCE "]
)
def test_a_known_body_is_found_under_its_other_names(spelling: str) -> None:
    operations.load(actor=TERMINAL)

    assert operations.ensure(spelling, actor=TERMINAL).slug == "bpifrance"


def test_accents_apostrophes_and_case_do_not_make_another_body() -> None:
    operations.load(actor=TERMINAL)

    assert operations.ensure("RÉGION HAUTS DE FRANCE", actor=TERMINAL).slug == "region-hauts-de-france"


def test_an_unknown_body_is_written_with_its_name_and_nothing_else() -> None:
    made = operations.ensure("Agence  inventée de l'essai", actor=TERMINAL, source="essai")

    assert (made.name, made.slug) == ("Agence inventée de l'essai", "agence-inventee-de-lessai")
    assert (made.kind, made.perimeter, made.url) == (OrganizationKind.UNKNOWN, "", "")
    assert operations.ensure("agence inventee de l essai", actor=TERMINAL) == made


def test_two_bodies_with_one_short_form_get_two_identifiers() -> None:
    first = operations.ensure("Fonds A+B", actor=TERMINAL)
    second = operations.ensure("Fonds AB", actor=TERMINAL)

    assert (first.slug, second.slug) == ("fonds-ab", "fonds-ab-2")


def test_every_operator_of_the_real_programmes_is_already_in_the_directory() -> None:
    import csv

    operations.load(actor=TERMINAL)
    before = Organization.objects.count()
    programmes = operations.FILE.with_name("programmes.csv")
    with programmes.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in filter(None, [row["operateur_contact"], *row["autres_operateurs"].split("|")]):
                operations.ensure(name, actor=TERMINAL)

    assert Organization.objects.count() == before


def test_a_siren_fills_an_organisation_that_had_none() -> None:
    operations.load(actor=TERMINAL)

    assert operations.ensure("ADEME", actor=TERMINAL, siren="385290309").siren == "385290309"
    assert operations.ensure("ADEME", actor=TERMINAL).siren == "385290309"


@pytest.mark.parametrize(
    ("name", "siren", "said"),
    [("ADEME", "356000000", "a déjà le SIREN 385290309"), ("Autre", "385290309", "est déjà celui de")],
)
def test_a_siren_that_contradicts_the_directory_is_refused(name: str, siren: str, said: str) -> None:
    operations.ensure("ADEME", actor=TERMINAL, siren="385290309")

    with pytest.raises(Refused, match=said):
        operations.ensure(name, actor=TERMINAL, siren=siren)
