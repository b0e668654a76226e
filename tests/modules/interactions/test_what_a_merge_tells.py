"""A merge says no more of what hangs on a company than the company's own pages do, and its undoing is not everybody's (H-073)."""

from dataclasses import replace

import pytest
from tests.modules.interactions.conftest import MONDAY, TODAY, Field, company, later

from maillage.kit import subjects
from maillage.kit.errors import Refused
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company
from maillage.modules.crm.operations import declare
from maillage.modules.interactions.models import Interaction
from maillage.shared.matching import kinds, operations, queries, rows
from maillage.shared.matching.models import Merge
from maillage.shared.todos.models import Todo

KIND = "crm.company"
SECRET = "Plan social fictif"


def merged(ground: Field, kept: Company | None = None, name: str = "Atelier en double") -> Merge:
    """Amina merges a file noted without any place into one of the register."""
    second = declare(name=name, origin=ValueOrigin.OFFICER, at=MONDAY, actor=ground.actor("amina"))
    survivor = kept or ground.companies[0]
    return operations.merge(
        KIND, survivor.public_id, second.public_id, reason="saisie deux fois", at=MONDAY, actor=ground.actor("amina")
    )  # fmt: skip


def shown(done: Merge, ground: Field, who: str) -> queries.Done:
    return queries.merge(done.pk, TODAY, at=later(1), actor=ground.actor(who))


def elsewhere(ground: Field, who: str) -> object:
    """The same person, whose roles reach another department only."""
    actor = ground.actor(who)
    return replace(actor, grants=tuple(replace(one, perimeter="dep:80") for one in actor.grants))


@pytest.mark.requirement("H-073")
def test_a_confidential_exchange_is_neither_listed_nor_counted_to_who_may_not_read_it(ground: Field) -> None:
    done = merged(ground)
    row = ground.note("helene", purpose=SECRET, reach="unit", confidential=True)
    name = f"interactions.interaction:{row.pk}"
    assert [one.name for one in shown(done, ground, "helene").since] == [name]
    assert shown(done, ground, "driss").since == ()
    assert shown(done, ground, "bruno").since == ()


def test_what_followed_is_counted_as_each_one_reads_it(ground: Field) -> None:
    first, second = ground.companies
    ground.note("helene", purpose=SECRET, reach="unit", confidential=True, company=second.public_id)
    Company.objects.filter(pk=second.pk).update(siren="", identity="none_yet", country="")
    amina = ground.actor("amina")
    done = operations.merge(KIND, first.public_id, second.public_id, at=MONDAY, actor=amina)
    with_it, without = shown(done, ground, "helene"), shown(done, ground, "driss")
    assert with_it.why_not == without.why_not == ""
    assert with_it.moved - without.moved == 1


@pytest.mark.requirement("H-073")
def test_who_may_not_read_an_exchange_does_not_give_it_away_by_undoing(ground: Field) -> None:
    """Bruno reads both files: he may undo, but what he may not read stays where its author left it."""
    done = merged(ground)
    row = ground.note("helene", purpose=SECRET, reach="unit", confidential=True)
    Merge.objects.filter(pk=done.pk).update(merged_by=ground.people["bruno"].user_id)
    given = [("interactions.interaction", row.pk)]
    operations.undo(done.pk, given_back=given, at=later(1), actor=ground.actor("bruno"))
    row.refresh_from_db()
    assert row.company_id == ground.companies[0].pk
    done.refresh_from_db()
    assert done.shared == []


def test_who_reads_what_came_since_gives_it_back(ground: Field) -> None:
    done = merged(ground)
    row = ground.note("helene", purpose=SECRET, reach="unit", confidential=True)
    given = [("interactions.interaction", row.pk)]
    operations.undo(done.pk, given_back=given, at=later(1), actor=ground.actor("helene"))
    assert Interaction.objects.get(pk=row.pk).company.public_id == done.merged


@pytest.mark.parametrize("who", ["driss", "bruno"])
def test_a_merge_is_not_undone_by_who_read_one_of_the_two_files_only(ground: Field, who: str) -> None:
    done = merged(ground)
    actor = elsewhere(ground, who)
    with pytest.raises(Refused) as refused:
        operations.undo(done.pk, at=later(1), actor=actor)
    assert refused.value.code == "matching.not_yours"
    said = queries.merge(done.pk, TODAY, at=later(1), actor=actor)
    assert "qui l'a faite" in said.why_not
    assert (said.moved, said.since) == (0, ())


def test_the_head_of_the_unit_of_who_merged_undoes_it(ground: Field) -> None:
    done = merged(ground)
    operations.undo(done.pk, at=later(1), actor=elsewhere(ground, "helene"))
    done.refresh_from_db()
    assert done.undone_at is not None


@pytest.mark.requirement("H-073")
@pytest.mark.parametrize("hidden", [{"sole_trader": True}, {"is_published": False}])
def test_a_name_that_is_masked_is_not_told_by_what_was_merged_into_it(ground: Field, hidden: dict) -> None:
    kept = company(9, **hidden)
    done = merged(ground, kept, name="Prénom Nomprivé, artisan")
    far = elsewhere(ground, "driss")
    (listed,) = queries.merges(KIND, TODAY, at=later(1), actor=far)
    alone = queries.merge(done.pk, TODAY, at=later(1), actor=far)
    assert (listed.merged_title, alone.merged_title, alone.reason) == ("", "", "")
    assert "Nomprivé" not in alone.survivor.title
    with pytest.raises(Refused) as again:
        operations.merge(KIND, kept.public_id, done.merged, at=later(1), actor=far)
    assert "Nomprivé" not in str(again.value)
    mine = queries.merge(done.pk, TODAY, at=later(1), actor=ground.actor("amina"))
    assert (mine.merged_title, mine.reason) == ("Prénom Nomprivé, artisan", "saisie deux fois")


def test_every_table_that_follows_a_company_says_who_reads_its_rows() -> None:
    """A table of which nobody says it is told to nobody; but it should be said."""
    tables = {field.model._meta.label_lower for field in rows.pointing(Company)}
    tables |= {label for label, *_columns in kinds.texts()}
    assert {name for name in tables if kinds.telling(name) is None and subjects.naming(name) is None} == set()


def test_an_action_of_somebody_else_that_followed_is_not_told(ground: Field) -> None:
    second = declare(name="Double", origin=ValueOrigin.OFFICER, at=MONDAY, actor=ground.actor("amina"))
    people = ground.people
    Todo.objects.create(
        public_id="t-todo", what=SECRET, due_on=TODAY, owner=people["helene"], unit=ground.units["nord"],
        subject_kind=KIND, subject_ref=second.public_id, created_at=MONDAY,
    )  # fmt: skip
    done = operations.merge(KIND, ground.companies[0].public_id, second.public_id, at=MONDAY, actor=ground.actor("amina"))  # fmt: skip
    assert shown(done, ground, "helene").moved == 1
    assert shown(done, ground, "amina").moved == 0
