"""Files that people send: read by their content, bounded, named by us, given back as attachments only."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from maillage.kit.actor import PUBLIC, SCHEDULE
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.testing.time import THE_MOMENT
from maillage.shared.files import http, operations, queries
from maillage.shared.files.models import StoredFile

pytestmark = pytest.mark.django_db

TYPES = b'<?xml version="1.0"?><Types><Override ContentType="%s"/></Types>'
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


def packed(entries: dict[str, bytes]) -> bytes:
    """An office document of these entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            # Without the time of day: processes that read the tests at different seconds name their cases alike.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


DOCX = packed({"[Content_Types].xml": TYPES % b"main+xml", "word/document.xml": b"<w/>"})
XLSX = packed({"[Content_Types].xml": TYPES % b"main+xml", "xl/workbook.xml": b"<w/>"})
ODT = packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"})
ODS = packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<o/>"})


def store(name: str, content: bytes) -> StoredFile:
    return operations.store(SimpleUploadedFile(name, content), at=THE_MOMENT, actor=PUBLIC)


def refusal(name: str, content: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        store(name, content)
    assert refused.value.field == "file" and refused.value.way_out
    assert not StoredFile.objects.exists()
    return refused.value


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("devis.PDF", PDF, "application/pdf"),
        ("photo.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("photo.webp", b"RIFF....WEBPVP8 ", "image/webp"),
        ("lettre.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("comptes.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("lettre.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("comptes.ods", ODS, "application/vnd.oasis.opendocument.spreadsheet"),
        ("liste.csv", "nom;ville\nÉté;Lille\n".encode("cp1252"), "text/csv"),
        ("note.txt", "Été\n".encode(), "text/plain"),
    ],
)
def test_what_is_accepted_is_known_by_its_content(name: str, content: bytes, media_type: str) -> None:
    stored = store(name, content)
    assert (stored.media_type, stored.size) == (media_type, len(content))
    assert len(stored.sha256) == 64
    assert stored.path.open("rb").read() == content


def test_a_program_named_as_a_pdf_is_refused_with_what_is_accepted() -> None:
    refused = refusal("facture.pdf", b"MZ\x90\x00\x03\x00\x00\x00 This program cannot be run")
    assert "PDF, image" in refused.way_out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("page.html", b"<script>alert(1)</script>"),
        ("archive.zip", packed({"a.txt": b"a"})),
        ("sans-suffixe", b"du texte"),
        ("programme.txt", b"\x7fELF\x02\x01\x01\x00\x00"),
        ("vieux.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."),
    ],
)
def test_every_other_kind_is_refused(name: str, content: bytes) -> None:
    assert refusal(name, content).code == "kind"


def test_a_name_that_contradicts_the_content_is_refused() -> None:
    refused = refusal("lettre.docx", PDF)
    assert refused.code == "disguised" and "PDF" in refused.sentence


def test_an_empty_file_is_refused() -> None:
    assert refusal("vide.pdf", b"").code == "empty"


def test_twenty_megabytes_are_refused_with_the_limit() -> None:
    refused = refusal("gros.pdf", PDF + b"0" * 20 * 1024 * 1024)
    assert "20 Mo" in refused.sentence and "10 Mo" in refused.sentence


@pytest.mark.parametrize(
    "entries",
    [
        {"[Content_Types].xml": TYPES % b"macroEnabled.main+xml", "word/document.xml": b"<w/>"},
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"},
    ],
)
def test_a_document_with_macros_is_refused(entries: dict[str, bytes]) -> None:
    assert refusal("lettre.docx", packed(entries)).code == "macros"


def test_an_odt_with_macros_is_refused() -> None:
    entries = {"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": b"x"}
    assert refusal("lettre.odt", packed(entries)).code == "macros"


def test_a_bomb_is_not_opened() -> None:
    bomb = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"0" * 60_000_000}
    assert refusal("bombe.docx", packed(bomb)).code == "bomb"


@pytest.mark.parametrize("cut", [60, -30])
def test_a_document_cut_short_is_said_to_be_damaged(cut: int) -> None:
    assert refusal("lettre.docx", DOCX[:cut]).code == "damaged"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Claire\\Étude d'impact.txt", "Étude d'impact.txt"),
        ('a"b\r\nX: y.txt', "a bX y.txt"),
        ("\u202efdp.txt", "fdp.txt"),
        (".txt", "fichier.txt"),
        ("x" * 300 + ".txt", "x" * 120 + ".txt"),
    ],
)
def test_a_name_is_made_harmless(name: str, kept: str) -> None:
    assert operations.cleaned(name, "txt") == kept


def test_html_named_as_text_is_given_back_as_text_to_be_saved() -> None:
    stored = store("note.txt", b"<script>alert(1)</script>")
    answer = http.answer(stored)
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_nothing_of_the_name_reaches_the_disk() -> None:
    stored = store("Étude secrète.txt", b"texte")
    assert stored.path.name == f"{stored.public_id[:2]}/{stored.public_id}"
    assert queries.get(stored.public_id) == stored


def test_a_file_that_was_lost_or_never_was_is_not_visible() -> None:
    stored = store("note.txt", b"texte")
    stored.path.storage.delete(stored.path.name)
    with pytest.raises(NotVisible):
        http.answer(stored)
    with pytest.raises(NotVisible):
        queries.get("rien")


def test_a_file_removed_leaves_nothing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    stored = store("note.txt", b"texte")
    storage, path = stored.path.storage, stored.path.name
    with django_capture_on_commit_callbacks(execute=True):
        operations.delete(stored, at=THE_MOMENT, actor=PUBLIC)
    assert not storage.exists(path) and not StoredFile.objects.exists()


def swept(hours: int) -> int:
    """What the night removes, some hours after the disk was written."""
    return operations.sweep(at=datetime.now(UTC) + timedelta(hours=hours), actor=SCHEDULE)


def test_the_content_of_a_refused_request_goes_in_the_night_and_the_others_stay() -> None:
    swept(hours=2)  # what other tests left
    kept = store("note.txt", b"texte")
    try:
        with transaction.atomic():
            undone = store("devis.pdf", PDF)
            store("facture.pdf", b"MZ\x90\x00")
    except Refused:
        pass
    storage, path = undone.path.storage, undone.path.name
    assert storage.exists(path) and swept(hours=0) == 0, "its row may be on its way"
    assert swept(hours=2) == 1 and not storage.exists(path)
    assert storage.exists(kept.path.name)


def test_a_file_that_is_not_ours_is_left_alone() -> None:
    swept(hours=2)  # what other tests left
    storage = store("note.txt", b"texte").path.storage
    names = [storage.save(name, ContentFile(b"texte")) for name in ("lisez-moi.txt", "ab/lisez-moi.txt")]
    assert swept(hours=2) == 0 and all(map(storage.exists, names))


def test_a_post_of_twenty_megabytes_is_read_and_not_kept(rf: RequestFactory, settings: Settings) -> None:
    request: HttpRequest = rf.post(
        "/demande/", {"file": SimpleUploadedFile("a.pdf", PDF + b"0" * 20_000_000), "said": "tout"}
    )
    upload = request.FILES["file"]
    assert isinstance(upload, UploadedFile)
    assert upload.size == len(PDF) + 20_000_000
    assert upload.file.seek(0, 2) <= settings.FILE_BYTES
    assert request.POST["said"] == "tout", "what was typed is not lost"
    with pytest.raises(Refused) as refused:
        operations.store(upload, at=THE_MOMENT, actor=PUBLIC)
    assert refused.value.code == "too_long"
    request.close()
