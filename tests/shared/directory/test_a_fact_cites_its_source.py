"""Whoever changes the directory says what it rests on: its kind, its title and its day; else it stays to be confirmed."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from maillage.shared.directory.models import OrganizationName, Service, Subject, Unit

SERVICES = "directory_settings:services"
TYPED = {
    "act": "add",
    "perimeter": "epci:200055887",
    "counted": "epci:200055887",
    "since": "2026-12-01",
    "source_kind": "agreement",
    "source": "Convention fictive",
    "source_on": "2026-05-12",
}


def typed(**changes: str) -> dict[str, str]:
    subject = str(Subject.objects.get(code="exporter").pk)
    return TYPED | {"subject": subject, "unit": str(Unit.objects.get(slug="daen").pk)} | changes


def test_a_service_cites_what_was_typed_and_shows_it(settings_client: Client) -> None:
    settings_client.post(reverse("directory_settings:new_service"), typed())
    service = Service.objects.get(since=datetime.date(2026, 12, 1))
    assert (service.cited.kind, service.cited.title) == ("agreement", "Convention fictive")
    assert service.cited.dated_on == datetime.date(2026, 5, 12)
    form = settings_client.get(reverse("directory_settings:service", args=[service.pk])).content.decode()
    assert 'value="2026-05-12"' in form
    assert '<option value="agreement" selected>' in form


def test_a_service_without_a_source_is_to_be_confirmed(settings_client: Client) -> None:
    settings_client.post(
        reverse("directory_settings:new_service"),
        typed(source_kind="", source="", source_on="", since="2026-11-21"),
    )
    service = Service.objects.get(since=datetime.date(2026, 11, 21))
    assert (service.cited, service.source) == (None, "")
    listed = settings_client.get(reverse(SERVICES), {"sujet": "exporter"}).content.decode()
    assert '<span class="unknown">à confirmer</span>' in listed


def test_a_kind_or_a_day_without_a_title_is_refused_at_the_source_and_stays_typed(
    settings_client: Client,
) -> None:
    shown = settings_client.post(reverse("directory_settings:new_service"), typed(source=""))
    assert shown.status_code == 422
    content = shown.content.decode().replace("&#x27;", "'")
    assert "Cette source n'a pas d'intitulé." in content
    assert 'value="2026-05-12"' in content
    assert not Service.objects.filter(since=datetime.date(2026, 12, 1)).exists()


@pytest.mark.parametrize(("kind", "cited"), [("deliberation", "deliberation"), ("", "unknown")])
def test_a_new_name_cites_its_source(settings_client: Client, kind: str, cited: str) -> None:
    settings_client.post(
        reverse("directory_settings:organization", args=["nfi"]),
        {
            "act": "rename",
            "name": "NFI fictif",
            "since": "2026-11-01",
            "source_kind": kind,
            "source": "Acte fictif",
        },
    )
    former = OrganizationName.objects.get(organization__slug="nfi", until=datetime.date(2026, 11, 1))
    assert (former.cited.kind, former.cited.title) == (cited, "Acte fictif")


def test_the_files_of_the_network_cite_every_text_they_give(network: None) -> None:
    for model in (Service, Unit, OrganizationName):
        assert model.objects.exists()
        assert not model.objects.exclude(source="").filter(cited=None).exists()
