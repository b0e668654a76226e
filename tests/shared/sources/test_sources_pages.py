"""The sources and what rests on each, for whoever may read a fact that cites them."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from maillage.kit.actor import PUBLIC, TERMINAL
from maillage.kit.errors import NotVisible
from maillage.modules.crm.operations import declare
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory.models import Organization
from maillage.shared.sources import queries
from maillage.shared.sources.models import Source
from maillage.shared.sources.operations import cite

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
LIST = "/sources/"


def organization(name: str, source: str) -> Organization:
    return Organization.objects.create(
        slug=name.lower().replace(" ", "-"), name=name, source=source, cited=cite(source, actor=TERMINAL)
    )


def test_a_visitor_reads_a_source_and_what_rests_on_it(client: Client) -> None:
    found = organization("Agence fictive", "Délibération fictive du 12 mai 2026").cited
    listed = client.get(LIST).content.decode()
    assert "Délibération fictive du 12 mai 2026" in listed
    assert "1 fait en dépend" in listed
    page = client.get(f"{LIST}{found.pk}/").content.decode()
    assert "Agence fictive" in page
    assert reverse("directory:organization", args=["agence-fictive"]) in page
    assert "12\N{NO-BREAK SPACE}mai\N{NO-BREAK SPACE}2026" in page


def test_the_list_is_filtered_by_kind(client: Client) -> None:
    organization("Agence fictive", "Délibération fictive")
    organization("Autre fictive", "Une lettre fictive")
    laws = client.get(LIST, {"nature": "deliberation"}).content.decode()
    assert "Délibération fictive" in laws
    assert "Une lettre fictive" not in laws
    assert "Aucune source de cette nature" in client.get(LIST, {"nature": "law"}).content.decode()
    assert "Une lettre fictive" in client.get(LIST, {"nature": "rumeur"}).content.decode()


def test_a_source_that_cites_only_what_one_may_not_read_does_not_exist(client: Client) -> None:
    declare(name="Projet fictif", at=AT, actor=PUBLIC)
    declared = Source.objects.get(kind="declaration")
    draft = Scheme.objects.create(
        slug="brouillon", title="Brouillon", origin="network", cited=cite("Une note fictive", actor=TERMINAL)
    )
    alone = cite("Que rien ne cite", actor=TERMINAL)
    assert alone is not None
    for hidden in (declared.pk, draft.cited.pk, alone.pk, 0):
        assert client.get(f"{LIST}{hidden}/").status_code == 404
        with pytest.raises(NotVisible):
            queries.page(hidden, on=ON, actor=PUBLIC)
    assert queries.visible(on=ON, actor=PUBLIC) == ()


def test_the_list_asks_as_many_questions_for_forty_sources_as_for_one(
    client: Client, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    organization("Agence fictive", "Lettre fictive")
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for number in range(40):
        organization(f"Agence fictive {number}", f"Lettre fictive {number}")
    with django_assert_num_queries(len(one)):  # type: ignore[operator]
        client.get(LIST)
