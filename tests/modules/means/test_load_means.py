"""What the SROM says of its means, as people read it, and nothing more."""

from datetime import UTC, date, datetime

import pytest

from maillage.kit.actor import TERMINAL
from maillage.modules.means import operations, queries
from maillage.modules.means.models import (
    ManagementDelegation,
    OptionStudy,
    PooledSkill,
    ResultStatement,
    Tool,
)
from maillage.modules.means.operations.loading import load_means
from maillage.modules.means.queries.shapes import Sheet

SROM = "srom-2017-2021"
ON = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 9, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("srom_means")


def sheet(code: str, row: object) -> Sheet:
    return queries.sheet(SROM, code, row.pk, on=ON, actor=TERMINAL)  # type: ignore[attr-defined]


def texts(found: Sheet) -> dict[str, str]:
    return {one.label: one.text for one in found.details}


@pytest.mark.requirement("S-034")
def test_the_pooled_tools_of_finance_serve_their_function_in_a_mode_of_their_own() -> None:
    page = queries.section(SROM, "outils", on=ON, actor=TERMINAL)
    pooled = {line.title: line for line in page.sections[0].lines if line.cells[2] == "M, Mutualisation"}
    assert len(pooled) == 5
    assert all(line.cells[1] == "Services financiers et comptables" for line in pooled.values())
    assert all(line.evidence == "lignes 350-352" for line in pooled.values())
    assert texts(sheet("outils", Tool.objects.get(code="outil-comptabilite")))["Bases de données"]


def test_the_purchasing_tools_are_harmonised_and_the_payroll_one_has_no_mode() -> None:
    assert texts(sheet("outils", Tool.objects.get(code="outils-achats")))["Mode de gestion de l'outil"] == (
        "H, Harmonisation"
    )
    assert texts(sheet("outils", Tool.objects.get(code="logiciel-paie")))["Mode de gestion de l'outil"] == ""


def test_no_cost_and_no_deployment_is_invented() -> None:
    page = queries.section(SROM, "outils", on=ON, actor=TERMINAL).sections[0]
    assert {line.cells[5] for line in page.lines} == {"non chiffré"}
    assert {line.cells[3] for line in page.lines} == {""}
    assert page.told == ("8 outils ne sont pas chiffrés.",)


@pytest.mark.requirement("S-076")
def test_the_delegation_of_2013_ended_when_the_regional_direction_was_made() -> None:
    row = ManagementDelegation.objects.get()
    found = sheet("delegations", row)
    said = texts(found)
    assert (said["Délégant"], said["Délégataire"]) == ("CCI Pays de la Loire", "CCI Nantes St-Nazaire")
    assert said["Mission"] == "Systèmes d'information"
    assert "direction régionale" in said["Fin"]
    assert (row.since, row.until) == (date(2013, 1, 1), date(2015, 1, 1))
    assert found.evidence == "lignes 679-682, 689-692"


@pytest.mark.requirement("S-028")
def test_the_options_rejected_in_2015_stay_readable_from_a_box_of_finance() -> None:
    found = queries.of_mission(SROM, "FIN-CG-1", on=ON, actor=TERMINAL)
    assert found is not None
    study = next(one for one in found.studies if "finances" in one.question)
    fates = {option.label: option.fate for option in study.options}
    assert fates == {
        "Intégration régionale de la fonction finances": "rejected",
        "Mutualisation régionale de la fonction finances": "rejected",
        "Optimisation des outils et amélioration des processus": "chosen",
    }
    assert all("non chiffré" in option.gain for option in study.options)
    assert study.decided.startswith("Bureau, juillet 2015")
    assert sheet("etudes", OptionStudy.objects.get(code="finances-2015")).evidence == "lignes 277-280"


@pytest.mark.requirement("S-099")
def test_the_study_on_legal_expertise_names_who_could_do_it_outside_the_region() -> None:
    found = queries.of_mission(SROM, "JUR-CTX-1", on=ON, actor=TERMINAL)
    assert found is not None
    (study,) = found.studies
    assert study.candidates == (
        "CCI France",
        "CERAL (de la CCI Auvergne-Rhône-Alpes)",
        "des cabinets d'avocats",
    )
    assert study.due == "à l'horizon 2021 (1er janvier 2021)"
    assert study.outcome == ""
    told = queries.section(SROM, "etudes", on=ON, actor=TERMINAL).sections[0].told
    assert told == ("1 étude est attendue depuis un jour passé et n'est pas décidée.",)


@pytest.mark.requirement("S-030")
def test_the_stronger_management_control_is_tied_to_the_work_that_made_it() -> None:
    row = ResultStatement.objects.get(code="controle-de-gestion")
    said = texts(sheet("resultats", row))
    assert said["Ce dont il vient"].startswith("Contrôle de gestion · ")
    assert said["Preuve"] == "aucune"


@pytest.mark.requirement("S-042")
def test_no_claim_of_the_text_has_a_figure_and_they_are_counted() -> None:
    page = queries.section(SROM, "resultats", on=ON, actor=TERMINAL).sections[0]
    assert {line.cells[0] for line in page.lines} == {"non chiffré"}
    assert page.told == ("6 résultats sont énoncés sans chiffre.",)
    assert queries.unfigured(queries.plan_row(SROM, TERMINAL)) == 6


def test_pooled_skills_do_not_say_who_may_call_on_them_when_the_text_does_not() -> None:
    said = texts(sheet("competences", PooledSkill.objects.get(code="competences-finances")))
    assert (said["Accueillie par"], said["Qui peut y faire appel"]) == ("", "")


@pytest.mark.requirement("S-078")
def test_every_projection_of_information_systems_waits_for_an_item_of_the_roadmap() -> None:
    (roadmap,) = queries.roads(SROM, on=ON, actor=TERMINAL)
    assert roadmap.title == "Schéma directeur des systèmes d'information (SDSI)"
    assert roadmap.projections == len(roadmap.without_item) > 5
    assert roadmap.pairs == () and roadmap.without_projection == ()


def test_loading_twice_changes_nothing_and_keeps_what_a_person_withdrew() -> None:
    row = ResultStatement.objects.get(code="effectifs-finances")
    operations.withdraw(row, why="Le service conteste.", at=AT, actor=TERMINAL)
    before = ResultStatement.objects.count(), Tool.objects.count(), OptionStudy.objects.count()
    again = load_means(actor=TERMINAL, at=AT)
    assert (again.created, again.changed) == (0, 0)
    assert (ResultStatement.objects.count(), Tool.objects.count(), OptionStudy.objects.count()) == before
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_what_is_said_of_a_function_is_not_told_as_said_of_its_box() -> None:
    (level,) = queries.by_level(SROM, "FIN-CG-1", on=ON, actor=TERMINAL)
    assert (level.of, level.level) == ("Services financiers et comptables", "function")
    assert "Résultats énoncés" in [label for label, _links in level.links]
    (own,) = queries.by_level(SROM, "FIN", on=ON, actor=TERMINAL)
    assert (own.of, own.studies, own.links) == ("", level.studies, level.links)
