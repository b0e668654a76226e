"""Companies are handed over by a proposal that one accepts whole, or refuses with a reason; until then nothing moves."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from tests.modules.portfolios.conftest import BEGINNING, MONDAY, STAFF, TODAY, Team, company, later

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company, Establishment
from maillage.modules.portfolios import operations, queries
from maillage.modules.portfolios.departing import foretell
from maillage.modules.portfolios.models import Following, Referent, Relay
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.directory.models import Organization
from maillage.shared.notices.models import Mail
from maillage.shared.todos import operations as todos
from maillage.shared.todos.models import Todo

Mails = Callable[[], list[tuple[str, str]]]


def held(team: Team, name: str) -> set[str]:
    rows = Following.objects.filter(person=team.people[name], until__isnull=True)
    return set(rows.values_list("company__public_id", flat=True))


@pytest.fixture
def proposed(team: Team) -> Relay:
    """Amina, referent of the first of two companies that she follows, proposes both to Bruno."""
    amina, refs = team.actor("amina"), [one.public_id for one in team.companies[:2]]
    for ref in refs:
        operations.follow(ref, at=MONDAY, actor=amina)
    operations.take(refs[0], at=MONDAY, actor=amina)
    todos.add("Rappeler", due_on=TODAY, kind="crm.company", ref=refs[0], at=MONDAY, actor=amina)
    return operations.propose(refs, team.pk("bruno"), "Je change de sujet.", at=MONDAY, actor=amina)


def test_a_proposed_hand_over_moves_nothing_and_tells_who_is_asked(
    team: Team, proposed: Relay, mails: Mails
) -> None:
    assert len(held(team, "amina")) == 2
    assert held(team, "bruno") == set()
    assert ("bruno@essai.invalid", "Amina Fictif vous propose de prendre le relais") in mails()


def test_accepted_it_moves_companies_referents_and_actions_in_one_act(team: Team, proposed: Relay) -> None:
    operations.accept(proposed.public_id, at=later(1), actor=team.actor("bruno"))
    assert held(team, "amina") == set()
    assert len(held(team, "bruno")) == 2
    assert Referent.objects.get(until__isnull=True).person_id == team.pk("bruno")
    assert Todo.objects.get().owner_id == team.pk("bruno")


def test_a_refused_hand_over_leaves_everything_where_it_was_and_says_why(
    team: Team, proposed: Relay, mails: Mails
) -> None:
    operations.refuse(proposed.public_id, "Trop de dossiers.", at=later(1), actor=team.actor("bruno"))
    assert len(held(team, "amina")) == 2
    assert Referent.objects.get(until__isnull=True).person_id == team.pk("amina")
    row = queries.relay(proposed.public_id, actor=team.actor("amina"), on=TODAY)
    assert row.settled_reason == "Trop de dossiers."
    assert mails()[-1] == ("amina@essai.invalid", "Bruno Fictif ne prend pas votre relais")


def test_refused_without_a_reason_it_still_waits(team: Team, proposed: Relay) -> None:
    with pytest.raises(Refused) as refused:
        operations.refuse(proposed.public_id, "", at=later(1), actor=team.actor("bruno"))
    assert refused.value.field == "reason"
    assert Relay.objects.get().state == "proposed"


def test_who_proposed_takes_it_back_and_it_cannot_be_accepted_any_more(team: Team, proposed: Relay) -> None:
    operations.cancel(proposed.public_id, at=later(1), actor=team.actor("amina"))
    with pytest.raises(Refused) as refused:
        operations.accept(proposed.public_id, at=later(1), actor=team.actor("bruno"))
    assert refused.value.code == "nothing_pending"


def test_somebody_else_neither_reads_nor_settles_it(team: Team, proposed: Relay) -> None:
    for verb in (operations.accept, operations.cancel):
        with pytest.raises(NotVisible):
            verb(proposed.public_id, at=later(1), actor=team.actor("basile"))
    with pytest.raises(NotVisible):
        queries.relay(proposed.public_id, actor=team.actor("helene"), on=TODAY)


def test_who_proposed_does_not_accept_for_the_other(team: Team, proposed: Relay) -> None:
    with pytest.raises(Refused) as refused:
        operations.accept(proposed.public_id, at=later(1), actor=team.actor("amina"))
    assert refused.value.code == "not_allowed"


def test_accepted_twice_is_accepted_once(team: Team, proposed: Relay) -> None:
    for _again in range(2):
        operations.accept(proposed.public_id, at=later(1), actor=team.actor("bruno"))
    assert Following.objects.filter(person=team.people["bruno"]).count() == 2


def test_a_company_is_in_one_hand_over_at_a_time(team: Team, proposed: Relay) -> None:
    with pytest.raises(Refused) as refused:
        operations.propose(
            [team.companies[0].public_id], team.pk("basile"), "Essai.", at=MONDAY, actor=team.actor("amina")
        )
    assert refused.value.code == "pending"


@pytest.mark.parametrize("to, code", [("amina", "same_person"), ("helene", "away")])
def test_it_is_proposed_to_somebody_else_who_is_there(team: Team, to: str, code: str) -> None:
    team.away("helene")
    operations.follow(team.companies[0].public_id, at=MONDAY, actor=team.actor("amina"))
    with pytest.raises(Refused) as refused:
        operations.propose(
            [team.companies[0].public_id], team.pk(to), "Essai.", at=MONDAY, actor=team.actor("amina")
        )
    assert refused.value.code == code


def test_what_one_does_not_hold_is_not_handed_over(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        operations.propose(
            [team.companies[0].public_id], team.pk("bruno"), "Essai.", at=MONDAY, actor=team.actor("amina")
        )
    assert refused.value.code == "not_held"
    assert not Relay.objects.exists()


def test_the_preview_says_what_would_move_and_what_is_left(team: Team) -> None:
    amina, one = team.actor("amina"), team.companies[0].public_id
    operations.follow(one, at=MONDAY, actor=amina)
    operations.take(one, at=MONDAY, actor=amina)
    todos.add("Rappeler", due_on=TODAY, kind="crm.company", ref=one, at=MONDAY, actor=amina)
    found = queries.preview([one, team.companies[1].public_id], actor=amina, on=TODAY)
    assert (len(found.companies), found.referents, found.actions, found.left) == (1, 1, 1, 1)


@pytest.fixture
def project(team: Team) -> Company:
    """A bearer of a project in Lille, of no register, that Amina follows; Bruno answers companies in the Somme only."""
    row = company(
        9, origin=ValueOrigin.DECLARATION, name="Porteur fictif, projet secret", identity="project", siren=""
    )
    Establishment.objects.filter(company=row).update(origin=ValueOrigin.DECLARATION)
    for name, perimeter in (("amina", "dep:59"), ("helene", ""), ("basile", "dep:59"), ("bruno", "dep:80")):
        unit = team.units[STAFF[name][0]]
        RoleAssignment.objects.create(
            user=team.people[name].user,
            role=Role.MANAGER if STAFF[name][2] else Role.OFFICER,
            organization=unit.organization,
            unit=unit,
            perimeter=perimeter,
            since=BEGINNING,
        )
    operations.follow(row.public_id, at=MONDAY, actor=team.actor("amina"))
    operations.take(row.public_id, at=MONDAY, actor=team.actor("amina"))
    return row


def narrow(team: Team, name: str, perimeter: str) -> Actor:
    """Somebody who acts within a perimeter."""
    who = team.actor(name)
    return replace(who, grants=tuple(replace(grant, perimeter=perimeter) for grant in who.grants))


def test_it_is_not_proposed_to_somebody_who_may_not_open_the_company(team: Team, project: Company) -> None:
    with pytest.raises(Refused) as refused:
        operations.propose(
            [project.public_id], team.pk("bruno"), "Essai.", at=MONDAY, actor=team.actor("amina")
        )
    assert refused.value.code == "closed_to"
    told = str(refused.value).replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith("Bruno Fictif ne peut pas ouvrir « Porteur fictif, projet secret »")
    assert refused.value.way_out
    operations.propose([project.public_id], team.pk("basile"), "Essai.", at=MONDAY, actor=team.actor("amina"))


def test_who_may_not_open_a_company_is_not_appointed_its_referent(team: Team, project: Company) -> None:
    RoleAssignment.objects.filter(user=team.people["basile"].user).update(perimeter="dep:80")
    with pytest.raises(Refused) as refused:
        operations.appoint(
            project.public_id, team.pk("basile"), "Essai.", at=MONDAY, actor=team.actor("helene")
        )
    assert refused.value.code == "closed_to"


def test_a_company_that_the_taker_opens_no_more_is_neither_named_to_it_nor_given(
    team: Team, project: Company
) -> None:
    amina, bruno, other = team.actor("amina"), narrow(team, "bruno", "dep:80"), team.companies[0].public_id
    RoleAssignment.objects.filter(user=team.people["bruno"].user).update(perimeter="")
    operations.follow(other, at=MONDAY, actor=amina)
    todos.add("Rappeler", due_on=TODAY, kind="crm.company", ref=project.public_id, at=MONDAY, actor=amina)
    relay = operations.propose([project.public_id, other], team.pk("bruno"), "Essai.", at=MONDAY, actor=amina)
    RoleAssignment.objects.filter(user=team.people["bruno"].user).update(perimeter="dep:80")

    row = queries.relay(relay.public_id, actor=bruno, on=TODAY)
    operations.accept(relay.public_id, at=MONDAY, actor=bruno)

    assert [name for _ref, name, _leads in row.companies] == ["Atelier fictif 1"]
    assert (row.unopened, row.count) == (1, 2)
    assert held(team, "bruno") == {other}
    assert held(team, "amina") == {project.public_id}
    assert Referent.objects.get(until__isnull=True).person_id == team.pk("amina")
    assert Todo.objects.get().owner_id == team.pk("amina")


@pytest.fixture
def two_of_three(team: Team, project: Company) -> Relay:
    """Amina proposes to Bruno the project and two companies; before he answers, his perimeter is the Somme again: the project is
    closed to him."""
    refs = [project.public_id, *(one.public_id for one in team.companies[:2])]
    for ref in refs[1:]:
        operations.follow(ref, at=MONDAY, actor=team.actor("amina"))
    roles = RoleAssignment.objects.filter(user=team.people["bruno"].user)
    roles.update(perimeter="")
    relay = operations.propose(refs, team.pk("bruno"), "Essai.", at=MONDAY, actor=team.actor("amina"))
    roles.update(perimeter="dep:80")
    return relay


def plain(text: str) -> str:
    """A page or a mail on one line, with plain spaces."""
    return " ".join(text.replace("&#x27;", "'").split())


def test_who_gave_is_told_how_many_were_taken_and_how_many_stay(team: Team, two_of_three: Relay) -> None:
    operations.accept(two_of_three.public_id, at=later(1), actor=narrow(team, "bruno", "dep:80"))
    told = plain(Mail.objects.get(to="amina@essai.invalid").text)
    assert "Bruno Fictif suit désormais 2 entreprises à votre place." in told
    assert "1 entreprise reste à vous : Bruno Fictif ne peut pas l'ouvrir." in told


def test_who_gave_is_told_of_nothing_that_stays_when_all_is_taken(team: Team, proposed: Relay) -> None:
    operations.accept(proposed.public_id, at=later(1), actor=team.actor("bruno"))
    told = plain(Mail.objects.get(to="amina@essai.invalid").text)
    assert "Bruno Fictif suit désormais 2 entreprises à votre place." in told
    assert "à vous :" not in told


def test_what_who_gave_follows_no_more_is_not_told_as_taken(team: Team, two_of_three: Relay) -> None:
    operations.unfollow(team.companies[0].public_id, at=MONDAY, actor=team.actor("amina"))
    operations.accept(two_of_three.public_id, at=later(1), actor=narrow(team, "bruno", "dep:80"))
    told = plain(Mail.objects.get(to="amina@essai.invalid").text)
    assert "Bruno Fictif suit désormais 1 entreprise à votre place. 1 entreprise reste à vous" in told


def test_a_hand_over_that_would_give_nothing_is_not_accepted(team: Team, project: Company) -> None:
    amina, bruno = team.actor("amina"), narrow(team, "bruno", "dep:80")
    RoleAssignment.objects.filter(user=team.people["bruno"].user).update(perimeter="")
    relay = operations.propose([project.public_id], team.pk("bruno"), "Essai.", at=MONDAY, actor=amina)
    RoleAssignment.objects.filter(user=team.people["bruno"].user).update(perimeter="dep:80")

    with pytest.raises(Refused) as refused:
        operations.accept(relay.public_id, at=later(1), actor=bruno)

    assert refused.value.code == "closed_to"
    assert "projet secret" not in str(refused.value)
    assert "élargir votre périmètre" in refused.value.way_out
    assert Relay.objects.get().state == "proposed"
    assert not Mail.objects.filter(to="amina@essai.invalid").exists()


def test_a_hand_over_of_which_the_giver_holds_nothing_more_is_not_accepted(
    team: Team, proposed: Relay
) -> None:
    Referent.objects.update(until=TODAY)
    Following.objects.update(until=TODAY)
    with pytest.raises(Refused) as refused:
        operations.accept(proposed.public_id, at=later(1), actor=team.actor("bruno"))
    assert refused.value.code == "nothing_left"
    assert "Amina Fictif ne suit plus" in refused.value.sentence
    assert Relay.objects.get().state == "proposed"


def test_once_accepted_who_gave_reads_which_companies_stayed_and_who_took_reads_how_many(
    team: Team, project: Company, two_of_three: Relay, client: Client
) -> None:
    operations.accept(two_of_three.public_id, at=MONDAY, actor=narrow(team, "bruno", "dep:80"))
    pages = {}
    for name in ("amina", "bruno"):
        client.force_login(team.people[name].user)
        pages[name] = client.get(reverse("portfolios:relay", args=[two_of_three.public_id]))
    assert pages["amina"].context["row"].stayed == {project.public_id}
    told = plain(pages["amina"].content.decode())
    assert "1 entreprise reste à vous : Bruno Fictif ne pouvait pas l'ouvrir." in told
    assert told.count("reste à vous</span>") == 1
    assert pages["bruno"].context["row"].stayed == frozenset()
    told = plain(pages["bruno"].content.decode())
    assert (
        "Ce relais ne vous a pas donné 1 entreprise, hors de votre périmètre : Amina Fictif la garde." in told
    )
    assert "projet secret" not in told


def test_a_company_given_then_followed_again_did_not_stay(team: Team, proposed: Relay) -> None:
    operations.accept(proposed.public_id, at=MONDAY, actor=team.actor("bruno"))
    operations.follow(team.companies[1].public_id, at=MONDAY, actor=team.actor("amina"))
    assert queries.relay(proposed.public_id, actor=team.actor("amina"), on=TODAY).staying == 0


def test_the_page_says_that_a_company_is_not_given_when_accepting_would_not_give_it(
    team: Team, project: Company, two_of_three: Relay, client: Client
) -> None:
    other = Organization.objects.create(slug="t-autre", name="Autre organisme", in_network=True)
    bruno, address = (
        narrow(team, "bruno", "dep:80"),
        reverse("portfolios:relay", args=[two_of_three.public_id]),
    )
    client.force_login(team.people["bruno"].user)
    before = queries.relay(two_of_three.public_id, actor=bruno, on=TODAY)
    said = plain(client.get(address).content.decode())
    RoleAssignment.objects.create(
        user=team.people["bruno"].user, role=Role.OFFICER, organization=other, since=BEGINNING
    )

    row = queries.relay(two_of_three.public_id, actor=bruno, on=TODAY)
    operations.accept(two_of_three.public_id, at=MONDAY, actor=bruno)

    assert (before.unopened, before.staying) == (1, 1)
    assert (
        "Ce relais ne vous donne pas 1 entreprise, hors de votre périmètre : Amina Fictif la garde." in said
    )
    assert (row.unopened, row.staying) == (1, 0)
    assert project.public_id in held(team, "bruno")


def test_a_departure_says_which_companies_who_takes_over_may_not_open(team: Team, project: Company) -> None:
    RoleAssignment.objects.filter(user=team.people["basile"].user).update(perimeter="dep:80")
    wanted = "Basile Fictif ne pourra pas en ouvrir 1, hors de son périmètre"
    told = foretell(team.pk("amina"), TODAY, team.actor("helene"), TODAY)
    assert told[-1] == f"{wanted}\u00a0: Porteur fictif, projet secret."
    assert foretell(team.pk("amina"), TODAY, narrow(team, "gerard", "dep:80"), TODAY)[-1] == f"{wanted}."
