"""Requests in the order in which they came, for who reads them one page after the other: programs."""

from datetime import date

from maillage.kit.actor import Actor
from maillage.modules.inquiries import policies
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.inquiries.queries.listing import narrowed
from maillage.modules.inquiries.queries.rows import rows
from maillage.modules.inquiries.queries.shapes import InquiryFilters, InquiryRow


def following(
    filters: InquiryFilters, actor: Actor, on: date, *, after: str | None, most: int
) -> tuple[InquiryRow, ...]:
    """The requests that the actor may open, the oldest first, after that of a reference; ``most`` at most.

    The tab of the filters is not read. Raises Refused when the territory cannot be read (field «territory»).
    """
    seen = Inquiry.objects.filter(policies.visible(actor, on))
    if after is not None:
        last = Inquiry.objects.filter(reference=after).values_list("pk", flat=True).first()
        seen = seen.filter(pk__gt=last or 0)
    return rows(narrowed(seen, filters, on).order_by("pk")[:most], actor.person, on)
