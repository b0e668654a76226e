"""A figure of the mesh opens the establishments that it counts."""

import datetime
import html
import re

import pytest
from django.http import QueryDict
from tests.modules.mesh.pages.test_the_mesh_answers_on_pages import MESH, read

from maillage.kit.actor import TERMINAL
from maillage.modules.inquiries import uncovered as needs
from maillage.modules.mesh import forms, queries
from maillage.modules.mesh.queries.effects import PlaceEffect
from maillage.modules.mesh.queries.shapes import Count
from maillage.shared.directory.models import Subject

ON = datetime.date(2026, 11, 23)


PAIR = "doublons/demo-innovation-collaborative/ecoprodduire/?par=epci&fond=52"
LINK = re.compile(r"/bureau/maillage/etablissements/[^\"\\]*")


def listed(page: str) -> int:
    return page.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr")


def test_where_nothing_is_certain_the_map_and_its_table_open_what_is_possible(
    demonstration, as_member
) -> None:
    helene = as_member("helene")
    page = html.unescape(read(helene, f"{MESH}{PAIR}")).replace("\\u0026", "&")
    opened = {link for link in LINK.findall(page) if "part=epci" in link}

    assert opened
    for link in opened:
        assert "peut-etre=1" in link
    # L'Île-d'Yeu is in no EPCI: its establishments are opened too.
    outside = re.search(r'<tr data-code="">.*?href="([^"]+)">([^<]+)<.*?"Possible">(\d+)<', page, re.DOTALL)
    assert outside and outside[2] == "hors de ce découpage" and outside[3] == "4"
    for link, count in ((outside[1], 4), (max(opened), 1)):
        assert listed(read(helene, link)) >= count


@pytest.mark.parametrize(
    ("gained", "lost", "side"),
    [
        ((0, 3), (500, 500), "lost"),
        ((4, 4), (3, 900), "gained"),
        ((0, 2), (0, 5), "lost"),
        ((0, 0), (0, 0), "gained"),
    ],
)
def test_a_place_of_a_supposition_opens_the_larger_of_what_it_gains_and_loses(gained, lost, side) -> None:
    place = PlaceEffect(
        code="dep:59",
        name="Nord",
        gained=Count(certain=gained[0], possible=gained[1]),
        lost=Count(certain=lost[0], possible=lost[1]),
    )
    assert place.larger == side


def test_only_a_merge_takes_the_second_scheme_that_was_chosen_before_the_kind_of_change() -> None:
    chosen = "d=demo-aide-numerique&d=ecoprodduire"
    alone = forms.added(QueryDict(f"ajouter=end&{chosen}"), ON)
    both = forms.added(QueryDict(f"ajouter=merge&{chosen}"), ON)

    assert alone is not None and alone.schemes == ("demo-aide-numerique",)
    assert both is not None and both.schemes == ("demo-aide-numerique", "ecoprodduire")


def test_a_supposition_that_makes_certain_what_was_possible_opens_whom_it_gains(
    demonstration, as_member
) -> None:
    helene = as_member("helene")
    supposed = "c=rule%7Cdemo-volontaire-export%7C1%7Cminimum%7C%7C%7C%7C"
    page = html.unescape(read(helene, f"{MESH}et-si/?{supposed}&par=dep")).replace("\\u0026", "&")
    whole = re.search(r'href="([^"]+)">Ouvrir les établissements gagnés<', page)
    places = {link for link in LINK.findall(page) if "part=dep" in link}

    assert whole and places
    for link in (whole[1], *places):
        assert "sorte=gained" in link and "peut-etre" not in link
        assert listed(read(helene, link)) > 0
    opened = read(helene, whole[1])
    assert "servis à coup sûr avec ces changements" in opened
    assert "avec ceux qui le sont peut-être" not in opened


@pytest.mark.requirement("H-149")
def test_the_gaps_of_any_division_add_up_and_what_lies_in_none_is_listed_and_opened(
    demonstration, as_member
) -> None:
    def unserved(by: str) -> int:
        asked = queries.GapFilters(by=by, group="biodiversite", limit=10_000)
        return sum(line.unserved for line in queries.gaps(asked, actor=TERMINAL, on=ON).lines)

    helene = as_member("helene")
    page = html.unescape(read(helene, f"{MESH}trous/?par=epci&groupe=biodiversite&lieu=dep:85"))
    file = read(helene, f"{MESH}trous.csv?par=epci&groupe=biodiversite&lieu=dep:85")

    assert unserved("epci") == unserved("dep") == unserved("com") > 0
    outside = re.search(r'<tr data-code="">.*?href="([^"]+)">hors de ce découpage<', page, re.DOTALL)
    assert outside and "hors de ce découpage;epci:;4" in file
    gap = html.unescape(read(helene, outside[1]))
    (rows,) = {link for link in LINK.findall(gap) if "part=section" not in link}
    # L'Île-d'Yeu is in no EPCI.
    assert listed(read(helene, rows)) == 4


@pytest.mark.requirement("H-056")
def test_what_was_asked_in_no_division_is_laid_over_the_gap_of_none(demonstration) -> None:
    Subject.objects.create(code="ile", label="Vivre sur une île", objectives=["biodiversite"])
    for commune in ("85113", ""):
        needs.record_search(
            words="île", commune=commune, subject="ile", where="catalogue", on=ON, actor=TERMINAL
        )

    asked = queries.GapFilters(by="epci", group="biodiversite", limit=10_000)
    lines = queries.gaps(asked, actor=TERMINAL, on=ON).lines

    assert next(line for line in lines if line.division.code == "epci:").asked.searches == 1
