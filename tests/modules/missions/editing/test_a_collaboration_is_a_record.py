"""A collaboration is a record of its own: its mode, its parties, its object, its dates; the chart of the bodies bears none."""

from datetime import date

import pytest
from django.apps import apps
from tests.modules.missions.editing.conftest import NOW, Small, mode

from maillage.modules.missions.enums import Mode
from maillage.modules.missions.models import ModeRecord
from maillage.modules.missions.operations import modes
from maillage.shared.directory.models import Unit

CHAMBERS = ("nord", "sud")


def said(row: ModeRecord) -> tuple[object, ...]:
    """What a collaboration is."""
    row.refresh_from_db()
    parties = sorted((one.organization.slug, one.role) for one in row.parties.all())
    return row.mode, row.purpose, row.mission.code, row.since, row.until, row.ends_on, parties


@pytest.fixture
def together(small: Small) -> tuple[ModeRecord, ModeRecord]:
    """The same two chambers cooperate on one mission, and pool another."""
    bodies = tuple(small.organizations[name].pk for name in CHAMBERS)
    director = small.director()
    cooperation = mode(
        "C", purpose="Écrire un guide", form="project", participants=bodies, ends_on=date(2027, 6, 30)
    )
    pooling = mode(
        "M",
        pooled=("expertise",),
        logic="csp",
        hosts=bodies[:1],
        beneficiaries=bodies,
        since=date(2026, 3, 1),
    )
    return (
        modes.record(small.missions["F-D-1"].pk, cooperation, at=NOW, actor=director),
        modes.record(small.missions["F-D-2"].pk, pooling, at=NOW, actor=director),
    )


@pytest.mark.requirement("S-001")
def test_two_bodies_collaborate_in_several_ways_each_with_its_parties_its_object_and_its_dates(
    together: tuple[ModeRecord, ModeRecord],
) -> None:
    first, second = together
    assert said(first)[:6] == (
        "C", "Écrire un guide", "F-D-1", date(2026, 1, 1), None, date(2027, 6, 30),
    )  # fmt: skip
    assert (second.mode, second.mission.code, second.since) == ("M", "F-D-2", date(2026, 3, 1))
    for row in together:
        assert {one.organization.slug for one in row.parties.all()} == {
            f"cci-{name}-fictive" for name in CHAMBERS
        }


@pytest.mark.requirement("S-001")
def test_a_change_of_the_chart_changes_no_collaboration_and_the_end_of_one_ends_no_other(
    small: Small, together: tuple[ModeRecord, ModeRecord]
) -> None:
    first, second = together
    before = said(first), said(second)
    nord, sud = (small.organizations[name] for name in CHAMBERS)
    unit = Unit.objects.create(organization=nord, slug="service-fictif", name="Service fictif")
    Unit.objects.filter(pk=unit.pk).update(organization=sud, name="Service fictif déplacé")
    nord.name = "CCI nord rebaptisée fictive"
    nord.save()
    assert (said(first), said(second)) == before
    modes.withdraw(first.pk, why="Projet abandonné", at=NOW, actor=small.director())
    assert said(second) == before[1] and ModeRecord.objects.get(pk=second.pk).withdrawn_at is None


@pytest.mark.requirement("S-001")
def test_no_organisation_nor_unit_bears_a_mode() -> None:
    letters = set(Mode.values)
    bearing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("directory").get_models()
        for field in model._meta.get_fields()
        if letters <= {value for value, _label in getattr(field, "choices", None) or ()}
    ]
    assert bearing == []
