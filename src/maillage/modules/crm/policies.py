"""Who may read what of companies.

What a register says is read by anyone. What a company declared, or an officer noted, is read by those who answer companies,
manage them or control, where they do so; and by whoever follows one of its requests. An elected member and an administrator
read what the register says, as the public does.
"""

import datetime
from collections.abc import Callable

from django.db.models import Q

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.db.once import once
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company, Establishment
from maillage.shared.directory.models import Organization
from maillage.shared.territories.queries import inside

READERS = ("officer", "manager", "director", "auditor", "dpo")
Hook = Callable[[Actor, datetime.date], Q]

_hooks: list[Hook] = []


def also(function: Hook) -> Hook:
    """Let ``function(actor, on)`` name more companies, as a filter on Company, whose declared values the actor reads: those
    of the requests that it sees."""
    if function not in _hooks:
        _hooks.append(function)
    return function


def reads_companies(actor: Actor) -> bool:
    """Whether the pages of companies exist for this actor: any person with a role in the network."""
    return actor.kind is ActorKind.PERSON and bool(actor.grants)


def visible_companies(actor: Actor, on: datetime.date) -> Q:
    """The companies that this actor may find and open, as a filter on Company: those of the register, and those whose
    declarations it reads."""
    declared = _declared(actor, on)
    return Q() if declared is None else Q(origin=ValueOrigin.REGISTER) | declared


def visible_values(actor: Actor, on: datetime.date) -> Q:
    """The values and establishments that this actor may read, as a filter on rows with a company."""
    declared = _declared(actor, on)
    if declared is None:
        return Q()
    return Q(origin=ValueOrigin.REGISTER) | Q(company__in=Company.objects.filter(declared))


@once
def _declared(actor: Actor, on: datetime.date) -> Q | None:
    """The companies whose declarations an actor reads; None: all of them."""
    if actor.kind is not ActorKind.PERSON:
        return Q(pk__in=()) if actor.kind is ActorKind.PUBLIC else None
    reading = [grant for grant in actor.grants if grant.role in READERS]
    perimeters = {_perimeter(grant) for grant in reading}
    if "" in perimeters:
        return None
    wanted = Q(pk__in=())
    for perimeter in sorted(perimeters):
        there = Establishment.objects.filter(inside(perimeter, "commune", on=on))
        wanted |= Q(pk__in=there.values("company"))
    for hook in _hooks:
        wanted |= hook(actor, on)
    return wanted


def _perimeter(grant: Grant) -> str:
    """Where a role reads: its own perimeter, else the one of its organisation; empty: everywhere."""
    if grant.perimeter:
        return grant.perimeter
    return (
        Organization.objects.filter(pk=grant.organization).values_list("perimeter", flat=True).first() or ""
    )
