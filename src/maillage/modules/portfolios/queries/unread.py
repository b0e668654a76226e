"""What is under way and that a reader may not read, by unit: a count, and never a word of it (H-046, H-075)."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from maillage.kit.actor import Actor
from maillage.modules.interactions import policies as exchanges
from maillage.modules.interactions.enums import InteractionState
from maillage.modules.interactions.models import Interaction
from maillage.modules.portfolios.queries.shapes import UnreadLine
from maillage.shared.directory.models import Unit
from maillage.shared.todos import queries as todos


def unread(companies: "QuerySet[Any]", actor: Actor, on: date) -> dict[int, int]:
    """How many open actions and planned exchanges of these companies the actor does not read, by unit (primary key). What is
    confidential is not counted: that it exists is not said."""
    found = Counter(
        todos.unread_about("crm.company", companies.order_by().values("public_id"), actor=actor, on=on)
    )
    planned = Interaction.objects.filter(
        company__in=companies.order_by().values("pk"),
        state=InteractionState.PLANNED,
        withdrawn_at__isnull=True,
        confidential=False,
        unit__isnull=False,
    )
    read = Interaction.objects.filter(exchanges.visible(actor, on)).order_by().values("pk")
    rows = planned.exclude(pk__in=read).order_by().values_list("unit")
    found.update(dict(rows.annotate(number=Count("pk"))))
    return dict(found)


def lines(counts: dict[int, int]) -> tuple[UnreadLine, ...]:
    """These counts in words, by organisation and unit."""
    units = Unit.objects.filter(pk__in=counts).select_related("organization")
    return tuple(
        UnreadLine(pk=one.pk, unit=one.name, organization=one.organization.name, count=counts[one.pk])
        for one in units.order_by("organization__name", "name", "pk")
    )
