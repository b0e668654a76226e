"""The map of a function on a day, through what pages read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.modules.missions.reading.conftest import IN_2013, IN_2017, IN_2021, RECORDED, SmallPlan

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.missions import queries
from maillage.modules.missions.enums import Basis, Level, Nature, Presence
from maillage.modules.missions.models import ConditionEvent, ModeRecord, Scenario
from maillage.modules.missions.queries.shapes import BoxShown, MapShown

ON_2022 = date(2022, 6, 1)
TODAY = date(2026, 11, 21)


def read(reader: Actor, **asked: object) -> MapShown:
    return queries.map_of("plan-fictif", "F", actor=reader, today=TODAY, **asked)  # type: ignore[arg-type]


def only(shown: MapShown) -> BoxShown:
    (box,) = [box for domain in shown.domains for box in (*domain.boxes, *domain.unconfirmed)]
    return box


def drafted(small: SmallPlan) -> Scenario:
    """A draft that starts from 2013."""
    return Scenario.objects.create(
        plan=small.plan,
        slug="et-si",
        title="Et si",
        base_day=IN_2013,
        effect_day=IN_2017,
        created_at=datetime(2026, 2, 1, tzinfo=UTC),
    )


def test_the_default_day_is_the_last_state_that_is_no_projection(small: SmallPlan, reader: Actor) -> None:
    small.state(IN_2013)
    small.state(IN_2017, Nature.STATUS)
    small.state(IN_2021, Nature.PROJECTED)

    shown = read(reader)

    assert shown.day == shown.default_day == IN_2017
    assert [(stop.day, stop.unconfirmed, stop.current) for stop in shown.stops] == [
        (IN_2013, False, False),
        (IN_2017, False, True),
        (IN_2021, True, False),
    ]


def test_a_projection_is_drawn_over_what_is_known_which_stays_one_click_away(
    small: SmallPlan, reader: Actor
) -> None:
    box = small.box("F-1", "Paye des agents")
    small.place(box, small.domains[1], "Paie", IN_2021, nature=Nature.PROJECTED)
    small.state(IN_2013)
    small.state(IN_2021, Nature.PROJECTED)

    drawn, known = read(reader, day=ON_2022), read(reader, day=ON_2022, projections=False)

    assert (only(drawn).label, only(drawn).projected) == ("Paie", True)
    assert drawn.state is not None and drawn.state.unconfirmed
    assert drawn.last_known is not None and drawn.last_known.day == IN_2013
    assert (only(known).label, only(known).projected) == ("Paye des agents", False)
    assert known.state is not None and known.state.day == IN_2013


def test_a_projection_whose_day_is_to_come_waits_for_nobody(small: SmallPlan, reader: Actor) -> None:
    small.state(IN_2021, Nature.PROJECTED)

    shown = queries.map_of("plan-fictif", "F", actor=reader, day=IN_2021, today=date(2019, 1, 1))

    assert shown.state is not None and not shown.state.unconfirmed


def test_a_confirmed_projection_is_a_state_like_the_others(small: SmallPlan, reader: Actor) -> None:
    small.state(IN_2017, Nature.STATUS)
    small.state(IN_2021, Nature.PROJECTED, confirmed_on=date(2022, 3, 1))

    assert read(reader).day == IN_2021
    assert queries.map_of("plan-fictif", "F", actor=reader, today=date(2022, 2, 1)).day == IN_2017


def test_a_mode_that_a_later_map_does_not_say_is_last_known(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    small.mode(box, "I", IN_2017, nature=Nature.STATUS)
    small.place(box, small.domains[0], "F-1", IN_2021, nature=Nature.PROJECTED)

    later, known = (
        only(read(reader, day=ON_2022)).mode,
        only(read(reader, day=ON_2022, projections=False)).mode,
    )

    assert (later.letter, later.last_known) == ("?", "Intégration, au 1er janvier 2017")
    assert (known.letter, known.last_known) == ("I", "")


@pytest.mark.requirement("S-015")
def test_the_finer_mode_wins_and_the_coarser_stays_visible(small: SmallPlan, reader: Actor) -> None:
    plain, own = small.box("F-1"), small.box("F-2")
    small.mode(small.function, "A")
    small.mode(small.domains[0], "H")
    small.mode(own, "C")

    shown = read(reader, day=IN_2013)
    boxes = {box.code: box.mode for domain in shown.domains for box in domain.boxes}

    assert shown.mode is not None and shown.mode.letter == "A"
    assert shown.domains[0].mode is not None and shown.domains[0].mode.letter == "H"
    assert (boxes["F-1"].letter, boxes["F-1"].inherited_from) == ("H", "Paye")
    assert (boxes["F-2"].letter, boxes["F-2"].inherited_from) == ("C", "")
    assert dict(shown.counts) == {"A": 0, "C": 1, "H": 0, "I": 0, "M": 0, "?": 1}
    page = queries.box("plan-fictif", "F-2", actor=reader, day=IN_2013)
    assert [(one.label, one.mode.letter) for one in page.coarser] == [
        ("Paye", "H"),
        ("Fonction fictive", "A"),
    ]
    assert plain.code == "F-1"


@pytest.mark.requirement("S-007")
def test_an_exception_of_a_chamber_stands_beside_the_common_line(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    small.mode(box, "C")
    small.mode(box, "A", IN_2017, chamber=small.bodies["CCI Bêta"])

    before, after = only(read(reader, day=IN_2013)), only(read(reader, day=IN_2017))

    assert before.exceptions == ()
    assert after.mode.letter == "C"
    assert [(one.organization, one.mode.letter) for one in after.exceptions] == [("CCI Bêta", "A")]


@pytest.mark.requirement("S-010")
def test_a_cooperation_whose_end_is_past_is_flagged(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    small.mode(box, "C", ends_on=date(2018, 5, 12), purpose="But fictif", form="project")

    on_time, late = only(read(reader, day=date(2018, 5, 12))), only(read(reader, day=date(2018, 5, 13)))

    assert on_time.mode.overdue == ""
    assert late.mode.overdue == "fin prévue le 12 mai 2018, dépassée"


@pytest.mark.requirement("S-091")
def test_a_projection_under_a_condition_says_so_until_somebody_confirms(
    small: SmallPlan, reader: Actor
) -> None:
    audit = ConditionEvent.objects.create(
        plan=small.plan, label="Audit fictif", expected_on=date(2018, 1, 1), expected_text="début 2018"
    )
    box = small.box("F-1")
    small.place(box, small.domains[0], "F-1", IN_2021, nature=Nature.PROJECTED)
    small.state(IN_2021, Nature.PROJECTED, conditional_on=audit)

    def said(today: date) -> str:
        shown = queries.map_of("plan-fictif", "F", actor=reader, day=IN_2021, today=today)
        assert shown.state is not None and shown.state.condition == only(shown).mode.condition
        return only(shown).mode.condition.replace("\N{NO-BREAK SPACE}", " ")

    assert said(date(2017, 6, 1)) == "Audit fictif (attendu : début 2018)"
    assert said(date(2018, 2, 1)).endswith("(attendu : début 2018 ; date passée, à confirmer)")
    audit.happened_on = date(2018, 3, 5)
    audit.save()
    assert said(date(2018, 4, 1)).endswith("(survenu le 5 mars 2018 : à confirmer ou à changer)")


@pytest.mark.requirement("S-132")
def test_a_set_to_settle_shows_its_letters_and_counts_as_not_known(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    small.mode(box, "", possible=["H", "M"])

    shown = read(reader, day=IN_2013)
    mode = only(shown).mode

    assert (mode.letter, mode.possible) == ("?", ("H", "M"))
    assert mode.label.endswith("Harmonisation ou Mutualisation")
    assert dict(shown.counts)["?"] == 1


def test_what_a_mode_read_in_a_document_does_not_say_is_told(small: SmallPlan, reader: Actor) -> None:
    small.mode(small.box("F-1"), "I")

    assert only(read(reader, day=IN_2013)).mode.missing == ("option à préciser", "titulaire à préciser")


def test_a_box_nobody_can_confirm_stands_apart(small: SmallPlan, reader: Actor) -> None:
    small.box("F-1", presence=Presence.UNCONFIRMED)

    shown = read(reader, day=IN_2013)

    assert (shown.boxes, shown.unconfirmed) == (0, 1)
    assert [box.code for box in shown.domains[0].unconfirmed] == ["F-1"]


def test_the_map_shows_what_was_known_then(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    first = small.mode(box, "C")
    corrected = RECORDED + timedelta(days=30)
    first.withdrawn_at = corrected
    first.save()
    small.mode(box, "M", recorded_at=corrected)

    def letter(known_at: datetime | None) -> str:
        return only(read(reader, day=IN_2013, known_at=known_at)).mode.letter

    assert letter(RECORDED) == "C"
    assert letter(corrected) == letter(None) == "M"
    assert read(reader, day=IN_2013, known_at=RECORDED - timedelta(days=1)).domains == ()


def test_a_scenario_shows_in_itself_and_nowhere_else(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    draft = drafted(small)
    small.mode(box, "I", IN_2017, scenario=draft, nature=Nature.PROJECTED)

    inside = read(reader, day=IN_2017, scenario=draft.pk, projections=False)

    assert (only(inside).mode.letter, only(inside).projected) == ("I", True)
    assert only(read(reader, day=IN_2017)).mode.letter == "?"


@pytest.mark.requirement("S-027")
def test_an_annotation_read_on_a_map_stands_until_the_next_drawing(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1", "Paye des agents")
    small.state(IN_2013)
    small.state(IN_2017, Nature.STATUS)
    small.note("Autonomie sur les outils", IN_2013)
    small.note("Note d'une boîte", IN_2013).boxes.add(box)
    small.note("Note saisie", IN_2013, basis=Basis.ENTERED)

    first, next_one = read(reader, day=IN_2013), read(reader, day=IN_2017)

    assert [(note.mark, note.text, note.scope) for note in first.footnotes] == [
        ("※", "Autonomie sur les outils", "portée non renseignée"),
        ("1", "Note d'une boîte", "Paye des agents"),
        ("※", "Note saisie", "portée non renseignée"),
    ], "a note whose scope is not given points at no box: no number"
    assert only(first).marks == ("1",)
    assert [note.text for note in next_one.footnotes] == ["Note saisie"]
    small.note("Coopération", IN_2017)
    small.mode(box, "M", date(2019, 1, 1), nature=Nature.STATUS)
    assert [note.text for note in read(reader).footnotes] == ["Note saisie", "Coopération"], (
        "a mode said is no drawing"
    )


@pytest.mark.requirement("S-023")
def test_an_activity_tied_to_two_domains_is_counted_once(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    small.link("shared", box, small.domains[1])

    shown = read(reader, day=IN_2013)

    assert only(shown).shared_with == ("Budget (Fonction fictive)",)
    assert shown.boxes == sum(count for _letter, count in shown.counts) == 1
    assert shown.domains[1].shared_with == ("F-1 (Fonction fictive)",)


@pytest.mark.requirement("S-072")
def test_a_mode_of_the_whole_function_before_its_first_map_is_told_before_it(
    small: SmallPlan, reader: Actor
) -> None:
    small.state(IN_2013)
    small.mode(small.function, "A", None, until=IN_2013, basis=Basis.STORY)

    shown = read(reader)
    earlier = read(reader, day=date(2012, 6, 1))

    assert shown.mode is None
    assert [(one.kind_label, one.letters, one.when) for one in shown.before] == [
        ("récit", ("A",), "Autonomie, avant le 1er janvier 2013")
    ]
    assert earlier.mode is not None and earlier.mode.letter == "A"


@pytest.mark.requirement("S-141")
def test_a_function_without_a_map_is_no_error(small: SmallPlan, reader: Actor) -> None:
    function = small.mission("G", Level.FUNCTION, purposes=["Informer"])
    small.place(function, None, "Communication fictive")

    shown = queries.map_of("plan-fictif", "G", actor=reader, today=TODAY)

    assert (shown.domains, shown.boxes, shown.day, shown.default_day) == ((), 0, TODAY, None)
    assert shown.purposes == ("Informer",)


def test_who_reads_no_plan_finds_none(small: SmallPlan, stranger: Actor, reader: Actor) -> None:
    with pytest.raises(NotVisible):
        queries.map_of("plan-fictif", "F", actor=stranger)
    with pytest.raises(NotVisible):
        queries.map_of("plan-fictif", "F-A", actor=reader)
    with pytest.raises(NotVisible):
        queries.map_of("plan-fictif", "F", actor=reader, scenario=999)
    assert queries.plans(stranger) == ()
    assert small.plan.pk


def test_holders_stand_on_the_box_even_without_a_mode(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    small.hold(box, "CCI Bêta")
    small.hold(box, "CCI Gamma", IN_2013)

    assert only(read(reader, day=IN_2013)).mode.holder == "CCI Bêta, CCI Gamma"


def test_the_plan_counts_its_boxes_by_letter_as_they_stand_by_default(
    small: SmallPlan, reader: Actor
) -> None:
    small.mode(small.box("F-1"), "C")
    small.box("F-2")
    small.box("F-3", presence=Presence.UNCONFIRMED)
    small.state(IN_2013)

    (card,) = queries.functions("plan-fictif", reader, today=TODAY)

    assert (card.domains, card.boxes, card.unconfirmed, card.day) == (2, 2, 1, IN_2013)
    assert [letter for letter, _count in card.counts] == ["A", "C", "H", "I", "M", "?"]
    assert dict(card.counts)["C"] == dict(card.counts)["?"] == 1
    assert queries.plan("plan-fictif", reader).card.functions == 1
    assert ModeRecord.objects.count() == 1


def test_a_mode_said_after_the_last_state_is_seen_on_the_map_that_opens(
    small: SmallPlan, reader: Actor
) -> None:
    box = small.box("F-1", "Paye des agents")
    small.state(IN_2013)
    small.state(IN_2021, Nature.PROJECTED)
    said = date(2019, 6, 1)
    ModeRecord.objects.create(
        mission=box, mode="M", since=said, nature=Nature.STATUS, recorded_at=RECORDED, complete=False
    )

    shown = read(reader)

    assert shown.day == shown.default_day == said
    assert [stop.day for stop in shown.stops] == [IN_2013, said, IN_2021]
    assert only(shown).mode.letter == "M"


def test_what_is_aimed_at_for_a_day_to_come_is_a_stop_and_a_draft_is_none(
    small: SmallPlan, reader: Actor
) -> None:
    box = small.box("F-1", "Paye des agents")
    small.state(IN_2013)
    ModeRecord.objects.create(
        mission=box, mode="M", since=date(2030, 1, 1), nature=Nature.PROJECTED, recorded_at=RECORDED
    )

    small.mode(box, "C", date(2028, 1, 1), nature=Nature.STATUS)
    draft = drafted(small)
    small.mode(box, "I", date(2025, 1, 1), nature=Nature.STATUS, scenario=draft)

    assert [(stop.day, stop.said) for stop in read(reader).stops] == [
        (IN_2013, False),
        (date(2030, 1, 1), True),
    ]
