"""The administrator opens and closes accounts on screen; nobody else does."""

import re
from datetime import date

import pytest
from django.test import Client

from maillage.kit.errors import Refused
from maillage.shared.access import operations
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.notices.models import Mail

TODAY = date(2026, 11, 21)


@pytest.fixture
def administrator(network, client: Client) -> Client:
    operations.give(
        network.boss.pk, "administrator", network.chamber.pk, since=TODAY, actor=network.administrator
    )
    client.force_login(network.boss)
    return client


def test_someone_invited_chooses_a_password_and_signs_in(
    administrator: Client, client_of_the_public: Client
) -> None:
    told = administrator.post("/reglages/comptes/nouveau/", {"email": " Nouvelle@Essai.invalid "})
    assert told.status_code == 302
    mail = Mail.objects.get(to="nouvelle@essai.invalid")
    (link,) = re.findall(r"https?://[^/]+(/connexion/mot-de-passe/lien/\S+)", mail.text)
    chosen = "quatre mots au hasard"
    page = client_of_the_public.get(link, follow=True)
    assert page.status_code == 200
    path = page.request["PATH_INFO"]
    assert client_of_the_public.post(path, {"password1": chosen, "password2": chosen}).status_code == 302
    entered = client_of_the_public.post(
        "/connexion/", {"login": "nouvelle@essai.invalid", "password": chosen}
    )
    assert (entered.status_code, entered["Location"]) == (302, "/bureau/")
    assert "n'est plus valable" in client_of_the_public.get(link).content.decode().replace("&#x27;", "'")


@pytest.fixture
def client_of_the_public() -> Client:
    from maillage.kit.testing.pages import StrictClient

    return StrictClient()


def test_an_address_that_has_an_account_is_kept_on_the_page_with_the_reason(
    administrator: Client, network
) -> None:
    page = administrator.post("/reglages/comptes/nouveau/", {"email": network.agent.email})
    assert page.status_code == 422
    assert "Un compte porte déjà cette adresse" in page.content.decode()
    assert network.agent.email in page.content.decode()


def test_a_role_that_is_refused_keeps_what_was_typed(administrator: Client, network) -> None:
    typed = {
        "role": "officer",
        "organization": network.chamber.pk,
        "perimeter": "dep59",
        "since": "2026-11-21",
    }
    page = administrator.post(f"/reglages/comptes/{network.agent.pk}/roles/", typed)
    assert page.status_code == 422
    assert 'value="dep59"' in page.content.decode()
    typed["perimeter"] = "le Nord"
    assert administrator.post(f"/reglages/comptes/{network.agent.pk}/roles/", typed).status_code == 302
    assert "(Nord)" in administrator.get("/reglages/comptes/").content.decode()


def test_a_role_without_limit_is_chosen_and_never_left_empty(administrator: Client, network) -> None:
    path = f"/reglages/comptes/{network.agent.pk}/roles/"
    typed = {
        "role": "officer",
        "organization": network.region.pk,
        "since": "2026-11-21",
    }
    page = administrator.post(path, typed)
    assert page.status_code == 422
    assert "cochez «\u00a0Sans limite de territoire\u00a0»" in page.content.decode()
    both = administrator.post(path, typed | {"perimeter": "dep:59", "everywhere": "on"})
    assert both.status_code == 422
    assert "effacez-le, ou décochez cette case" in both.content.decode()
    assert not RoleAssignment.objects.filter(user=network.agent).exists()
    assert administrator.post(path, typed | {"everywhere": "on"}).status_code == 302
    assert RoleAssignment.objects.get(user=network.agent).perimeter == ""


def test_the_form_starts_on_the_organisation_of_the_person_or_on_none(administrator: Client, network) -> None:
    def chosen() -> object:
        page = administrator.get(f"/reglages/comptes/{network.agent.pk}/")
        return page.context["form"]["organization"].value()

    given = {"since": TODAY, "actor": network.administrator}
    assert chosen() is None
    operations.give(network.agent.pk, "officer", network.region.pk, **given)
    assert chosen() == network.region.pk
    operations.give(network.agent.pk, "officer", network.chamber.pk, **given)
    assert chosen() is None


def test_a_closed_account_signs_in_no_more_and_its_sessions_end(administrator: Client, network) -> None:
    operations.give(network.agent.pk, "officer", network.chamber.pk, since=TODAY, actor=network.administrator)
    agent = Client()
    agent.force_login(network.agent)
    assert agent.get("/bureau/").status_code == 200
    administrator.post(f"/reglages/comptes/{network.agent.pk}/etat/", {"act": "close"})
    assert agent.get("/bureau/").status_code == 302
    again = agent.post("/connexion/", {"login": network.agent.email, "password": "une phrase plutôt longue"})
    assert again["Location"] == "/connexion/ferme/"
    administrator.post(f"/reglages/comptes/{network.agent.pk}/etat/", {"act": "open"})
    assert User.objects.get(pk=network.agent.pk).is_active


def test_nobody_closes_its_own_account(network) -> None:
    with pytest.raises(Refused) as refused:
        operations.deactivate(network.boss.pk, on=TODAY, actor=network.administrator)
    assert refused.value.code == "oneself"


def test_the_list_of_accounts_costs_as_much_for_two_as_for_twenty(
    administrator: Client, network, django_assert_max_num_queries
) -> None:
    for rank in range(20):
        user = User.objects.create_user(f"essai{rank}@essai.invalid")
        operations.give(user.pk, "officer", network.chamber.pk, since=TODAY, actor=network.administrator)
    with django_assert_max_num_queries(16):
        administrator.get("/reglages/comptes/")
