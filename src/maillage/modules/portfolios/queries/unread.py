"""What is under way and that a reader may not read, by unit: a count, and never a word of it (H-046, H-075)."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from maillage.kit.actor import Actor
from maillage.modules.crm.models import Company
from maillage.modules.interactions import policies as exchanges
from maillage.modules.interactions.enums import InteractionState
from maillage.modules.interactions.models import Interaction
from maillage.modules.portfolios.queries.shapes import UnreadLine
from maillage.shared.directory.models import Unit
from maillage.shared.todos import queries as todos


def unread(companies: "QuerySet[Any]", actor: Actor, on: date) -> dict[int, int]:
    """How many open actions and planned exchanges of these companies the actor does not read, by unit (primary key). What is
    confidential is not counted: that it exists is not said."""
    refs, keys = (companies.order_by().values(name) for name in ("public_id", "pk"))
    actions = todos.unread_about("crm.company", refs, actor=actor, on=on)
    return dict(actions + _planned(Q(company__in=keys), exchanges.visible(actor, on)))


def unread_of(company: Company, actor: Actor, on: date) -> dict[int, int]:
    """The same of one company."""
    actions = todos.unread_about_one("crm.company", company.public_id, actor=actor, on=on)
    return dict(actions + _planned(Q(company=company), exchanges.visible_of(actor, company.pk, on)))


def _planned(with_them: Q, read: Q) -> Counter[int]:
    rows = Interaction.objects.filter(
        with_them,
        state=InteractionState.PLANNED,
        withdrawn_at__isnull=True,
        confidential=False,
        unit__isnull=False,
    ).order_by()
    counts = rows.exclude(pk__in=rows.filter(read).values("pk")).values_list("unit")
    return Counter(dict(counts.annotate(number=Count("pk"))))


def lines(counts: dict[int, int]) -> tuple[UnreadLine, ...]:
    """These counts in words, by organisation and unit."""
    if not counts:
        return ()
    units = Unit.objects.filter(pk__in=counts).select_related("organization")
    return tuple(
        UnreadLine(pk=one.pk, unit=one.name, organization=one.organization.name, count=counts[one.pk])
        for one in units.order_by("organization__name", "name", "pk")
    )
