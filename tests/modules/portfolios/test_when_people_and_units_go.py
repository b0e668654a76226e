"""A departure moves a whole portfolio in one operation, said beforehand; a reorganisation counts it elsewhere."""

from dataclasses import replace

import pytest
from django.db.models import Q
from tests.modules.portfolios.conftest import BEGINNING, MONDAY, TODAY, Team, company, later

from maillage.kit.actor import SCHEDULE
from maillage.modules.crm import policies as crm
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Establishment
from maillage.modules.portfolios import operations, reorganizing
from maillage.modules.portfolios.departing import depart, foretell
from maillage.modules.portfolios.models import Following, Referent, Relay
from maillage.modules.reorganizations.moving import Handing
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.directory import departures
from maillage.shared.todos import operations as todos
from maillage.shared.todos.models import Todo


def busy(team: Team) -> None:
    """Amina follows two companies, is the referent of one, has an action there and a hand-over that waits."""
    amina = team.actor("amina")
    for one in team.companies[:2]:
        operations.follow(one.public_id, at=MONDAY, actor=amina)
    operations.take(team.companies[0].public_id, at=MONDAY, actor=amina)
    todos.add(
        "Rappeler", due_on=TODAY, kind="crm.company", ref=team.companies[0].public_id, at=MONDAY, actor=amina
    )
    operations.propose([team.companies[1].public_id], team.pk("bruno"), "Essai.", at=MONDAY, actor=amina)


def test_a_departure_gives_everything_to_the_deputy_in_one_operation(team: Team) -> None:
    busy(team)
    team.gone("amina", later(1).date())
    departures.left(team.pk("amina"), later(1).date(), SCHEDULE, later(1))
    assert set(Following.objects.filter(until__isnull=True).values_list("person", flat=True)) == {
        team.pk("basile")
    }
    assert Referent.objects.get(until__isnull=True).person_id == team.pk("basile")
    assert Todo.objects.get().owner_id == team.pk("basile")
    assert Relay.objects.get().state == "cancelled"


def test_a_second_call_moves_nothing(team: Team) -> None:
    busy(team)
    team.gone("amina", later(1).date())
    assert depart(team.pk("amina"), later(1).date(), at=later(1), actor=SCHEDULE) == 2
    assert depart(team.pk("amina"), later(1).date(), at=later(1), actor=SCHEDULE) == 0


def test_what_a_departure_moves_is_said_before(team: Team) -> None:
    busy(team)
    assert foretell(team.pk("amina"), TODAY, team.actor("helene"), TODAY) == (
        "Basile Fictif devient le contact privilégié de 1 entreprise.",
        "Basile Fictif suit 2 entreprises à sa place.",
    )
    told = departures.consequences(team.pk("amina"), TODAY, actor=team.actor("helene"), today=TODAY)
    assert "1 action à faire passe à Basile Fictif." in told


def test_a_departure_to_come_names_what_its_reader_opens_today(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = company(
        9, origin=ValueOrigin.DECLARATION, name="Porteur fictif, projet secret", identity="project", siren=""
    )
    Establishment.objects.filter(company=project).update(origin=ValueOrigin.DECLARATION)
    operations.follow(project.public_id, at=MONDAY, actor=team.actor("amina"))
    nord, gerard = team.units["nord"], team.actor("gerard")
    RoleAssignment.objects.create(
        user=team.people["basile"].user,
        role=Role.OFFICER,
        organization=nord.organization,
        unit=nord,
        perimeter="dep:80",
        since=BEGINNING,
    )
    elsewhere = replace(gerard, grants=tuple(replace(one, perimeter="dep:80") for one in gerard.grants))
    # Lent to Gérard for today only.
    monkeypatch.setattr(crm, "_hooks", [lambda actor, on: Q(pk=project.pk) if on == TODAY else Q(pk__in=())])

    told = foretell(team.pk("amina"), later(5).date(), elsewhere, TODAY)

    assert told[-1].endswith("Porteur fictif, projet secret.")


def test_when_nobody_is_there_the_company_keeps_a_name(team: Team) -> None:
    operations.take(team.companies[0].public_id, at=MONDAY, actor=team.actor("bruno"))
    for name in ("bruno", "gerard"):
        team.gone(name, later(1).date())
    assert depart(team.pk("bruno"), later(1).date(), at=later(1), actor=SCHEDULE) == 0
    assert Referent.objects.get(until__isnull=True).person_id == team.pk("bruno")


def test_a_unit_that_hands_over_gives_its_portfolios_and_actions(team: Team) -> None:
    busy(team)
    nord, appui = team.units["nord"].pk, team.units["appui"].pk
    assert reorganizing.held(nord, TODAY).words == "2 entreprises suivies"
    given = Handing(old=nord, new=appui, on=TODAY, at=MONDAY, actor=SCHEDULE)
    for mover in reorganizing.MOVERS:
        mover.move(given)
    assert set(Following.objects.values_list("unit", flat=True)) == {appui}
    assert Referent.objects.get().unit_id == appui
    assert Todo.objects.get().unit_id == appui
    assert Following.objects.first().person_id == team.pk("amina")
