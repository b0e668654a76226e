"""A spreadsheet of a whole directorate is longer than a piece joined to a request: its own page takes it, no other does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import resolve

from maillage.kit.http.uploads import most_bytes

LONG = b"Raison sociale;Ville\n" + b"SARL Fictive du Nord;Lille\n" * 500_000


@pytest.mark.parametrize(
    ("address", "kept"),
    [("/bureau/entreprises/import/", len(LONG)), ("/bureau/demandes/nouvelle/", 10 * 1024 * 1024)],
)
def test_thirteen_megabytes_are_kept_by_the_page_of_imports_alone(address, kept):
    request = RequestFactory().post(address, {"file": SimpleUploadedFile("aidées.csv", LONG)})
    request.resolver_match = resolve(address)
    assert len(LONG) > 12_000_000
    upload = request.FILES["file"]
    assert upload.size == len(LONG), "the size that is told is the true one"
    assert upload.file.seek(0, 2) <= kept <= most_bytes(request)
    assert (upload.file.seek(0, 2) == len(LONG)) is (kept == len(LONG))
    request.close()
