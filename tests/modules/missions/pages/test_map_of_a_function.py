"""The page of a map: its boxes, its letters, its dates, its notes, and what it never does."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.modules.missions.pages.conftest import SROM, words

from maillage.modules.missions.enums import Nature
from maillage.modules.missions.models import Mission, ModeRecord, Scenario

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


@pytest.mark.requirement("S-049")
def test_the_three_missions_of_2013_are_read_at_every_later_date(reads: Reads) -> None:
    for day in ("2013-01-01", "2017-01-01", "2021-01-01"):
        page = reads(f"RH/?date={day}")
        assert "Administration / Paie, depuis le 1er janvier 2013, fin non renseignée" in page
    assert "Relations sociales, depuis le 1er janvier 2013" in reads("case/RH/?date=2017-01-01")


@pytest.mark.requirement("S-021")
def test_the_prerequisites_of_a_function_are_one_click_away_and_nobody_says_they_are_met(
    signed: Signed,
) -> None:
    client = signed("elected")
    for path in ("", "FIN/?date=2013-01-01"):
        assert 'href="/missions/srom-2017-2021/case/FIN/' in client.get(SROM + path).content.decode()
    page = words(client.get(f"{SROM}case/FIN/?date=2013-01-01").content.decode())
    assert "non renseigné Harmonisation des plans comptables généraux et des plans analytiques" in page
    assert "pas encore rempli" not in page


@pytest.mark.requirement("S-141")
def test_the_actions_of_communication_are_told_by_date_in_the_order_of_the_text(reads: Reads) -> None:
    page = reads("COM/?date=2017-01-01")
    told = (
        "Depuis le 1er janvier 2013",
        "Groupe projet",
        "Relais homogène",
        "Depuis le 1er janvier 2017",
        "Logo CCI",
    )
    assert sorted(told, key=page.index) == list(told)
    assert "Ce qui change depuis le 1er janvier 2013 5 actions apparaissent" in page
    aims = reads("COM/?date=2021-01-01")
    assert "Les objectifs sont ceux qui étaient visés pour le 1er janvier 2021" in aims
    assert "Cette carte montre" not in aims


def test_only_a_label_read_with_a_doubt_is_told_so(reads: Reads) -> None:
    page = reads("RH/?date=2017-01-01")
    assert "Déclarations sociales : lu tel quel" not in page
    assert "remarques de lecture" in page


@pytest.mark.parametrize(
    ("requirement", "said"),
    [
        ("S-009", "au niveau local"),
        ("S-010", "en mode projet ou en communauté"),
        ("S-011", "principes d'action, processus, règles de gestion"),
        ("S-012", "logique de CSP ou de groupement de moyens"),
        (
            "S-013",
            "supra-régionale ; infra-régionale, vers une CCI territoriale ; à un tiers opérateur ; nationale",
        ),
    ],
)
def test_a_definition_holds_all_that_the_text_puts_in_it(reads: Reads, requirement: str, said: str) -> None:
    assert said in reads("FIN/"), requirement


def test_who_signed_in_is_led_back_to_the_desk_from_a_page_that_is_not_there(
    signed: Signed, client: Client
) -> None:
    page = signed("elected").get(f"{SROM}case/NULLE-PART/").content.decode()
    assert "Revenir à votre bureau" in page
    assert "catalogue des aides" not in page
    client.logout()
    assert "catalogue des aides" in client.get("/nulle-part/").content.decode()


def test_what_is_said_for_a_later_day_is_told_on_the_page_of_a_box(signed: Signed) -> None:
    box = Mission.objects.get(code="RH-PAY-7")
    more = {"mission": box, "complete": False, "recorded_at": datetime(2026, 11, 20, 9, tzinfo=UTC)}
    ModeRecord.objects.create(mode="I", since=date(2025, 1, 1), nature=Nature.STATUS, **more)
    ModeRecord.objects.create(mode="M", since=date(2028, 1, 1), nature=Nature.PROJECTED, **more)
    client = signed("elected")

    def read(path: str) -> str:
        return words(client.get(SROM + path).content.decode())

    then = read("case/RH-PAY-7/?date=2017-01-01")
    assert "Dit depuis, à partir du 1er janvier 2025 : Intégration." in then
    assert "Projeté pour le 1er janvier 2028 : Mutualisation." in then
    opened = read("case/RH-PAY-7/")
    assert "Intégration statut, depuis le 1er janvier 2025" in opened
    assert "à préciser" in opened, "its holder"
    aimed = read("case/RH-PAY-7/?date=2028-01-01")
    assert "Mutualisation projeté pour le 1er janvier 2028" in aimed
    shown = read("RH/?date=2028-01-01")
    assert "visés pour le 1er janvier 2021" not in shown
    assert "visé pour le 1er janvier 2021" in shown, "the map under it"
    assert "Ce qui est projeté pour le 1er janvier 2028 est dessiné par-dessus" in shown
    assert "projeté pour le 1er janvier 2028" in shown[shown.index("Légende") :], "on its box"
    assert "Intégration → Mutualisation" in shown or "de l'intégration à la mutualisation" in shown


def test_what_keeps_no_moment_of_record_is_told_so_as_it_was_known(reads: Reads) -> None:
    page = reads("case/FIN/?date=2017-01-01&su_le=2026-11-21T12:00")
    assert (
        "Les liens avec d'autres missions, les préalables et les divisions d'une fonction ne gardent pas"
        in page
    )
    assert "ne gardent pas" not in reads("case/FIN/?date=2017-01-01")


def test_what_a_scenario_changes_is_told_above_the_map_and_marked_on_its_box(signed: Signed) -> None:
    box = Mission.objects.get(code="RH-FOR-1")
    draft = Scenario.objects.create(
        plan=box.plan,
        slug="et-si",
        title="Et si",
        base_day=date(2026, 1, 1),
        effect_day=date(2028, 1, 1),
        created_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    ModeRecord.objects.create(
        mission=box,
        mode="M",
        since=date(2028, 1, 1),
        nature=Nature.PROJECTED,
        complete=False,
        scenario=draft,
        recorded_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    page = words(signed("elected").get(f"{SROM}RH/?date=2028-01-01&scenario={draft.pk}").content.decode())
    told = page[page.index("Ce que change ce scénario") : page.index("Légende")]
    assert "« Recensement des besoins de formation » : mode non renseigné → Mutualisation." in told
    assert "Politique de rémunération" not in told, "the differences of the document are told below, apart"
    assert page[page.index("Légende") :].count("dit par ce scénario") == 1


def test_the_event_a_projection_waits_for_is_said_in_the_words_of_its_source(signed: Signed) -> None:
    page = words(signed("director").get(f"{SROM}structure/").content.decode())
    assert "attendu : début 2018" in page
    assert "1er janvier 2018" not in page
