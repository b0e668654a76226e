"""What a map of the mesh draws first, and what it says that a click does."""

from tests.modules.mesh.pages.test_the_mesh_answers_on_pages import MESH, read


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
