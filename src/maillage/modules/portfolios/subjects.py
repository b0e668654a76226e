"""Actions may be about a company: shown to whoever may open its page, by the name that it may read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as later

from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import masking
from maillage.modules.crm.queries.opened import company_row
from maillage.shared.todos.about import About, Named


def readable(actor: Actor, on: date) -> "QuerySet[Any]":
    """The companies that an actor may open."""
    if actor.kind in (ActorKind.IMPORT, ActorKind.SCHEDULE):
        return Company.objects.all()
    return Company.objects.filter(crm.visible_companies(actor, on))


def reads(ref: str, actor: Actor, on: date) -> bool:
    """Whether an actor may open a company."""
    try:
        company_row(ref, actor=actor, on=on)
    except NotVisible:
        return False
    return True


def named(refs: Iterable[str], actor: Actor, on: date) -> dict[str, Named]:
    """These companies in words: two queries at most."""
    rows = list(Company.objects.filter(public_id__in=tuple(refs)))
    called = masking.shown(rows, actor, on)
    return {
        row.public_id: Named(label=called[row.pk].name, url=reverse("crm:company", args=[row.public_id]))
        for row in rows
    }


COMPANIES = About(
    kind="crm.company",
    label=later("entreprise"),
    field="public_id",
    readable=readable,
    reads=reads,
    named=named,
)
