"""Which company is the same person as who asks: a project, or a company that nobody but it declared."""

from collections.abc import Iterable

from django.db import models

from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.inquiries.models import Inquiry


def project_of(row: models.Model) -> Iterable[models.Model]:
    """The company declared with a request, when no register says it and when no other request is about it."""
    if not isinstance(row, Inquiry) or row.company.origin == ValueOrigin.REGISTER:
        return ()
    others = Inquiry.objects.filter(company=row.company_id).exclude(pk=row.pk)
    if row.contact_email:
        others = others.exclude(contact_email__iexact=row.contact_email)
    return () if others.exists() else (row.company,)
