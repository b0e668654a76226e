"""One company that somebody opens: every part of its page begins here, and asks for it once."""

import datetime

from maillage.kit.actor import Actor
from maillage.kit.db.once import once
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies
from maillage.modules.crm.models import Company


@once
def company_row(public_id: str, *, actor: Actor, on: datetime.date) -> Company:
    """A company by its public identifier. Raises NotVisible when the actor may not open it."""
    company = Company.objects.filter(public_id=public_id).select_related("cited").first()
    if company is None or not policies.sees_company(actor, company, on):
        raise NotVisible(public_id)
    return company
