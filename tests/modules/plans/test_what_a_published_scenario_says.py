"""Once published, a scenario still says whom it found in place, and what it opened; a commitment says what really changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.modules.plans.conftest import Small
from tests.modules.plans.test_scenarios import EFFECT, opened, page, published

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.testing.time import frozen
from maillage.modules.missions.inputs import FactInput, ModeInput
from maillage.modules.missions.models import Scenario
from maillage.modules.missions.operations import modes, stating
from maillage.modules.plans import operations
from maillage.modules.plans.models import Commitment

SAID = "Délibération fictive du 3 mars 2026"


def held_by(small: Small, body: int, **changes: object) -> ModeInput:
    """The payroll integrated, held by an organisation."""
    option = (
        {"option": "ccir"}
        if body == small.region.pk
        else {"option": "delegation", "variant": "infra_regional"}
    )
    given: dict[str, object] = {"since": EFFECT, "mode": "I", "holder": body, **option}
    return ModeInput(**(given | changes))  # type: ignore[arg-type]


@pytest.fixture
def moved(small: Small, regional: Actor, promised: Commitment) -> Scenario:
    """Integrated at the region since 2025; a scenario gives it to the other chamber, and is published an hour later."""
    known = held_by(small, small.region.pk, since=date(2025, 1, 1), nature="status", source=SAID)
    modes.record(small.payroll.pk, known, at=clock.now(), actor=regional)
    with frozen(clock.now() + timedelta(hours=1)):
        scenario = opened(small, regional)
        given = held_by(small, small.vendee.pk)
        modes.record(small.payroll.pk, given, scenario=scenario.pk, at=clock.now(), actor=regional)
    with frozen(clock.now() + timedelta(hours=2)):
        return published(small, scenario, regional)


def impacts(small: Small, scenario: Scenario, actor: Actor) -> dict[str, list[str]]:
    with frozen(clock.now() + timedelta(hours=3)):
        found = page(small, scenario, actor).impacts
    return {group.name: [line.text for line in group.lines] for group in found}


@pytest.mark.requirement("S-018")
def test_the_commitment_of_another_holder_says_that_the_holder_changes_not_the_mode(
    small: Small, regional: Actor, moved: Scenario
) -> None:
    made = Commitment.objects.exclude(fact__isnull=True).get()
    assert made.words.replace("\xa0", " ") == (
        "« Réalisation des paies fictives » change de titulaire : CCI régionale fictive, puis CCI territoriale fictive."
    )
    assert made.kind == "change"


def test_a_published_scenario_keeps_who_held_before_it_and_tells_apart_what_it_opened(
    small: Small, regional: Actor, moved: Scenario
) -> None:
    said = impacts(small, moved, regional)
    assert [one.replace("\xa0", " ") for one in said["holders"]] == [
        "Réalisation des paies fictives (Ressources humaines fictives) : CCI régionale fictive, puis CCI territoriale fictive"
    ]
    assert said["commitments"] == ["La paie fictive passe en intégration. Pour le 30 juin 2027."]
    assert len(said["opened"]) == 1 and "change de titulaire" in said["opened"][0]


def test_a_draft_opened_nothing_and_does_not_speak_of_it(small: Small, regional: Actor) -> None:
    scenario = opened(small, regional)
    given = held_by(small, small.vendee.pk)
    modes.record(small.payroll.pk, given, scenario=scenario.pk, at=clock.now(), actor=regional)
    assert "opened" not in {group.name for group in page(small, scenario, regional).impacts}


@pytest.mark.requirement("S-043")
def test_a_mode_projected_as_it_is_known_is_a_commitment_to_keep_it(small: Small, regional: Actor) -> None:
    known = held_by(small, small.region.pk, since=date(2025, 1, 1), nature="status", source=SAID)
    modes.record(small.payroll.pk, known, at=clock.now(), actor=regional)
    modes.record(
        small.payroll.pk,
        replace(known, since=EFFECT, nature="projected"),
        at=clock.now(),
        actor=regional,
    )
    made = Commitment.objects.get()
    assert made.kind == "keep" and made.words.replace("\xa0", " ").endswith("garde son mode : Intégration.")


def test_what_a_kept_mode_asks_otherwise_is_named(small: Small, regional: Actor) -> None:
    known = ModeInput(
        since=date(2025, 1, 1),
        nature="status",
        mode="C",
        purpose="Former ensemble",
        form="community",
        participants=(small.region.pk, small.vendee.pk),
        source=SAID,
    )
    modes.record(small.payroll.pk, known, at=clock.now(), actor=regional)
    other = replace(known, since=EFFECT, nature="projected", purpose="Payer ensemble")
    modes.record(small.payroll.pk, other, at=clock.now(), actor=regional)
    made = Commitment.objects.get()
    assert made.kind == "change" and made.words.replace("\xa0", " ").endswith(
        "garde son mode, Coopération ; ce qui change : finalité."
    )


@pytest.mark.requirement("S-018")
def test_the_end_of_a_projected_holder_keeps_its_commitment(small: Small, regional: Actor) -> None:
    given = FactInput(since=EFFECT, nature="projected", source=SAID)
    row = stating.hold(small.payroll.pk, small.vendee.pk, given, at=clock.now(), actor=regional)
    made = Commitment.objects.get()
    with frozen(clock.now() + timedelta(hours=1)):
        stating.end_hold(row.pk, on=date(2029, 1, 1), source=SAID, at=clock.now(), actor=regional)
    from maillage.modules.plans.queries import standing

    kept = standing().get()
    assert kept.pk == made.pk and "31 décembre 2028" in kept.words.replace("\xa0", " ")


def test_a_remark_corrected_on_a_projection_leaves_the_words_and_the_day_that_people_gave(
    small: Small, regional: Actor
) -> None:
    given = held_by(small, small.vendee.pk, nature="projected", source=SAID)
    row = modes.record(small.payroll.pk, given, at=clock.now(), actor=regional)
    made = Commitment.objects.get()
    better = small.given(words="Confier la paie fictive à une seule chambre.", due_on=date(2027, 9, 1))
    operations.amend(made.pk, better, at=clock.now(), actor=regional)
    with frozen(clock.now() + timedelta(hours=1)):
        noted = replace(given, note="Remarque fictive")
        again = modes.correct(row.pk, noted, why="Précision", at=clock.now(), actor=regional)
    made.refresh_from_db()
    assert (made.fact, made.words, made.due_on) == (again.pk, better.words, better.due_on)
    with frozen(clock.now() + timedelta(hours=2)):
        cooperation = ModeInput(
            since=EFFECT,
            nature="projected",
            mode="C",
            purpose="Payer ensemble",
            form="community",
            participants=(small.region.pk, small.vendee.pk),
            source=SAID,
        )
        modes.correct(made.fact, cooperation, why="Erreur", at=clock.now(), actor=regional)
    made.refresh_from_db()
    assert "Coopération" in made.words and made.due_on == EFFECT
