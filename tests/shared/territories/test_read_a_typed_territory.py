"""A territory that a person types is read in one place: names, postal codes, codes, signs."""

from datetime import date

import pytest

from maillage.engines.territory import parse
from maillage.kit.errors import Refused
from maillage.shared.territories import queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("dep:59", "dep:59"),
        (" DEP:2a ", "dep:2A"),
        ("reg:32-epci:200093201", "reg:32 - epci:200093201"),
        ("Nord", "dep:59"),
        ("le nord", "dep:59"),
        ("la Somme", "dep:80"),
        ("Le Havre", "com:76351"),
        ("Lille", "com:59350"),
        ("hauts de france", "reg:32"),
        ("59", "dep:59"),
        ("59800", "com:59350"),
        ("Lomme", "com:59350"),
        ("Paris", "com:75056"),
        ("France", "pays:FR"),
        ("Nord, Pas-de-Calais", "dep:59 | dep:62"),
        ("Nord, Pas-de-Calais - Lille", "dep:59 | dep:62 - com:59350"),
        ("Hauts-de-France, sauf Métropole Européenne de Lille", "reg:32 - epci:200093201"),
        ("(Nord ; Somme) & ze:3216", "(dep:59 | dep:80) & ze:3216"),
        ("CC Faucigny - Glières", "epci:200000172"),
    ],
)
def test_names_postal_codes_codes_and_signs_are_read(typed: str, read: str) -> None:

    assert queries.understood(typed, TODAY) == parse(read)


def test_what_is_read_is_counted_and_named() -> None:
    read = queries.extent("Nord - Lille", TODAY)
    assert (read.text, read.named) == ("dep:59 - com:59350", "Nord, sauf Lille")
    assert read.communes > 600
    assert queries.understood(read.named, TODAY) == queries.understood(read.text, TODAY)


def test_a_postal_code_is_all_its_communes() -> None:
    assert queries.extent("85600", TODAY).communes > 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "manque"),
        ("Mayenne", "com:53147 (commune Mayenne), dep:53 (département Mayenne)"),
        ("59350", "com:59350"),
        ("Lile", "Lille (59350)"),
        ("dep59", "dep59"),
        ("zzz", "dep:59"),
        ("dep:59 &", "Caractère"),
        ("Nord | | Somme", "Caractère"),
        ("xyz:59", "xyz"),
        ("\x00", "manque"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_way_out(typed: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        queries.understood(typed, TODAY, field="lieu")
    assert said in str(refused.value).replace("\N{NO-BREAK SPACE}", " ")
    assert refused.value.field == "lieu"


@pytest.mark.parametrize("typed", ["dep:999", "reg:32 - reg:32"])
def test_a_territory_without_a_commune_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        queries.extent(typed, TODAY)


def test_a_long_list_of_names_costs_no_more_queries(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        queries.understood("Nord, Somme, Oise, Aisne, Lille, Amiens, Beauvais, 80000", TODAY)
