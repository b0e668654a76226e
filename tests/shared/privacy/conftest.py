"""Someone who wrote for its project, an officer for data protection, and everything that the request left behind."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request of an invented person, withdrawn: what she typed, and how her files are named."""

    name: str
    email: str
    phone: str
    reference: str
    holder: str
    company: str

    @property
    def traces(self) -> tuple[str, ...]:
        """What may be found of her nowhere once she is erased."""
        return (self.name, self.email, self.phone, "Quillet")


@pytest.fixture
def acting(demonstration: None) -> Callable[[str], Actor]:
    """``acting("ines")``: this person of the demonstration, with its roles of the day."""
    from maillage.shared.access.queries import actor_of
    from maillage.shared.accounts.models import User

    return lambda name: actor_of(User.objects.get(email=f"{name}@demo.invalid"), on=clock.today())


@pytest.fixture
def ines(acting: Callable[[str], Actor]) -> Actor:
    return acting("ines")


@pytest.fixture
def asked(demonstration: None, settings, tmp_path: Path) -> Asked:
    """A project of Léonie, with a file and a second message, then withdrawn: the request is over."""
    from maillage.modules.inquiries import operations
    from maillage.modules.inquiries.models import Inquiry

    settings.MEDIA_ROOT = tmp_path
    name, email, phone = "Léonie Fictive-Quillet", "leonie.quillet@fictif.invalid", "06 12 34 56 71"
    words = f"Mon fournil : {name}, {email}, {phone}."
    draft = operations.InquiryDraft(
        submission_key="leonie",
        company=operations.CompanyDraft(name=f"Fournil de {name}"),
        subject="creer-reprendre",
        need=words,
        commune="59350",
        contact_name=name,
        contact_email=email,
        contact_phone=phone,
        attachments=(SimpleUploadedFile("projet-quillet.txt", words.encode(), "text/plain"),),
    )
    reference = operations.submit(draft, at=clock.now(), actor=PUBLIC).reference
    row = Inquiry.objects.get(reference=reference)
    operations.reply_as_company(row, f"Bonjour, ici {name}.", key="encore", at=clock.now(), actor=PUBLIC)
    operations.withdraw(row, f"{name} renonce", at=clock.now(), actor=PUBLIC)
    return Asked(
        name=name,
        email=email,
        phone=phone,
        reference=reference,
        holder=f"inquiries.inquiry:{row.pk}",
        company=f"crm.company:{row.company_id}",
    )
