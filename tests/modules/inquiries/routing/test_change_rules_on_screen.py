"""An administrator changes the rules on screen: draft, row, replay, publication; nothing typed is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from maillage.modules.inquiries import routing
from maillage.modules.inquiries.models import PathwayModel, RoutingTable, UnmetSearch
from maillage.shared.directory.models import Unit

ROOT = "/reglages/demandes/"
DAY = date(2026, 11, 21)
Member = Callable[[str], Client]


@pytest.fixture
def farid(as_member: Member, demonstration: None) -> Client:
    return as_member("farid")


def start(farid: Client) -> str:
    farid.post(ROOT, {"act": "start", "note": "Pour décembre"})
    table = RoutingTable.objects.get(state="draft")
    return f"{ROOT}orientation/{table.number}/"


def rule(**changes: object) -> dict[str, object]:
    return {
        "act": "save",
        "label": "Somme, reprise",
        "subjects": ["creer-reprendre"],
        "perimeter": "dep:80",
        "unit": Unit.objects.get(slug="daen").pk,
        "take_days": 2,
        "answer_days": 5,
        **changes,
    }


def test_rules_are_drafted_replayed_and_published(farid: Client) -> None:
    draft = start(farid)
    first = farid.post(f"{draft}regles/nouvelle/", rule())
    assert "communes entièrement dans ce territoire" in first.content.decode()
    farid.post(f"{draft}regles/nouvelle/", rule(counted="dep:80"))
    assert "Somme, reprise" in farid.get(draft).content.decode()
    replayed = farid.get(f"{draft}rejouer/", {"du": "2026-05-01", "au": "2026-11-21"})
    page = replayed.content.decode()
    assert "seraient allées ailleurs" in page or "serait allée ailleurs" in page
    assert "DPEAP" in page and "Somme, reprise" in page
    seen = replayed.context["replay"].digest
    farid.post(f"{draft}rejouer/", {"act": "publish", "since": "2026-11-21", "seen": seen})
    assert routing.in_force(DAY).note == "Pour décembre"
    assert farid.post(draft, {"act": "discard"}).status_code == 403
    assert RoutingTable.objects.filter(state="draft").count() == 0


def test_rules_that_were_not_replayed_are_refused_with_a_sentence(farid: Client) -> None:
    draft = start(farid)
    answer = farid.post(f"{draft}rejouer/", {"act": "publish", "since": "2026-11-21", "seen": "autre"})
    assert "pas été rejouées" in answer.content.decode()
    assert routing.draft() is not None


def test_a_wrong_territory_is_said_and_what_was_typed_is_kept(farid: Client) -> None:
    answer = farid.post(f"{start(farid)}regles/nouvelle/", rule(perimeter="departement 80"))
    page = answer.content.decode()
    assert "departement 80" in page and "Somme, reprise" in page
    assert answer.context["forms"]["save"].errors["perimeter"]
    assert routing.draft().rules.filter(label="Somme, reprise").count() == 0


def test_a_row_is_moved_and_taken_out(farid: Client) -> None:
    draft = start(farid)
    rows = list(routing.draft().rules.order_by("rank"))
    farid.post(draft, {"act": "down", "row": rows[0].pk})
    farid.post(draft, {"act": "delete", "row": rows[1].pk})
    assert [row.pk for row in routing.draft().rules.order_by("rank")] == [
        rows[0].pk,
        *(row.pk for row in rows[2:]),
    ]


def test_criteria_the_form_does_not_edit_are_kept(farid: Client) -> None:
    draft = start(farid)
    row = routing.draft().rules.order_by("rank")[0]
    row.condition = {"all": [{"is": "territory", "within": "dep:80"}, {"is": "ess", "expects": True}]}
    row.save()
    page = farid.get(f"{draft}regles/{row.pk}/").content.decode()
    assert "économie sociale et solidaire" in page and "En vigueur : Somme" in page
    farid.post(f"{draft}regles/{row.pk}/", rule(perimeter="dep:62", counted="dep:62"))
    row.refresh_from_db()
    assert row.condition == {"all": [{"is": "territory", "within": "dep:62"}, {"is": "ess", "expects": True}]}


def test_a_row_whose_territory_does_not_change_is_saved_at_once(farid: Client) -> None:
    draft = start(farid)
    row = routing.draft().rules.order_by("rank")[0]
    row.condition = {"is": "territory", "within": "dep:80"}
    row.save()
    for same in ("dep:80", "Somme", " la somme "):
        saved = farid.post(f"{draft}regles/{row.pk}/", rule(label=f"Reprise {same}", perimeter=same))
        assert saved.status_code == 302
        row.refresh_from_db()
        assert row.label == f"Reprise {same}".strip()


def test_what_is_not_saved_yet_is_said_before_the_form(farid: Client) -> None:
    page = farid.post(f"{start(farid)}regles/nouvelle/", rule(perimeter="Somme")).content.decode()
    assert page.index("est encore enregistré.") < page.index('name="label"')
    assert "Oui, enregistrer" in page and 'name="counted" value="dep:80"' in page


def test_a_draft_identical_to_the_table_in_force_is_not_published(farid: Client) -> None:
    draft = start(farid)
    replayed = farid.get(f"{draft}rejouer/", {"du": "2026-05-01", "au": "2026-11-21"})
    seen = replayed.context["replay"].digest
    answer = farid.post(f"{draft}rejouer/", {"act": "publish", "since": "2026-11-21", "seen": seen})
    assert "identique à la table n°" in answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert routing.draft() is not None


def test_a_published_table_has_no_button_to_change_it(farid: Client) -> None:
    page = farid.get(f"{ROOT}orientation/1/").content.decode()
    assert "Corriger" not in page and "Retirer" not in page
    assert farid.get(f"{ROOT}orientation/1/regles/nouvelle/").status_code == 404


def test_a_period_that_ends_before_it_begins_is_said(farid: Client) -> None:
    page = farid.get(
        f"{ROOT}orientation/1/rejouer/", {"du": "2026-11-01", "au": "2026-10-01"}
    ).content.decode()
    assert "Le dernier jour vient avant le premier." in page


def test_a_pathway_is_added_corrected_and_ended(farid: Client) -> None:
    said = {
        "act": "save",
        "title_field": "Exporter quand on est artisan",
        "rank": 1,
        "subjects": ["exporter"],
        "profiles": ["artisan"],
        "title_diagnostic": "Chiffrer le premier devis",
        "since": "2026-11-01",
    }
    farid.post(f"{ROOT}parcours/nouveau/", said)
    address = f"{ROOT}parcours/exporter-quand-on-est-artisan/"
    assert "Chiffrer le premier devis" in farid.get(f"{ROOT}parcours/", {"type": "artisan"}).content.decode()
    farid.post(address, {**said, "title_diagnostic": "", "title_financing": "Financer le stand"})
    assert "Financer le stand" in farid.get(address).content.decode()
    refused = farid.post(address, {**said, "title_diagnostic": ""})
    assert "aucune étape" in refused.content.decode()
    farid.post(address, {"act": "end", "until": "2026-11-21"})
    assert PathwayModel.objects.get(code="exporter-quand-on-est-artisan").until == DAY


@pytest.mark.requirement("H-056")
def test_uncovered_needs_are_read_by_quarter_and_exported_without_a_formula(
    as_member: Member, demonstration: None
) -> None:
    UnmetSearch.objects.create(words="=1+1", where="commencer", on=DAY)
    amina = as_member("amina")
    page = amina.get("/bureau/besoins/", {"trimestre": "2026-T4"}).content.decode()
    assert "4e trimestre 2026" in page and "personne ne sert ce lieu" in page
    assert "pas un trimestre" in amina.get("/bureau/besoins/", {"trimestre": "hier"}).content.decode()
    told = amina.get("/bureau/besoins/besoins.csv", {"trimestre": "2026-T4"}).content.decode()
    assert "'=1+1" in told and ";=1+1" not in told
