"""An address that is old, or was changed by hand, breaks nothing and loses nothing of what is typed under it."""

import pytest

from maillage.modules.inquiries.models import Inquiry

GOOD = "commune=59350&sujet=financer&nom=Projet+fictif"


@pytest.fixture(autouse=True)
def _unlimited():
    from django.core.cache import cache

    cache.clear()


@pytest.mark.parametrize("altered", ["profil=zzz", "avancement=zzz", "profil=zzz&avancement=zzz"])
def test_an_answer_that_was_never_proposed_is_none(send, altered):
    answer = send(etat=f"?{GOOD}&{altered}")
    assert answer.status_code == 302
    found = Inquiry.objects.latest("pk")
    assert (found.profile, found.maturity) == ("", "")


@pytest.mark.parametrize("altered", ["profil=zzz", "avancement=zzz"])
def test_a_question_answered_by_what_was_never_proposed_is_asked(client, demonstration, altered):
    for path in (f"/commencer/question/?nom=x&sujet=financer&{altered}", f"/parcours/?{GOOD}&{altered}"):
        _top, main = client.get(path).content.decode().split("<main")
        assert "zzz" not in main


@pytest.mark.parametrize("key", ["", "x", "é" * 20, "a" * 38, "a" * 5000])
def test_a_form_whose_key_was_altered_is_still_received(send, key):
    before = Inquiry.objects.count()
    assert send(cle=key).status_code == 302
    assert Inquiry.objects.count() == before + 1


@pytest.mark.parametrize(
    "state",
    [
        "",
        "?entreprise=nothing",
        "?siret=12345678901234&sujet=financer",
        "?creation=2024-02-31&sujet=financer&commune=59350",
        "?commune=zzz&profil=x",
        "?date=hier&sujet=financer",
    ],
)
def test_a_visit_that_no_longer_reads_keeps_all_that_was_typed_and_can_be_sent(client, send, hidden, state):
    before = Inquiry.objects.count()
    answer = send(etat=state)
    page = answer.content.decode()
    if answer.status_code != 302:
        assert answer.status_code == 422 and Inquiry.objects.count() == before
        for typed in ("Je veux acheter un four.", "Claire Fictive", "claire@exemple.invalid"):
            assert typed in page, typed
        assert send(answer, sujet="financer").status_code == 302
    assert Inquiry.objects.count() == before + 1


@pytest.mark.parametrize(
    "address",
    [
        f"/parcours/?{GOOD}",
        f"/parcours/parcours.pdf?{GOOD}",
        f"/commencer/question/?{GOOD}",
        "/commencer/sans-numero/?nom=Projet",
    ],
)
def test_what_a_company_says_of_itself_stays_in_no_cache(client, demonstration, address):
    answer = client.get(address)
    assert "private" in answer["Cache-Control"] and "no-store" in answer["Cache-Control"]
