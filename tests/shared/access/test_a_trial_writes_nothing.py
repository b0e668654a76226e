"""« Essayer en tant que » : read only, announced, in the journal, and over by itself."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from maillage.kit import operation as kit
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.testing.time import THE_MOMENT, frozen
from maillage.shared.access import operations
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User

TODAY = date(2026, 11, 21)


@pytest.fixture
def administrator(network, client: Client) -> Client:
    """Signed in, while its agent answers companies in Nord."""
    given = {"since": TODAY, "actor": network.administrator}
    operations.give(network.boss.pk, "administrator", network.chamber.pk, **given)
    operations.give(network.agent.pk, "officer", network.chamber.pk, perimeter="dep:59", **given)
    client.force_login(network.boss)
    return client


def body(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("&#x27;", "'")


def begin(client: Client, user: User) -> None:
    assert client.post(f"/essayer/{user.pk}/")["Location"] == "/bureau/"


def test_every_page_says_who_is_tried_and_shows_what_it_sees(administrator: Client, network) -> None:
    begin(administrator, network.agent)
    for path in ("/bureau/", "/", "/aides/"):
        page = body(administrator, path)
        assert f"Vous essayez l'application en tant que {network.agent.email}" in page, path
        assert "Nord" in page.partition("Cesser l'essai")[0]
    # The settings are those of the person: none.
    assert administrator.get("/reglages/comptes/").status_code == 404


def test_nothing_that_is_sent_is_written_and_a_page_says_so(administrator: Client, network) -> None:
    begin(administrator, network.agent)
    before = RoleAssignment.objects.count()
    sent = administrator.post(f"/reglages/comptes/{network.agent.pk}/roles/", {"role": "administrator"})
    assert sent.status_code == 403
    assert "Rien n'a été écrit" in sent.content.decode().replace("&#x27;", "'")
    assert administrator.post("/bureau/absence/", {"act": "declare"}).status_code == 403
    assert RoleAssignment.objects.count() == before


def test_ones_own_account_is_closed_meanwhile(administrator: Client, network) -> None:
    begin(administrator, network.agent)
    for name in ("account_change_password", "account_reset_password"):
        assert administrator.get(reverse(name)).status_code == 403
        assert administrator.post(reverse(name), {"email": "x@essai.invalid"}).status_code == 403


def test_a_role_is_tried_before_it_is_given(administrator: Client, network, told: list[str]) -> None:
    path = f"/reglages/comptes/{network.agent.pk}/roles/"
    typed = {
        "role": "manager",
        "organization": network.region.pk,
        "perimeter": "dep:60",
        "since": "2026-11-21",
        "act": "try",
    }
    before = RoleAssignment.objects.count()
    assert administrator.post(path, typed)["Location"] == "/bureau/"
    assert told == ["access.start_trying_role"]
    page = administrator.get("/bureau/")
    assert "responsable d'unité, un rôle qu'elle n'a pas encore" in page.content.decode().replace(
        "&#x27;", "'"
    )
    (grant,) = page.wsgi_request.actor.grants
    assert (grant.role, grant.organization, grant.perimeter) == ("manager", network.region.pk, "dep:60")
    assert page.wsgi_request.actor.tried_by == network.boss.pk
    # Elsewhere the person wears its own roles only.
    administrator.post("/connexion/agir-pour/", {"organization": network.chamber.pk})
    assert {one.role for one in administrator.get("/bureau/").wsgi_request.actor.grants} == {"officer"}
    assert administrator.post(path, typed).status_code == 403
    administrator.post("/essayer/fin/")
    assert RoleAssignment.objects.count() == before


def test_the_role_of_administration_is_not_tried(administrator: Client, network) -> None:
    typed = {
        "role": "administrator",
        "organization": network.region.pk,
        "everywhere": "on",
        "since": "2026-11-21",
        "act": "try",
    }
    page = administrator.post(f"/reglages/comptes/{network.agent.pk}/roles/", typed)
    assert page.status_code == 422
    assert "ne s'essaie pas" in page.content.decode().replace("&#x27;", "'")
    assert "Vous essayez" not in body(administrator, "/bureau/")


def test_it_ends_by_its_button_and_one_is_oneself_again(administrator: Client, network) -> None:
    begin(administrator, network.agent)
    ended = administrator.post("/essayer/fin/")
    assert ended["Location"] == f"/reglages/comptes/{network.agent.pk}/"
    assert "Vous essayez" not in body(administrator, "/bureau/")
    assert administrator.get("/reglages/comptes/").status_code == 200


def test_it_ends_after_half_an_hour(administrator: Client, network) -> None:
    begin(administrator, network.agent)
    with frozen(THE_MOMENT + timedelta(minutes=29)):
        assert "Vous essayez" in body(administrator, "/bureau/")
    with frozen(THE_MOMENT + timedelta(minutes=30)):
        assert "Vous essayez" not in body(administrator, "/bureau/")
    assert "Vous essayez" not in body(administrator, "/bureau/")


def test_it_ends_with_the_session(administrator: Client, network, told: list[str]) -> None:
    begin(administrator, network.agent)
    administrator.post(reverse("account_logout"))
    assert told[-1] == "access.stop_trying"
    administrator.force_login(network.boss)
    assert "Vous essayez" not in body(administrator, "/bureau/")


def test_it_ends_with_the_right_to_administer(administrator: Client, network) -> None:
    begin(administrator, network.agent)
    RoleAssignment.objects.filter(role="administrator").update(until=TODAY)
    assert "Vous essayez" not in body(administrator, "/")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the acts that operations tell."""
    heard: list[str] = []
    listeners = [*kit._listeners, lambda running: heard.append(running.name) if running.act else None]
    monkeypatch.setattr(kit, "_listeners", listeners)
    return heard


def test_its_start_and_its_end_are_acts(administrator: Client, network, told: list[str]) -> None:
    begin(administrator, network.agent)
    administrator.post("/essayer/fin/")
    assert told == ["access.start_trying", "access.stop_trying"]


def test_nobody_tries_an_administrator_nor_a_closed_account_nor_without_being_one(network) -> None:
    given = {"since": TODAY, "actor": network.administrator}
    with pytest.raises(Refused, match="aucun rôle"):
        operations.start_trying(network.agent.pk, on=TODAY, actor=network.administrator)
    operations.give(network.agent.pk, "administrator", network.region.pk, **given)
    with pytest.raises(Refused, match="administre aussi"):
        operations.start_trying(network.agent.pk, on=TODAY, actor=network.administrator)
    with pytest.raises(Refused, match="déjà votre compte"):
        operations.start_trying(network.boss.pk, on=TODAY, actor=network.administrator)
    from maillage.shared.access.queries import actor_of

    someone = actor_of(User.objects.create_user("autre@essai.invalid"), on=TODAY)
    with pytest.raises(NotVisible):
        operations.start_trying(network.agent.pk, on=TODAY, actor=someone)
