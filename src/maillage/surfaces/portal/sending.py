"""What a company sends from the portal: its request, its replies, the state of its steps. Each is one operation.

Whoever is signed in, the public acts here: the link is the right.
"""

import datetime
from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction
from django.http import HttpResponseBase, QueryDict
from django.utils.translation import get_language

from maillage.kit.actor import PUBLIC
from maillage.modules.crm.enums import FIELDS, Identity
from maillage.modules.inquiries import operations
from maillage.modules.inquiries import queries as inquiries
from maillage.modules.schemes import company
from maillage.shared.files import http as files
from maillage.surfaces.portal import address, forms, result


def send(
    page: result.Pathway, form: forms.RequestForm, *, at: datetime.datetime, admit: Callable[[], None]
) -> str:
    """Submit the request; the key of its page. The same form sent twice is one request. Raises Refused.

    ``admit`` counts a request that is new, once it is known to be a good one: when it raises Refused, nothing is sent.
    """
    data = QueryDict(page.address.lstrip("?"))
    said = {name: value for name, value in asdict(company.read(data)).items() if value not in ("", None, ())}
    draft = operations.InquiryDraft(
        submission_key=form.key,
        company=_company(page, form, data, said),
        subject=form.subject,
        need=form.message,
        profile=data.get(address.PROFILE, ""),
        maturity=data.get(address.MATURITY, ""),
        situation=said,
        commune=page.commune,
        contact_name=form.person,
        contact_email=form.email,
        contact_phone=form.phone,
        language=get_language() or "fr",
        steps=page.proposal.steps if page.proposal else (),
        attachments=form.files,
    )
    with transaction.atomic():
        sent = operations.submit(draft, at=at, actor=PUBLIC)
        if not sent.again:
            admit()
    return sent.token


def reply(token: str, form: forms.ReplyForm, *, at: datetime.datetime, admit: Callable[[], None]) -> None:
    """Add a message of the company to its request. ``admit`` counts it, once it is a good one: when it raises Refused,
    nothing is added. Raises Refused, LinkExpired, NotVisible."""
    with transaction.atomic():
        operations.reply_as_company(
            inquiries.inquiry_of(token, at),
            form.message,
            key=form.key,
            files=form.files,
            at=at,
            actor=PUBLIC,
        )
        admit()


def mark(token: str, step: int, state: str, *, at: datetime.datetime) -> None:
    """The company says where it is with a step. Raises Refused, LinkExpired, NotVisible."""
    operations.mark_step(inquiries.inquiry_of(token, at), step, state, at=at, actor=PUBLIC)


def withdraw(token: str, *, at: datetime.datetime) -> None:
    """The company takes its request back."""
    operations.withdraw(inquiries.inquiry_of(token, at), at=at, actor=PUBLIC)


def reopen(token: str, *, at: datetime.datetime) -> None:
    """The company goes on with its request."""
    operations.reopen(inquiries.inquiry_of(token, at), at=at, actor=PUBLIC)


def renew(email: str, *, at: datetime.datetime) -> None:
    """Mail the links of the requests of an address; nothing tells whether there are any. Raises Refused."""
    operations.ask_link(email, at=at, actor=PUBLIC)


def file_of(token: str, public_id: str, *, at: datetime.datetime) -> HttpResponseBase:
    """A file of the thread of a request. Raises LinkExpired, NotVisible."""
    return files.answer(inquiries.file_of(token, public_id, at))


def _company(
    page: result.Pathway, form: forms.RequestForm, data: QueryDict, said: dict[str, object]
) -> operations.CompanyDraft:
    """Who asks. A company chosen in the register is named by its identifier; what it says now is kept with its date."""
    foreign = data.get(address.IDENTITY) == Identity.FOREIGN
    return operations.CompanyDraft(
        public_id=data.get(address.COMPANY, "") if page.recap.number else "",
        name=page.recap.name or form.company,
        identity=Identity.FOREIGN if foreign else Identity.NONE_YET,
        siret=data.get("siret", ""),
        country=(data.get(address.COUNTRY, "") or "ZZ") if foreign else "FR",
        values={name: value for name, value in said.items() if name in FIELDS},
    )
