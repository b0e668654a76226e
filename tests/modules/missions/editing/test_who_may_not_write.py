"""Who may not, or no more, write gets the page back with the reason and what was typed, and nothing is written."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.modules.missions.editing.conftest import NOW, SAID, Signed, Small, fact

from maillage.modules.missions.models import AttestationCampaign, ModeRecord, PlanImport, Scenario
from maillage.modules.missions.operations import placing


def page(name: str, *more: object) -> str:
    return reverse(f"missions:{name}", args=["schema-fictif", *more])


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (("nord", "elected"), "Votre rôle permet de lire, pas d'écrire."),
        (("national", "director"), "Votre organisme n'est pas dans ce schéma"),
        (("sud", "officer"), "C'est à la direction ou à une personne responsable"),
    ],
)
def test_a_mode_sent_without_the_right_comes_back_with_the_reason_and_what_was_typed(
    small: Small, signed: Signed, who: tuple[str, str], reason: str
) -> None:
    sent = {
        "act": "record",
        "mode": "A",
        "since": "2026-01-01",
        "source": SAID,
        "note": "Ma remarque fictive",
    }
    answer = signed(*who).post(page("say_mode", "F-D-1"), sent)
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 403
    assert reason in text and "Ma remarque fictive" in text and SAID in text
    assert not ModeRecord.objects.exists()


def test_whatever_is_sent_by_who_only_reads_is_refused_and_kept(
    small: Small, signed: Signed, draft: Scenario
) -> None:
    client = signed("nord", "elected")
    file = SimpleUploadedFile("plan.xlsx", b"rien")
    opened = {"act": "open", "name": "Et si fictif", "base_day": "2026-11-01", "effect_day": "2028-01-01"}
    asked = {"act": "open", "part": small.missions["F"].pk, "about_day": "2026-11-01", "due_on": "2026-12-15"}
    for address, sent, typed in (
        (page("scenarios"), opened, "Et si fictif"),
        (page("scenario", draft.slug), {"act": "drop", "reason": "Ma raison fictive"}, "Ma raison fictive"),
        (page("scenario", draft.slug), {"act": "publish", "source": SAID}, SAID),
        (page("campaigns"), asked, "2026-12-15"),
        (page("exchange"), {"act": "send", "file": file}, ""),
    ):
        answer = client.post(address, sent)
        text = html.unescape(answer.content.decode())
        assert answer.status_code == 403, address
        assert "Votre rôle permet de lire, pas d'écrire." in text and typed in text
    draft.refresh_from_db()
    assert (Scenario.objects.count(), draft.status) == (1, "draft")
    assert not PlanImport.objects.exists() and not AttestationCampaign.objects.exists()


def test_the_forms_of_writing_are_not_shown_to_who_only_reads(
    small: Small, signed: Signed, draft: Scenario
) -> None:
    client = signed("nord", "elected")
    for address in (page("scenarios"), page("scenario", draft.slug), page("campaigns"), page("exchange")):
        assert 'name="act"' not in client.get(address).content.decode()


def test_an_act_that_the_page_has_no_more_is_said_so(small: Small, signed: Signed, draft: Scenario) -> None:
    Scenario.objects.update(status="dropped", drop_reason="essai fictif")
    answer = signed("nord", "director").post(
        page("scenario", draft.slug), {"act": "drop", "reason": "encore"}
    )
    assert answer.status_code == 403
    assert "rien n'est enregistré" in html.unescape(answer.content.decode())


def test_the_manager_of_a_unit_drafts_and_does_not_publish_for_the_whole_plan(
    small: Small, signed: Signed, draft: Scenario
) -> None:
    placing.relabel(
        small.missions["F-D-1"].pk,
        "Nom imaginé fictif",
        fact(since=draft.effect_day, source=""),
        scenario=draft.pk,
        at=NOW,
        actor=small.actor("manager", "sud"),
    )
    client, address = signed("sud", "manager"), page("scenario", draft.slug)
    text = html.unescape(client.get(address).content.decode())
    assert "c'est à la direction d'un de ses organismes de le publier" in text
    region = small.organizations["region"].pk
    sent = {"act": "publish", "body": region, "decided_on": "2026-11-20", "source": SAID}
    assert client.post(address, sent).status_code == 403
    assert signed("sud", "director").post(address, sent).status_code == 302


def test_a_draft_is_called_otherwise_and_keeps_its_address(
    small: Small, signed: Signed, draft: Scenario
) -> None:
    client, address = signed("nord", "director"), page("scenario", draft.slug)
    sent = {"act": "retitle", "name": "Autre titre fictif", "question": "Et si ?"}
    assert client.post(address, sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.question, draft.slug) == ("Autre titre fictif", "Et si ?", "et-si-fictif")
    assert client.post(address, {**sent, "name": " "}).status_code == 422


def test_in_a_draft_the_nature_is_not_asked(small: Small, signed: Signed, draft: Scenario) -> None:
    client, box = signed("nord", "director"), page("say_mode", "F-D-1")
    assert 'name="nature"' in client.get(box).content.decode()
    assert 'name="nature"' not in client.get(f"{box}?scenario={draft.pk}").content.decode()
    sent = {
        "act": "record",
        "mode": "A",
        "since": "2028-01-01",
        "local_managers": [small.organizations["nord"].pk],
        "frame_number": "1",
    }
    answer = client.post(f"{box}?scenario={draft.pk}", sent)
    row = ModeRecord.objects.get()
    assert answer.status_code == 302 and (row.scenario, row.nature) == (draft, "projected")
    corrected = f"{page('correct_mode', 'F-D-1', row.pk)}?scenario={draft.pk}"
    assert 'name="nature"' not in client.get(corrected).content.decode()


def test_in_a_draft_nothing_is_offered_that_writes_on_the_map(
    small: Small, signed: Signed, draft: Scenario
) -> None:
    client = signed("nord", "director")
    for name, acts in (("ties", ("link", "unlink")), ("tell", ("describe", "end_hold", "withdraw"))):
        text = client.get(f"{page(name, 'F-D-1')}?scenario={draft.pk}").content.decode()
        assert not any(f'name="act" value="{act}"' in text for act in acts)
    assert (
        'name="act" value="merge"'
        in client.get(f"{page('ties', 'F-D-1')}?scenario={draft.pk}").content.decode()
    )
    address = f"{page('settle', 'F-D-2')}?scenario={draft.pk}"
    assert 'name="answer"' not in client.get(address).content.decode()


def test_a_mission_split_in_a_draft_is_tied_there_to_what_it_gives(
    small: Small, signed: Signed, draft: Scenario
) -> None:
    client, there = signed("nord", "director"), f"{page('ties', 'F-D-1')}?scenario={draft.pk}"
    sent = {"act": "split", "labels": "Première\nSeconde", "since": "2028-01-01"}
    assert client.post(there, sent).status_code == 302
    text = client.get(there).content.decode()
    assert "Première" in text and f'href="{page("box", "F-D-1")}?scenario={draft.pk}"' in text
    assert "Première" not in client.get(page("ties", "F-D-1")).content.decode()
