"""A study keeps its question, its options with their gains, who could do it, and what was decided."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from tests.modules.means.invented import AT, ON, Small

from maillage.kit.errors import Refused
from maillage.modules.means import operations, queries
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import OptionStudy, StudyDecision

Tell = Callable[..., Told]


@pytest.fixture
def study(small: Small, told: Tell) -> OptionStudy:
    return operations.open_study(
        small.plan,
        "Faut-il réunir les serveurs fictifs ?",
        kind="options",
        missions=[small.function],
        duration="deux mois",
        told=told(since=date(2026, 1, 1)),
        at=AT,
        actor=small.director,
    )


@pytest.mark.requirement("S-028")
def test_rejected_options_stay_readable_from_a_box_with_their_gains(
    small: Small, told: Tell, study: OptionStudy
) -> None:
    by = {"told": told(), "at": AT, "actor": small.director}
    kept = operations.add_option(study, "Un seul lieu", gain_amount=Decimal(5000), mode="I", **by)
    operations.add_option(study, "Chacun chez soi", gain="Moins de trajets", mode="A", **by)
    operations.decide_study(
        study,
        "Réunir les serveurs en un lieu",
        chosen=[kept],
        body="Bureau",
        organization=small.region,
        told=told(since=date(2026, 3, 2)),
        at=AT,
        actor=small.director,
    )
    found = queries.of_mission(small.plan.slug, "SI-INF-1", on=ON, actor=small.director)
    assert found is not None
    (shown,) = found.studies
    assert [(one.label, one.fate, one.gain) for one in shown.options] == [
        ("Un seul lieu", "chosen", "5\u00a0000\u00a0€ par an"),
        ("Chacun chez soi", "rejected", "Moins de trajets (non chiffré)"),
    ]
    assert shown.decided == "Bureau, CCI régionale fictive, le 2 mars 2026"


def test_a_decided_study_takes_no_option_and_no_second_decision_until_the_first_is_withdrawn(
    small: Small, told: Tell, study: OptionStudy
) -> None:
    by = {"told": told(since=date(2026, 3, 2)), "at": AT, "actor": small.director}
    operations.decide_study(study, "Ne rien changer", **by)
    with pytest.raises(Refused, match="ne changent plus"):
        operations.add_option(study, "Autre option", **by)
    with pytest.raises(Refused, match="déjà sa décision"):
        operations.decide_study(study, "Tout changer", **by)
    operations.withdraw(
        StudyDecision.objects.get(), why="Le procès-verbal dit autre chose.", at=AT, actor=small.director
    )
    operations.decide_study(study, "Tout changer", **by)
    found = queries.sheet(small.plan.slug, "etudes", study.pk, on=ON, actor=small.director)
    assert [bool(part.withdrawn) for part in found.groups[2].parts] == [True, False]


@pytest.mark.requirement("S-099")
def test_an_outsourcing_study_names_activities_candidates_due_date_and_outcome(
    small: Small, told: Tell
) -> None:
    study = operations.open_study(
        small.plan,
        "Confier les contrats fictifs ?",
        kind="outsourcing",
        activities=["Relire les contrats fictifs"],
        due_on=date(2027, 1, 1),
        told=told(),
        at=AT,
        actor=small.director,
    )
    by = {"told": told(), "at": AT, "actor": small.director}
    operations.add_candidate(study, organization=small.region, **by)
    operations.add_candidate(study, words="un cabinet fictif", **by)
    with pytest.raises(Refused, match="nommez le prestataire"):
        operations.add_candidate(study, **by)
    operations.decide_study(study, "Les garder", **by)
    found = queries.sheet(small.plan.slug, "etudes", study.pk, on=ON, actor=small.director)
    said = {one.label: one.text for one in found.details}
    assert said["Activités"] == "Relire les contrats fictifs"
    assert said["Attendue pour"] == "1er janvier 2027"
    assert said["Décision"] == "Les garder"
    assert [part.title for part in found.groups[1].parts] == ["CCI régionale fictive", "un cabinet fictif"]
