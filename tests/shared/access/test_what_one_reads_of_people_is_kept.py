"""Each page of access that shows somebody's account leaves a reading; those of public things leave none."""

from datetime import date

import pytest
from django.test import Client

from maillage.shared.access import operations
from maillage.shared.audit.models import Reading

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "path",
    [
        "/reglages/comptes/{pk}/",
        "/reglages/comptes/export/",
        "/pourquoi/access.account/{pk}/",
    ],
)
def test_an_account_that_is_shown_leaves_a_reading(network, client: Client, path: str) -> None:
    operations.give(
        network.boss.pk, "administrator", network.chamber.pk, since=TODAY, actor=network.administrator
    )
    client.force_login(network.boss)
    answer = client.get(path.format(pk=network.agent.pk))
    assert answer.status_code == 200
    kept = Reading.objects.filter(kind="access.account", ref=str(network.agent.pk))
    assert [one.user for one in kept] == [network.boss.pk]


def test_why_one_sees_an_organisation_leaves_none(network, client: Client) -> None:
    operations.give(network.agent.pk, "officer", network.chamber.pk, since=TODAY, actor=network.administrator)
    client.force_login(network.agent)
    assert client.get("/pourquoi/directory.organization/essai-chambre/").status_code == 200
    assert not Reading.objects.exists()
