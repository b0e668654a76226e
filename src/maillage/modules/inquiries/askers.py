"""Who asks, for data protection: which company is the same person, and what its codes say in words."""

from collections.abc import Iterable, Mapping

from django.db import models

from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.inquiries.enums import EventKind
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.inquiries.queries.file import said


def project_of(row: models.Model) -> Iterable[models.Model]:
    """The company declared with a request, when no register says it and when no other request is about it. A sole trader of
    the register is the person too: it is shown, and says why it is not erased here."""
    if not isinstance(row, Inquiry):
        return ()
    if row.company.origin == ValueOrigin.REGISTER:
        return (row.company,) if row.company.sole_trader else ()
    others = Inquiry.objects.filter(company=row.company_id).exclude(pk=row.pk)
    if row.contact_email:
        others = others.exclude(contact_email__iexact=row.contact_email)
    return () if others.exists() else (row.company,)


def situation(value: Mapping[str, object]) -> str:
    """What the company said of itself, as a person reads it: names for codes."""
    return ", ".join(f"{line.label}\u00a0: {line.value}" for line in said(value)) or "non renseigné"


def event(kind: str) -> str:
    """What happened to a request."""
    return str(EventKind(kind).label)
