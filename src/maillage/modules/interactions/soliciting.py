"""What exchanges tell before somebody asks again: those made to the same company, partner, contact or public, and those planned."""

from collections.abc import Iterator

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse

from maillage.kit.clock import day_of
from maillage.modules.interactions import policies
from maillage.modules.interactions.enums import Direction, InteractionKind, InteractionState
from maillage.modules.interactions.models import ContactMet, Interaction, InteractionGroup
from maillage.modules.interactions.solicitations import Asking, Found


def told(asking: Asking) -> Iterator[Found]:
    """The exchanges made by the network since the beginning of the window, and those planned; none that is confidential,
    unless the actor reads it. Planned ones of another kind than the one asked are told too: they reach the same people."""
    rows = _rows(asking)
    if rows is None:
        return
    read = ExpressionWrapper(policies.visible(asking.actor, asking.on), output_field=BooleanField())
    found = (
        Interaction.objects.filter(rows, withdrawn_at__isnull=True, direction=Direction.MADE)
        .filter(at__gte=asking.since)
        .exclude(state=InteractionState.CANCELLED)
        .exclude(pk=asking.apart)
        .annotate(read=read)
        .order_by("-at", "-pk")
    )
    for row in found:
        if row.confidential and not row.read:
            continue
        yield Found(
            at=row.at,
            organization=row.by_organization_id,
            person=row.author_id,
            company=row.company_id,
            about=row.purpose if row.read else "",
            kind_label=str(InteractionKind(row.kind).label) if row.read else "",
            url=reverse("interactions:interaction", args=[row.public_id]) if row.read else "",
            readable=bool(row.read),
            pending=row.state == InteractionState.PLANNED and day_of(row.at) >= asking.on,
        )


def _rows(asking: Asking) -> Q | None:
    """Those made to the same people: the company, the partner, one of the contacts, one of the publics; None for nobody."""
    asked: list[Q] = []
    if asking.companies:
        asked.append(Q(company__in=asking.companies))
    if asking.organizations:
        asked.append(Q(organization__in=asking.organizations))
    if asking.contacts:
        met = ContactMet.objects.filter(contact__in=asking.contacts).order_by().values("interaction")
        asked.append(Q(pk__in=met))
    if asking.groups:
        spoken = InteractionGroup.objects.filter(group__in=asking.groups).order_by().values("interaction")
        asked.append(Q(pk__in=spoken))
    if not asked:
        return None
    found = asked[0]
    for one in asked[1:]:
        found |= one
    return found
