"""What was said stays in sight: former divisions of a function, a mode whose end is past, the change that is to come."""

from datetime import UTC, date, datetime

import pytest
from tests.modules.missions.reading.conftest import IN_2013, IN_2017, IN_2021, RECORDED, SmallPlan

from maillage.kit.actor import Actor
from maillage.modules.missions import queries
from maillage.modules.missions.enums import Basis, Level, Nature, ScenarioStatus
from maillage.modules.missions.models import (
    AttestationCampaign,
    AttestationLine,
    Mission,
    ModeRecord,
    Scenario,
    SubMission,
)
from maillage.modules.missions.models.attestations import AttestationAnswer
from maillage.modules.missions.queries.shapes import BoxShown, MapShown

TODAY = date(2026, 11, 21)


def read(reader: Actor, **asked: object) -> MapShown:
    return queries.map_of("plan-fictif", "F", actor=reader, today=TODAY, **asked)


def only(shown: MapShown) -> BoxShown:
    (box,) = shown.domains[0].boxes
    return box


def published(small: SmallPlan, box: Mission, letter: str, since: date) -> ModeRecord:
    """A mode that a scenario published: the CCI Bêta decided it on 22 November 2026."""
    scenario = Scenario.objects.create(
        plan=small.plan,
        slug="decide",
        title="Décidé",
        base_day=IN_2017,
        effect_day=since,
        status=ScenarioStatus.PUBLISHED,
        decided_by=small.bodies["CCI Bêta"],
        decided_on=date(2026, 11, 20),
        cited=small.source,
        created_at=RECORDED,
    )
    return small.mode(
        box, letter, since, nature=Nature.PROJECTED, basis=Basis.ENTERED, published_from=scenario
    )


@pytest.mark.requirement("S-049")
def test_the_missions_of_a_function_stay_visible_once_they_are_replaced(
    small: SmallPlan, reader: Actor
) -> None:
    small.state(IN_2013)
    for label, since, until in (
        ("Paie", IN_2013, IN_2017),
        ("Relations", IN_2013, None),
        ("Compétences", IN_2021, None),
    ):
        SubMission.objects.create(
            function=small.function,
            label=label,
            since=since,
            until=until,
            cited=small.source,
            evidence="ligne 2",
        )

    first, then = read(reader, day=IN_2013), read(reader, day=IN_2017)

    assert [(one.label, one.ended) for one in first.divisions] == [("Paie", False), ("Relations", False)]
    assert [(one.label, one.ended) for one in then.divisions] == [("Paie", True), ("Relations", False)]
    assert then.divisions[0].until == IN_2017
    assert then.divisions[0].origin is not None
    assert then.divisions[0].origin.evidence == "ligne 2"
    page = queries.box("plan-fictif", "F", actor=reader, day=IN_2021, today=TODAY)
    assert [one.label for one in page.divisions] == ["Paie", "Relations", "Compétences"]


def test_a_mode_whose_stated_end_is_past_is_last_known(small: SmallPlan, reader: Actor) -> None:
    small.state(IN_2013)
    box = small.box("F-1", basis=Basis.ENTERED)
    small.mode(box, "C", IN_2017, until=date(2020, 1, 1))

    assert only(read(reader, day=date(2019, 12, 31))).mode.letter == "C"
    after = only(read(reader, day=date(2020, 1, 1))).mode
    assert (after.letter, after.last_known) == ("?", "Coopération, jusqu'au 31 décembre 2019")
    told = queries.box("plan-fictif", "F-1", actor=reader, day=IN_2021, today=TODAY)
    assert told.mode.last_known == "Coopération, jusqu'au 31 décembre 2019"


def test_a_change_to_come_is_a_stop_that_says_who_decided_it(small: SmallPlan, reader: Actor) -> None:
    small.state(IN_2013)
    small.state(IN_2017, Nature.STATUS)
    small.state(IN_2021, Nature.PROJECTED)
    box = small.box("F-1")
    published(small, box, "I", date(2028, 1, 1))

    shown = read(reader, day=date(2028, 1, 1))

    stop = shown.stops[-1]
    assert (stop.day, stop.said, stop.nature, stop.unconfirmed) == (
        date(2028, 1, 1),
        True,
        "projected",
        False,
    )
    assert stop.decided == ("décidé par CCI Bêta le 20 novembre 2026",)
    mode = only(shown).mode
    assert (mode.letter, mode.aimed, mode.decided) == ("I", True, "décidé par CCI Bêta le 20 novembre 2026")
    assert shown.drawn is not None
    assert shown.drawn.day == IN_2021, "under it, the map is still the projection of 2021"
    assert read(reader).day == IN_2017, "what is to come never opens by itself"


def test_the_map_that_opens_on_what_was_said_leaves_a_former_projection_out(
    small: SmallPlan, reader: Actor
) -> None:
    small.state(IN_2013)
    small.state(IN_2021, Nature.PROJECTED)
    box = small.box("F-1")
    small.place(box, small.domains[0], "Libellé visé", IN_2021, nature=Nature.PROJECTED)
    small.mode(box, "M", date(2025, 1, 1), nature=Nature.STATUS, basis=Basis.ENTERED)

    shown = read(reader)

    assert (shown.day, shown.projections) == (date(2025, 1, 1), False)
    assert only(shown).label == "F-1"
    over = only(read(reader, day=date(2025, 1, 1)))
    assert over.label == "Libellé visé", "one click away"
    page = queries.box("plan-fictif", "F-1", actor=reader, today=TODAY)
    assert (page.day, page.label, page.mode.letter) == (date(2025, 1, 1), "F-1", "M")


def test_a_confirmation_given_later_is_not_known_before(small: SmallPlan, reader: Actor) -> None:
    small.state(IN_2013)
    box = small.box("F-1")
    campaign = AttestationCampaign.objects.create(
        part=small.function, about_day=IN_2013, due_on=date(2026, 12, 1), opened_at=RECORDED
    )
    AttestationLine.objects.create(
        campaign=campaign,
        mission=box,
        owner=small.bodies["CCI Alpha"],
        answer=AttestationAnswer.CONFIRMED,
        answered_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )

    def checked(known_at: datetime | None) -> str:
        return queries.box("plan-fictif", "F-1", actor=reader, known_at=known_at, today=TODAY).checked

    assert checked(None) == "confirmée le 20 novembre 2026 par CCI Alpha"
    assert checked(datetime(2026, 11, 19, 9, tzinfo=UTC)) == ""


def test_an_organisation_named_only_in_a_draft_is_not_offered(small: SmallPlan, reader: Actor) -> None:
    draft = Scenario.objects.create(
        plan=small.plan, slug="x", title="X", base_day=IN_2017, effect_day=IN_2017, created_at=RECORDED
    )
    small.hold(small.box("F-1"), "CCI Gamma", IN_2017, scenario=draft, nature=Nature.PROJECTED)

    assert "cci-gamma" not in {body.slug for body in queries.bodies(reader, TODAY)}


@pytest.mark.requirement("S-141")
def test_the_actions_of_a_function_without_a_map_come_in_the_order_of_their_days(
    small: SmallPlan, reader: Actor
) -> None:
    bare = small.mission("C", Level.FUNCTION)
    small.place(bare, None, "Sans carte", IN_2013, basis=Basis.STORY)
    for day in (IN_2013, IN_2017):
        small.state(day, function=bare, drawn=False)
        for rank in (0, 1):
            action = small.mission(f"C-{day.year}-{rank}", Level.INITIATIVE)
            small.place(action, bare, f"Action {rank} de {day.year}", day, position=rank, basis=Basis.STORY)

    first, then = (
        queries.map_of("plan-fictif", "C", actor=reader, day=day, today=TODAY) for day in (IN_2013, IN_2017)
    )

    assert [one.code for one in then.actions] == ["C-2013-0", "C-2013-1", "C-2017-0", "C-2017-1"]
    assert then.mapless
    compared = queries.compare(first, then)
    assert compared.summary == ("2 actions apparaissent",)
    assert [one.words for one in compared.sentences] == [
        "L'action « Action 0 de 2017 » apparaît.",
        "L'action « Action 1 de 2017 » apparaît.",
    ]
    assert queries.compare(then, then).summary == ("Rien ne change.",)


def test_a_place_recorded_since_the_last_state_is_a_stop_of_its_function_alone(
    small: SmallPlan, reader: Actor
) -> None:
    other = small.mission("G", Level.FUNCTION)
    small.place(other, None, "Autre fonction")
    for function in (small.function, other):
        small.state(IN_2013, function=function)
    box = small.box("F-1")
    small.place(
        box, small.domains[1], "Ailleurs", date(2024, 5, 1), basis=Basis.ENTERED, nature=Nature.STATUS
    )

    assert [stop.day for stop in read(reader).stops] == [IN_2013, date(2024, 5, 1)]
    cards = {one.code: one for one in queries.functions("plan-fictif", reader, today=TODAY)}
    assert [stop.day for stop in cards["F"].stops] == [IN_2013, date(2024, 5, 1)]
    assert [stop.day for stop in cards["G"].stops] == [IN_2013]


def test_a_day_on_which_another_function_has_a_state_is_still_a_stop(small: SmallPlan, reader: Actor) -> None:
    other = small.mission("G", Level.FUNCTION)
    small.place(other, None, "Autre fonction")
    small.state(IN_2013)
    small.state(IN_2017, Nature.STATUS, function=other)
    small.mode(small.box("F-1"), "M", IN_2017, nature=Nature.STATUS, basis=Basis.ENTERED)

    cards = {one.code: one for one in queries.functions("plan-fictif", reader, today=TODAY)}
    assert [(stop.day, stop.said) for stop in cards["F"].stops] == [(IN_2013, False), (IN_2017, True)]
    assert [(stop.day, stop.said) for stop in cards["G"].stops] == [(IN_2017, False)]


def test_the_dates_side_by_side_leave_a_former_projection_out_of_what_was_said_since(
    small: SmallPlan, reader: Actor
) -> None:
    small.state(IN_2013)
    small.state(IN_2021, Nature.PROJECTED)
    box = small.box("F-1")
    small.place(box, small.domains[0], "Libellé visé", IN_2021, nature=Nature.PROJECTED)
    small.mode(box, "M", date(2025, 1, 1), nature=Nature.STATUS, basis=Basis.ENTERED)

    (row,) = queries.side_by_side("plan-fictif", "F", actor=reader, today=TODAY).rows

    assert row.label == "F-1", "what is known, as on its own map"
    assert [cell.label for cell in row.cells] == ["", "Libellé visé", ""]
    assert [cell.mode.letter for cell in row.cells if cell.mode] == ["?", "?", "M"]
