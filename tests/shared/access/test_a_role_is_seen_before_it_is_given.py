"""The page of an account: what a role would open, the filters of the list, its file, and why a button is not there."""

from datetime import date, timedelta

import pytest
from django.test import Client

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.access import effects, operations
from maillage.shared.access.models import RoleAssignment
from maillage.shared.audit.models import Reading

TODAY = date(2026, 11, 21)


@pytest.fixture
def administrator(network, client: Client) -> Client:
    operations.give(
        network.boss.pk, "administrator", network.chamber.pk, since=TODAY, actor=network.administrator
    )
    client.force_login(network.boss)
    return client


def body(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("&#x27;", "'")


def test_what_a_role_would_open_is_told_and_nothing_is_written(administrator: Client, network) -> None:
    typed = {
        "role": "officer",
        "organization": network.chamber.pk,
        "perimeter": "le Nord",
        "since": "2026-11-21",
        "act": "preview",
    }
    before = RoleAssignment.objects.count()
    page = administrator.post(f"/reglages/comptes/{network.agent.pk}/roles/", typed)
    told = page.content.decode().replace("&#x27;", "'")
    assert page.status_code == 200
    assert "Ce rôle n'ouvre aucune demande aujourd'hui" in told
    assert "Il permet de lire et d'écrire." in told
    assert "(Nord)" in told
    assert 'value="le Nord"' in told
    assert RoleAssignment.objects.count() == before


def test_the_effect_of_an_elected_role_is_that_it_only_reads(network) -> None:
    wanted = operations.Asked(
        user=network.agent.pk, role="elected", organization=network.chamber.pk, since=TODAY
    )
    effect = effects.of_role(wanted, actor=network.administrator, on=TODAY)
    assert "Il permet de lire, pas d'écrire." in effect.sentences
    assert "Ce rôle n'ouvre aucune demande d'entreprise." in effect.sentences
    with pytest.raises(NotVisible):
        effects.of_role(wanted, actor=PUBLIC, on=TODAY)


def test_a_territory_that_does_not_exist_is_named_with_what_looks_like_it(network) -> None:
    with pytest.raises(Refused) as refused:
        operations.give(
            network.agent.pk,
            "officer",
            network.chamber.pk,
            perimeter="Dunkerke",
            since=TODAY,
            actor=network.administrator,
        )
    assert refused.value.field == "perimeter"
    assert "Dunkerke" in refused.value.sentence
    assert "Dunkerque" in refused.value.way_out


def test_the_list_is_narrowed_by_role_organisation_and_end(administrator: Client, network) -> None:
    given = {"since": TODAY, "actor": network.administrator}
    operations.give(network.agent.pk, "officer", network.region.pk, until=TODAY + timedelta(days=20), **given)
    for asked in ("role=officer", f"organisme={network.region.pk}", "fin=oui"):
        page = body(administrator, f"/reglages/comptes/?{asked}")
        assert f">{network.agent.email}</a>" in page, asked
        assert f">{network.boss.email}</a>" not in page, asked
    assert "Aucun compte ne répond" in body(administrator, "/reglages/comptes/?role=dpo")
    assert administrator.get("/reglages/comptes/?organisme=9999999999999").status_code == 200


def test_the_file_of_the_list_holds_each_role_and_no_formula(administrator: Client, network) -> None:
    RoleAssignment.objects.create(
        user=network.agent,
        role="officer",
        organization=network.chamber,
        perimeter="dep:59",
        since=TODAY,
        given_by="=1+1",
    )
    answer = administrator.get("/reglages/comptes/export/?role=officer")
    told = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(told) == 2
    assert network.agent.email in told[1]
    assert ";dep:59;Nord;2026-11-21;" in told[1]
    assert told[1].endswith(";'=1+1")


def test_who_reads_an_account_or_takes_the_list_of_all_is_kept(administrator: Client, network) -> None:
    administrator.get(f"/reglages/comptes/{network.agent.pk}/")
    administrator.get("/reglages/comptes/export/")
    kept = Reading.objects.filter(kind="access.account", ref=str(network.agent.pk), user=network.boss.pk)
    assert set(kept.values_list("door", flat=True)) == {"page", "export"}


def test_a_button_that_is_not_there_says_why(administrator: Client, network) -> None:
    page = body(administrator, f"/reglages/comptes/{network.boss.pk}/")
    assert "C'est déjà votre compte." in page
    assert "demandez-le à une autre personne de l'administration" in page
    assert "Fermer le compte" not in page


def test_roles_that_ended_stay_on_the_page(administrator: Client, network) -> None:
    RoleAssignment.objects.create(
        user=network.agent,
        role="officer",
        organization=network.chamber,
        since=date(2025, 1, 1),
        until=date(2025, 6, 1),
        given_by="Farid",
    )
    page = body(administrator, f"/reglages/comptes/{network.agent.pk}/").replace("\u00a0", " ")
    assert "depuis le 1er janvier 2025, donné par Farid, jusqu'au 1er juin 2025 (exclu)" in page
    assert "terminé" in page
