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
    third = screen(second.options[0].address.lstrip("?"))
    assert [option.label for option in third.options] == [str(one.label) for one in Maturity]


@pytest.mark.requirement("H-164")
def test_each_question_of_the_diagnosis_still_settles_something():
    data = QueryDict("profil=tpe&sujet=transition&objectif=energy&avancement=idea&commune=59350&encore=oui")
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
    page = client.get(
        "/commencer/question/?profil=tpe&sujet=exporter&avancement=idea&commune=59350&objectif=energy"
    )
    text = re.sub(r"\s+", " ", page.content.decode().replace("\N{NO-BREAK SPACE}", " "))
    assert re.search(r"Encore \d+ questions? au plus, \d+ aides? restent? à départager", text)


def test_an_address_written_by_hand_leads_somewhere(client):
    for text in ("profil=rien&sujet=rien&avancement=rien", "entreprise=rien", "latitude=x&commune=59350"):
        answer = client.get(f"/commencer/question/?{text}")
        assert answer.status_code in (200, 302, 422), text
        assert client.get(f"/parcours/?{text}").status_code in (200, 302)


def walked(text, most=30):
    """The questions that a visit is asked, « je ne sais pas » after « je ne sais pas »."""
    asked = []
    for _step in range(most):
        found = flow.read(QueryDict(text), on=clock.today())
        if found.screen is None:
            break
        asked.append(found.screen.ask.question.key if found.screen.ask else found.screen.name)
        last = found.screen.options[-1].address if found.screen.options else ""
        text = (found.screen.unknown or last).lstrip("?")
    return asked


@pytest.mark.parametrize("profile", [profile.value for profile in Profile])
def test_a_visit_that_knows_nothing_is_soon_at_its_pathway(profile):
    assert len(walked(f"nom=x&profil={profile}")) <= flow.MOST


def test_the_other_questions_wait_behind_the_pathway():
    data = QueryDict("profil=pme&sujet=transition&objectif=energy&avancement=preparing&passer=place")
    more = data.urlencode() + "&encore=oui"
    assert len(walked(data.urlencode())) < len(walked(more))
    found = flow.read(QueryDict(more), on=clock.today())
    assert found.left == found.answer.pending


def test_a_creator_with_an_idea_is_not_asked_about_a_company_that_does_not_exist():
    text = "nom=x&profil=creator&sujet=transition&objectif=energy&avancement=idea&commune=59350&encore=oui"
    assert not {"closed_year", "headcount", "created_on", "turnover"} & set(walked(text))
    assert "headcount" in walked(text.replace("=creator", "=pme"))


def test_who_comes_from_abroad_is_not_asked_what_it_is_nor_french_statuses():
    start = "nom=Works&identite=foreign&siege=BE"
    assert screen(start).name == "sujet"
    asked = walked(start + "&sujet=transition&objectif=energy&avancement=idea&encore=oui")
    assert asked and not {"profil", "micro_entrepreneur", "artisan", "public_body"} & set(asked)
    assert address.before(QueryDict(screen(start).options[0].address.lstrip("?"))).startswith("?nom=Works")
    assert address.before(address.whole(QueryDict(start))) is None


def test_a_subject_of_several_objectives_says_none_and_asks_which():
    asked = screen("profil=tpe&sujet=financer")
    assert (
        asked.name == "objectif"
        and [one.label for one in asked.options][0] == "Acheter du matériel d'occasion"
    )
    chosen = asked.options[0].address
    assert chosen.count("objectif=") == 1 and screen(chosen.lstrip("?")).name == "avancement"
    assert screen(asked.options[-1].address.lstrip("?")).name == "avancement"


def test_a_turnover_of_eight_euros_is_asked_again():
    state = "profil=tpe&sujet=autre&avancement=idea&commune=59350"
    doubt = screen(f"{state}&ca=8")
    assert "8\N{NO-BREAK SPACE}€" in doubt.title
    sure, wrong = (option.address.lstrip("?") for option in doubt.options)
    assert (after := screen(sure)) is None or after.name != "ca"
    assert screen(wrong).field.value == "8"
    for plain in ("0", "8000"):
        assert (after := screen(f"{state}&ca={plain}")) is None or after.name != "ca"
