"""What is counted is a request that was received: no mistake, no second click, and a shared connection is no fault."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.modules.inquiries.models import Inquiry, Message

CONTACT = 5
"""Requests in an hour for one contact."""


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def test_beyond_five_in_an_hour_for_one_contact_nothing_is_sent_nor_lost(send):
    answers = [send(message=f"Besoin n° {number}") for number in range(CONTACT + 1)]
    assert [one.status_code for one in answers] == [302] * CONTACT + [422]
    assert "Besoin n° 5" in answers[-1].content.decode()
    assert not Inquiry.objects.filter(need="Besoin n° 5").exists()


def test_a_shared_connection_sends_for_each_of_those_who_share_it(send):
    answers = [send(courriel=f"societe{number}@exemple.invalid") for number in range(12)]
    assert {one.status_code for one in answers} == {302}


def test_what_was_refused_costs_nothing(send):
    for _attempt in range(CONTACT + 1):
        disguised = SimpleUploadedFile("devis.pdf", b"MZ\x90\x00" + b"\x00" * 200)
        assert send(pieces=disguised).status_code == 422
    assert send().status_code == 302


def test_a_second_click_costs_nothing(pathway, send):
    page = pathway()
    assert {send(page).status_code for _click in range(CONTACT + 3)} == {302}
    for number in range(1, CONTACT):
        last = pathway()
        send(last, message=f"Besoin n° {number}")
    assert send(last, message=f"Besoin n° {CONTACT - 1}").status_code == 302


def test_beyond_its_hour_one_is_told_another_way(send, settings):
    settings.NETWORK_CONTACT = "reseau@exemple.invalid"
    for number in range(CONTACT + 1):
        answer = send(message=f"Besoin n° {number}")
    assert "écrire à reseau@exemple.invalid" in answer.content.decode()


def test_the_same_words_sent_from_a_page_shown_again_are_the_same_request(pathway, send):
    before = Inquiry.objects.count()
    first, second = send(pathway()), send(pathway())
    assert first.status_code == second.status_code == 302
    assert Inquiry.objects.count() == before + 1
    assert Message.objects.filter(inquiry=Inquiry.objects.latest("pk")).count() == 1


@pytest.mark.parametrize(
    "other",
    [{"message": "Un autre besoin."}, {"courriel": "autre@exemple.invalid"}, {"entreprise_nom": "Autre"}],
)
def test_other_words_another_contact_or_another_company_make_another_request(send, other):
    before = Inquiry.objects.count()
    send()
    send(**other)
    assert Inquiry.objects.count() == before + 2


@pytest.mark.parametrize(
    ("field", "longest"), [("personne", 120), ("telephone", 40), ("entreprise_nom", 200)]
)
def test_what_is_too_long_is_said_and_kept_whole(send, field, longest):
    page = send(**{field: "1" * (longest + 3)})
    assert page.status_code == 422
    text = page.content.decode()
    assert "trop long de 3 caractères" in text and "1" * (longest + 3) in text
