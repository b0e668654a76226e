"""The guided entry: one question a screen, only those that can still change something (H-164)."""

import re

import pytest
from django.http import QueryDict

from maillage.kit import clock
from maillage.modules.inquiries.enums import Maturity, Profile
from maillage.surfaces.portal import address, flow

pytestmark = pytest.mark.usefixtures("demonstration")


def screen(text):
    return flow.read(QueryDict(text), on=clock.today()).screen


@pytest.mark.requirement("H-164")
def test_the_kind_of_company_then_the_subject_then_the_maturity_are_asked():
    first = screen("nom=Projet")
    assert [option.label for option in first.options] == [str(one.label) for one in Profile]
    second = screen(first.options[2].address.lstrip("?"))
    assert second.name == "sujet" and len(second.options) >= 8
    third = screen(second.options[1].address.lstrip("?"))
    assert [option.label for option in third.options] == [str(one.label) for one in Maturity]


@pytest.mark.requirement("H-164")
def test_each_question_of_the_diagnosis_still_settles_something():
    data = QueryDict("profil=tpe&sujet=financer&avancement=idea&commune=59350")
    asked = []
    for _step in range(40):
        found = flow.read(data, on=clock.today())
        if found.screen is None:
            break
        assert found.screen.ask.question.settles > 0
        assert found.screen.why
        asked.append(found.screen.ask.question.key)
        data = QueryDict(found.screen.unknown.lstrip("?"))
    assert found.screen is None and asked and len(asked) == len(set(asked))


def test_not_knowing_is_always_an_answer(client):
    for text in ("nom=x", "profil=tpe", "profil=tpe&sujet=autre", "profil=tpe&sujet=autre&avancement=idea"):
        assert screen(text).unknown


def test_going_back_keeps_the_other_answers():
    data = QueryDict("nom=x&artisan=oui&public=companies&profil=artisan&objectif=export&sujet=vendre")
    assert address.before(data) == "?nom=x&artisan=oui&public=companies&profil=artisan"
    assert address.before(QueryDict("nom=x&artisan=oui&public=companies&profil=artisan")) == "?nom=x"
    assert address.before(QueryDict("nom=x")) is None


def test_what_was_passed_over_is_asked_again_by_going_back():
    data = QueryDict("nom=x&profil=tpe&passer=sujet")
    assert address.before(data) == "?nom=x&profil=tpe"


def test_an_answer_at_fault_is_asked_again_with_what_was_typed(client):
    page = client.get("/commencer/question/?profil=tpe&sujet=autre&avancement=idea&commune=Saint-Denis")
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="Saint-Denis"' in text and "93066" in text and 'value="tpe"' in text


def test_what_is_known_says_its_origin_and_can_be_corrected(client, links):
    page = client.get("/commencer/question/?profil=tpe&commune=59350&effectif=8")
    text = page.content.decode()
    assert "8 salariés" in text and "déclaré" in text
    corrected = client.get(next(one for one in links(page, "corriger=effectif")))
    assert 'value="8"' in corrected.content.decode()


def test_the_progress_is_said_in_words(client):
    page = client.get("/commencer/question/?profil=tpe&sujet=financer&avancement=idea&commune=59350")
    text = re.sub(r"\s+", " ", page.content.decode().replace("\N{NO-BREAK SPACE}", " "))
    assert re.search(r"Encore \d+ questions? au plus, \d+ aides? restent? à départager", text)


def test_an_address_written_by_hand_leads_somewhere(client):
    for text in ("profil=rien&sujet=rien&avancement=rien", "entreprise=rien", "latitude=x&commune=59350"):
        answer = client.get(f"/commencer/question/?{text}")
        assert answer.status_code in (200, 302, 422), text
        assert client.get(f"/parcours/?{text}").status_code in (200, 302)
