"""Each figure of the mesh goes to a file as its page shows it: with the threshold that was moved, whole, opened or kept."""

import datetime
import html
import re

import pytest
from django.test import Client
from tests.modules.mesh.pages.test_the_mesh_answers_on_pages import AID, MESH, read

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.mesh import operations, queries

ON = datetime.date(2026, 11, 23)
OTHER = "demo-cheque-numerique-metropole"
EXPORT = "demo-volontaire-export"
BUTTON = re.compile(r'href="([^"]+)">Télécharger \(CSV\)<')
Change = queries.ChangeAsked


def file_of(client: Client, path: str) -> list[str]:
    """The lines of the file that the button of a page gives."""
    button = BUTTON.search(html.unescape(read(client, path)))
    assert button
    answer = client.get(button[1] if button[1].startswith("/") else path + button[1])
    assert answer["Content-Type"].startswith("text/csv") and answer.status_code == 200
    said = str(answer.content, "utf-8-sig")
    assert "Registre du" in said
    return said.replace("\N{NO-BREAK SPACE}", " ").splitlines()


@pytest.mark.requirement("H-059")
def test_the_file_of_the_conditions_holds_the_threshold_that_was_moved(demonstration, as_member) -> None:
    moved = queries.exclusions(
        EXPORT, "dep", actor=TERMINAL, on=ON, rank=1, bound="minimum", number=None
    ).simulated
    assert moved is not None and moved.gained.certain > 0

    path = f"{MESH}dispositifs/{EXPORT}/conditions/"
    usual = file_of(as_member("elise"), f"{path}?par=dep")
    lines = file_of(as_member("elise"), f"{path}?par=dep&rang=1&borne=minimum&valeur=")

    assert not any(line.startswith("Avec ce seuil") for line in usual)
    assert f"Avec ce seuil;en tout;;{moved.after.certain};{moved.after.possible}" in lines
    assert f"Gagnés;en tout;;{moved.gained.certain};{moved.gained.possible}" in lines


@pytest.mark.requirement("H-005")
def test_the_file_of_a_supposition_and_of_its_study_hold_every_scheme_and_the_communes(
    demonstration, as_member
) -> None:
    change = Change(kind="end", schemes=(AID,))
    found = queries.effect([change], "dep", actor=TERMINAL, on=ON)
    study = operations.save_study("Sans elle", [change], by="dep", at=clock.now(), actor=TERMINAL)
    elise = as_member("elise")

    (scheme,) = found.schemes
    assert scheme.before is not None
    told = f"{scheme.scheme.name};{AID};{scheme.before.certain};{scheme.before.possible};n'existe plus;"
    lost = f"Communes qui perdent;;;;{found.communes_lost};{found.communes_perhaps_lost}"
    live = file_of(elise, f"{MESH}et-si/?c=end%7C{AID}&par=dep")
    kept = file_of(elise, f"{MESH}etudes/{study.slug}/")

    for lines in (live, kept):
        assert told in lines and lost in lines
    assert kept[0].startswith("Sans elle;")


@pytest.mark.requirement("H-005")
def test_an_opened_overlap_and_a_comparison_go_to_a_file(demonstration, as_member) -> None:
    found = queries.overlap(AID, OTHER, "size", actor=TERMINAL, on=ON)
    elise = as_member("elise")

    opened = file_of(elise, f"{MESH}doublons/{AID}/{OTHER}/?par=size")
    compared = file_of(elise, f"{MESH}comparer/?d={AID}&d={OTHER}")

    assert f"en tout;;{found.pair.shared};{found.pair.possible}" in opened
    assert {f"{one.code};{one.count.certain};{one.count.possible};{one.total}" for one in found.parts} <= {
        line.partition(";")[2] for line in opened
    }
    titles = {found.pair.first.title, found.pair.second.title}
    assert set(compared[0].split(";")) == {"", *titles}
    shared = f"{found.pair.kind_label};{found.pair.shared};{found.pair.possible}".replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert any(line.endswith(shared) for line in compared)


@pytest.mark.requirement("H-149")
def test_an_opened_gap_goes_to_a_file_with_the_question_that_was_asked(demonstration, as_member) -> None:
    asked = queries.GapFilters(group="energy", by="dep", threshold=3)
    found = queries.gap(asked, "dep:59", actor=TERMINAL, on=ON)

    lines = file_of(as_member("elise"), f"{MESH}trous/need/energy/dep:59/?seuil=3")

    assert f"en tout;;{found.line.unserved};{found.line.total}" in lines
    assert "Moins de … dispositifs ciblés;3" in lines
    plain = [line.replace('"', "") for line in lines]
    for cell in found.cells:
        assert f"{cell.section.name};{cell.size.name};{cell.unserved};{cell.total}" in plain
    assert read(as_member("elise"), f"{MESH}trous/rien/energy/dep:59.csv", status=404)
