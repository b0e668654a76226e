"""The report to the assembly: held, late, not filled in shown as such, what is not counted, improvements beside."""

import io
from datetime import date, datetime

import pytest
from tests.modules.plans.conftest import Small

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.modules.missions.models import ModeObjective, ModeRecord
from maillage.modules.plans import documents, operations, queries
from maillage.modules.plans.inputs import ActionInput, FollowUpInput
from maillage.modules.plans.models import FollowUpCampaign

DUE, BUREAU = date(2026, 12, 1), date(2026, 12, 10)


@pytest.fixture
def campaign(small: Small, regional: Actor, at: datetime) -> FollowUpCampaign:
    """Three commitments: one held and measured, one held without a value, one that nobody filled."""
    figured = {"indicator": "Part fictive des paies", "target": "100 %"}
    rows = [
        operations.open_commitment(
            small.plan.slug, mission.pk, small.given(words=words, **more), at=at, actor=regional
        )
        for mission, words, more in (
            (small.payroll, "Intégrer la paie <fictive> & l'essai.", figured),
            (small.training, "Mettre en commun la formation fictive.", {}),
            (small.domain, "Promesse fictive oubliée.", {}),
        )
    ]
    made = operations.open_campaign(
        small.plan.slug, 2026, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional
    )
    for row, measured in zip(rows[:2], ("97 %", ""), strict=True):
        operations.fill(
            made.pk,
            row.pk,
            FollowUpInput(state="held", words="Fait, fictivement.", measured=measured),
            at=at,
            actor=regional,
        )
    return made


def states(report: queries.Report) -> dict[str, int]:
    return {one.state: len(one.lines) for one in report.sections}


@pytest.mark.requirement("S-142")
def test_what_nobody_filled_in_is_shown_as_such(campaign: FollowUpCampaign, elected: Actor) -> None:
    report = queries.report(campaign.pk, actor=elected, on=clock.today())
    assert states(report) == {"held": 2, "under_way": 0, "late": 0, "given_up": 0, "not_filled": 1}
    assert report.sections[-1].label == "non renseigné"
    assert [line.commitment.words for line in report.sections[-1].lines] == ["Promesse fictive oubliée."]


@pytest.mark.requirement("S-042")
def test_a_gain_without_a_value_is_said_not_counted_and_the_report_counts_them(
    campaign: FollowUpCampaign, elected: Actor
) -> None:
    report = queries.report(campaign.pk, actor=elected, on=clock.today())
    assert (report.uncounted, report.unmeasured) == (2, 1)
    held = {line.commitment.words: line for line in report.sections[0].lines}
    bare = held["Mettre en commun la formation fictive."]
    assert bare.commitment.uncounted and bare.unmeasured


@pytest.mark.requirement("S-042")
def test_results_claimed_elsewhere_are_counted_too(
    small: Small, campaign: FollowUpCampaign, regional: Actor, at: datetime
) -> None:
    from maillage.modules.means.models import ResultStatement

    for claim, figure in (("Des coûts fictifs baissent", None), ("Des délais fictifs baissent", 3)):
        ResultStatement.objects.create(
            plan=small.plan, claim=claim, figure=figure, unit="jours" if figure else "", recorded_at=at
        )
    assert queries.report(campaign.pk, actor=regional, on=clock.today()).claims == (2, 1)


@pytest.mark.requirement("S-019")
def test_improvements_of_a_mission_that_does_not_change_stand_beside_the_changes(
    small: Small, campaign: FollowUpCampaign, regional: Actor, at: datetime
) -> None:
    given = ActionInput(aim="quality", words="Répondre plus vite, fictivement.", started_on=date(2026, 3, 1))
    operations.open_action(small.plan.slug, small.function.pk, given, at=at, actor=regional)
    later = ActionInput(aim="quality", words="L'an prochain.", started_on=date(2027, 3, 1))
    operations.open_action(small.plan.slug, small.function.pk, later, at=at, actor=regional)
    report = queries.report(campaign.pk, actor=regional, on=clock.today())
    assert [(one.words, one.changing) for one in report.actions] == [
        ("Répondre plus vite, fictivement.", False)
    ]
    assert report.changes == 3


@pytest.mark.requirement("S-082")
def test_an_objective_that_no_mode_meets_is_told_as_a_gap(
    small: Small, campaign: FollowUpCampaign, regional: Actor
) -> None:
    ModeObjective.objects.create(mission=small.function, mode="M", by_day=date(2026, 6, 30))
    gap = queries.report(campaign.pk, actor=regional, on=clock.today()).gaps[0]
    assert gap.aimed == "Mutualisation (M)"
    assert gap.observed.replace("\xa0", " ") == "dans ce mode : 0 sur 2 boîtes"
    assert gap.cite.title == ""


@pytest.mark.requirement("S-082")
def test_an_objective_of_one_mission_says_the_mode_that_is_known_and_not_the_one_projected(
    small: Small, campaign: FollowUpCampaign, regional: Actor
) -> None:
    ModeObjective.objects.create(mission=small.payroll, mode="M", by_day=date(2026, 6, 30))
    for mode, nature, since in (("C", "status", 2024), ("M", "projected", 2026)):
        ModeRecord.objects.create(
            mission=small.payroll,
            mode=mode,
            nature=nature,
            since=date(since, 1, 1),
            complete=False,
            recorded_at=clock.now(),
        )
    (gap,) = queries.report(campaign.pk, actor=regional, on=clock.today()).gaps
    assert gap.observed.replace("\xa0", " ") == "connu : Coopération (C)"


@pytest.mark.requirement("S-142")
def test_the_text_document_says_the_same_and_reads_no_markup_in_what_was_typed(
    campaign: FollowUpCampaign, elected: Actor
) -> None:
    from docx import Document

    report = queries.report(campaign.pk, actor=elected, on=clock.today())
    written = documents.docx(report, on=clock.today())
    said = [one.text for one in Document(io.BytesIO(written)).paragraphs]
    assert "Intégrer la paie <fictive> & l'essai." in said
    assert "Non renseigné (1)" in said and "Tenu (2)" in said
    assert any(one.startswith("2 engagements non chiffrés") for one in said)
    assert not any("{" in one for one in said)


@pytest.mark.requirement("S-142")
def test_the_pdf_says_the_same(campaign: FollowUpCampaign, elected: Actor) -> None:
    from pypdf import PdfReader

    report = queries.report(campaign.pk, actor=elected, on=clock.today())
    pages = PdfReader(io.BytesIO(documents.pdf(report, on=clock.today()))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Promesse fictive oubliée." in text and "Non renseigné (1)" in text
    assert "Démonstration" in text


def test_the_report_asks_as_many_queries_for_three_lines_as_for_thirty(
    small: Small, campaign: FollowUpCampaign, regional: Actor, at: datetime, django_assert_max_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        queries.report(campaign.pk, actor=regional, on=clock.today())
    for number in range(30):
        operations.open_commitment(
            small.plan.slug,
            small.training.pk,
            small.given(words=f"Promesse fictive {number}."),
            at=at,
            actor=regional,
        )
    wide = operations.open_campaign(
        small.plan.slug, 2027, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional
    )
    with django_assert_max_num_queries(len(few)):
        queries.report(wide.pk, actor=regional, on=clock.today())
