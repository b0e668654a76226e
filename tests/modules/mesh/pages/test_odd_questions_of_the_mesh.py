"""Addresses that people type, cut or send again: the mesh answers with what it can, or says why not."""

import dataclasses
import datetime
import html

import pytest
from django.http import QueryDict
from tests.modules.mesh.pages.test_the_mesh_answers_on_pages import AID, MESH, read

from maillage.kit.errors import Refused
from maillage.modules.mesh import forms, reading
from maillage.modules.mesh.adapters.domain import domain

ON = datetime.date(2026, 11, 23)


@pytest.mark.parametrize("by", ["size", "section", "age"])
def test_who_did_not_say_its_size_is_said_so_and_not_out_of_a_division(demonstration, as_member, by) -> None:
    page = read(as_member("helene"), f"{MESH}dispositifs/{AID}/?par={by}")
    assert "hors de ce découpage" not in page
    if by == "size":
        assert "non renseigné" in page


@pytest.mark.requirement("H-059")
def test_to_change_a_condition_one_chooses_a_scheme_and_its_conditions_open(demonstration, as_member) -> None:
    helene = as_member("helene")
    # The second list of the form is sent too, empty or not: it is of a merge.
    for second in ("", "ecoprodduire"):
        answer = helene.get(f"{MESH}et-si/?ajouter=rule&d={AID}&d={second}")
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{MESH}dispositifs/{AID}/conditions/")
    assert "Il manque un dispositif" in read(helene, f"{MESH}et-si/?ajouter=rule&d=&d={AID}")
    read(helene, f"{MESH}et-si/?ajouter=rule&d=deux+mots", status=404)


def test_a_scheme_left_in_the_list_of_a_merge_is_not_ended_in_the_place_of_another() -> None:
    with pytest.raises(Refused, match="manque un dispositif"):
        forms.added(QueryDict(f"ajouter=end&d=&d={AID}"), ON)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("et-si/?c=end|demo-aide-numerique&par=size", 200),
        ("et-si.csv?c=end|demo-aide-numerique&par=age", 400),
        ("besoins/?par=dep", 400),
        ("besoins.csv?par=epci", 400),
    ],
)
def test_a_cut_that_a_page_does_not_offer_is_refused_with_those_it_does(
    demonstration, as_member, path, status
) -> None:
    assert "pas une façon de compter" in html.unescape(read(as_member("helene"), f"{MESH}{path}", status))


@pytest.mark.parametrize("division", ["size:03", "rien:59", "dep"])
@pytest.mark.parametrize("suffix", ["/", ".csv"])
def test_a_gap_of_what_is_no_division_is_not_found(demonstration, as_member, division, suffix) -> None:
    read(as_member("helene"), f"{MESH}trous/need/energy/{division}{suffix}", status=404)


def test_a_gap_says_how_many_schemes_are_lacking_and_opens_whom_it_counts(demonstration, as_member) -> None:
    page = html.unescape(
        read(as_member("helene"), f"{MESH}trous/need/energy/dep:59/?seuil=3&activite=C&taille=11")
    )
    assert "moins de 3 dispositifs ciblés." in page
    (rows,) = {
        link.split('"')[0]
        for link in page.split('href="')[1:]
        if "sorte=gap" in link.split('"')[0] and link.split('"')[0].count("part=") == 3
    }
    assert "part=section%3AC" in rows and "part=size%3A11" in rows


@pytest.mark.parametrize("name", ["seuil", "page", "au-moins", "part-de-tous"])
def test_a_number_of_five_thousand_digits_is_no_number(demonstration, as_member, name) -> None:
    read(as_member("helene"), f"{MESH}trous/?{name}={'9' * 5_000}")


def test_a_rank_of_five_thousand_digits_is_no_rank() -> None:
    (change,) = forms.changes(QueryDict(f"c=rule|{AID}|{'9' * 5_000}|minimum|3|||"))
    assert change.rank == 0


def test_once_the_codes_have_changed_every_page_leads_to_the_computation(
    demonstration, as_member, monkeypatch
) -> None:
    monkeypatch.setattr(reading, "domain", lambda on: dataclasses.replace(domain(on), digest="0" * 64))
    page = read(as_member("helene"), MESH)
    assert "ses chiffres ne se lisent plus" in page and "Ouvrir le calcul" in page
