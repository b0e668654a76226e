"""Who asked the same people lately, for a page that is about to ask them again (H-125, H-216)."""

from collections.abc import Iterable
from datetime import datetime

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.interactions import solicitations
from maillage.modules.interactions.models import Contact
from maillage.modules.interactions.queries.shapes import Overlap
from maillage.shared.directory.models import Organization


def overlap(
    *,
    company: str = "",
    organization: str = "",
    contacts: Iterable[str] = (),
    groups: Iterable[str] = (),
    kind: str = "",
    subject: str = "",
    actor: Actor,
    at: datetime,
) -> Overlap:
    """The earlier requests to a company (public identifier), a partner (slug), contacts (public identifiers) or publics, and the
    open actions of others; nothing for a company that the actor does not open."""
    on = day_of(at)
    row = Company.objects.filter(public_id=company).first() if company else None
    seen = row is not None and crm.sees_company(actor, row, on)
    partner = (
        Organization.objects.filter(slug=organization).values_list("pk", flat=True) if organization else ()
    )
    met = Contact.objects.filter(public_id__in=set(contacts)).values_list("pk", flat=True)
    window = solicitations.window()
    found = solicitations.told(
        solicitations.Asking(
            actor=actor,
            on=on,
            since=solicitations.since(at),
            companies=frozenset({row.pk} if row is not None and seen else ()),
            organizations=frozenset(partner),
            contacts=frozenset(met) if contacts else frozenset(),
            groups=frozenset(groups),
            kind=kind,
            subject=subject,
        )
    )
    return Overlap(found=found, days=window.days, deduced=window.deduced)
