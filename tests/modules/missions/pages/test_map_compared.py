"""Two dates side by side, every date on one screen, in words and in signs."""

from collections.abc import Callable

import pytest

Reads = Callable[[str], str]


@pytest.mark.requirement("S-061")
def test_a_box_that_changes_domain_is_moved_on_both_sides_and_in_words(reads: Reads) -> None:
    page = reads("RH/comparer/?date=2013-01-01&comparer=2017-01-01")
    assert "« Déclarations sociales » est déplacée de « Paye » à « Contrôle de gestion sociale »" in page
    assert page.count("Déclarations sociales → déplacée") == 2
    assert "Déclarations sociales + nouvelle" not in page


@pytest.mark.requirement("S-046")
def test_what_only_cannot_be_read_is_no_change(reads: Reads) -> None:
    page = reads("FIN/comparer/?date=2017-01-01&comparer=2021-01-01")
    assert "Aucun changement lisible" in page
    assert "nouvelle" not in page
    assert "retirée" not in page


def test_the_comparison_without_a_second_date_takes_the_next_one(reads: Reads) -> None:
    page = reads("RH/comparer/")
    assert "1er janvier 2017, état des lieux, puis 1er janvier 2021, projection, non confirmée" in page


def test_a_domain_that_changes_name_stands_on_one_line(reads: Reads) -> None:
    page = reads("RH/comparer/?date=2013-01-01&comparer=2017-01-01")
    assert "Administration du personnel → Administration et paye" in page


@pytest.mark.requirement("S-017")
def test_the_three_dates_are_read_box_by_box_on_one_screen(reads: Reads) -> None:
    page = reads("FIN/dates/")
    line = page[page.index("Gestion et contrôle des flux comptables frais de personnel") :]
    line = line[: line.index("Comptabilité mandat")]
    assert [one for one in ("mode non renseigné", "Intégration, I") if one in line] == [
        "mode non renseigné",
        "Intégration, I",
    ]
    assert "1er janvier 2013" in page and "1er janvier 2017" in page and "1er janvier 2021" in page


def test_the_dates_of_a_domain_are_gathered_once(reads: Reads) -> None:
    page = reads("RH/dates/")
    assert page.count("Relations sociales") == 1


def test_a_function_without_a_map_has_nothing_to_set_side_by_side_and_says_so(reads: Reads) -> None:
    assert "n'a pas de carte" in reads("COM/dates/")
    assert "rien à mettre côte à côte" in reads("COM/comparer/")
