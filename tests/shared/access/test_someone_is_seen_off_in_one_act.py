"""A departure ends posts, roles, sessions and second factor, and closes the account: all of it, or nothing."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.access import operations, queries
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts import operations as accounts
from maillage.shared.accounts.models import User
from maillage.shared.directory import departures
from maillage.shared.directory.models import Person, Post, Tenure

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def person(network) -> Person:
    given = {"since": TODAY, "actor": network.administrator}
    operations.give(network.boss.pk, "administrator", network.chamber.pk, **given)
    operations.give(network.agent.pk, "officer", network.chamber.pk, unit=network.unit.pk, **given)
    operations.give(
        network.agent.pk, "elected", network.region.pk, since=date(2027, 1, 1), actor=given["actor"]
    )
    row = Person.objects.create(
        slug="essai-agente", first_name="Paule", last_name="Essai", user=network.agent, is_fictional=True
    )
    post = Post.objects.create(unit=network.unit, title="chargée d'essai")
    Tenure.objects.create(post=post, person=row, since=date(2025, 1, 1))
    return row


def test_everything_it_held_ends_and_it_signs_in_no_more(network, person: Person) -> None:
    browser = Client()
    browser.force_login(network.agent)
    assert browser.get("/bureau/").status_code == 200
    operations.offboard(network.agent.pk, on=TODAY, at=NOW, actor=network.administrator)
    assert queries.actor_of(network.agent, on=TODAY).grants == ()
    assert not RoleAssignment.objects.filter(user=network.agent).exclude(until__lte=date(2027, 1, 1)).exists()
    assert queries.actor_of(network.agent, on=date(2027, 2, 1)).grants == ()
    assert Tenure.objects.get(person=person).until == TODAY
    assert not User.objects.get(pk=network.agent.pk).is_active
    assert browser.get("/bureau/")["Location"].startswith("/connexion/")


def test_what_follows_is_not_foretold_while_the_departure_is_written(
    network, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def foretell(*_asked: object) -> tuple[str, ...]:
        raise AssertionError("the page tells it, the act does it")

    monkeypatch.setattr(departures, "_registry", departures._Registry({}, {}, {"essai": foretell}))
    operations.offboard(network.agent.pk, on=TODAY, at=NOW, actor=network.administrator)
    assert Tenure.objects.get(person=person).until == TODAY


def test_when_one_thing_cannot_be_handed_over_nothing_is_written(
    network, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_told: object) -> None:
        raise Refused("nobody", "Personne n'est là.", way_out="Nommez quelqu'un.")

    monkeypatch.setattr(departures, "left", refuse)
    with pytest.raises(Refused):
        operations.offboard(network.agent.pk, on=TODAY, at=NOW, actor=network.administrator)
    assert queries.actor_of(network.agent, on=TODAY).grants
    assert Tenure.objects.get(person=person).until is None
    assert User.objects.get(pk=network.agent.pk).is_active


def test_the_page_says_what_follows_before_it_is_written(network, person: Person, client: Client) -> None:
    client.force_login(network.boss)
    path = f"/reglages/comptes/{network.agent.pk}/depart/"
    page = client.get(path).content.decode().replace("&#x27;", "'").replace("\u00a0", " ")
    assert "Le poste « chargée d'essai » de Unité d'essai devient vacant." in page
    assert "Agent pour Chambre d'essai" in page
    assert "Cela ne s'annule pas." in page
    assert queries.actor_of(network.agent, on=TODAY).grants
    assert client.post(path).status_code == 302
    account = client.get(f"/reglages/comptes/{network.agent.pk}/").content.decode()
    assert "compte fermé" in account
    assert "Ouvrir de nouveau" in account


def test_the_page_says_only_what_will_happen(network, person: Person, client: Client) -> None:
    client.force_login(network.boss)
    path = f"/reglages/comptes/{network.agent.pk}/depart/"
    assert "second facteur est retiré" not in client.get(path).content.decode()
    accounts.enrol(network.agent.pk, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", at=NOW, actor=PUBLIC)
    assert "Son second facteur est retiré." in client.get(path).content.decode()
    operations.offboard(network.agent.pk, on=TODAY, at=NOW, actor=network.administrator)
    page = client.get(path).content.decode()
    assert "second facteur est retiré" not in page
    assert "Son compte est fermé" not in page
    assert "Déjà fermé." in page


def test_an_account_that_was_closed_is_opened_again_without_its_roles(network, person: Person) -> None:
    operations.offboard(network.agent.pk, on=TODAY, at=NOW, actor=network.administrator)
    operations.activate(network.agent.pk, actor=network.administrator)
    assert User.objects.get(pk=network.agent.pk).is_active
    assert queries.actor_of(network.agent, on=TODAY).grants == ()


def test_nobody_sees_oneself_off_nor_the_last_administrator(network, person: Person) -> None:
    with pytest.raises(Refused) as refused:
        operations.offboard(network.boss.pk, on=TODAY, at=NOW, actor=network.administrator)
    assert refused.value.code == "oneself"
    someone = queries.actor_of(network.agent, on=TODAY)
    with pytest.raises(NotVisible):
        operations.offboard(network.boss.pk, on=TODAY, at=NOW, actor=someone)
