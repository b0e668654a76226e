"""The register of processing: anyone reads it, on a page and in a spreadsheet; it says what is not decided."""

import csv
import io

import pytest
from django.test import Client

ADDRESS = "/donnees-personnelles/registre/"


@pytest.mark.requirement("S-119")
@pytest.mark.django_db
def test_the_register_says_purpose_basis_columns_duration_and_rights(client: Client) -> None:
    page = client.get(ADDRESS).content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'")
    for said in (
        "Répondre aux demandes des entreprises",
        "mission d'intérêt public (article 6, 1, e du RGPD)",
        "adresse électronique du contact",
        "durée à décider par le réseau",
        "La réponse vous est due dans le mois",
        "n'est pas encore renseignée",
    ):
        assert said in page


@pytest.mark.django_db
def test_a_contact_that_is_known_is_where_one_writes(client: Client, settings) -> None:
    settings.NETWORK_CONTACT = "dpo@demo.invalid"
    assert 'href="mailto:dpo@demo.invalid"' in client.get(ADDRESS).content.decode()


@pytest.mark.django_db
def test_the_register_is_a_table_that_a_spreadsheet_reads(client: Client) -> None:
    answer = client.get("/donnees-personnelles/registre.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    (inquiries,) = [row for row in rows if row["Table"] == "Demandes"]
    assert "nom du contact" in inquiries["Données"] and inquiries["Finalité"]


@pytest.mark.django_db
def test_whoever_reads_english_is_told_that_the_register_is_in_french(client: Client) -> None:
    page = client.get(ADDRESS, headers={"accept-language": "en"}).content.decode()
    assert '<div lang="fr">' in page


@pytest.mark.django_db
def test_no_table_of_a_library_is_called_by_its_english_name(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()
    assert "Seconds facteurs" in page
    assert "Authenticator" not in page and "Task Result" not in page and "HTTP Accept" not in page
