"""The pages that write: errors at their field, nothing typed lost, another's change told, nothing for who only reads."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from tests.modules.missions.editing.conftest import SAID, Signed, Small

from maillage.modules.missions.models import (
    AttestationCampaign,
    AttestationLine,
    Mission,
    ModeRecord,
    Placement,
    Plan,
)


def page(name: str, *more: object, code: str = "F-D-1") -> str:
    return reverse(f"missions:{name}", args=["schema-fictif", code, *more])


def typed(small: Small, **said: object) -> dict[str, object]:
    return {
        "act": "record",
        "mode": "A",
        "local_managers": [small.organizations["nord"].pk],
        "since": "2026-01-01",
        "nature": "status",
        "source": SAID,
        "frame_number": "1",
        "seen": "0",
        **said,
    }


def test_a_mode_is_recorded_then_undone(small: Small, signed: Signed) -> None:
    client = signed("nord", "director")
    answer = client.post(page("say_mode"), typed(small))
    row = ModeRecord.objects.get()
    assert answer.status_code == 302 and answer["Location"] == page("mode", row.pk)
    shown = client.get(page("mode", row.pk))
    assert b"Annuler ce que je viens" in shown.content
    client.post(page("mode", row.pk), {"act": "undo"})
    row.refresh_from_db()
    assert row.withdrawn_at is not None


@pytest.mark.requirement("S-013")
def test_an_integration_without_a_holder_is_said_at_its_field_and_keeps_what_was_typed(
    small: Small, signed: Signed
) -> None:
    answer = signed("nord", "director").post(
        page("say_mode"), typed(small, mode="I", option="ccir", note="Ma remarque fictive")
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Une intégration a un titulaire" in text and "Ma remarque fictive" in text
    assert not ModeRecord.objects.exists()


def test_a_day_that_does_not_exist_is_refused(small: Small, signed: Signed) -> None:
    answer = signed("nord", "director").post(page("say_mode"), typed(small, since="2026-02-31"))
    text = answer.content.decode()
    assert answer.status_code == 422 and 'value="2026-02-31"' in text
    assert "Le 31 février 2026 n'existe pas" in html.unescape(text)


def test_who_was_overtaken_reads_it_then_sends_again(small: Small, signed: Signed) -> None:
    client = signed("nord", "director")
    other = small.record(letter="I", since=date(2020, 1, 1))
    answer = client.post(page("say_mode"), typed(small, reason="relevance"))
    text = answer.content.decode()
    assert answer.status_code == 422 and "Entre-temps" in text and SAID in text
    assert f'name="seen" value="{other.pk}"' in text
    client.post(page("say_mode"), typed(small, reason="relevance", seen=other.pk))
    assert ModeRecord.objects.filter(mode="A").exists()


@pytest.mark.parametrize(
    ("name", "act"),
    [
        *(("say_mode", "record"), ("settle", "settle-"), ("place", "relabel")),
        *(("ties", "split"), ("add", "add"), ("tell", "hold")),
    ],
)
def test_every_page_opens_for_a_director_and_not_for_a_reader(
    small: Small, signed: Signed, name: str, act: str
) -> None:
    code = "F-D-2" if name == "settle" else "F-D" if name == "add" else "F-D-1"
    sent = act if act != "settle-" else f"{act}{small.missions[code].placements.get().pk}"
    assert signed("nord", "director").get(page(name, code=code)).status_code == 200
    for who in (("nord", "elected"), ("national", "director"), ("sud", "officer")):
        client = signed(*who)
        assert client.get(page(name, code=code)).status_code == 404
        assert client.post(page(name, code=code), typed(small, act=sent)).status_code == 403
        assert client.post(page(name, code=code), typed(small, act="rien")).status_code == 404
    assert not ModeRecord.objects.exists()


def test_a_box_is_settled_from_its_page(small: Small, signed: Signed) -> None:
    client, row = signed("sud", "manager"), small.missions["F-D-2"].placements.get()
    act = {"act": f"settle-{row.pk}", "answer": "shown"}
    refused = client.post(page("settle", code="F-D-2"), act)
    assert refused.status_code == 422 and "Il manque la source" in refused.content.decode()
    assert client.post(page("settle", code="F-D-2"), {**act, "source": SAID}).status_code == 302
    assert Placement.objects.get(mission=row.mission, withdrawn_at__isnull=True).presence == "shown"


def test_a_correction_starts_from_what_was_said(small: Small, signed: Signed) -> None:
    row, client = small.record(letter="M"), signed("nord", "director")
    text = client.get(page("correct_mode", row.pk)).content.decode()
    assert 'value="csp"' in text and SAID in text
    sent = typed(small, act="correct", why="mal lu", seen=row.pk)
    assert client.post(page("correct_mode", row.pk), sent).status_code == 302
    row.refresh_from_db()
    assert row.withdrawal_reason == "mal lu"


def test_the_structure_of_a_plan_opens_for_those_who_write_on_it(small: Small, signed: Signed) -> None:
    address = reverse("missions:structure", args=["schema-fictif"])
    assert "Ajouter une fonction" in signed("national", "administrator").get(address).content.decode()
    text = signed("nord", "director").get(address).content.decode()
    assert "Ajouter une date" in text and "Ajouter une fonction" not in text
    assert signed("nord", "elected").get(address).status_code == 404


def test_a_campaign_is_opened_answered_and_closed(small: Small, signed: Signed) -> None:
    client, listed = signed("nord", "director"), reverse("missions:campaigns", args=["schema-fictif"])
    sent = {"act": "open", "part": small.missions["F"].pk, "about_day": "2026-11-01", "due_on": "2026-12-15"}
    address = client.post(listed, sent)["Location"]
    mine = AttestationLine.objects.get(owner=small.organizations["nord"])
    assert client.post(address, {"act": "confirm"}).status_code == 422
    client.post(address, {"act": "confirm", "line": [mine.pk]})
    mine.refresh_from_db()
    assert mine.answer == "confirmed"
    elected = signed("sud", "elected")
    assert "Confirmer les lignes" not in elected.get(address).content.decode()
    theirs = AttestationLine.objects.get(owner=small.organizations["sud"])
    assert elected.post(address, {"act": "confirm", "line": [theirs.pk]}).status_code == 403
    client.post(f"{address}clore/")
    assert "close le" in client.get(address).content.decode()
    assert "demandée" in client.get(listed).content.decode()


def test_the_lines_of_a_campaign_are_answered_under_its_own_plan(small: Small, signed: Signed) -> None:
    client, listed = signed("nord", "director"), reverse("missions:campaigns", args=["schema-fictif"])
    sent = {"act": "open", "part": small.missions["F"].pk, "about_day": "2026-11-01", "due_on": "2026-12-15"}
    campaign = AttestationCampaign.objects.get(pk=client.post(listed, sent)["Location"].split("/")[-2])
    mine = AttestationLine.objects.get(owner=small.organizations["nord"])
    Plan.objects.create(slug="autre-fictif", title="Autre", owner=small.organizations["region"], is_demo=True)
    act = {"act": "confirm", "line": [mine.pk]}
    for plan, pk in (("schema-fictif", 10**24), ("autre-fictif", campaign.pk)):
        assert client.post(reverse("missions:campaign", args=[plan, pk]), act).status_code == 404
    mine.refresh_from_db()
    assert mine.answered_at is None


def test_a_description_written_meanwhile_is_told_before_it_is_replaced(small: Small, signed: Signed) -> None:
    client, box = signed("nord", "director"), small.missions["F-D-1"]
    Mission.objects.filter(pk=box.pk).update(guarantor=small.organizations["region"])

    def seen(text: str) -> str:
        return re.findall(r'name="seen" value="(\d+)"', text[text.index('value="describe"') - 600 :])[0]

    read = seen(client.get(page("tell")).content.decode())
    Mission.objects.filter(pk=box.pk).update(definition="Dite par Zoé")
    sent = {"act": "describe", "definition": "Dite par moi", "aliases": "Paye", "seen": read}
    answer = client.post(page("tell"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and "Dite par Zoé" in text and "Dite par moi" in text
    box.refresh_from_db()
    assert (box.definition, box.aliases) == ("Dite par Zoé", [])
    assert client.post(page("tell"), {**sent, "seen": seen(text)}).status_code == 302
    box.refresh_from_db()
    assert (box.definition, box.aliases, box.guarantor) == ("Dite par moi", ["Paye"], None)
