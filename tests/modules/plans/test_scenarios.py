"""A scenario: drafted over the map without changing it, compared, published once decided, or dropped with its reason.

These tests live with the commitments, which see the whole chain: a draft, its publication, what it opens.
"""

from datetime import date, datetime, timedelta

import pytest
from tests.modules.plans.conftest import Small

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.missions import queries as maps
from maillage.modules.missions.enums import LinkKind, Nature
from maillage.modules.missions.inputs import FactInput, ModeInput
from maillage.modules.missions.models import MissionLink, ModeRecord, Scenario
from maillage.modules.missions.operations import modes, placing, scenarios, stating
from maillage.modules.missions.queries import scenarios as queries
from maillage.modules.plans.models import Commitment

BASE, EFFECT = date(2026, 11, 21), date(2027, 1, 1)
DECISION = "Délibération fictive du 10 novembre 2026"


def opened(small: Small, actor: Actor, title: str = "Paie fictive intégrée") -> Scenario:
    given = scenarios.ScenarioInput(title=title, question="Et si… ?", base_day=BASE, effect_day=EFFECT)
    return scenarios.open_scenario(small.plan.slug, given, at=clock.now(), actor=actor)


def drafted(small: Small, scenario: Scenario, actor: Actor, *, delegated: bool = False) -> ModeRecord:
    """In the draft, the payroll is integrated: at the region, or by delegation to the other chamber."""
    held = (
        {"option": "delegation", "variant": "infra_regional", "holder": small.vendee.pk}
        if delegated
        else {"option": "ccir", "holder": small.region.pk}
    )
    return modes.record(
        small.payroll.pk,
        ModeInput(since=EFFECT, mode="I", reason="relevance", **held),  # type: ignore[arg-type]
        scenario=scenario.pk,
        at=clock.now(),
        actor=actor,
    )


def published(small: Small, scenario: Scenario, actor: Actor, **changes: object) -> Scenario:
    given: dict[str, object] = {"body": small.region.pk, "decided_on": date(2026, 11, 10), "source": DECISION}
    return scenarios.publish(small.plan.slug, scenario.slug, **(given | changes), at=clock.now(), actor=actor)  # type: ignore[arg-type]


def letter(small: Small, **asked: object) -> str:
    shown = maps.map_of(small.plan.slug, "RHF", day=EFFECT, **asked)  # type: ignore[arg-type]
    return next(box.mode.letter for one in shown.domains for box in one.boxes if box.code == "RHF-PA-1")


def page(small: Small, scenario: Scenario, actor: Actor):  # type: ignore[no-untyped-def]
    return queries.scenario(small.plan.slug, scenario.slug, actor=actor, today=clock.today())


def test_a_draft_is_read_in_its_scenario_and_nowhere_else(small: Small, regional: Actor) -> None:
    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    assert letter(small, actor=regional) == "?"
    assert letter(small, actor=regional, scenario=scenario.pk) == "I"
    assert not Commitment.objects.exists()


def test_the_page_says_in_words_what_it_would_change_and_whom_it_would_touch(
    small: Small, regional: Actor
) -> None:
    MissionLink.objects.create(kind=LinkKind.INTERDEPENDENT, first=small.payroll, second=small.training)
    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    found = page(small, scenario, regional)
    said = [one.words for one in found.functions[0].comparison.sentences]
    assert any("Réalisation des paies fictives" in words for words in said)
    touched = {group.name: [line.text for line in group.lines] for group in found.impacts}
    assert touched["missions"] == [
        "Réalisation des paies fictives (Ressources humaines fictives), macro-processus"
    ]
    assert touched["chambers"] == ["CCI régionale fictive", "CCI territoriale fictive"]
    assert touched["holders"][0].endswith("titulaire non renseigné, puis CCI régionale fictive")
    assert touched["interdependent"] == ["Formation fictive (Ressources humaines fictives), interdépendants"]
    assert {"people", "tools", "commitments"} <= set(touched)


def test_shares_of_time_tools_and_commitments_touched_are_told(
    small: Small, regional: Actor, promised: Commitment
) -> None:
    from maillage.modules.means.models import PartialAssignment, Tool

    person = promised.opened_by
    assert person is not None and regional.person is not None
    PartialAssignment.objects.create(
        plan=small.plan,
        person_id=regional.person,
        organization=small.vendee,
        percent=40,
        mission=small.payroll,
        since=date(2026, 1, 1),
        recorded_at=clock.now(),
    )
    tool = Tool.objects.create(
        plan=small.plan, name="Outil fictif de paie", since=date(2026, 1, 1), recorded_at=clock.now()
    )
    tool.functions.add(small.function)
    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    touched = {
        group.name: [line.text for line in group.lines] for group in page(small, scenario, regional).impacts
    }
    assert touched["people"] == ["Rita Fictif, 40\xa0% du temps, CCI territoriale fictive"]
    assert touched["tools"] == ["Outil fictif de paie"]
    assert touched["commitments"] == ["La paie fictive passe en intégration. Pour le 30 juin 2027."]


def test_published_it_becomes_projections_that_rest_on_the_decision_and_open_commitments(
    small: Small, regional: Actor
) -> None:
    scenario = opened(small, regional)
    draft = drafted(small, scenario, regional)
    placing.relabel(
        small.training.pk,
        "Formation fictive commune",
        FactInput(since=EFFECT),
        scenario=scenario.pk,
        at=clock.now(),
        actor=regional,
    )
    published(small, scenario, regional)
    real = ModeRecord.objects.get(scenario__isnull=True)
    assert (real.nature, real.published_from, real.holder) == (Nature.PROJECTED, scenario, small.region)
    assert real.cited is not None and real.cited.title == DECISION
    draft.refresh_from_db()
    assert draft.scenario == scenario and draft.withdrawn_at is None
    assert letter(small, actor=regional) == "I"
    words = sorted(Commitment.objects.values_list("words", flat=True))
    assert len(words) == 2 and all("fictive" in one for one in words)


def test_its_page_still_says_what_it_changed_once_published(small: Small, regional: Actor) -> None:
    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    from maillage.kit.testing.time import frozen

    with frozen(clock.now() + timedelta(hours=1)):
        published(small, scenario, regional)
    with frozen(clock.now() + timedelta(hours=2)):
        found = page(small, scenario, regional)
    assert found.card.status == "published" and found.card.decided_by == "CCI régionale fictive"
    assert [one.kind for one in found.functions[0].comparison.sentences] == ["mode"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": None}, "body"),
        ({"decided_on": None}, "decided_on"),
        ({"decided_on": date(2026, 12, 1)}, "decided_on"),
        ({"source": ""}, "source"),
    ],
)
def test_without_a_decision_its_day_and_its_source_nothing_is_published(
    changes: dict[str, object], field: str, small: Small, regional: Actor
) -> None:
    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    with pytest.raises(Refused) as refused:
        published(small, scenario, regional, **changes)
    assert refused.value.field == field
    scenario.refresh_from_db()
    assert scenario.status == "draft" and not Commitment.objects.exists()


def test_an_empty_draft_is_not_published(small: Small, regional: Actor) -> None:
    with pytest.raises(Refused, match="ne change rien"):
        published(small, opened(small, regional), regional)


def test_what_changed_on_the_map_meanwhile_is_said_and_must_be_read_before_publishing(
    small: Small, regional: Actor, local: Actor
) -> None:
    from maillage.kit.testing.time import frozen

    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    mark = page(small, scenario, regional).mark
    with frozen(clock.now() + timedelta(hours=1)):
        stating.hold(
            small.payroll.pk,
            small.vendee.pk,
            FactInput(since=date(2026, 1, 1), source="Note fictive"),
            at=clock.now(),
            actor=local,
        )
        found = page(small, scenario, regional)
        assert len(found.changed) == 1 and "Leo Fictif" in found.changed[0]
        with pytest.raises(Refused, match="a changé") as refused:
            published(small, scenario, regional, seen=mark)
        assert refused.value.code == "stale" and "CCI territoriale fictive" in refused.value.sentence
        published(small, scenario, regional, seen=found.mark)


def test_a_day_that_the_map_already_says_refuses_the_publication_and_names_it(
    small: Small, regional: Actor
) -> None:
    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    modes.record(
        small.payroll.pk,
        ModeInput(
            since=EFFECT,
            nature=Nature.PROJECTED,
            mode="A",
            local_managers=(small.vendee.pk,),
            source="Note fictive",
            reason="relevance",
        ),
        at=clock.now(),
        actor=regional,
    )
    assert len(page(small, scenario, regional).occupied) == 1
    with pytest.raises(Refused, match="Autonomie"):
        published(small, scenario, regional)


def test_two_drafts_that_contradict_are_said_so_and_two_that_agree_are_not(
    small: Small, regional: Actor
) -> None:
    one, other = opened(small, regional), opened(small, regional, "Paie fictive déléguée")
    same = opened(small, regional, "Paie fictive intégrée, bis")
    drafted(small, one, regional)
    drafted(small, other, regional, delegated=True)
    drafted(small, same, regional)
    assert [rival.title for rival in page(small, one, regional).rivals] == ["Paie fictive déléguée"]
    listed = {card.title: card.rivals for card in queries.scenarios(small.plan.slug, actor=regional)}
    assert listed["Paie fictive intégrée, bis"] == ("Paie fictive déléguée",)


def test_two_scenarios_are_compared_in_words(small: Small, regional: Actor) -> None:
    one, other = opened(small, regional), opened(small, regional, "Rien de fictif")
    drafted(small, one, regional)
    found = queries.two_scenarios(small.plan.slug, other.slug, one.slug, actor=regional, today=clock.today())
    assert [item.kind for item in found.functions[0].comparison.sentences] == ["mode"]


def test_a_dropped_draft_keeps_its_reason_and_changes_no_more(small: Small, regional: Actor) -> None:
    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    given = {"at": clock.now(), "actor": regional}
    with pytest.raises(Refused, match="raison"):
        scenarios.drop(small.plan.slug, scenario.slug, reason=" ", **given)
    scenarios.drop(small.plan.slug, scenario.slug, reason="Trop cher, fictivement.", **given)
    assert page(small, scenario, regional).card.drop_reason == "Trop cher, fictivement."
    with pytest.raises(Refused, match="plus en préparation"):
        published(small, scenario, regional)
    with pytest.raises(Refused, match="plus en préparation"):
        drafted(small, scenario, regional)


def test_an_elected_member_reads_scenarios_and_opens_publishes_drops_none(
    small: Small, regional: Actor, elected: Actor, at: datetime
) -> None:
    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    assert page(small, scenario, elected).card.title == "Paie fictive intégrée"
    for refused in (
        lambda: opened(small, elected),
        lambda: published(small, scenario, elected),
        lambda: scenarios.drop(small.plan.slug, scenario.slug, reason="Non.", at=at, actor=elected),
    ):
        with pytest.raises(Refused, match="lire"):
            refused()
