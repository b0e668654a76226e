"""The list, the file of a request, and a request entered by phone: every act is done once, or says why not."""

import pytest

from maillage.kit import clock
from maillage.modules.inquiries import operations
from maillage.modules.inquiries.models import HandOver, Inquiry, Message, Step

pytestmark = pytest.mark.django_db


def address(reference: str) -> str:
    return f"/bureau/demandes/{reference}/"


def test_an_answer_is_sent_once_whatever_the_number_of_clicks(as_member, received):
    reference = received("amina")
    amina = as_member("amina")
    sent = {"act": "answer", "key": "un-seul-envoi", "body": "Voici deux aides."}
    for _click in range(2):
        assert amina.post(address(reference), sent).status_code == 302
    assert Message.objects.filter(inquiry__reference=reference, body="Voici deux aides.").count() == 1
    page = amina.get(address(reference)).content.decode()
    assert "Voici deux aides." in page and "Répondu" in page


def test_a_refused_form_keeps_what_was_typed(as_member, received):
    reference = received("amina")
    sent = {"act": "invite", "person": "", "part": "vérifier le plan de financement", "due_on": "2026-11-27"}
    answer = as_member("amina").post(address(reference), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Personne n'est choisi." in page.replace("&#x27;", "'")
    assert 'value="vérifier le plan de financement"' in page and 'value="2026-11-27"' in page


def test_an_act_that_is_not_allowed_says_why_in_place_of_its_form(as_member, received):
    reference = received("amina")
    page = as_member("helene").get(address(reference)).content.decode().replace("&#x27;", "'")
    assert "Seule la personne qui répond, Amina B., peut le faire." in page
    assert 'id="acte-answer"' not in page and 'id="acte-reassign"' in page
    assert (
        as_member("helene")
        .post(address(reference), {"act": "answer", "key": "k", "body": "Non."})
        .status_code
        == 422
    )


@pytest.mark.requirement("H-050")
def test_a_refused_hand_over_leaves_the_lead_then_an_accepted_one_keeps_it_visible_to_the_first(
    as_member, received, cast
):
    reference = received("amina")
    amina, bruno = as_member("amina"), as_member("bruno")
    proposed = {
        "act": "hand_over",
        "person": f"{cast('bruno').person}",
        "reason": "le site est dans la Somme",
    }
    amina.post(address(reference), proposed)
    page = bruno.get(address(reference)).content.decode()
    assert "Accepter le relais" in page and "Réponse attendue le" in page
    told = bruno.post(address(reference), {"act": "refuse", "reason": "hors de mon secteur"}, follow=True)
    assert "Le relais est refusé" in told.content.decode()
    assert Inquiry.objects.get(reference=reference).lead.slug == "amina"
    assert "hors de mon secteur" in amina.get(address(reference)).content.decode()
    amina.post(address(reference), proposed)
    assert bruno.post(address(reference), {"act": "accept"}).status_code == 302
    assert Inquiry.objects.get(reference=reference).lead.slug == "bruno"
    seen = amina.get(address(reference))
    assert seen.status_code == 200
    assert "vous continuez à la suivre" in seen.content.decode()
    assert HandOver.objects.filter(inquiry__reference=reference).count() == 2


def test_a_refusal_without_reason_is_told_and_changes_nothing(as_member, received, cast):
    reference = received("amina")
    operations.propose_hand_over(
        reference, to_person=cast("bruno").person, reason="x", at=clock.now(), actor=cast("amina")
    )
    answer = as_member("bruno").post(address(reference), {"act": "refuse", "reason": " "})
    assert answer.status_code == 422 and "Un refus dit pourquoi." in answer.content.decode()
    assert HandOver.objects.get(inquiry__reference=reference).state == "proposed"


@pytest.mark.requirement("H-076")
def test_the_file_shows_who_is_close_and_who_supports_with_time_and_load_apart(as_member, received):
    page = as_member("amina").get(address(received("amina"))).content.decode()
    rail = page.split('id="rail-qui"')[1]
    lead, support = rail.split('id="rail-avec"')
    assert "proximité" in lead and "80\xa0% d'un plein temps" in lead.replace("&#x27;", "'")
    assert "Charge" in lead
    assert "Basile Boisdelune" in support and "appui" in support


def test_a_step_is_added_moved_corrected_and_removed(as_member, received, cast):
    reference, amina = received("amina"), as_member("amina")
    unit = Inquiry.objects.get(reference=reference).unit_id
    for title in ("Faire le point", "Financer la machine"):
        amina.post(
            address(reference), {"act": "add_step", "title": title, "stage": "financing", "by": f"u{unit}"}
        )
    first, second = Step.objects.filter(inquiry__reference=reference)
    amina.post(address(reference), {"act": "move_step", "step": f"{second.pk}", "to": "up"})
    assert [one.title for one in Step.objects.filter(inquiry__reference=reference)][
        0
    ] == "Financer la machine"
    form = amina.get(f"{address(reference)}?etape={first.pk}").content.decode()
    assert 'value="Faire le point"' in form
    amended = {"title": "Faire le point ensemble", "stage": "diagnostic", "by": f"u{unit}", "state": "done"}
    amina.post(address(reference), amended | {"act": "amend_step", "step": f"{first.pk}"})
    first.refresh_from_db()
    assert (first.title, first.state) == ("Faire le point ensemble", "done")
    amina.post(address(reference), {"act": "remove_step", "step": f"{second.pk}"})
    assert Step.objects.filter(inquiry__reference=reference).count() == 1


@pytest.mark.parametrize("by", ["", "u", "x12", "u" + "9" * 5000])
def test_a_step_without_organisation_is_refused_with_what_was_typed(as_member, received, by):
    answer = as_member("amina").post(
        address(received("amina")),
        {"act": "add_step", "title": "Chercher un local", "stage": "diagnostic", "by": by},
    )
    assert answer.status_code == 422 and 'value="Chercher un local"' in answer.content.decode()


def entered(**said: str) -> dict[str, str]:
    return {
        "key": "appel-du-matin",
        "entreprise": "nouvelle",
        "nom": "Fournil fictif du téléphone",
        "commune": "Lille (59350)",
        "sujet": "financer",
        "besoin": "Un four neuf.",
        "canal": "magazine",
        "telephone": "03 00 00 00 00",
        **said,
    }


@pytest.mark.requirement("H-054")
def test_a_request_from_the_paper_magazine_is_entered_once_with_its_channel(as_member, demonstration):
    amina = as_member("amina")
    seen = amina.post("/bureau/demandes/nouvelle/", entered(envoi="voir"))
    assert seen.status_code == 200 and "Rien n'est encore enregistré." in seen.content.decode()
    assert not Inquiry.objects.filter(company__name="Fournil fictif du téléphone").exists()
    for _click in range(2):
        sent = amina.post("/bureau/demandes/nouvelle/", entered(envoi="enregistrer"))
        assert sent.status_code == 302
    found = Inquiry.objects.get(company__name="Fournil fictif du téléphone")
    assert (found.channel, found.entered_by.slug) == ("magazine", "amina")
    assert "Magazine papier" in amina.get(address(found.reference)).content.decode()
    listed = amina.get("/bureau/demandes/", {"onglet": "toutes", "canal": "magazine", "q": "téléphone"})
    assert found.reference in listed.content.decode()


def test_an_officer_keeps_the_request_it_enters(as_member, demonstration):
    amina = as_member("amina")
    amina.post("/bureau/demandes/nouvelle/", entered(envoi="enregistrer", garder="oui", sujet="exporter"))
    found = Inquiry.objects.get(company__name="Fournil fictif du téléphone")
    assert (found.lead.slug, found.lead_changes.get().reason) == ("amina", "entered")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sujet": ""}, "Le sujet manque."),
        ({"canal": "portal"}, "Le canal manque"),
        ({"commune": "saint"}, "Des communes répondent"),
        ({"numero": "123"}, "SIREN"),
        ({"courriel": "pas une adresse"}, "adresse"),
    ],
)
def test_a_wrong_entry_is_said_and_nothing_typed_is_lost(as_member, demonstration, wrong, told):
    answer = as_member("amina").post("/bureau/demandes/nouvelle/", entered(envoi="enregistrer", **wrong))
    page = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 422
    assert told in page and "Un four neuf." in page and "Fournil fictif du téléphone" in page


def test_the_export_holds_the_rows_of_the_list_and_no_formula(as_member, received):
    received("amina", name="=cmd() Fournil fictif")
    answer = as_member("amina").get("/bureau/demandes/demandes.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("référence;entreprise")
    assert any("'=cmd() Fournil fictif" in line for line in lines[1:])


def test_the_list_asks_as_many_queries_for_one_request_as_for_many(
    as_member, received, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    amina = as_member("amina")
    received("amina")
    with CaptureQueriesContext(connection) as few:
        amina.get("/bureau/demandes/")
    for number in range(6):
        received("amina", name=f"Fournil fictif {number}")
    with django_assert_max_num_queries(len(few)):
        amina.get("/bureau/demandes/")


def test_a_place_nobody_knows_is_said_and_the_list_shown_without_it(as_member, received):
    received("amina", name="Fournil fictif lillois")
    page = as_member("amina").get("/bureau/demandes/", {"lieu": "nulle part"}).content.decode()
    assert "nulle part" in page and "Fournil fictif lillois" in page
