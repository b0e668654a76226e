"""The request is sent once, and nothing typed is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.modules.inquiries.models import Inquiry


@pytest.fixture(autouse=True)
def _unlimited(settings):
    from django.core.cache import cache

    cache.clear()


def test_a_request_says_one_name_a_date_and_its_link(client, send):
    page = client.get(send()["Location"]).content.decode()
    found = Inquiry.objects.select_related("lead").latest("pk")
    assert found.reference in page and found.lead.first_name in page
    assert "Vous répond avant le" in page and "/suivi/" in page


def test_what_was_said_goes_with_the_request(send):
    send()
    found = Inquiry.objects.select_related("subject", "company").latest("pk")
    assert (found.subject.code, found.profile, found.maturity) == ("financer", "tpe", "preparing")
    assert found.situation["headcount"] == "8" and found.commune == "59350"
    assert found.company.name == "Biscuiterie fictive"
    assert found.steps.exists() and found.contact_name == "Claire Fictive"


def test_two_clicks_make_one_request(pathway, send):
    page = pathway()
    before = Inquiry.objects.count()
    assert send(page).status_code == send(page).status_code == 302
    assert Inquiry.objects.count() == before + 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"courriel": ""}, "une adresse électronique ou un téléphone"),
        ({"courriel": "claire@"}, "pas une adresse électronique"),
        ({"personne": ""}, "qui nous devons demander"),
        ({"message": ""}, "Écrivez votre message"),
        ({"entreprise_nom": ""}, "Donnez un nom"),
        ({"message": "x" * 10_001}, "trop long"),
    ],
)
def test_a_fault_is_said_beside_its_field_and_everything_typed_is_kept(send, typed, sentence):
    before = Inquiry.objects.count()
    answer = send(**typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and Inquiry.objects.count() == before
    assert sentence in page
    for name, value in {"personne": "Claire Fictive", "courriel": "claire@exemple.invalid"}.items():
        if name not in typed:
            assert f'value="{value}"' in page
    if "message" not in typed:
        assert "Je veux acheter un four." in page
    assert "Votre message n'est pas encore parti" in page.replace("&#x27;", "'")


def test_a_disguised_file_is_refused_and_the_message_kept(send):
    disguised = SimpleUploadedFile("devis.pdf", b"MZ\x90\x00" + b"\x00" * 200, content_type="application/pdf")
    before = Inquiry.objects.count()
    answer = send(pieces=disguised)
    page = answer.content.decode()
    assert answer.status_code == 422 and Inquiry.objects.count() == before
    assert "Je veux acheter un four." in page and "Choisissez seulement vos fichiers à nouveau" in page


def test_a_file_travels_with_the_request(client, send):
    note = SimpleUploadedFile("devis.txt", "Un four à 9 000 €".encode(), content_type="text/plain")
    follow = send(pieces=note)["Location"].replace("/demande/recue/", "/suivi/")
    page = client.get(follow).content.decode()
    link = re.search(r'href="(/suivi/[^"]+/pieces/[^"]+)"', page)[1]
    answer = client.get(link)
    assert b"".join(answer.streaming_content).decode() == "Un four à 9 000 €"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_company_of_the_register_is_known_by_its_identifier(client, demonstration, send, pathway):
    from maillage.modules.crm.models import Company

    company = Company.objects.order_by("pk").first()
    page = pathway(f"entreprise={company.public_id}&profil=tpe&sujet=financer&avancement=idea")
    before = Company.objects.count()
    assert send(page, entreprise_nom="").status_code == 302
    assert Inquiry.objects.latest("pk").company == company and Company.objects.count() == before


def test_a_foreign_company_sends_a_request(send, pathway):
    page = pathway("nom=Fictive+Works&identite=foreign&siege=BE&profil=foreign&sujet=innover&commune=59350")
    assert send(page).status_code == 302
    company = Inquiry.objects.latest("pk").company
    assert (company.identity, company.country, company.name) == ("foreign", "BE", "Fictive Works")


def test_without_a_subject_one_is_chosen_with_the_request(send, pathway):
    page = pathway("commune=59350&nom=Projet+fictif")
    assert send(page).status_code == 422
    assert send(page, sujet="innover").status_code == 302
    assert Inquiry.objects.latest("pk").subject.code == "innover"
