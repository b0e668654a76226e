"""Two dates side by side, every date on one screen, in words and in signs."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from tests.modules.missions.pages.conftest import SROM, words

from maillage.modules.missions import pages
from maillage.modules.missions.queries.shapes import ComparisonShown, MapShown, Origin, Sentence
from maillage.modules.missions.templatetags.missions import passage

Reads = Callable[[str], str]
Signed = Callable[[str], Client]
NOTHING = MapShown(
    plan_slug="",
    plan="",
    function_id=0,
    function_code="",
    function="",
    mode=None,
    purposes=(),
    perimeters=(),
    guarantor="",
    day=date(2017, 1, 1),
    known_at=None,
    default_day=None,
    stops=(),
    state=None,
    last_known=None,
    projections=True,
    domains=(),
    footnotes=(),
    statements=(),
    before=(),
    counts=(),
    boxes=0,
    unconfirmed=0,
)


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
    page = reads("COM/comparer/?date=2013-01-01&comparer=2017-01-01")
    assert "Cette fonction n'a pas de carte : ce qui change est dit en mots, plus haut." in page
    assert "5 actions apparaissent" in page
    assert "L'action « Offre des CCI structurée en huit thèmes et quatre niveaux » apparaît." in page


@pytest.mark.requirement("S-031")
def test_a_box_that_only_the_other_side_cannot_read_is_not_framed_as_different(signed: Signed) -> None:
    page = signed("elected").get(f"{SROM}FIN/comparer/?date=2013-01-01&comparer=2017-01-01").content.decode()
    side = page[page.index('aria-labelledby="cote-a-cote"') :]
    assert side.count(' differs"') == 1, "the one box whose mode is said"
    read = words("<main" + side)
    assert "Études et conseils ? à confirmer au 1er janvier 2017" in read, "readable in 2013"
    assert read.count("mode désormais dit") == 1, "on the side that says it"
    assert "autre mode" not in read, "from unknown to known is no other mode"


def test_the_same_box_stands_on_one_line_of_both_sides(signed: Signed) -> None:
    page = signed("elected").get(f"{SROM}FIN/comparer/?date=2013-01-01&comparer=2017-01-01").content.decode()
    rows = re.findall(r'<li class="line">(.*?)</li>', page, re.DOTALL)
    sides = [re.findall(r'class="box-label">(.*?)</span>', row) for row in rows]
    assert len(sides) == 28
    assert all(left == right for left, right in sides)


def test_a_passage_of_another_source_is_told_with_its_source() -> None:
    one, other = (
        Sentence(
            kind="mode", code=title, words="", origin=Origin(title=title, evidence="article 2", basis="")
        )
        for title in ("Schéma", "Convention")
    )
    told = pages.parted(
        ComparisonShown(
            before=NOTHING, after=NOTHING, summary=(), sentences=(one, replace(one, code="x"), other)
        )
    )
    assert told.source == one.origin
    assert "Convention" in passage(other.origin, told.source)
    assert "Schéma, article 2" not in words("<main" + passage(one.origin, told.source)), "named once, above"
