"""A company objects to a body taking a part of its request: it takes none any more (docs/adr/0037)."""

from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.crm.enums import ConsentPurpose
from maillage.modules.crm.queries import consents
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import EventKind
from maillage.modules.inquiries.models import Inquiry, Participant
from maillage.modules.inquiries.operations.opening import Which, locked, record
from maillage.shared.directory import queries as directory


@operation("inquiries.part_opposed")
def part_opposed(inquiry: Which, organization: int, *, at: datetime, actor: Actor) -> int:
    """Take the parts of a request from the people of a body (primary key) that its company objects to, those done excepted: they
    read it no more. How many were taken. The lead's own body is never objected to: it answers."""
    found = locked(inquiry)
    rows = list(Participant.objects.filter(inquiry=found, removed_at__isnull=True, done_at__isnull=True))
    cards = directory.cards({one.person_id for one in rows}, day_of(at))
    theirs = [one for one in rows if cards[one.person_id].organization == organization]
    for one in theirs:
        one.removed_at = at
        one.save(update_fields=["removed_at"])
        record(found, EventKind.PART_REMOVED, note=one.part, at=at, actor=actor)
    return len(theirs)


def demand_unopposed(inquiry: Inquiry, organization: int | None, name: str, *, at: datetime) -> None:
    """Raises Refused for a part asked of a body (``name``) that the company objects to. The request itself was entrusted to the
    network: no other agreement is asked for (docs/adr/0037)."""
    on = day_of(at)
    if consents.opposes(inquiry.company_id, organization, ConsentPurpose.ANSWERING, on):
        raise Refused(
            "opposed",
            _("L'entreprise ne veut pas que « %(name)s » prenne part à sa demande.") % {"name": name},
            way_out=_("Choisissez un collègue d'un autre organisme, ou parlez-en avec elle."),
            field="person",
        )
