"""French names, addresses and communes as one compares them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.engines.linkage import name
from maillage.engines.linkage.places import commune, department, street


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SARL Martin", "Martin (S.A.R.L.)"),
        ("Société à responsabilité limitée Zorga", "ZORGA SARL"),
        ("Éts Pêche Océane", "ETABLISSEMENTS PECHE OCEANE"),
        ("Boul. Balibadine", "Boulangerie Balibadine"),
        ("Balibadine Boulangerie", "Boulangerie Balibadine"),
        ("S.N.C. Zorga & Fils", "Zorga et fils SNC"),
        ("L'Œuf d'or", "oeuf or"),
    ],
)
def test_two_writings_of_one_name_have_one_key(one, other):
    assert name(one).key == name(other).key != ""


def test_the_legal_form_is_set_apart_and_compared_by_family():
    assert name("EURL Martin").form == name("SARL Martin").form == "sarl"
    assert name("Martin").form == ""


def test_initials_are_those_of_the_words_that_count():
    assert name("Boulangerie de la Vallée Zorga").initials == "bvz"
    assert name("B.V.Z.").compact == "bvz"


def test_a_name_made_of_silent_words_keeps_them():
    assert name("La Compagnie").words == ("la", "compagnie")
    assert name("SA").words == ("sa",)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_a_name_and_the_key_of_a_key_is_itself(text):
    found = name(text)
    assert found.key == " ".join(sorted(found.words))
    assert found.key.isascii()


def test_an_address_is_compared_without_its_abbreviations():
    assert street("12 av. du Gal Leclerc") == street("12, Avenue du Général Leclerc")
    assert street("ZA des Moulins") == street("Zone des moulins")
    assert street("") == ("", "")


def test_a_commune_that_joined_another_is_that_other():
    assert commune("49001", {"49001": "49002", "49002": "49003"}) == "49003"
    assert commune("49001", {"49001": "49002", "49002": "49001"}) in ("49001", "49002")


def test_a_department_overseas_has_three_digits():
    assert department("97411", "") == "974"
    assert department("", "59000") == "59"
