"""What a map of the mesh draws first, and what it says that a click does."""

from datetime import UTC, date, datetime

from tests.modules.mesh.pages.test_the_mesh_answers_on_pages import MESH, read

from maillage.kit.testing.time import frozen
from maillage.kit.ui.maps import Figure
from maillage.modules.mesh import drawing
from maillage.modules.mesh.queries.shapes import By, Stamp
from maillage.shared.territories.models import Membership


def plain(page: str) -> str:
    return page.replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'")


def test_a_pair_that_is_never_certain_is_drawn_by_what_is_possible_where_its_establishments_are(
    demonstration, as_member
) -> None:
    page = plain(
        read(as_member("helene"), f"{MESH}doublons/demo-innovation-collaborative/ecoprodduire/?par=epci")
    )

    assert "Établissements servis peut-être, aucun ne l'étant à coup sûr, par EPCI" in page
    assert '<option value="52" selected>Pays de la Loire</option>' in page
    assert "epci.geojson?region=52" in page


def test_another_region_is_drawn_when_it_is_asked_for(demonstration, as_member) -> None:
    page = read(
        as_member("helene"), f"{MESH}doublons/demo-innovation-collaborative/ecoprodduire/?par=epci&fond=32"
    )

    assert "epci.geojson?region=32" in page


def test_the_map_of_a_supposition_opens_establishments_for_those_who_may_only(
    demonstration, as_member
) -> None:
    asked = f"{MESH}et-si/?c=end|demo-aide-numerique"
    opening, reading = (plain(read(as_member(name), asked)) for name in ("helene", "gaelle"))

    assert "cliquez pour l'ouvrir" in opening and "part=dep%3A59" in opening
    assert "cliquez pour l'ouvrir" not in reading
    assert "pour lire son chiffre." in reading


def test_the_region_drawn_first_is_told_by_the_contours_of_the_day_of_the_map(db: None) -> None:
    nantes = Figure(code="244400404", name="Nantes Métropole", value=3, words="3")
    by = By(code="epci", label="EPCI", is_territory=True)
    stamp = Stamp(
        run="r", on=date(2026, 1, 1), stock_on=date(2026, 1, 1), stock_is_demo=True, departments=(), counted=3,
        catalogue="", schemes=1, computed_at=datetime(2026, 1, 1, tzinfo=UTC), stale="", anomalies=(),
    )  # fmt: skip
    # Days that no other test asks: the process keeps what it drew.
    Membership.objects.filter(division__kind="epci", division__code="244400404").update(
        valid_to=date(2032, 5, 2)
    )
    for day, region in ((1, "52"), (2, "32")):
        with frozen(datetime(2032, 5, day, 9, tzinfo=UTC)):
            found = drawing.gaps([nantes], by, stamp=stamp, ground="", title="Essai")
        assert [one.code for one in found.grounds if one.selected] == [region]
