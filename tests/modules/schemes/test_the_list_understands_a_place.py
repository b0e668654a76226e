"""A place is typed as people say it: a name, a code, a postal code."""

import pytest

from maillage.modules.schemes import forms

pytestmark = pytest.mark.django_db


def test_a_name_that_one_commune_bears_is_that_commune_and_the_others_are_told():
    read = forms.read_place("Lille")
    assert read.reference == "com:59350"
    assert {"arr:595", "ze:3216"} <= {one.reference for one in read.others}


def test_a_name_that_several_communes_bear_is_not_guessed():
    read = forms.read_place("Saint-Denis")
    assert read.problem is not None and read.problem.field == "place"
    assert {"com:93066", "com:97411"} <= {one.reference for one in read.others}


def test_an_expression_is_taken_as_it_is():
    assert forms.read_place("epci:200093201").reference == "epci:200093201"


def test_a_place_nobody_knows_is_said_and_the_list_is_shown(client, demonstration):
    page = client.get("/aides/", {"lieu": "Nullepart-sur-Rien"}).content.decode()
    assert 'id="lieu-erreur"' in page and "scheme-card" in page


def test_a_name_typed_in_the_list_filters_it(client, demonstration):
    page = client.get("/aides/", {"lieu": "Lille"}).content.decode()
    assert "Lille</span>" in page and "Ou bien" in page
