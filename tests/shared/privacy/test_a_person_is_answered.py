"""The officer for data protection records a request, finds everything held, hands over a copy, says what was answered."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.privacy import matching, operations, queries
from maillage.shared.privacy.models import RightsRequest


def recorded(ines: Actor, right: str = "access", **who: str) -> str:
    return operations.record_request(right, received_on=clock.today(), at=clock.now(), actor=ines, **who)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 21), date(2026, 12, 21)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 12, 5), date(2027, 1, 5)),
    ],
)
def test_an_answer_is_due_within_a_month(received: date, due: date) -> None:
    assert operations.a_month_after(received) == due


def test_a_person_is_found_by_her_address_her_telephone_or_her_name(asked) -> None:
    for way in ({"email": asked.email.upper()}, {"phone": "+33612345671"}):
        found = {one.holder: one.sure for one in matching.find(**way)}
        assert found == {asked.holder: True, asked.company: True}
    by_name = {one.holder: one.sure for one in matching.find(name="leonie fictive quillet")}
    assert by_name == {asked.holder: False, asked.company: False}
    assert matching.find() == ()


def test_a_name_alone_is_never_recognised_without_the_officer(asked, ines: Actor) -> None:
    reference = recorded(ines, name=asked.name)
    assert queries.request_file(reference, ines, clock.today()).files == ()
    operations.recognise(reference, [asked.holder], actor=ines)
    assert len(queries.request_file(reference, ines, clock.today()).files) == 1


def test_a_file_that_was_not_found_cannot_be_recognised(asked, ines: Actor) -> None:
    reference = recorded(ines, name="Personne inconnue")
    with pytest.raises(NotVisible):
        operations.recognise(reference, [asked.holder], actor=ines)


def test_a_request_says_who_asks_and_came_before_tomorrow(ines: Actor) -> None:
    with pytest.raises(Refused, match="ne dit pas qui"):
        recorded(ines)
    with pytest.raises(Refused, match="après aujourd'hui"):
        operations.record_request(
            "access", received_on=date(2026, 11, 22), name="X", at=clock.now(), actor=ines
        )


def test_only_the_officer_for_data_protection_records(acting: Callable[[str], Actor], asked) -> None:
    for name in ("farid", "jules", "amina"):
        with pytest.raises((NotVisible, Refused)):
            recorded(acting(name), email=asked.email)
    assert not RightsRequest.objects.exists()


def test_the_file_shows_each_table_and_what_no_address_tells(asked, ines: Actor, as_member) -> None:
    reference = recorded(ines, email=asked.email)
    page = as_member("ines").get(f"/reglages/personnes/{reference}/").content.decode()
    for said in (asked.name, asked.phone, "Messages", "Fichiers", "Courriels", asked.reference):
        assert said in page


def test_the_copy_holds_a_page_a_json_and_the_files_sent(asked, ines: Actor, as_member) -> None:
    reference = recorded(ines, email=asked.email)
    answer = as_member("ines").get(f"/reglages/personnes/{reference}/export/")
    pack = zipfile.ZipFile(io.BytesIO(answer.content))
    assert any(name.startswith("pieces/") and name.endswith(".txt") for name in pack.namelist())
    assert asked.name in pack.read("dossier.html").decode()
    assert asked.phone in json.dumps(json.loads(pack.read("dossier.json")), ensure_ascii=False)


@pytest.mark.requirement("S-119")
def test_the_copy_says_where_from_how_long_who_read_it_and_what_was_written(
    asked, ines: Actor, as_member
) -> None:
    from maillage.modules.inquiries.models import Inquiry

    Inquiry.objects.filter(reference=asked.reference).update(situation={"bracket": "41"})
    reference = recorded(ines, email=asked.email)
    browser = as_member("ines")
    browser.get(f"/reglages/personnes/{reference}/")
    pack = zipfile.ZipFile(io.BytesIO(browser.get(f"/reglages/personnes/{reference}/export/").content))
    (file,) = [one for one in json.loads(pack.read("dossier.json")) if asked.reference in one["dossier"]]
    assert [one["accès"] for one in file["lectures"]] == ["page"]
    assert "a déposé la demande" in [one["quoi"] for one in file["écritures"]]
    tables = {one["table"]: one for one in file["tables"]}
    assert tables["Demandes"]["vient de"] and tables["Demandes"]["qui lit"] and tables["Demandes"]["durée"]
    (request,) = tables["Demandes"]["lignes"]
    assert "41" not in request["Situation dite"] and "500 à 999" in request["Situation dite"]
    assert {"Le", "Auteur", "Texte"} <= set(tables["Messages"]["lignes"][0])
    assert "Empreinte" not in tables["Liens de suivi"]["lignes"][0]
    assert tables["Événements d'une demande"]["lignes"][0]["Quoi"] == "demande reçue"
    page = pack.read("dossier.html").decode()
    assert "Ce qui y a été écrit" in page and "a déposé la demande" in page


def test_an_internal_note_is_told_of_and_not_copied(asked, ines: Actor, as_member) -> None:
    from maillage.modules.inquiries.models import Inquiry, Message

    row = Inquiry.objects.get(reference=asked.reference)
    Message.objects.create(
        inquiry=row, author="officer", person=row.lead, visibility="internal", body="Voir avec Basile Fictif",
        at=clock.now(), submission_key="note",
    )  # fmt: skip
    reference = recorded(ines, email=asked.email)
    answer = as_member("ines").get(f"/reglages/personnes/{reference}/export/")
    pack = zipfile.ZipFile(io.BytesIO(answer.content))
    for name in ("dossier.html", "dossier.json"):
        said = pack.read(name).decode()
        assert "Basile Fictif" not in said and "ote interne" in said


def test_an_answer_is_kept_with_its_day(asked, ines: Actor, as_member) -> None:
    reference = recorded(ines, email=asked.email)
    browser = as_member("ines")
    assert browser.post(f"/reglages/personnes/{reference}/reponse/", {"answer": ""}).status_code == 422
    browser.post(f"/reglages/personnes/{reference}/reponse/", {"answer": "Copie remise en main propre."})
    row = RightsRequest.objects.get(reference=reference)
    assert (row.answered_on, row.answer) == (clock.today(), "Copie remise en main propre.")


def test_what_was_typed_stays_when_a_request_is_refused(as_member, demonstration: None) -> None:
    typed = {"right": "erasure", "received_on": "2027-01-01", "email": "personne@fictif.invalid"}
    answer: Client = as_member("ines").post("/reglages/personnes/", typed)
    assert answer.status_code == 422
    assert "personne@fictif.invalid" in answer.content.decode()
