"""Where should this be held? The questions that the consultation left open, their meetings, the proposals never treated."""

import datetime

import pytest
from tests.modules.reorganizations.conftest import ON, House

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.reorganizations import operations, queries
from maillage.modules.reorganizations.models import WorkshopProposal
from maillage.shared.directory import operations as directory
from maillage.shared.directory.models import Organization
from maillage.shared.sources.quotes import Quote


@pytest.fixture
def consultation(db: None) -> None:
    directory.load(actor=TERMINAL)
    directory.load_units(actor=TERMINAL)
    operations.load(actor=TERMINAL)


@pytest.mark.requirement("H-016")
@pytest.mark.usefixtures("consultation")
def test_the_questions_of_dtri_of_fishing_and_of_guidance_are_open_with_the_meetings_held() -> None:
    found = {one.slug: one for one in queries.questions(actor=TERMINAL)}
    days = {
        slug: [meeting.on for meeting in found[slug].meetings]
        for slug in ("dtri", "peche", "orientation-spro")
    }
    assert days == {
        "dtri": [datetime.date(2022, 5, 10)],
        "peche": [datetime.date(2022, 5, 13), datetime.date(2022, 6, 9)],
        "orientation-spro": [datetime.date(2022, 5, 30)],
    }
    assert all(not one.decision and one.origin is not None for one in found.values())
    assert all(not one.candidates for one in found.values()), "the text names no candidate unit"


@pytest.mark.requirement("H-016")
def test_a_question_holds_its_candidates_and_leaves_the_open_ones_once_decided_with_a_source(
    house: House,
) -> None:
    row = operations.ask(
        house.region,
        "Où placer l'essai ?",
        candidates=(house.economy, house.innovation),
        actor=house.director,
    )
    (asked,) = queries.questions(actor=house.director)
    assert asked.candidates == ("Direction de l'innovation", "Direction de l'économie")
    with pytest.raises(Refused):
        operations.settle(row, "À l'économie.", on=ON, unit=house.economy, source="", actor=house.director)
    decision = Quote(title="Note fictive du 21 novembre 2026", kind="agreement")
    operations.settle(row, "À l'économie.", on=ON, unit=house.economy, source=decision, actor=house.director)
    (settled,) = queries.questions(actor=house.reader)
    assert (settled.decided_for, settled.decided_on) == ("Direction de l'économie", ON)
    with pytest.raises(Refused, match="déjà tranchée"):
        operations.settle(row, "Non.", on=ON, unit=None, source=decision, actor=house.director)


@pytest.mark.requirement("H-019")
@pytest.mark.usefixtures("consultation")
def test_a_proposal_is_never_treated_until_a_meeting_says_that_it_treats_it() -> None:
    proposals = queries.proposals(actor=TERMINAL)
    assert proposals and all(not one.treated for one in proposals)
    region = Organization.objects.get(slug="region-hauts-de-france")
    treated = WorkshopProposal.objects.get(pk=proposals[0].pk)
    operations.meet(region, "CODIR fictif", on=ON, treats=(treated,), actor=TERMINAL)
    after = queries.proposals(actor=TERMINAL)
    assert [one.pk for one in after if one.treated] == [treated.pk]
    assert after[-1].treated == ("CODIR fictif, 21 novembre 2026",)


def test_a_proposal_that_no_number_names_is_left_aside(house: House) -> None:
    assert queries.proposal_rows(["²", "9" * 5000, "1"], actor=house.director) == ()


@pytest.mark.requirement("H-019")
@pytest.mark.usefixtures("consultation")
def test_the_meetings_that_followed_the_workshops_are_there_with_the_day_that_the_text_misprints() -> None:
    found = queries.meetings(actor=TERMINAL)
    assert [one.on.isoformat() for one in found if one.on][-4:] == [
        "2022-06-09",
        "2022-06-15",
        "2022-06-16",
        "2022-06-24",
    ]
    assert "vendredi" in found[-1].note


@pytest.mark.usefixtures("consultation")
def test_loading_twice_changes_nothing() -> None:
    again = operations.load(actor=TERMINAL)
    assert again.created == 0
    assert again.unchanged == len(queries.questions(actor=TERMINAL)) + len(
        queries.meetings(actor=TERMINAL)
    ) + len(queries.proposals(actor=TERMINAL))
