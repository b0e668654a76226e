"""The list, the file of a request, and a request entered by phone: every act is done once, or says why not."""

import re

import pytest

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.modules.crm.models import Company, CompanyValue
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


def test_who_takes_the_list_as_a_file_or_fails_an_act_has_read_the_requests(as_member, received):
    from maillage.shared.audit.models import Reading

    refused, other = received("amina"), received("amina", name="Atelier fictif voisin")
    amina = as_member("amina")
    address = f"/bureau/demandes/{refused}/"
    assert amina.post(address, {"act": "ask", "body": ""}).status_code == 422
    assert Reading.objects.get().ref == refused
    amina.get("/bureau/demandes/demandes.csv?onglet=toutes")
    exported = set(Reading.objects.filter(door="export").values_list("ref", flat=True))
    assert {refused, other} <= exported


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


def test_who_answers_no_company_is_neither_offered_nor_accepted(as_member, received, cast):
    reference, amina = received("amina"), as_member("amina")
    page = amina.get(address(reference), {"acte": "hand_over"}).content.decode()
    people = page.split('id="relais-personne"')[1].split("</select>")[0]
    assert "Bruno Bellerive" in people and "Amina Brumedor" not in people
    assert not any(name in people for name in ("Gaëlle", "Farid", "Inès", "Jules"))
    units = page.split('id="relais-unite"')[1].split("</select>")[0]
    assert "DAEN" in units and "lus" not in units.replace("plus", "")
    for act in (
        {"act": "hand_over", "reason": "il sait"},
        {"act": "invite", "part": "vérifier le plan", "due_on": "2026-11-27"},
    ):
        refused = amina.post(address(reference), act | {"person": f"{cast('jules').person}"})
        assert refused.status_code == 422 and "ne répond pas aux entreprises" in refused.content.decode()


def test_ones_unit_comes_first_with_the_load_of_each(as_member, received):
    page = as_member("amina").get(address(received("amina")), {"acte": "hand_over"}).content.decode()
    groups = page.split('id="relais-personne"')[1].split("</select>")[0].split("<optgroup")
    assert 'label="DAEN, ' in groups[1] and "Margaux Plumebleue – proximité – " in groups[1]
    assert "ouverte" in groups[1]


ASKED = {
    "hand_over": "Proposer un passage de relais",
    "invite": "Demander une part à un collègue",
    "add_step": "Ajouter une étape",
}


@pytest.mark.parametrize("act", ASKED)
def test_a_form_that_chooses_among_the_network_is_made_when_it_is_asked_for(as_member, received, act):
    reference, amina = received("amina"), as_member("amina")
    page = amina.get(address(reference)).content.decode()
    assert f'href="?acte={act}#acte-{act}"' in page and ASKED[act] in page
    assert f'name="act" value="{act}"' not in page
    asked = amina.get(address(reference), {"acte": act}).content.decode()
    assert f'<details class="act" id="acte-{act}" open>' in asked and f'name="act" value="{act}"' in asked
    others = set(ASKED) - {act}
    assert not any(f'name="act" value="{other}"' in asked for other in others)


def test_whoever_may_not_do_an_act_is_not_given_its_form_by_asking_for_it(as_member, received):
    reference = received("amina")
    page = as_member("helene").get(address(reference), {"acte": "hand_over"}).content.decode()
    assert 'name="act" value="hand_over"' not in page and "relais-personne" not in page
    assert "Proposer un passage de relais" not in page


def test_an_act_that_does_not_exist_opens_no_form(as_member, received):
    page = as_member("amina").get(address(received("amina")), {"acte": "'><script>"}).content.decode()
    assert "<script>" not in page and '<details class="act" id="acte-hand_over"' not in page


def test_a_thank_you_is_set_aside_and_the_request_stays_answered(as_member, received, cast):
    reference, amina = received("amina"), as_member("amina")
    assert "Rien à répondre" not in amina.get(address(reference)).content.decode()
    operations.answer(reference, "Voici.", key="k", at=clock.now(), actor=cast("amina"))
    answered = Inquiry.objects.get(reference=reference).answered_at
    operations.reply_as_company(reference, "Merci !", key="m", at=clock.now(), actor=PUBLIC)
    assert "Rien à répondre" in amina.get(address(reference)).content.decode()
    amina.post(address(reference), {"act": "nothing"})
    found = Inquiry.objects.get(reference=reference)
    assert (found.state, found.answered_at) == ("answered", answered)


def test_a_step_removed_by_mistake_is_put_back(as_member, received):
    reference, amina = received("amina"), as_member("amina")
    unit = Inquiry.objects.get(reference=reference).unit_id
    step = {"act": "add_step", "stage": "financing", "by": f"u{unit}", "title": "Financer le four"}
    amina.post(address(reference), step)
    pk = Step.objects.get(inquiry__reference=reference, title="Financer le four").pk
    amina.post(
        address(reference),
        {"act": "amend_step", "step": f"{pk}", "state": "started"} | {**step, "act": "amend_step"},
    )
    page = amina.post(
        address(reference), {"act": "remove_step", "step": f"{pk}"}, follow=True
    ).content.decode()
    form = page.split('value="add_step"')[1].split("</form>")[0]
    assert "Annuler le retrait" in form and "Financer le four" in form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    amina.post(address(reference), {"act": "add_step"} | fields)
    back = Step.objects.get(inquiry__reference=reference, title="Financer le four")
    assert (back.stage, back.unit_id, back.state) == ("financing", unit, "started")


def test_a_new_step_comes_with_those_of_its_stage(as_member, received):
    reference, amina = received("amina"), as_member("amina")
    unit = Inquiry.objects.get(reference=reference).unit_id
    for title, stage in (
        ("Suivre", "follow_up"),
        ("Point", "diagnostic"),
        ("Prêt", "financing"),
        ("Prime", "financing"),
    ):
        amina.post(address(reference), {"act": "add_step", "title": title, "stage": stage, "by": f"u{unit}"})
    steps = Step.objects.filter(inquiry__reference=reference).order_by("rank")
    assert [one.title for one in steps] == ["Point", "Prêt", "Prime", "Suivre"]


def test_who_may_only_read_is_told_so_once(as_member, received):
    page = as_member("helene").get(address(received("amina"))).content.decode().replace("&#x27;", "'")
    assert page.count("Seule la personne qui répond, Amina B., peut le faire.") == 1


def test_what_was_said_on_the_phone_is_not_given_as_written_by_the_company(as_member, received):
    page = as_member("amina").get(address(received("amina"))).content.decode()
    assert page.count("Nous voulons acheter une machine.") == 1
    assert "Noté par Amina B." in page and "Amina B., pour Atelier fictif du bureau" in page


def test_the_story_is_told_in_sentences(as_member, received, cast):
    reference = received("amina")
    operations.propose_hand_over(
        reference, to_person=cast("bruno").person, reason="dans la Somme", at=clock.now(), actor=cast("amina")
    )
    operations.accept_hand_over(reference, at=clock.now(), actor=cast("bruno"))
    story = (
        as_member("bruno")
        .get(address(reference))
        .content.decode()
        .split('id="recit"')[1]
        .replace("\xa0", " ")
    )
    assert "La demande arrive par téléphone." in story
    assert "Amina Brumedor propose un passage de relais à Bruno B. : dans la Somme." in story
    assert "Bruno B. prend la suite d&#x27;Amina B. (passage de relais accepté : dans la Somme)." in story


def test_what_a_register_says_is_not_given_as_declared(as_member, demonstration):
    company, amina = Company.objects.get(siren="000000018"), as_member("amina")
    page = amina.get("/bureau/demandes/nouvelle/", {"entreprise": company.public_id}).content.decode()
    assert "Connu" in page and "Maubeuge (registre de démonstration" in page
    sent = {
        "key": "registre",
        "entreprise": company.public_id,
        "sujet": "financer",
        "canal": "phone",
        "effectif": "7",
    }
    amina.post("/bureau/demandes/nouvelle/", sent | {"envoi": "enregistrer", "garder": "oui"})
    reference = Inquiry.objects.get(company=company).reference
    said = amina.get(address(reference)).content.decode().split('id="besoin"')[1].split("</section>")[0]
    assert re.search(r"Maubeuge[^<]*<span class=\"origin\">registre de démonstration", said)
    assert re.search(r"7[^<]*<span class=\"origin\">déclaré", said)
    declared = CompanyValue.objects.filter(company=company, origin="officer").values_list("field", flat=True)
    assert list(declared) == ["headcount"]


def test_every_missing_answer_of_a_call_is_said_at_once(as_member, demonstration):
    answer = as_member("amina").post(
        "/bureau/demandes/nouvelle/",
        entered(envoi="enregistrer", nom="", sujet="", canal="", courriel="pas une adresse"),
    )
    page = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 422
    for told in ("Le nom de l'entreprise", "Le sujet manque.", "Le canal manque", "adresse électronique"):
        assert page.count(told) >= 2


def test_a_company_typed_again_is_said_to_resemble_the_one_that_is_known(as_member, demonstration):
    amina = as_member("amina")
    page = amina.get(
        "/bureau/demandes/nouvelle/",
        {"entreprise": "nouvelle", "nom": "SARL Menuiserie Clairfictiff", "commune": "Maubeuge"},
    )
    told = page.content.decode().partition('id="ressemblent"')[2].partition("</div>")[0]
    assert "Menuiserie Clairfictif" in told
    assert "?entreprise=" in told
    nothing = amina.get(
        "/bureau/demandes/nouvelle/", {"entreprise": "nouvelle", "nom": "Xqzwtk"}
    ).content.decode()
    assert "lui ressemblent" not in nothing
