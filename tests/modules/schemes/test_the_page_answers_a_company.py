"""«Et pour mon entreprise ?»: what is typed, what is understood, what is said when it is not."""

import html
import re

import pytest

pytestmark = pytest.mark.django_db
PAGE = "/aides/et-pour-mon-entreprise/"


def _text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#x27;", "'").split())


def test_a_name_typed_in_full_becomes_its_commune(client, demonstration):
    page = client.get(PAGE, {"commune": "Lille", "effectif": "8"})
    assert page.status_code == 200
    assert 'value="Lille (59350)"' in page.content.decode()


def test_a_name_shared_by_several_communes_is_never_guessed(client, demonstration):
    page = client.get(PAGE, {"commune": "Saint-Denis", "effectif": "8"})
    assert page.status_code == 422
    assert "Saint-Denis, 93200 (93066)" in page.content.decode()
    assert 'value="8"' in page.content.decode(), "nothing typed is lost"


def test_a_code_that_is_also_a_postal_code_is_said_to_be_read_as_insee(client, demonstration):
    assert "59350 est lu comme le code Insee de Lille" in _text(client.get(PAGE, {"commune": "59350"}))


def test_an_activity_in_words_is_proposed_with_its_codes(client, demonstration):
    page = client.get(PAGE, {"naf": "boulangerie"})
    assert "10.71C" in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("effectif", "beaucoup"),
        ("effectif", "-3"),
        ("creation", "demain"),
        ("creation", "2031-01-01"),
        ("siret", "1234"),
        ("naf", "99.99X"),
        ("commune", "00000"),
        ("date", "bientôt"),
        ("ca", "x"),
    ],
)
def test_a_fault_stands_beside_its_field_and_says_what_to_do(client, demonstration, field, value):
    page = client.get(PAGE, {field: value, "ess": "oui"})
    assert page.status_code == 422
    html = page.content.decode()
    assert f'href="#champ-{field}"' in html and f'id="erreur-{field}"' in html
    assert "Rien n'est perdu" in _text(page)


def test_nothing_said_is_not_judged(client, demonstration):
    page = client.get(PAGE)
    assert "Votre réponse au" not in _text(page)


def test_every_published_scheme_is_answered_once(client, demonstration):
    from maillage.kit import clock
    from maillage.modules.schemes import queries

    html = client.get(PAGE, {"commune": "59350", "effectif": "8"}).content.decode()
    everything = queries.diagnose(queries.Situation(commune="59350", headcount="8"), on=clock.today())
    shown = re.findall(r'<article class="result is-\w+">.*?href="/aides/([^/"]+)/"', html, re.DOTALL)
    assert sorted(shown) == sorted(result.slug for result in everything.results)


def test_a_question_that_one_cannot_answer_is_not_asked_again(client, demonstration):
    html = client.get(PAGE, {"commune": "59350"}).content.decode()
    key = re.search(r'name="passer" value="([^"]+)"', html)
    assert key is not None
    again = client.get(PAGE, {"commune": "59350", "passer": key[1]}).content.decode()
    assert f'<button class="link" name="passer" value="{key[1]}"' not in again


def test_another_day_can_be_asked(client, demonstration):
    assert "Votre réponse au 1er janvier 2027" in _text(
        client.get(PAGE, {"ess": "oui", "date": "01/01/2027"})
    )


def test_the_address_says_the_same_as_the_terminal(demonstration):
    from django.http import QueryDict

    from maillage.modules.schemes.company import read

    said = read(
        QueryDict(
            "commune=59350&naf=62.01Z&effectif=8&creation=2024-03-01&micro=non&objectif=rh&objectif=energy&reponse-x=oui"
        )
    )
    assert (said.commune, said.naf, said.headcount, said.created) == ("59350", "62.01Z", "8", "2024-03-01")
    assert (said.micro_entrepreneur, said.ess, said.objectives) == (False, None, ("rh", "energy"))
    assert said.answers == (("x", True),)


def test_the_beginning_of_a_name_is_proposed_and_never_taken(client, demonstration):
    told = client.get(PAGE, {"commune": "Lomme", "effectif": "8"})
    assert told.status_code == 422
    assert "Lille (59350)" in told.content.decode(), "Lomme is now a part of Lille"
    assert "Lommerange" in told.content.decode()


def test_an_activity_in_other_words_of_the_same_family_is_proposed(client, demonstration):
    told = client.get(PAGE, {"naf": "coiffeur"})
    assert told.status_code == 422
    assert "(96.02A)" in told.content.decode()


def test_a_commune_already_given_is_not_asked_again_and_so_never_lost(client, demonstration):
    told = client.get(PAGE, {"commune": "59350", "effectif": "8"}).content.decode()
    assert "À quelle adresse" not in told
    assert "Encore" in told and "à départager" in told


def test_an_empty_form_is_told_what_to_say_first(client, demonstration):
    assert "Vous n'avez encore rien dit" in html.unescape(client.get(PAGE, {"commune": ""}).content.decode())
    assert "Vous n'avez encore rien dit" not in html.unescape(client.get(PAGE).content.decode())


def test_what_is_first_meant_for_others_is_folded_apart(client, demonstration):
    told = html.unescape(
        client.get(
            PAGE, {"commune": "59350", "naf": "62.01Z", "effectif": "8", "objectif": "rh"}
        ).content.decode()
    )
    first, _, rest = told.partition("mais faites d'abord pour d'autres activités")
    assert "Diagnostic recrutement" in first
    assert "Aides au réemploi des emballages" in rest.partition('id="a-preciser"')[0]
