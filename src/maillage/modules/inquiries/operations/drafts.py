"""What is given to the verbs of requests: a draft of a request, a step of a pathway; and what sending returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile

from maillage.modules.inquiries.enums import Channel
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.inquiries.pathways import ProposedStep


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyDraft:
    """Who asks. ``public_id``: a company already known; otherwise it is declared with the other fields.

    ``identity``: a value of ``crm.models.Identity``; ``values``: fields of Situation said now, kept with their origin.
    """

    public_id: str = ""
    name: str = ""
    identity: str = "none_yet"
    siren: str = ""
    siret: str = ""
    country: str = "FR"
    foreign_number: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryDraft:
    """A request as a page gathers it, of the portal or of an officer who serves a company on the phone (H-054).

    ``submission_key``: drawn when the form is shown; the same one twice is the same request, corrected if need be.
    ``situation``: fields of Situation as said. ``steps``: the pathway shown. ``entered_by``: the person who typed it for
    the company; ``keep``: that person leads it, whatever the rules. ``attachments``: at most five.
    """

    submission_key: str
    company: CompanyDraft
    subject: str
    need: str = ""
    profile: str = ""
    maturity: str = ""
    situation: Mapping[str, object] = field(default_factory=dict)
    commune: str = ""
    channel: str = Channel.PORTAL
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    language: str = "fr"
    steps: tuple[ProposedStep, ...] = ()
    attachments: tuple[UploadedFile, ...] = ()
    entered_by: int | None = None
    keep: bool = False
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A request is received. ``token``: the key of the company's page, shown once; ``again``: it already was."""

    inquiry: Inquiry
    token: str
    again: bool = False

    @property
    def reference(self) -> str:
        return self.inquiry.reference
