"""Who contacted a company, when, on what (H-073): noted once, told in its story."""

from dataclasses import replace
from functools import partial
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from tests.modules.interactions.conftest import MONDAY, TODAY, Field, later

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.interactions import operations, queries
from maillage.modules.interactions.drafts import NextAction
from maillage.modules.interactions.models import Interaction
from maillage.modules.portfolios import operations as portfolios
from maillage.shared.audit.models import Entry
from maillage.shared.directory import departures
from maillage.shared.timeline.queries import story
from maillage.shared.todos import operations as acting
from maillage.shared.todos import queries as todos
from maillage.shared.todos.models import Todo


@pytest.mark.requirement("H-073")
def test_the_company_tells_who_contacted_it_when_and_on_what(ground: Field) -> None:
    ground.note("amina", kind="visit", purpose="Projet d'extension", needs="Un local plus grand")

    told = story("crm.company", ground.companies[0].pk, ground.actor("bruno"), TODAY).entries

    visit = next(one for one in told if one.kind == "interactions.visit")
    assert visit.sentence == "Amina Essaiamina visite l'entreprise\u00a0: Projet d'extension."
    assert visit.more == "Besoins exprimés\u00a0: Un local plus grand"
    assert visit.place == "Unité nord"


def test_an_exchange_sent_twice_is_noted_once(ground: Field) -> None:
    draft = ground.draft()
    first = operations.record(draft, at=MONDAY, actor=ground.actor("amina"))
    assert operations.record(draft, at=MONDAY, actor=ground.actor("amina")) == first
    assert Interaction.objects.count() == 1


def test_an_exchange_to_come_is_planned_and_one_past_is_done(ground: Field) -> None:
    assert ground.note("amina").state == "done"
    draft = ground.draft(at=later(3))
    assert operations.record(draft, at=MONDAY, actor=ground.actor("amina")).state == "planned"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"at": later(2), "done": True}, "jour"),
        ({"at": later(-2), "done": False}, "jour"),
        ({"purpose": " "}, "objet"),
        ({"purpose": "x" * 201}, "objet"),
        ({"kind": "fax"}, "nature"),
        ({"reach": "company", "company": "", "organization": "e-epci"}, "lecture"),
        ({"confidential": True}, "lecture"),
        ({"company": "", "organization": ""}, "entreprise"),
        ({"subject": "nowhere"}, "sujet"),
        ({"contacts": ("nobody",)}, "contacts"),
        ({"groups": ("martians",)}, "publics"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    ground: Field, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        operations.record(ground.draft(**changes), at=MONDAY, actor=ground.actor("amina"))
    assert refused.value.field == field
    assert refused.value.way_out
    assert not Interaction.objects.exists()


@pytest.mark.parametrize("who", ["jules", "gaelle", "farid"])
def test_who_does_not_answer_companies_notes_nothing(ground: Field, who: str) -> None:
    with pytest.raises(Refused):
        operations.record(ground.draft(), at=MONDAY, actor=ground.actor(who))


def test_nobody_notes_an_exchange_with_a_company_that_it_does_not_open(ground: Field) -> None:
    with pytest.raises(NotVisible):
        operations.record(ground.draft(company="nowhere"), at=MONDAY, actor=ground.actor("amina"))


def test_the_next_action_is_somebodys_with_its_day(ground: Field) -> None:
    action = NextAction(what="Envoyer le dossier", due_on=later(7).date(), owner=ground.people["basile"].pk)
    ground.note("amina", next_action=action)
    todo = Todo.objects.get()
    assert (todo.what, todo.owner, todo.subject_ref) == (
        "Envoyer le dossier", ground.people["basile"], ground.companies[0].public_id,
    )  # fmt: skip


def test_made_confidential_later_an_exchange_takes_its_next_action_along_and_back(ground: Field) -> None:
    action = NextAction(what="Rappeler pour le plan social", due_on=later(7).date())
    company, amina = ground.companies[0], ground.actor("amina")
    row = ground.note("amina", reach="unit", next_action=action)
    counted = partial(
        todos.unread_about_one, "crm.company", company.public_id, actor=ground.actor("driss"), on=TODAY
    )
    assert counted()

    operations.open_to(row.public_id, "unit", confidential=True, at=MONDAY, actor=amina)
    hidden = Todo.objects.get()
    assert (hidden.subject_kind, hidden.subject_ref) == ("interactions.interaction", row.public_id)
    assert company.name not in hidden.subject_label
    assert not counted()

    operations.open_to(row.public_id, "unit", knowingly=True, at=MONDAY, actor=amina)
    shown = Todo.objects.get()
    assert (shown.subject_kind, shown.subject_ref) == ("crm.company", company.public_id)


def test_made_confidential_an_exchange_takes_along_what_was_promised_before_and_in_its_report(
    ground: Field,
) -> None:
    before = NextAction(what="Préparer la visite", due_on=later(1).date())
    after = NextAction(what="Rappeler pour le plan social", due_on=later(7).date())
    amina = ground.actor("amina")
    row = operations.record(
        ground.draft(at=later(1), reach="unit", next_action=before), confirmed=True, at=MONDAY, actor=amina
    )
    operations.finish(row.public_id, ground.draft(at=later(1), next_action=after), at=later(2), actor=amina)

    operations.open_to(row.public_id, "unit", confidential=True, at=later(3), actor=amina)
    assert set(Todo.objects.values_list("what", "subject_ref")) == {
        ("Préparer la visite", row.public_id),
        ("Rappeler pour le plan social", row.public_id),
    }

    operations.open_to(row.public_id, "unit", knowingly=True, at=later(3), actor=amina)
    assert set(Todo.objects.values_list("subject_ref", flat=True)) == {ground.companies[0].public_id}


@pytest.mark.parametrize(
    "changes",
    [{"reach": "unit", "confidential": True}, {"company": "", "organization": "e-epci"}],
    ids=["confidential", "with a partner"],
)
def test_a_correction_read_by_the_same_people_keeps_the_next_action_before_who_does_it(
    ground: Field, changes: dict[str, object]
) -> None:
    action = NextAction(what="Rappeler", due_on=later(7).date(), owner=ground.people["basile"].pk)
    first = ground.note("amina", next_action=action, **changes)
    second = operations.correct(
        first.public_id,
        ground.draft(**changes),
        "oubli",
        confirmed=True,
        at=MONDAY,
        actor=ground.actor("amina"),
    )
    todo = Todo.objects.get()
    assert todo.subject_ref == second.public_id
    assert todos.seen(todo.public_id, actor=ground.actor("basile"), on=TODAY)


def test_a_correction_made_confidential_takes_the_next_action_of_what_it_replaces(ground: Field) -> None:
    action = NextAction(what="Rappeler pour le plan social", due_on=later(7).date())
    first = ground.note("amina", next_action=action)
    draft = ground.draft(reach="unit", confidential=True)
    second = operations.correct(
        first.public_id, draft, "à garder pour nous", confirmed=True, at=MONDAY, actor=ground.actor("amina")
    )
    assert Todo.objects.get().subject_ref == second.public_id


def test_an_exchange_is_not_closed_to_who_has_its_next_action_to_do(ground: Field) -> None:
    action = NextAction(what="Rappeler", due_on=later(7).date(), owner=ground.people["driss"].pk)
    row = ground.note("amina", next_action=action)
    with pytest.raises(Refused, match="l'action lui resterait cachée"):
        operations.open_to(row.public_id, "unit", confidential=True, at=MONDAY, actor=ground.actor("amina"))


def test_a_correction_refused_for_an_action_names_it_and_says_what_to_do(ground: Field) -> None:
    action = NextAction(what="Rappeler", due_on=later(7).date(), owner=ground.people["driss"].pk)
    row, amina = ground.note("amina", next_action=action), ground.actor("amina")
    draft = ground.draft(reach="unit", confidential=True)
    with pytest.raises(Refused) as refused:
        operations.correct(row.public_id, draft, "à garder", confirmed=True, at=MONDAY, actor=amina)
    assert "«\u00a0Rappeler\u00a0» à quelqu'un d'autre" in refused.value.way_out
    assert refused.value.field is None


def test_what_was_promised_in_confidence_stays_with_those_who_read_the_exchange(ground: Field) -> None:
    action = NextAction(what="Rappeler pour le plan social", due_on=later(7).date())
    company, amina = ground.companies[0], ground.actor("amina")
    portfolios.follow(company.public_id, at=MONDAY, actor=amina)
    row = ground.note("amina", reach="unit", confidential=True, next_action=action)
    again = ground.draft(reach="unit", confidential=True, next_action=action)
    wide = ground.note("amina")
    operations.correct(wide.public_id, again, "à garder pour nous", confirmed=True, at=MONDAY, actor=amina)
    assert set(Todo.objects.values_list("subject_kind", flat=True)) == {"interactions.interaction"}
    assert Todo.objects.filter(subject_ref=row.public_id).count() == 1

    relay = portfolios.propose(
        [company.public_id], ground.people["driss"].pk, "Je pars.", at=MONDAY, actor=amina
    )
    portfolios.accept(relay.public_id, at=MONDAY, actor=ground.actor("driss"))

    driss = ground.actor("driss")
    assert set(Todo.objects.values_list("owner", flat=True)) == {ground.people["amina"].pk}
    for todo in Todo.objects.all():
        assert not todos.seen(todo.public_id, actor=driss, on=TODAY)
    assert todos.of_subject("crm.company", company.public_id, actor=driss, on=TODAY) == ()


def test_a_planned_visit_is_held_with_its_report(ground: Field) -> None:
    planned = operations.record(
        ground.draft(kind="visit", at=later(1)), confirmed=True, at=MONDAY, actor=ground.actor("amina")
    )
    report = replace(ground.draft(at=later(1)), decisions="Chiffrer l'agrandissement")
    operations.finish(planned.public_id, report, at=later(2), actor=ground.actor("amina"))
    card = queries.get(planned.public_id, ground.actor("amina"), at=later(2))
    assert card.row.state == "done"
    assert [part.label for part in card.report] == ["Décisions"]


def test_what_waits_for_its_report_is_said_and_what_is_today_is_listed(ground: Field) -> None:
    operations.record(ground.draft(at=later(0).replace(hour=15)), at=MONDAY, actor=ground.actor("amina"))
    evening = MONDAY.replace(hour=17)
    (row,) = queries.today(ground.actor("amina"), at=evening)
    assert row.awaits_report
    assert queries.of_actor(ground.actor("amina"), tab="a-venir", page="1", at=evening).late == 1
    assert queries.today(ground.actor("basile"), at=evening) == ()


KEPT_ONE = "0005_an_exchange_keeps_what_it_promised"
KEEPS_ALL = "0006_an_exchange_keeps_all_that_it_promised"


def upgraded(*, keeping: dict[int, int] | None = None) -> None:
    """Find again what exchanges promised, as an upgrade does; ``keeping``: the action that an exchange kept already, by keys."""
    # A table with keys still to be checked does not change on PostgreSQL.
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE interactions_interaction ADD COLUMN promised_id bigint NULL")
    loader = MigrationLoader(connection)
    state = loader.project_state(
        [("interactions", KEPT_ONE), ("audit", "0001_who_wrote_what_and_who_read_it")]
    )
    path = "maillage.modules.interactions.migrations"
    first, second = (import_module(f"{path}.{name}") for name in (KEPT_ONE, KEEPS_ALL))
    second.Migration.operations[0].state_forwards("interactions", state)
    exchanges = state.apps.get_model("interactions", "Interaction")
    exchanges.promises.through.objects.all().delete()
    for exchange, todo in (keeping or {}).items():
        exchanges.objects.filter(pk=exchange).update(promised=todo)
    for step in (first.find_promises, second.carry_over, second.find_promises, second.follow_promises):
        step(state.apps, None)


def promised() -> dict[str, set[str]]:
    """What each exchange keeps, by its public identifier."""
    return {
        row.public_id: set(row.promises.values_list("what", flat=True)) for row in Interaction.objects.all()
    }


def test_an_upgrade_finds_what_was_promised_and_closes_what_is_confidential_already(ground: Field) -> None:
    action = NextAction(what="Rappeler pour le plan social", due_on=later(7).date())
    hidden = ground.note("amina", reach="unit", next_action=action)
    open_one = ground.note("amina", at=later(1), next_action=replace(action, what="Envoyer le dossier"))
    Interaction.objects.filter(pk=hidden.pk).update(confidential=True)

    upgraded()

    about = dict(Todo.objects.values_list("what", "subject_ref"))
    assert about == {
        "Rappeler pour le plan social": hidden.public_id,
        "Envoyer le dossier": ground.companies[0].public_id,
    }
    assert promised() == {
        hidden.public_id: {"Rappeler pour le plan social"},
        open_one.public_id: {"Envoyer le dossier"},
    }


def test_an_upgrade_finds_what_a_report_promised_and_leaves_what_was_noted_of_the_company(
    ground: Field,
) -> None:
    action = NextAction(what="Rappeler pour le plan social", due_on=later(7).date())
    amina, company = ground.actor("amina"), ground.companies[0].public_id
    draft = ground.draft(at=later(1), reach="unit", next_action=replace(action, what="Préparer la visite"))
    row = operations.record(draft, confirmed=True, at=MONDAY, actor=amina)
    report = ground.draft(at=later(1), next_action=action)
    operations.finish(row.public_id, report, at=later(2), actor=amina)
    acting.add(
        "Vérifier l'adresse",
        due_on=later(9).date(),
        kind="crm.company",
        ref=company,
        at=later(2),
        actor=amina,
    )
    Interaction.objects.update(confidential=True)

    upgraded(keeping={row.pk: Todo.objects.get(what="Préparer la visite").pk})

    assert promised() == {row.public_id: {"Préparer la visite", "Rappeler pour le plan social"}}
    assert dict(Todo.objects.values_list("what", "subject_ref")) == {
        "Préparer la visite": row.public_id,
        "Rappeler pour le plan social": row.public_id,
        "Vérifier l'adresse": company,
    }


def test_an_upgrade_finds_what_somebody_who_left_since_had_promised(ground: Field) -> None:
    action = NextAction(what="Rappeler pour le plan social", due_on=later(7).date())
    draft = ground.draft(at=later(8), reach="unit", next_action=action)
    row = operations.record(draft, confirmed=True, at=MONDAY, actor=ground.actor("amina"))
    departures.left(ground.people["amina"].pk, TODAY, ground.actor("helene"), MONDAY)
    Interaction.objects.update(confidential=True)

    upgraded()

    assert Todo.objects.get().subject_ref == row.public_id


def test_an_upgrade_leaves_what_several_exchanges_may_have_promised(ground: Field) -> None:
    action = NextAction(what="Rappeler pour le plan social", due_on=later(7).date())
    ground.note("amina", next_action=action)
    for who in ("basile", "bruno"):
        ground.note(who, reach="unit", confidential=True)
    Todo.objects.update(author=ground.people["helene"])
    Entry.objects.update(cid="one")

    upgraded()

    assert Todo.objects.get().subject_ref == ground.companies[0].public_id
    assert set().union(*promised().values()) == set()


def test_an_upgrade_brings_an_action_about_a_replaced_version_to_the_last_one(ground: Field) -> None:
    action = NextAction(what="Rappeler pour le plan social", due_on=later(7).date())
    first = ground.note("amina", reach="unit", confidential=True, next_action=action)
    again = ground.draft(reach="unit", confidential=True)
    second = operations.correct(
        first.public_id, again, "oubli", confirmed=True, at=MONDAY, actor=ground.actor("amina")
    )
    Todo.objects.update(subject_ref=first.public_id)

    upgraded()

    assert Todo.objects.get().subject_ref == second.public_id
