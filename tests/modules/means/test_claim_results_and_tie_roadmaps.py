"""Results with their cause and evidence; pooled skills; delegations; master plans against the projections of the map."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from tests.modules.means.invented import AT, ON, Small

from maillage.kit.errors import Refused
from maillage.modules.means import operations, queries
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import ManagementDelegation, PooledSkill, ResultStatement
from maillage.modules.missions.models import Mission, ModeRecord, Placement, Scenario

Tell = Callable[..., Told]


def texts(small: Small, code: str, pk: int) -> dict[str, str]:
    found = queries.sheet(small.plan.slug, code, pk, on=ON, actor=small.director)
    return {one.label: one.text for one in found.details}


@pytest.mark.requirement("S-030")
def test_a_result_is_tied_to_the_action_that_caused_it_and_to_its_evidence(small: Small, told: Tell) -> None:
    row = operations.claim(
        small.plan,
        "Les pannes fictives ont diminué",
        causes=[small.box],
        figure=Decimal("-12.5"),
        unit="%",
        proof="Tableau fictif des pannes",
        told=told(),
        at=AT,
        actor=small.director,
    )
    assert texts(small, "resultats", row.pk) == {
        "Chiffre": "-12,5\u00a0%",
        "Ce dont il vient": "Architecture",
        "Preuve": "Tableau fictif des pannes",
    }
    found = queries.of_mission(small.plan.slug, "SI-INF-1", on=ON, actor=small.director)
    assert found is not None
    assert [label for label, _links in found.links] == ["Résultats énoncés"]


def test_a_result_of_nothing_and_a_figure_that_nothing_proves_are_refused(small: Small) -> None:
    by = {"told": Told(), "at": AT, "actor": small.director}
    with pytest.raises(Refused, match="lié à aucune action"):
        operations.claim(small.plan, "Tout va mieux", **by)
    with pytest.raises(Refused, match="vérifier ce chiffre"):
        operations.claim(small.plan, "Tout va mieux", causes=[small.box], figure=Decimal(3), unit="%", **by)
    with pytest.raises(Refused, match="avec son unité"):
        operations.claim(
            small.plan, "Tout va mieux", causes=[small.box], figure=Decimal(3), proof="Tableau fictif", **by
        )
    assert not ResultStatement.objects.exists()


@pytest.mark.requirement("S-042")
def test_a_claim_without_a_figure_is_shown_unpriced_and_counted(small: Small, told: Tell) -> None:
    by = {"causes": [small.box], "told": told(), "at": AT, "actor": small.director}
    operations.claim(small.plan, "Les pannes ont diminué", figure=Decimal(3), unit="pannes", **by)
    without = operations.claim(small.plan, "Le service est meilleur", **by)
    gone = operations.claim(small.plan, "Les délais ont baissé", **by)
    operations.withdraw(gone, why="Personne ne le dit.", at=AT, actor=small.director)
    assert texts(small, "resultats", without.pk)["Chiffre"] == "non chiffré"
    assert queries.unfigured(small.plan) == 1


@pytest.mark.requirement("S-035")
def test_a_pooled_skill_says_its_host_its_people_and_who_may_call_on_it(small: Small, told: Tell) -> None:
    row = operations.pool_skill(
        small.plan,
        "Sécurité fictive des réseaux",
        kind="skill",
        host=small.chamber,
        callers=[small.region, small.chamber],
        people=[small.ada],
        missions=[small.box],
        told=told(),
        at=AT,
        actor=small.director,
    )
    assert texts(small, "competences", row.pk) == {
        "Nature": "compétence",
        "Accueillie par": "CCI locale fictive",
        "Qui peut y faire appel": "CCI locale fictive, CCI régionale fictive",
        "Personnes": "Ada Fictive",
        "Missions": "Architecture",
    }
    assert PooledSkill.objects.get().host == small.chamber


@pytest.mark.requirement("S-076")
def test_a_delegation_bears_its_act_and_ends_with_its_reason(small: Small, told: Tell) -> None:
    by = {"at": AT, "actor": small.director}
    row = operations.delegate(
        small.plan,
        small.region,
        small.chamber,
        "La gestion fictive des serveurs",
        mission=small.function,
        act="Délibération fictive n° 1",
        told=told(since=date(2024, 1, 1)),
        **by,
    )
    assert texts(small, "delegations", row.pk)["Fin"] == "en cours"
    operations.end(row, on=date(2026, 1, 1), why="Création d'une direction fictive", **by)
    said = texts(small, "delegations", row.pk)
    assert (said["Acte"], said["Fin"]) == ("Délibération fictive n° 1", "Création d'une direction fictive")
    with pytest.raises(Refused, match="déjà terminé"):
        operations.end(row, on=date(2026, 2, 1), **by)
    with pytest.raises(Refused, match="lui-même"):
        operations.delegate(small.plan, small.region, small.region, "Rien", told=told(), **by)
    assert ManagementDelegation.objects.count() == 1


def projection(mission: Mission, **given: object) -> ModeRecord:
    return ModeRecord.objects.create(
        **{
            "mission": mission,
            "mode": "M",
            "complete": False,
            "nature": "projected",
            "since": date(2027, 1, 1),
            "recorded_at": AT,
            **given,
        }
    )


@pytest.mark.requirement("S-078")
def test_items_and_projections_are_read_both_ways_and_each_without_the_other(
    small: Small, told: Tell
) -> None:
    by = {"told": told(), "at": AT, "actor": small.director}
    projection(small.box)
    Placement.objects.create(
        mission=small.other,
        parent=Mission.objects.get(code="SI-INF"),
        label="Administration des serveurs",
        since=date(2027, 1, 1),
        nature="projected",
        basis="map",
        recorded_at=AT,
    )
    plan = operations.open_master_plan(
        small.plan, "Schéma directeur fictif", functions=[small.function], **by
    )
    item = operations.add_item(plan, "Réunir les serveurs", missions=[small.box], **by)
    operations.add_item(plan, "Changer les écrans", **by)
    (found,) = queries.roads(small.plan.slug, on=ON, actor=small.director)
    assert found.projections == 2
    assert [(one.label, [tied.label for tied in tied]) for one, tied in found.pairs] == [
        ("Réunir les serveurs", ["Architecture"]),
        ("Changer les écrans", []),
    ]
    assert [one.label for one in found.without_item] == ["Administration des serveurs"]
    assert [one.label for one in found.without_projection] == ["Changer les écrans"]
    of_box = queries.of_mission(small.plan.slug, "SI-INF-1", on=ON, actor=small.director)
    assert of_box is not None and ("Schéma directeur" in [label for label, _links in of_box.links])
    operations.tie_item(item, [small.other], at=AT, actor=small.director)
    (after,) = queries.roads(small.plan.slug, on=ON, actor=small.director)
    assert [one.label for one in after.without_item] == ["Architecture"]


def test_a_draft_and_a_withdrawn_projection_wait_for_no_item(small: Small, told: Tell) -> None:
    draft = Scenario.objects.create(
        plan=small.plan,
        slug="et-si",
        title="Et si",
        base_day=date(2026, 1, 1),
        effect_day=date(2027, 1, 1),
        created_at=AT,
    )
    projection(small.box, scenario=draft)
    projection(small.other, withdrawn_at=AT)
    operations.open_master_plan(
        small.plan, "Schéma fictif", functions=[small.function], told=told(), at=AT, actor=small.director
    )
    (found,) = queries.roads(small.plan.slug, on=ON, actor=small.director)
    assert (found.projections, found.without_item) == (0, ())
