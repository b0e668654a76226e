"""The plans of the package are loaded exactly; what the documents do not say is not there."""

from collections import Counter
from datetime import date

import pytest
import yaml

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.missions import queries
from maillage.modules.missions.enums import Basis, Legibility, Level, Mode, Presence
from maillage.modules.missions.inputs import FactInput
from maillage.modules.missions.models import (
    Annotation,
    Holding,
    MapState,
    Mission,
    ModeDefinition,
    ModeObjective,
    ModeRecord,
    NarrativeStatement,
    Placement,
    Plan,
    PlanParty,
    SubMission,
)
from maillage.modules.missions.operations import placing
from maillage.modules.missions.operations.loading import FILES, load_plans
from maillage.modules.missions.queries.shapes import BoxShown, ComparisonShown, MapShown
from maillage.shared.directory.models import Organization

SROM = "srom-2017-2021"
POLE = "pole-travail-hauts-de-france"

pytestmark = pytest.mark.usefixtures("srom")


def drawn(function: str, year: int, *, projections: bool = True) -> MapShown:
    """The map as people see it on 1 January."""
    return queries.map_of(SROM, function, actor=TERMINAL, day=date(year, 1, 1), projections=projections)


def boxes(shown: MapShown) -> dict[str, BoxShown]:
    return {box.code: box for domain in shown.domains for box in domain.boxes}


def unconfirmed(shown: MapShown) -> set[str]:
    return {box.code for domain in shown.domains for box in domain.unconfirmed}


def said(compared: ComparisonShown, *kinds: str) -> set[str]:
    """The codes that a comparison says so."""
    return {sentence.code for sentence in compared.sentences if sentence.kind in kinds}


def between(function: str, before: int, after: int) -> ComparisonShown:
    return queries.compare(drawn(function, before), drawn(function, after))


@pytest.mark.requirement("S-002")
def test_six_chambers_work_under_the_srom_one_regional_and_five_territorial() -> None:
    parties = PlanParty.objects.filter(plan__slug=SROM).select_related("organization").order_by("order")
    assert [one.organization.kind for one in parties] == ["CCIR", *["CCIT"] * 5]


@pytest.mark.requirement("S-016")
def test_the_srom_has_five_functions_and_101_macro_processes() -> None:
    levels = Counter(Mission.objects.filter(plan__slug=SROM).values_list("level", flat=True))
    assert levels[Level.FUNCTION] == 5
    assert levels[Level.MACRO_PROCESS] == 101
    assert [one.code for one in queries.functions(SROM, TERMINAL)] == ["FIN", "RH", "SI", "JUR", "COM"]


def test_there_are_five_modes_listed_by_letter() -> None:
    assert list(ModeDefinition.objects.order_by("letter").values_list("letter", flat=True)) == Mode.values
    assert all(row.definition for row in ModeDefinition.objects.all())


@pytest.mark.parametrize(
    ("function", "year", "domains", "readable", "doubtful"),
    [
        pytest.param("FIN", 2013, 12, 28, 0, marks=pytest.mark.requirement("S-026")),
        pytest.param("FIN", 2017, 12, 19, 9, marks=pytest.mark.requirement("S-031")),
        pytest.param("FIN", 2021, 12, 20, 8, marks=pytest.mark.requirement("S-046")),
        pytest.param("RH", 2013, 6, 16, 0, marks=pytest.mark.requirement("S-057")),
        pytest.param("RH", 2017, 7, 17, 1, marks=pytest.mark.requirement("S-060")),
        pytest.param("RH", 2021, 7, 21, 0, marks=pytest.mark.requirement("S-070")),
        pytest.param("SI", 2013, 3, 16, 0, marks=pytest.mark.requirement("S-075")),
        pytest.param("SI", 2017, 3, 12, 4, marks=pytest.mark.requirement("S-083")),
        pytest.param("SI", 2021, 3, 12, 4, marks=pytest.mark.requirement("S-094")),
        pytest.param("JUR", 2013, 7, 28, 2, marks=pytest.mark.requirement("S-112")),
        pytest.param("JUR", 2017, 7, 29, 1, marks=pytest.mark.requirement("S-113")),
        pytest.param("JUR", 2021, 7, 30, 0, marks=pytest.mark.requirement("S-114")),
    ],
)
def test_each_map_has_the_domains_and_boxes_of_the_document(
    function: str, year: int, domains: int, readable: int, doubtful: int
) -> None:
    shown = drawn(function, year)
    assert (len(shown.domains), shown.boxes, shown.unconfirmed) == (domains, readable, doubtful)


def test_the_domains_stand_in_the_order_of_the_document() -> None:
    assert [domain.label for domain in drawn("FIN", 2013).domains][:4] == [
        "Direction financière",
        "Comptabilité générale",
        "Comptabilité sociale",
        "Comptabilité mandat",
    ]


@pytest.mark.requirement("S-033")
def test_exactly_one_macro_process_has_a_mode_with_its_line() -> None:
    (record,) = ModeRecord.objects.filter(mission__level=Level.MACRO_PROCESS)
    assert (record.mission.code, record.mode, record.since) == ("FIN-CS-1", "I", date(2017, 1, 1))
    assert (record.evidence, record.complete, record.holder) == ("ligne 348", False, None)
    shown = boxes(drawn("FIN", 2017))
    assert shown["FIN-CS-1"].mode.letter == "I"
    assert shown["FIN-CS-1"].mode.missing
    letters = {
        box.mode.letter
        for function in ("FIN", "RH", "SI", "JUR")
        for year in (2013, 2017, 2021)
        for code, box in boxes(drawn(function, year)).items()
        if code != "FIN-CS-1"
    }
    assert letters == {"?"}


@pytest.mark.requirement("S-026")
def test_a_box_without_a_known_mode_says_so_and_has_no_default() -> None:
    assert drawn("FIN", 2013).counts[-1] == ("?", 28)


@pytest.mark.requirement("S-022")
def test_twelve_finance_activities_have_a_definition_and_their_other_names() -> None:
    defined = {one.code: one for one in Mission.objects.filter(plan__slug=SROM).exclude(definition="")}
    assert len(defined) == 11
    assert defined["FIN-TR"].aliases == ["Gestion de trésorerie"]
    assert defined["FIN-IS"].aliases == ["Gestion des immobilisations", "Gestion des stocks"]


@pytest.mark.requirement("S-023")
def test_managing_mandates_is_shared_with_general_accounting_and_counted_once() -> None:
    shown = drawn("FIN", 2013)
    assert any("Comptabilité générale" in name for name in boxes(shown)["FIN-CM-1"].shared_with)
    assert shown.boxes == len(boxes(shown))


@pytest.mark.requirement("S-031")
def test_the_undecidable_boxes_are_a_work_list() -> None:
    assert unconfirmed(drawn("FIN", 2017)) == {
        *("FIN-DF-1", "FIN-DF-2", "FIN-DF-3", "FIN-CG-1", "FIN-CG-2"),
        *("FIN-CM-2", "FIN-CTG-1", "FIN-CTG-2", "FIN-CTG-4"),
    }


@pytest.mark.requirement("S-046")
def test_what_only_comes_from_unreadable_boxes_is_no_change() -> None:
    compared = between("FIN", 2017, 2021)
    assert not said(compared, "appeared", "gone")


@pytest.mark.requirement("S-049")
def test_the_three_missions_of_2013_are_kept_with_their_date() -> None:
    found = SubMission.objects.filter(function__code="RH").order_by("order")
    assert [one.label for one in found] == [
        "Administration / Paie",
        "Recrutement / formation / gestion des compétences",
        "Relations sociales",
    ]
    assert {one.since for one in found} == {date(2013, 1, 1)}


@pytest.mark.requirement("S-057")
def test_the_garbled_box_keeps_the_note_of_its_reading() -> None:
    box = boxes(drawn("RH", 2013))["RH-REL-3"]
    assert box.label == "Gestion du fonds social"
    assert box.legibility == Legibility.GARBLED
    assert "544" in box.note


@pytest.mark.requirement("S-060")
def test_six_boxes_go_seven_come_and_two_change_column_between_2013_and_2017() -> None:
    compared = between("RH", 2013, 2017)
    assert said(compared, "gone") & set(boxes(drawn("RH", 2013))) == {
        "RH-PAY-1", "RH-PAY-3", "RH-PAY-4", "RH-PAY-5", "RH-PAY-6", "RH-ADM-1",
    }  # fmt: skip
    assert said(compared, "appeared") & set(boxes(drawn("RH", 2017))) == {
        "RH-ADM-3", "RH-PAY-7", "RH-CGS-1", "RH-CGS-2", "RH-CGS-4", "RH-REL-5", "RH-REL-6",
    }  # fmt: skip
    # The second is in a domain that took another name: the box moved with it.
    assert said(compared, "moved") == {"RH-PAY-2", "RH-ADM-2"}
    assert any(
        words.startswith("2 boîtes sont déplacées, dont 1 avec son domaine") for words in compared.summary
    )
    assert "RH-ADM" in said(compared, "relabelled")
    named = {domain.code: domain.label for domain in drawn("RH", 2017).domains}
    assert named["RH-ADM"] == "Administration et paye"
    assert "RH-PAY" not in named


@pytest.mark.requirement("S-062")
def test_social_accounting_is_shared_by_finance_and_human_resources() -> None:
    box = boxes(drawn("RH", 2017))["RH-CGS-4"]
    assert any("Comptabilité sociale" in name for name in box.shared_with)
    assert box.mode.letter == "?"


@pytest.mark.requirement("S-070")
def test_the_projection_of_2021_brings_new_boxes_and_renames_one() -> None:
    compared = between("RH", 2017, 2021)
    assert said(compared, "appeared") >= {"RH-REC-2", "RH-COM-2", "RH-COM-3"}
    assert "RH-STR-1" not in said(compared, "appeared")
    assert "RH-COM-1" in said(compared, "relabelled")


@pytest.mark.requirement("S-072")
def test_before_2013_each_chamber_ran_its_information_systems() -> None:
    record = ModeRecord.objects.get(mission__code="SI")
    assert (record.mode, record.since, record.until, record.basis) == (
        "A",
        None,
        date(2013, 1, 1),
        Basis.STORY,
    )
    assert record.parties.count() == 5
    assert drawn("SI", 2013).before


@pytest.mark.requirement("S-075")
def test_the_ambiguity_of_management_and_quality_is_written_on_both_boxes() -> None:
    shown = boxes(drawn("SI", 2013))
    assert "Gestion Qualité" in shown["SI-GOV-4"].note
    assert "Gestion Qualité" in shown["SI-GOV-5"].note
    assert "SI-SN-4" not in boxes(drawn("SI", 2017))


@pytest.mark.requirement("S-083")
def test_the_four_boxes_of_2013_only_are_to_confirm_and_not_gone() -> None:
    doubtful = {"SI-GOV-4", "SI-GOV-5", "SI-GOV-6", "SI-SN-4"}
    assert unconfirmed(drawn("SI", 2017)) == doubtful
    assert not said(between("SI", 2013, 2017), "gone") & doubtful


@pytest.mark.requirement("S-094")
def test_the_projection_of_information_systems_is_conditional_and_bears_its_note() -> None:
    shown = drawn("SI", 2021)
    state = MapState.objects.get(function__code="SI", day=date(2021, 1, 1))
    assert state.conditional_on.expected_text == "début 2018"
    assert shown.state is not None and "début 2018" in shown.state.condition
    assert [note.text for note in shown.footnotes] == [
        "Ressources externes possibles en fonction des résultats de l'audit"
    ]


@pytest.mark.requirement("S-113")
def test_the_doubtful_purchasing_boxes_neither_come_nor_go() -> None:
    compared = between("JUR", 2013, 2017)
    doubtful = {"JUR-ACH-4", "JUR-ACH-5", "JUR-ACH-6"}
    assert not said(compared, "appeared", "gone") & doubtful
    assert unconfirmed(drawn("JUR", 2013)) == {"JUR-ACH-4", "JUR-ACH-6"}


@pytest.mark.requirement("S-112")
def test_what_2013_does_not_let_read_of_purchasing_is_to_confirm() -> None:
    assert unconfirmed(drawn("JUR", 2013)) == {"JUR-ACH-4", "JUR-ACH-6"}


@pytest.mark.requirement("S-114")
def test_all_of_the_legal_map_of_2021_is_read_as_a_projection() -> None:
    shown = drawn("JUR", 2021)
    assert shown.state is not None and shown.state.nature == "projected"
    assert not unconfirmed(shown)


@pytest.mark.requirement("S-125")
def test_cci_france_is_outside_the_six_and_may_hold() -> None:
    france = Organization.objects.get(slug="cci-france")
    assert not PlanParty.objects.filter(plan__slug=SROM, organization=france).exists()
    assert NarrativeStatement.objects.filter(mission__code="JUR", subject__contains="CCI France").exists()


@pytest.mark.requirement("S-132")
def test_the_actions_of_2017_are_harmonised_or_pooled_without_saying_which() -> None:
    records = ModeRecord.objects.filter(mission__level=Level.INITIATIVE)
    assert records.count() == 5
    assert {(one.mode, tuple(one.possible)) for one in records} == {("", ("H", "M"))}


@pytest.mark.requirement("S-141")
def test_communication_has_no_map_and_opens() -> None:
    shown = drawn("COM", 2021)
    assert (shown.domains, shown.boxes) == ((), 0)
    assert {"Faire savoir", "Convaincre", "Représenter"} <= {one.subject for one in shown.statements}


def test_what_is_aimed_at_is_not_what_is() -> None:
    objective = ModeObjective.objects.get(mission__code="SI")
    assert (objective.mode, objective.evidence) == ("M", "lignes 699-700")
    assert not ModeRecord.objects.filter(mission__code="SI", mode="M").exists()


def test_each_date_of_the_map_carries_its_note() -> None:
    notes = Annotation.objects.filter(mission__code="FIN").order_by("since")
    assert [(one.since.year, one.mode) for one in notes if one.since] == [
        (2013, "A"),
        (2017, "C"),
        (2021, "C"),
    ]


def test_every_fact_says_its_source_and_its_lines() -> None:
    for model in (Placement, ModeRecord, NarrativeStatement, Annotation, Holding):
        assert not model.objects.filter(cited__isnull=True).exists()
        assert not model.objects.filter(evidence="").exclude(mission__level=Level.FUNCTION).exists()


def test_the_themes_of_hauts_de_france_have_holders_and_no_mode() -> None:
    plan = Plan.objects.get(slug=POLE)
    assert plan.kind == "themes"
    assert not ModeRecord.objects.filter(mission__plan=plan).exists()
    export = Holding.objects.filter(mission__code__startswith="ATT-EXPORT")
    assert {one.unit.slug for one in export if one.unit} == {"dpeap"}
    foreign = Holding.objects.get(mission__code="ATT-ETRANGERES")
    assert (foreign.organization.slug, foreign.unit, foreign.evidence) == ("nfi", None, "ligne 294")


def test_a_theme_without_a_written_holder_has_none() -> None:
    assert not Holding.objects.filter(mission__code="PROX-TPE").exists()


def test_loading_twice_changes_nothing() -> None:
    before = {
        model: model.objects.count()
        for model in (Mission, Placement, ModeRecord, Holding, NarrativeStatement)
    }
    done = load_plans(actor=TERMINAL, at=clock.now())
    assert (done.created, done.changed) == (0, 0)
    assert {model: model.objects.count() for model in before} == before


def test_another_edition_of_the_file_leaves_what_people_said() -> None:
    row = Placement.objects.get(mission__code="FIN-CG-1", presence=Presence.UNCONFIRMED)
    placing.settle(row.pk, shown=True, source="Note fictive", at=clock.now(), actor=TERMINAL)
    placing.relabel(
        Mission.objects.get(code="FIN-GR-1").pk,
        "Comptes du groupe",
        FactInput(since=date(2019, 1, 1), source="Note fictive"),
        at=clock.now(),
        actor=TERMINAL,
    )
    Plan.objects.update(loaded_digest="")
    done = load_plans(actor=TERMINAL, at=clock.now())
    assert (done.created, done.changed) == (0, 0)
    standing = Placement.objects.filter(
        mission__code="FIN-CG-1", since=date(2017, 1, 1), withdrawn_at__isnull=True
    )
    assert standing.get().presence == Presence.SHOWN
    assert Placement.objects.filter(label="Comptes du groupe").exists()


def test_the_file_holds_no_mode_but_those_that_the_text_says() -> None:
    told = yaml.safe_load(FILES[0].read_text("utf-8"))
    said_there = [
        box["code"]
        for function in told["functions"]
        for state in function["states"]
        for domain in state.get("domains", ())
        for box in (*domain.get("boxes", ()), *domain.get("unconfirmed", ()))
        if box.get("mode") or box.get("possible")
    ]
    assert said_there == ["FIN-CS-1"]
