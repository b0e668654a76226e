"""The page of a mission, the list of what waits, what is missing, as pages read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.modules.missions.reading.conftest import IN_2013, IN_2017, IN_2021, RECORDED, SmallPlan

from maillage.kit.actor import Actor
from maillage.modules.missions import queries
from maillage.modules.missions.enums import Level, LinkKind, MissionRole, Nature, PartyRole, Presence
from maillage.modules.missions.models import (
    AttestationCampaign,
    AttestationLine,
    ConditionEvent,
    LocalPart,
    ModeObjective,
    RoleStatement,
)

TODAY = date(2026, 11, 21)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_story_of_a_mission_keeps_what_was_withdrawn_and_why(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1", "Paye")
    wrong = small.mode(box, "C")
    wrong.withdrawn_at, wrong.withdrawal_reason = RECORDED + timedelta(days=3), "lue de travers"
    wrong.save()
    small.mode(box, "M", recorded_at=RECORDED + timedelta(days=3))

    now = queries.box("plan-fictif", "F-1", actor=reader, day=IN_2017)
    then = queries.box("plan-fictif", "F-1", actor=reader, day=IN_2017, known_at=RECORDED)
    told = [(line.words, line.withdrawal_reason, line.held) for line in now.history if line.kind == "mode"]

    assert told == [("Mutualisation", "", True), ("Coopération", "lue de travers", False)]
    assert then.mode.letter == "C"
    assert [line.words for line in then.history if line.kind == "mode"] == ["Coopération"]


def test_a_mission_shows_the_record_that_its_mode_demands(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    small.mode(
        box,
        "C",
        purpose="But fictif",
        form="community",
        complete=True,
        parties=[("CCI Alpha", PartyRole.PARTICIPANT), ("CCI Bêta", PartyRole.PARTICIPANT)],
    )

    page = queries.box("plan-fictif", "F-1", actor=reader, day=IN_2013)

    assert page.mode.details == (
        ("Finalité", "But fictif"),
        ("Forme", "communauté de centres d'intérêt partagés"),
        ("Participent", "CCI Alpha, CCI Bêta"),
        ("Fin prévue", "non renseigné"),
    )
    assert page.last_fact == box.modes.get().pk
    assert (page.function_code, page.domain_code) == ("F", "F-A")


@pytest.mark.requirement("S-062")
def test_a_mode_said_in_one_function_asks_a_question_in_the_other_and_is_never_copied(
    small: SmallPlan, reader: Actor
) -> None:
    one, other = small.box("F-1", "Paye"), small.box("F-2", "Comptabilité sociale")
    small.link(LinkKind.SHARED, one, other)
    small.mode(one, "I", IN_2017)

    page = queries.box("plan-fictif", "F-2", actor=reader, day=IN_2017)

    assert page.mode.letter == "?"
    assert [plain(question) for question in page.questions] == [
        "« Paye (Fonction fictive) », activité partagée, est dite en intégration depuis le 1er janvier 2017 : et ici ?"
    ]
    assert [one.kind for one in queries.to_confirm("plan-fictif", reader, today=TODAY)].count("question") == 1
    small.mode(other, "A", IN_2017, recorded_at=RECORDED + timedelta(days=1))
    assert queries.box("plan-fictif", "F-2", actor=reader, day=IN_2017).questions == ()


@pytest.mark.requirement("S-082")
def test_an_objective_is_no_mode_and_its_gap_is_listed(small: SmallPlan, reader: Actor) -> None:
    there, elsewhere = small.box("F-1", "Support"), small.box("F-2", "Réseau")
    small.mode(there, "M")
    small.mode(elsewhere, "C")
    ModeObjective.objects.create(
        mission=small.function, mode="M", by_day=IN_2017, text="Renforcer.", cited=small.source
    )
    ModeObjective.objects.create(mission=elsewhere, mode="M", cited=small.source)

    (of_function, of_box) = sorted(
        queries.gaps("plan-fictif", actor=reader, day=IN_2013).objectives,
        key=lambda one: one.label != "Fonction fictive",
    )
    page = queries.box("plan-fictif", "F-2", actor=reader, day=IN_2013)

    assert (of_function.letter, of_function.reached) == ("M", 1)
    assert [(one.code, one.letter, plain(one.words)) for one in of_function.lines] == [
        ("F-2", "C", "visé : Mutualisation ; connu : Coopération")
    ]
    assert [one.code for one in of_box.lines] == ["F-2"]
    assert page.mode.letter == "C"
    assert [plain(one.gap) for one in page.objectives] == ["visé : Mutualisation ; connu : Coopération"]


@pytest.mark.requirement("S-054")
def test_a_box_with_a_role_that_nobody_holds_is_listed(small: SmallPlan, reader: Actor) -> None:
    full, lacking = small.box("F-1"), small.box("F-2")
    for role in MissionRole.values:
        for box in (full, lacking):
            if box == full or role != MissionRole.STEERS:
                RoleStatement.objects.create(
                    mission=box, role=role, organization=small.bodies["CCI Alpha"], **small.fact({})
                )

    found = queries.gaps("plan-fictif", actor=reader, day=TODAY)
    page = queries.box("plan-fictif", "F-2", actor=reader, day=TODAY)

    assert [(one.code, one.missing) for one in found.roles] == [("F-2", ("pilote",))]
    assert [(one.role, one.who) for one in page.roles][-1] == ("steers", ())
    assert page.roles[0].who == ("CCI Alpha",)


@pytest.mark.requirement("S-056")
def test_a_box_that_says_neither_part_is_listed_where_its_function_demands_it(
    small: SmallPlan, reader: Actor
) -> None:
    told = small.box("F-1")
    small.box("F-2")
    LocalPart.objects.create(mission=told, local="Accueillir", **small.fact({}))
    assert queries.gaps("plan-fictif", actor=reader, day=TODAY).parts == ()

    small.function.demands_parts = True
    small.function.save()

    assert [one.code for one in queries.gaps("plan-fictif", actor=reader, day=TODAY).parts] == ["F-2"]
    page = queries.box("plan-fictif", "F-1", actor=reader, day=TODAY)
    assert page.parts is not None and page.parts.local == "Accueillir"


def test_what_waits_is_listed_by_kind(small: SmallPlan, reader: Actor) -> None:
    audit = ConditionEvent.objects.create(plan=small.plan, label="Audit", expected_on=date(2018, 1, 1))
    small.state(IN_2013)
    small.state(IN_2021, Nature.PROJECTED)
    small.box("F-1", "Perdue", presence=Presence.UNCONFIRMED)
    small.mode(small.box("F-2"), "I", IN_2017)
    small.mode(small.box("F-3"), "C", complete=True, purpose="But", form="project", ends_on=date(2020, 1, 1))
    small.mode(
        small.box("F-4"), "M", date(2030, 1, 1), complete=True, nature=Nature.PROJECTED, conditional_on=audit
    )

    found = queries.to_confirm("plan-fictif", reader, today=TODAY)

    assert [(one.kind, one.code, one.day) for one in found] == [
        ("box", "F-1", IN_2013),
        ("incomplete", "F-2", IN_2017),
        ("overdue", "F-3", IN_2013),
        ("condition", "F-4", date(2030, 1, 1)),
        ("projection", "F", IN_2021),
    ]
    assert (found[0].function, found[0].domain) == ("Fonction fictive", "Paye")
    assert plain(found[1].words) == "Intégration : option à préciser, titulaire à préciser."


def test_a_settled_box_waits_no_more(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1", presence=Presence.UNCONFIRMED)
    assert len(queries.to_confirm("plan-fictif", reader, today=TODAY)) == 1
    place = box.placements.get()
    place.withdrawn_at = RECORDED + timedelta(days=1)
    place.save()
    small.place(box, small.domains[0], "F-1", IN_2013, recorded_at=RECORDED + timedelta(days=1))

    assert queries.to_confirm("plan-fictif", reader, today=TODAY) == ()


@pytest.mark.requirement("S-022")
@pytest.mark.parametrize("words", ["trésorerie", "GESTION de tresorerie", "placer les flux", "F-B"])
def test_a_mission_is_found_by_its_name_another_name_its_definition_or_its_code(
    small: SmallPlan, reader: Actor, words: str
) -> None:
    domain = small.domains[1]
    small.place(domain, small.function, "Trésorerie", IN_2017)
    domain.aliases, domain.definition = ["Gestion de trésorerie"], "Prévoir et placer les flux."
    domain.save()

    (found,) = queries.find(words, reader).missions

    assert (found.code, found.label, found.function) == ("F-B", "Trésorerie", "Fonction fictive")


def test_a_former_name_still_finds_a_mission(small: SmallPlan, reader: Actor, stranger: Actor) -> None:
    small.place(small.domains[1], small.function, "Contrôle de gestion", IN_2017)

    (found,) = queries.find("budget", reader).missions

    assert (found.label, plain(found.why)) == ("Contrôle de gestion", "autrefois : Budget")
    assert queries.find("budget", stranger).missions == ()
    assert queries.find("  ", reader).missions == ()


@pytest.mark.requirement("H-181")
def test_what_a_chamber_does_says_in_which_mode_and_since_when_it_was_checked(
    small: SmallPlan, reader: Actor
) -> None:
    shared, apart, other = small.box("F-1", "Achats"), small.box("F-2", "Paye"), small.box("F-3", "Audit")
    small.mode(
        shared,
        "C",
        parties=[("CCI Bêta", PartyRole.PARTICIPANT), ("CCI Alpha", PartyRole.PARTICIPANT)],
    )
    small.mode(apart, "M")
    small.mode(apart, "A", IN_2017, chamber=small.bodies["CCI Bêta"])
    campaign = AttestationCampaign.objects.create(
        part=small.function, about_day=IN_2017, due_on=TODAY, opened_at=RECORDED
    )
    AttestationLine.objects.create(
        campaign=campaign,
        mission=shared,
        owner=small.bodies["CCI Bêta"],
        answer="confirmed",
        answered_at=datetime(2026, 3, 3, 12, tzinfo=UTC),
    )

    found = queries.doing("cci-bêta", IN_2017, reader)

    assert [(one.code, one.mode.letter, one.parts) for one in found.named] == [
        ("F-1", "C", ("participe",)),
        ("F-2", "A", ("exception à la ligne commune",)),
    ]
    assert [(one.checked, one.confirmed) for one in found.named] == [
        (date(2026, 3, 3), True),
        (date(2026, 1, 10), False),
    ]
    assert [one.code for one in found.others] == ["F-3"]
    assert queries.box("plan-fictif", "F-1", actor=reader, day=IN_2017).checked.startswith(
        "confirmée le 3 mars 2026"
    )
    assert other.pk


@pytest.mark.requirement("S-002")
def test_each_chamber_reads_its_own_line_and_one_that_is_in_no_plan_reads_none(
    small: SmallPlan, reader: Actor
) -> None:
    small.box("F-1")

    assert [one.code for one in queries.doing("cci-alpha", IN_2017, reader).others] == ["F-1"]
    outside = queries.doing("cci-gamma", IN_2017, reader)
    assert (outside.named, outside.others) == ((), ())


@pytest.mark.requirement("H-181")
def test_who_holds_a_mission_and_for_whom(small: SmallPlan, reader: Actor) -> None:
    held, unheld = small.box("F-1", "Paye des agents"), small.box("F-2", "Paye des élus")
    small.hold(held, "CCI Gamma", IN_2013).beneficiaries.set(
        [small.bodies["CCI Alpha"], small.bodies["CCI Bêta"]]
    )

    first, second = queries.held_by("paye des", IN_2017, reader)

    assert (first.label, first.holders, first.beneficiaries) == (
        "Paye des agents",
        ("CCI Gamma",),
        ("CCI Alpha", "CCI Bêta"),
    )
    assert (second.holders, second.beneficiaries, second.mode.letter) == ((), (), "?")
    assert [body.slug for body in queries.bodies(reader, IN_2017)] == ["cci-alpha", "cci-bêta", "cci-gamma"]
    assert unheld.level == Level.MACRO_PROCESS
