"""A draft organisation changes nothing; it is compared, walks its compliance path, is decided or given up."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from tests.modules.reorganizations.conftest import AT, ON, House

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.reorganizations import operations, queries
from maillage.modules.reorganizations.models import Reorganization
from maillage.modules.reorganizations.operations import ChangeInput, PathInput
from maillage.shared.directory.models import Unit
from maillage.shared.sources.quotes import Quote

LATER = datetime.date(2027, 1, 1)
OPINION = datetime.date(2026, 12, 10)
DECISION = Quote(title="Délibération fictive du 15 décembre 2026", kind="deliberation")


def drafted(house: House, *changes: ChangeInput) -> Reorganization:
    row = operations.open_draft(house.region, "Organigramme d'essai", at=AT, actor=house.director)
    for change in changes:
        operations.add_change(row, change, on=ON, actor=house.director)
    return row


def names(nodes: tuple[queries.Node, ...], depth: int = 0) -> list[str]:
    found: list[str] = []
    for node in nodes:
        found += ["  " * depth + node.name, *names(node.under, depth + 1)]
    return found


@pytest.mark.requirement("H-020")
def test_a_draft_organisation_is_compared_with_the_present_one_before_its_start_and_changes_nothing(
    house: House,
) -> None:
    row = drafted(
        house,
        ChangeInput(kind="create", name="Agence d'essai"),
        ChangeInput(kind="attach", unit=house.finance.slug, parent=house.innovation.slug),
        ChangeInput(kind="rename", unit=house.economy.slug, name="Direction des entreprises"),
    )
    page = queries.page(row.slug, actor=house.reader, on=ON)
    assert names(page.before) == [
        "Direction de l'économie",
        "  Service financier",
        "Direction de l'innovation",
    ]
    assert names(page.after) == [
        "Agence d'essai",
        "Direction de l'innovation",
        "  Service financier",
        "Direction des entreprises",
    ]
    assert [one.words.replace("\u00a0", " ") for one in page.changes] == [
        "« Agence d'essai » est créée.",
        "« Service financier » est rattachée à « Direction de l'innovation ».",
        "« Direction de l'économie » devient « Direction des entreprises ».",
    ]
    house.finance.refresh_from_db()
    assert house.finance.parent == house.economy
    assert not Unit.objects.filter(name="Agence d'essai").exists()


def test_a_unit_may_stand_under_one_that_the_same_draft_creates(house: House) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai"))
    made = row.changes.get()
    operations.add_change(
        row,
        ChangeInput(kind="attach", unit=house.finance.slug, parent=f"+{made.pk}"),
        on=ON,
        actor=house.director,
    )
    after = queries.page(row.slug, actor=house.director, on=ON).after
    assert names(after)[:2] == ["Agence d'essai", "  Service financier"]
    with pytest.raises(Refused, match="s'appuie sur"):
        operations.remove_change(row, made.pk, actor=house.director)


@pytest.mark.parametrize("number", ["²", "9" * 5000], ids=["square", "long"])
def test_a_creation_that_no_number_names_is_refused_and_is_no_fault(house: House, number: str) -> None:
    change = ChangeInput(kind="attach", unit=house.finance.slug, parent=f"+{number}")
    with pytest.raises(Refused, match="n'existe pas"):
        drafted(house, change)


def test_two_units_are_never_each_under_the_other_even_by_two_changes(house: House) -> None:
    row = drafted(house, ChangeInput(kind="attach", unit=house.innovation.slug, parent=house.finance.slug))
    with pytest.raises(Refused) as refused:
        operations.add_change(
            row,
            ChangeInput(kind="attach", unit=house.economy.slug, parent=house.innovation.slug),
            on=ON,
            actor=house.director,
        )
    assert refused.value.code == "reorganizations.circle"


def test_no_circle_passes_through_a_unit_that_the_draft_creates(house: House) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai", parent=house.finance.slug))
    made = row.changes.get()
    for unit in (house.economy, house.finance):
        with pytest.raises(Refused) as refused:
            operations.add_change(
                row,
                ChangeInput(kind="attach", unit=unit.slug, parent=f"+{made.pk}"),
                on=ON,
                actor=house.director,
            )
        assert refused.value.code == "reorganizations.circle"
    assert row.changes.count() == 1


def test_nothing_is_handed_to_a_unit_that_the_same_draft_closes_whichever_comes_first(house: House) -> None:
    first = ChangeInput(kind="close", unit=house.innovation.slug, target=house.economy.slug)
    onto = ChangeInput(kind="close", unit=house.finance.slug, target=house.innovation.slug)
    for one, other in ((first, onto), (onto, first)):
        row = drafted(house, one)
        with pytest.raises(Refused) as refused:
            operations.add_change(row, other, on=ON, actor=house.director)
        assert refused.value.code == "reorganizations.closed-target"


@pytest.mark.requirement("H-022")
def test_an_opinion_or_a_decision_to_come_decides_nothing_nor_a_decision_before_the_opinion(
    house: House,
) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai"))

    def decide(decided_on: datetime.date) -> str:
        with pytest.raises(Refused) as refused:
            operations.decide(
                row,
                decided_by=house.region,
                decided_on=decided_on,
                source=DECISION,
                at=AT,
                actor=house.director,
            )
        return refused.value.code

    operations.walk(row, PathInput(opinion_on=OPINION, effective_on=LATER), actor=house.director)
    assert decide(ON) == "reorganizations.opinion-to-come"
    assert queries.page(row.slug, actor=house.reader, on=ON).path[2].words == "prévu"
    operations.walk(row, PathInput(opinion_on=ON, effective_on=LATER), actor=house.director)
    assert decide(OPINION) == "reorganizations.decision-to-come"
    assert decide(ON - datetime.timedelta(days=1)) == "reorganizations.decision-before-opinion"


def test_a_name_already_borne_or_planned_is_refused(house: House) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai"))
    for name in ("Agence d’essai", "Direction de l'innovation"):
        with pytest.raises(Refused) as refused:
            operations.add_change(row, ChangeInput(kind="create", name=name), on=ON, actor=house.director)
        assert refused.value.field == "name"


@pytest.mark.requirement("H-022")
def test_the_effective_day_never_precedes_the_opinion_of_the_technical_committee(house: House) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai"))
    early = PathInput(opinion_on=OPINION, effective_on=OPINION - datetime.timedelta(days=1))
    with pytest.raises(Refused) as refused:
        operations.walk(row, early, actor=house.director)
    assert refused.value.field == "effective_on"
    with pytest.raises(IntegrityError), transaction.atomic():
        Reorganization.objects.filter(pk=row.pk).update(
            opinion_on=OPINION, effective_on=OPINION - datetime.timedelta(days=1)
        )


@pytest.mark.requirement("H-022")
def test_nothing_is_decided_before_the_opinion_and_each_step_of_the_path_is_shown(house: House) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai"))
    with pytest.raises(Refused) as refused:
        operations.decide(
            row, decided_by=house.region, decided_on=ON, source=DECISION, at=AT, actor=house.director
        )
    assert refused.value.code == "reorganizations.no-opinion"
    walked = PathInput(
        restitution_on=datetime.date(2026, 11, 25),
        report_on=datetime.date(2026, 12, 1),
        opinion_on=OPINION,
        opinion="unfavourable",
        effective_on=LATER,
    )
    operations.walk(row, walked, actor=house.director)
    steps = queries.page(row.slug, actor=house.reader, on=LATER).path
    assert [step.day for step in steps] == [
        datetime.date(2026, 11, 25),
        datetime.date(2026, 12, 1),
        OPINION,
        LATER,
    ]
    assert steps[2].words == "défavorable"


def test_a_decision_without_its_source_is_refused(house: House) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai"))
    operations.walk(row, PathInput(opinion_on=ON, effective_on=LATER), actor=house.director)
    with pytest.raises(Refused) as refused:
        operations.decide(row, decided_by=house.region, decided_on=ON, source="", at=AT, actor=house.director)
    assert refused.value.field == "source"


def test_a_draft_given_up_keeps_its_reason_and_can_no_longer_change(house: House) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai"))
    with pytest.raises(Refused):
        operations.drop(row, why="  ", actor=house.director)
    operations.drop(row, why="Le calendrier ne le permet pas.", actor=house.director)
    page = queries.page(row.slug, actor=house.reader, on=ON)
    assert page.drop_reason == "Le calendrier ne le permet pas."
    with pytest.raises(Refused):
        operations.add_change(row, ChangeInput(kind="create", name="Autre"), on=ON, actor=house.director)


def test_who_only_reads_sees_the_draft_and_changes_nothing(house: House) -> None:
    row = drafted(house, ChangeInput(kind="create", name="Agence d'essai"))
    assert not any(one.allowed for one in queries.page(row.slug, actor=house.reader, on=ON).abilities)
    with pytest.raises(Refused) as refused:
        operations.drop(row, why="non", actor=house.reader)
    assert refused.value.code == "reads_only"


def test_the_director_of_another_body_opens_no_draft_here(house: House) -> None:
    from dataclasses import replace

    from maillage.kit.actor import Grant

    stranger = replace(house.director, grants=(Grant(role="director", organization=house.region.pk + 999),))
    with pytest.raises(NotVisible):
        operations.open_draft(house.region, "Ailleurs", at=AT, actor=stranger)
