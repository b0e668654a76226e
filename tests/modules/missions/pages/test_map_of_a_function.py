"""The page of a map: its boxes, its letters, its dates, its notes, and what it never does."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.modules.missions.pages.conftest import SROM, words

Reads = Callable[[str], str]
Signed = Callable[[str], Client]


def boxes(client: Client, path: str) -> tuple[str, ...]:
    """The labels of the boxes drawn, to confirm or not, in the order of the page."""
    page = client.get(SROM + path).content.decode()
    return tuple(words(one) for one in re.findall(r'class="box-label">(.*?)</span>', page))


@pytest.mark.requirement("S-026")
def test_the_finance_map_of_2013_has_twelve_domains_and_twenty_eight_boxes_without_a_default_mode(
    signed: Signed,
) -> None:
    client = signed("elected")
    page = client.get(f"{SROM}FIN/?date=2013-01-01").content.decode()
    assert page.count('<li class="domain">') == 12
    assert len(boxes(client, "FIN/?date=2013-01-01")) == 28
    assert page.count("mode non renseigné</span>") >= 28
    assert page.count('class="mode mode-i') == 2, "the legend and its definition, no box"


@pytest.mark.requirement("S-008")
def test_a_letter_is_always_printed_with_its_hatching_and_its_name(signed: Signed) -> None:
    page = signed("elected").get(f"{SROM}FIN/?date=2017-01-01").content.decode()
    drawn = page[page.index("Comptabilité sociale") :]
    box = drawn[: drawn.index("Contrôle de gestion")]
    assert '<b aria-hidden="true">I</b>' in box
    assert "<path d=" in box
    assert "Intégration, I" in box, "what a screen reader says"
    legend = page[page.index('id="legende"') : page.index("data-map")]
    assert re.findall(r'<b aria-hidden="true">(.)</b>', legend)[:6] == ["A", "C", "H", "I", "M", "?"]
    assert "centralisée" in legend, "definitions are one click away"


@pytest.mark.requirement("S-031")
def test_boxes_that_cannot_be_read_stand_apart_and_lead_to_the_work_list(reads: Reads) -> None:
    page = reads("FIN/?date=2017-01-01")
    assert "19 macro-processus, 9 boîtes à confirmer" in page
    assert "À confirmer ? mode non renseigné Études et conseils" in page


@pytest.mark.requirement("S-027")
def test_the_note_of_the_map_is_printed_under_it_with_its_source(reads: Reads) -> None:
    page = reads("FIN/?date=2013-01-01")
    assert "※ Autonomie sur les outils informatiques et les expertises" in page
    assert "portée non renseignée" in page
    assert "lignes 253, 261-263, 271" in page


@pytest.mark.requirement("S-032")
def test_the_note_that_replaces_another_is_told_in_the_difference(reads: Reads) -> None:
    page = reads("FIN/?date=2017-01-01")
    assert "est remplacée par « Coopération pour des besoins d'expertises »" in page


@pytest.mark.requirement("S-018")
def test_a_date_says_whether_it_is_seen_decided_or_aimed_at(reads: Reads) -> None:
    page = reads("FIN/")
    assert "1er janvier 2013 état des lieux (constat)" in page
    assert "1er janvier 2017 état des lieux (statut)" in page
    assert "1er janvier 2021 projection, non confirmée" in page


def test_a_projection_past_its_day_says_so_and_leads_to_the_last_known_state(signed: Signed) -> None:
    client = signed("elected")
    page = words(client.get(f"{SROM}FIN/?date=2021-01-01").content.decode())
    assert "Projection non confirmée." in page
    assert "Dernier état connu : état des lieux au 1er janvier 2017" in page
    known = words(client.get(f"{SROM}FIN/?date=2021-01-01&projections=non").content.decode())
    assert "Projection non confirmée" not in known
    assert "Carte sans les projections" in known
    assert "19 macro-processus" in known


@pytest.mark.requirement("S-072")
def test_the_state_before_the_first_map_is_told_as_a_story_and_once(reads: Reads) -> None:
    page = reads("SI/?date=2013-01-01")
    before = page[: page.index("Légende")]
    assert "récit Autonomie" not in before
    assert before.count("lignes 645-646") == 1
    assert "avant le 1er janvier 2013" in before.lower()


@pytest.mark.requirement("S-141")
def test_a_function_without_a_map_shows_its_actions_and_its_objectives_as_no_error(reads: Reads) -> None:
    page = reads("COM/?date=2017-01-01")
    assert "Le schéma ne dessine pas de carte pour cette fonction" in page
    assert "Logo CCI sans identification géographique" in page
    assert "mode à préciser : H ou M" in page
    aims = reads("COM/?date=2021-01-01")
    assert "Objectifs" in aims
    assert "Faire savoir" in aims


def test_a_day_that_does_not_exist_is_told_and_the_map_is_still_there(reads: Reads) -> None:
    page = reads("FIN/?date=2017-02-31&su_le=hier")
    assert "« 2017-02-31 » n'est pas un jour du calendrier" in page
    assert "« hier » n'est pas un moment" in page
    assert "Comptabilité générale" in page


@pytest.mark.parametrize("asked", ["9999-12-31T23:59", "0001-01-01T00:00", "2013-01-01T10:00:00+14:00"])
def test_a_moment_at_the_end_of_time_is_no_failure(reads: Reads, asked: str) -> None:
    assert "Services financiers" in reads(f"FIN/?su_le={asked.replace('+', '%2B')}")


def test_before_the_plan_was_recorded_nothing_was_known_of_it(reads: Reads) -> None:
    page = reads("FIN/?date=2017-01-01&su_le=2020-01-01T10:00")
    assert "telle qu'on la savait le 1er janvier 2020 à 10 h 00" in page
    assert "Comptabilité générale" not in page
    assert "À ce moment, rien de cette fonction n'était encore enregistré" in page
    assert "Services financiers et comptables" in page[:200], "the page keeps its name"
    assert "ne dessine pas de carte" not in page
    aimed = reads("FIN/?date=2021-01-01&su_le=2020-01-01T10:00")
    assert "Projection non confirmée" not in aimed, "nothing is drawn, thus no projection"


def test_a_day_between_two_dates_says_which_state_still_stands(reads: Reads) -> None:
    page = reads("FIN/?date=2019-06-01")
    assert "Au 1er juin 2019, la carte est encore celle du 1er janvier 2017 (état des lieux)" in page
    before = reads("FIN/?date=2012-06-01")
    assert (
        "Aucun état de cette fonction n'est décrit avant le 1er janvier 2013. Voir ce premier état" in before
    )
    assert "ne dessine pas de carte" not in before, "it draws one, later"


def test_what_left_the_map_is_still_named_under_it(reads: Reads) -> None:
    page = reads("RH/?date=2017-01-01")
    assert "6 boîtes ne sont plus sur la carte à cette date" in page
    assert "Éditions des bulletins" in page


def test_themes_show_who_holds_them_and_no_letter(reads: Reads) -> None:
    page = reads("/missions/pole-travail-hauts-de-france/EMPLOI/")
    assert "Plateformes Proch'emploi" in page
    assert "DPRE" in page
    assert "mode non renseigné" not in page
    assert "Autonomie" not in page


def test_who_only_reads_is_offered_no_act(signed: Signed) -> None:
    client = signed("elected")
    for path in ("FIN/", "case/FIN-CS-1/", "a-confirmer/"):
        page = client.get(SROM + path).content.decode()
        assert "/mode/" not in page
        assert "/ajouter/" not in page
        assert "/trancher/" not in page


def test_who_directs_a_chamber_is_offered_the_acts(signed: Signed) -> None:
    client = signed("director")
    assert f"{SROM}case/FIN/ajouter/" in client.get(f"{SROM}FIN/").content.decode()
    page = client.get(f"{SROM}case/FIN-CS-1/").content.decode()
    assert f"{SROM}case/FIN-CS-1/mode/" in page
    assert f"{SROM}case/FIN-DF-1/trancher/" in client.get(f"{SROM}a-confirmer/").content.decode()


@pytest.mark.parametrize("path", ["rien/", "srom-2017-2021/RIEN/", "srom-2017-2021/case/RIEN/"])
def test_what_does_not_exist_is_not_found(signed: Signed, path: str) -> None:
    assert signed("elected").get(f"/missions/{path}").status_code == 404


def test_nobody_reads_the_map_without_a_role(srom: None, client: Client) -> None:
    assert client.get(f"{SROM}FIN/").status_code == 302
