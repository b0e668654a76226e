"""Who may read what of companies.

What a register says is read by anyone. What a company declared, or an officer noted, is read by those who answer companies,
manage them or control, where they do so; by whoever noted or imported it; and by whoever follows one of its requests. An elected member and an administrator
read what the register says, as the public does.
"""

import datetime
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, Ability
from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.db.once import once
from maillage.kit.subjects import Reader
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company, Establishment
from maillage.shared.directory.models import Organization
from maillage.shared.territories.queries import communes_of, inside

OF_THE_NETWORK = (ActorKind.PERSON, ActorKind.PROGRAM)
READERS = ("officer", "manager", "director", "auditor", "dpo")
FOUND_BY_ALL = Q(origin=ValueOrigin.REGISTER, sole_trader=False, is_published=True)
"""The companies, most of a register, that are both visible to everyone and named: a search by name answers anyone with them."""
Hook = Callable[[Actor, datetime.date], Q]

Who = Callable[[int, datetime.date], tuple[Reader, ...]]

_hooks: list[Hook] = []
_readers: list[Who] = []


def also(function: Hook, *, who: Who) -> Hook:
    """Let ``function(actor, on)`` name more companies, as a filter on Company, whose declared values the actor reads: those
    of the requests that it sees. ``who(company, on)``: the same rule from the other side, everyone who reads a company."""
    if function not in _hooks:
        _hooks.append(function)
        _readers.append(who)
    return function


def followers(company: int, on: datetime.date) -> tuple[Reader, ...]:
    """Everyone who reads what a company declared by one of the rules that ``also`` added."""
    return tuple(reader for who in _readers for reader in who(company, on))


def reads_companies(actor: Actor) -> bool:
    """Whether the pages of companies exist for this actor: any person, or program, with a role in the network."""
    return actor.kind in OF_THE_NETWORK and bool(actor.grants)


@once
def visible_companies(actor: Actor, on: datetime.date) -> Q:
    """The companies that this actor may find and open, as a filter on Company: those of the register, and those whose
    declarations it reads."""
    declared = _declared(actor, on)
    if declared is None:
        return Q()
    register = Q(origin=ValueOrigin.REGISTER)
    if actor.kind is ActorKind.PUBLIC:
        register &= Q(is_published=True)
    return register | declared


def named_companies(actor: Actor, on: datetime.date) -> Q:
    """The companies whose name this actor may read, and may search by: not the sole traders (their name is a person's), nor
    those that the register does not publish, but where it reads what companies declare."""
    declared = _declared(actor, on)
    return Q() if declared is None else Q(sole_trader=False, is_published=True) | declared


def answered(actor: Actor, companies: Collection[int], on: datetime.date) -> set[int]:
    """Of a few companies (primary keys), those that a search by name answers this actor with whatever their name says of a
    person: whose declarations it reads. Everyone is answered with FOUND_BY_ALL."""
    if actor.kind is ActorKind.PUBLIC or not companies:
        return set()
    perimeters = read_in(actor)
    if perimeters is None:
        return set(companies)
    places = Establishment.objects.filter(company__in=companies).values_list("company", "commune")
    rows = list(places) if perimeters else []
    there = [communes_of(perimeter, on=on) for perimeter in perimeters]
    found = {company for company, commune in rows if any(commune in held for held in there)}
    for rule in _rules(actor, on):
        if left := set(companies) - found:
            found.update(Company.objects.filter(rule, pk__in=left).values_list("pk", flat=True))
    return found


def opened_by_name(actor: Actor, on: datetime.date) -> Q:
    """The companies that this actor may open and read the name of, as a filter on Company: both of the filters above, with what
    costs most asked once."""
    declared = _declared(actor, on)
    return Q() if declared is None else FOUND_BY_ALL | declared


@once
def visible_values(actor: Actor, on: datetime.date) -> Q:
    """The values and establishments that this actor may read, as a filter on rows with a company."""
    declared = _declared(actor, on)
    if declared is None:
        return Q()
    read = Company.objects.filter(declared, pk=OuterRef("company"))
    return Q(origin=ValueOrigin.REGISTER) | Q(Exists(read))


@once
def _declared(actor: Actor, on: datetime.date) -> Q | None:
    """The companies whose declarations an actor reads; None: all of them."""
    if actor.kind is ActorKind.PUBLIC:
        return Q(pk__in=())
    perimeters = read_in(actor)
    if perimeters is None:
        return None
    wanted = _there(perimeters, on) if perimeters else Q(pk__in=())
    for rule in _rules(actor, on):
        wanted |= rule
    return wanted


def _rules(actor: Actor, on: datetime.date) -> list[Q]:
    """What lets an actor read what a company declared wherever it works, as filters on Company: that it noted or imported it,
    and the rules that ``also`` added."""
    rules = [hook(actor, on) for hook in _hooks]
    if actor.user is not None and any(grant.role in READERS for grant in actor.grants):
        # With the first of the others: one query asks both.
        rules[:1] = [Q(noted_by=actor.user) | rules[0]] if rules else [Q(noted_by=actor.user)]
    return rules


@once
def reads_declared(actor: Actor, company: int, on: datetime.date) -> bool:
    """Whether the actor reads what a company (primary key) declared."""
    if actor.kind is ActorKind.PUBLIC:
        return False
    perimeters = read_in(actor)
    if perimeters is None:
        return True
    # ``_declared``, of one company: what costs most is asked last, of whom the rest does not let.
    if perimeters:
        there = set(Establishment.objects.filter(company=company).values_list("commune", flat=True))
        if any(not there.isdisjoint(communes_of(perimeter, on=on)) for perimeter in perimeters):
            return True
    return any(Company.objects.filter(rule, pk=company).exists() for rule in _rules(actor, on))


def followed(actor: Actor, companies: Collection[int], on: datetime.date) -> set[int]:
    """Of a few companies (primary keys), those that the actor reads by one of the rules that ``also`` added: a request that it sees,
    and not the place where it works."""
    found: set[int] = set()
    for hook in _hooks:
        if left := set(companies) - found:
            found.update(Company.objects.filter(hook(actor, on), pk__in=left).values_list("pk", flat=True))
    return found


def following(actor: Actor, on: datetime.date) -> Q:
    """``followed``, as a filter on Company."""
    found = Q(pk__in=())
    for hook in _hooks:
        found |= hook(actor, on)
    return found


def sees_company(actor: Actor, company: Company, on: datetime.date) -> bool:
    """``visible_companies``, of one company that was read."""
    public = company.is_published or actor.kind is not ActorKind.PUBLIC
    of_register = company.origin == ValueOrigin.REGISTER and public
    return of_register or reads_declared(actor, company.pk, on)


@once
def opens_by_name(actor: Actor, company: int, on: datetime.date) -> bool:
    """``opened_by_name``, of one company (primary key)."""
    return reads_declared(actor, company, on) or Company.objects.filter(FOUND_BY_ALL, pk=company).exists()


def values_of(actor: Actor, company: int, on: datetime.date) -> Q:
    """``visible_values``, among those of one company (primary key)."""
    return Q() if reads_declared(actor, company, on) else Q(origin=ValueOrigin.REGISTER)


def abilities(actor: Actor, company: int, on: datetime.date) -> Abilities:
    """What the actor may do with a company (primary key): read what it declared, and why not."""
    reads = (
        ""
        if reads_declared(actor, company, on)
        else _("Elle n'est ni dans votre périmètre, ni dans vos demandes.")
    )
    return Abilities((Ability(verb="read_declared", allowed=not reads, reason=reads),))


def reading(company: int, grants: Iterable[Grant], on: datetime.date) -> frozenset[Grant]:
    """Of these roles, those that read what a company (primary key) declared: two queries, whatever their number."""
    asked = {grant: _perimeter(grant) for grant in grants if grant.role in READERS}
    filters = {f"p{rank}": text for rank, text in enumerate(sorted(set(asked.values()) - {""}))}
    row = (
        Company.objects.filter(pk=company)
        .annotate(
            **{
                name: ExpressionWrapper(_there([text], on), output_field=BooleanField())
                for name, text in filters.items()
            }
        )
        .values("pk", *filters)
        .first()
        or {}
    )
    inside_them = {text for name, text in filters.items() if row.get(name)} | {""}
    return frozenset(grant for grant, text in asked.items() if text in inside_them)


def read_in(actor: Actor) -> tuple[str, ...] | None:
    """The territories where the roles of an actor read what companies declare; None: everywhere."""
    if actor.kind not in OF_THE_NETWORK:
        return None
    perimeters = {_perimeter(grant) for grant in actor.grants if grant.role in READERS}
    return None if "" in perimeters else tuple(sorted(perimeters))


def still_reads(actor: Actor, before: Collection[str] | None, on: datetime.date) -> bool:
    """Whether an actor reads what companies declare everywhere where ``before``, what ``read_in`` said on another day, does."""
    today = read_in(actor)
    if today is None or before is None:
        return today is None
    if not before:
        return True
    there = frozenset(code for perimeter in today for code in communes_of(perimeter, on=on))
    return bool(today) and all(communes_of(perimeter, on=on) <= there for perimeter in before)


@once
def communes_read(actor: Actor, on: datetime.date) -> frozenset[str] | None:
    """The communes (codes) where the actor reads what companies declare, and so the names of sole traders; None: everywhere."""
    if actor.kind is ActorKind.PUBLIC:
        return frozenset()
    perimeters = read_in(actor)
    if perimeters is None:
        return None
    return frozenset(code for perimeter in perimeters for code in communes_of(perimeter, on=on))


def _there(perimeters: Iterable[str], on: datetime.date) -> Q:
    """The companies with an establishment in one of these territories, as a filter on Company."""
    places = Q()
    for perimeter in perimeters:
        places |= inside(perimeter, "commune", on=on)
    return of_company(Establishment.objects.filter(places))


def of_company(rows: QuerySet[Any]) -> Q:
    """The companies that have one of these rows (``company``), as a filter on Company.

    EXISTS rather than a list of keys: a page asks it of a few companies, and a register holds hundreds of thousands.
    """
    return Q(Exists(rows.filter(company=OuterRef("pk"))))


def _perimeter(grant: Grant) -> str:
    """Where a role reads: its own perimeter, else the one of its organisation; empty: everywhere."""
    return grant.perimeter or _perimeters().get(grant.organization, "")


@once
def _perimeters() -> dict[int, str]:
    """The perimeters of the organisations of the network that have one, by primary key."""
    rows = Organization.objects.filter(in_network=True).exclude(perimeter="")
    return dict(rows.values_list("pk", "perimeter"))
