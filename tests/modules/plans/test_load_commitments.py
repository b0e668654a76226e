"""The projections of the SROM open their commitments when the plans are loaded."""

from datetime import date

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.plans import operations, queries
from maillage.modules.plans.models import Commitment


@pytest.fixture
def loaded(srom: None) -> None:
    operations.load_commitments(at=clock.now(), actor=TERMINAL)


@pytest.mark.requirement("S-070")
def test_each_new_box_of_the_human_resources_of_2021_is_a_commitment_with_its_day_to_designate(
    loaded: None,
) -> None:
    rows = Commitment.objects.filter(mission__code__startswith="RH").select_related("cited")
    said = " ".join(rows.values_list("words", flat=True))
    for label in ("Attirer / retenir les talents", "Conseil RH", "Déploiement accord GPEC"):
        assert label in said or label.replace(" / ", "/") in said, (label, said)
    assert {row.due_on for row in rows} == {date(2021, 1, 1)}
    assert {row.owner_id for row in rows} == {None}
    assert all(row.cited for row in rows)


@pytest.mark.requirement("S-070")
def test_a_box_that_only_changes_its_label_promises_nothing(loaded: None) -> None:
    assert not Commitment.objects.filter(words__icontains="évaluations").exists()


@pytest.mark.requirement("S-043")
def test_finance_promises_to_keep_its_modes_in_the_words_of_the_text(loaded: None) -> None:
    kept = Commitment.objects.get(kind="keep")
    assert (kept.mission.code, kept.due_on, kept.evidence) == ("FIN", date(2021, 1, 1), "lignes 372-373")
    assert kept.cited is not None


def test_loading_twice_opens_nothing_more_and_leaves_what_people_said(loaded: None) -> None:
    row = Commitment.objects.filter(kind="change").order_by("pk")[0]
    Commitment.objects.filter(pk=row.pk).update(target="6 chambres", indicator="Chambres")
    number = Commitment.objects.count()
    again = operations.load_commitments(at=clock.now(), actor=TERMINAL)
    assert (again.created, Commitment.objects.count()) == (0, number)
    row.refresh_from_db()
    assert row.target == "6 chambres"


@pytest.mark.requirement("S-018")
def test_the_states_of_2013_and_2017_open_none(loaded: None) -> None:
    found = queries.commitments(queries.Filters(page=0), actor=TERMINAL, on=clock.today())
    assert found.total > 3 and all(row.due_on >= date(2021, 1, 1) for row in found.rows)


@pytest.mark.requirement("S-070")
def test_the_plans_and_their_commitments_loaded_twice_leave_one_for_each_promise(loaded: None) -> None:
    from maillage.modules.missions.operations.loading import load_plans

    before = sorted(Commitment.objects.values_list("mission__code", "kind", "fact_kind", "fact"))
    for _time in range(2):
        load_plans(actor=TERMINAL, at=clock.now())
        operations.load_commitments(at=clock.now(), actor=TERMINAL)
    assert sorted(Commitment.objects.values_list("mission__code", "kind", "fact_kind", "fact")) == before
    missions = [code for code, *_fact in before]
    assert len(before) == 4 and len(set(missions)) == 4, before
    assert sorted(code.split("-")[0] for code in missions) == ["FIN", "RH", "RH", "RH"]
