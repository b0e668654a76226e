"""A company says a thing once: what it declared and the files it sent follow its requests, whoever answers them (H-062)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.modules.inquiries.conftest import LILLE, MONDAY, Network, later

from maillage.kit.actor import PUBLIC
from maillage.modules.crm.models import Company, CompanyValue
from maillage.modules.crm.queries import known
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import Attachment
from maillage.shared.files.models import StoredFile


@pytest.mark.requirement("H-062")
def test_a_document_sent_once_is_read_by_each_who_answers_after(network: Network) -> None:
    """Handed over to another unit, then joined by a third person: the company is asked for its quote by nobody."""
    upload = SimpleUploadedFile("devis.txt", b"un four fictif")
    sent = network.submitted(attachments=(upload,))
    amina, bruno = network.actor("amina"), network.actor("bruno")
    operations.propose_hand_over(
        sent.inquiry, to_unit=network.units["appui"].pk, reason="leur métier", at=MONDAY, actor=amina
    )
    operations.accept_hand_over(sent.reference, at=later(1), actor=bruno)

    on = later(1).date()
    (file,) = queries.get(sent.reference, bruno, on).thread[0].attachments
    assert file.name == "devis.txt"
    with queries.attachment(sent.reference, file.public_id, bruno, on).path.open("rb") as held:
        assert held.read() == b"un four fictif"
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (1, 1)
    assert queries.file_of(sent.token, file.public_id, later(1)).public_id == file.public_id


@pytest.mark.requirement("H-062")
def test_what_a_company_declared_is_known_of_its_next_request(network: Network) -> None:
    """The second request names the company and nothing else: what was said of it the first time is there, with its origin."""
    said = {"headcount": 8, "commune": LILLE}
    first = network.submit(company=operations.CompanyDraft(name="Biscuiterie fictive", values=said))
    second = network.submit(
        at=later(1), company=operations.CompanyDraft(public_id=first.company.public_id), need="Recruter"
    )
    assert second.company_id == first.company_id
    assert Company.objects.count() == 1
    assert CompanyValue.objects.filter(field="headcount").count() == 1
    lead = network.actor(network.lead(second))
    found = known.situation(second.company.public_id, later(1).date(), actor=lead).fields
    assert {("headcount", "8"), ("commune", LILLE)} <= {(one.field, str(one.value)) for one in found}


@pytest.mark.requirement("H-062")
def test_the_same_file_sent_again_with_the_same_form_is_kept_once(network: Network) -> None:
    draft = network.draft(attachments=(SimpleUploadedFile("devis.txt", b"un four fictif"),))
    sent = operations.submit(draft, at=MONDAY, actor=PUBLIC)
    again = network.draft(
        submission_key=draft.submission_key,
        company=draft.company,
        contact_email=draft.contact_email,
        attachments=(SimpleUploadedFile("devis.txt", b"un four fictif"),),
    )
    operations.submit(again, at=MONDAY, actor=PUBLIC)
    assert Attachment.objects.filter(message__inquiry=sent.inquiry).count() == 1
