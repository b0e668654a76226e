"""A number typed by hand in the page of a file, of thousands of digits or « ² », names no row, and is no fault of ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.parametrize("number", ["9" * 5000, "²"], ids=["long", "square"])


def test_in_the_pages_of_a_file(demonstration, as_member, settings, tmp_path, number):
    settings.MEDIA_ROOT = tmp_path
    amina = as_member("amina")
    file = SimpleUploadedFile("aidées.csv", b"Raison sociale;Ville\nGarage Tirlou;Lille\n")
    address = amina.post("/bureau/entreprises/import/", {"file": file})["Location"]

    assert amina.get(address, {"page": number}).status_code == 200
    assert amina.post(address, {"act": "map", "column-name": number}).status_code == 422
    assert amina.post(address, {"act": "settle", "line": number, "answer": "new"}).status_code < 500
