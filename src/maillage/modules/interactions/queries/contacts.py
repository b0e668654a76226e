"""Who speaks for a company or a partner, as an actor may read it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from maillage.kit.actor import Actor
from maillage.kit.db.words import word
from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable
from maillage.modules.crm import policies as crm
from maillage.modules.crm.queries.opened import company_row
from maillage.modules.interactions import policies
from maillage.modules.interactions.enums import InteractionState, TargetGroup
from maillage.modules.interactions.models import Contact, ContactGroup, Interaction
from maillage.modules.interactions.queries import naming
from maillage.modules.interactions.queries.shapes import (
    ContactCard,
    ContactFound,
    ContactList,
    ContactPage,
    PartnerRow,
)
from maillage.shared.directory.models import Organization

READ = 200
"""How many names of contacts a search reads before asking who may be shown."""


def of_company(public_id: str, actor: Actor, on: date) -> ContactList:
    """Who speaks for a company. Raises NotVisible for a company that the actor does not open."""
    company = company_row(public_id, actor=actor, on=on)
    if not policies.reads_contacts(actor, company.pk, on):
        return ContactList(readable=False, now=(), before=(), adds="")
    return _list(Contact.objects.filter(company=company), actor, on)


def of_partner(slug: str, actor: Actor, on: date) -> ContactList:
    """Who speaks for a partner. Raises NotVisible for one that the directory does not know."""
    if not policies.reads_partners(actor) or not Organization.objects.filter(slug=slug).exists():
        raise NotVisible(slug)
    return _list(Contact.objects.filter(organization__slug=slug), actor, on)


def page(public_id: str, actor: Actor, on: date) -> ContactPage:
    """One contact, and those who may take over. Raises NotVisible."""
    row = (
        Contact.objects.select_related("company", "organization", "successor")
        .filter(public_id=public_id)
        .first()
    )
    if row is None or not policies.sees_contact(row, actor, on):
        raise NotVisible(public_id)
    others = Contact.objects.filter(
        company=row.company_id, organization=row.organization_id, left_on__isnull=True
    )
    whose = (
        naming.companies([row.company], actor, on)[row.company.pk] if row.company else str(row.organization)
    )
    return ContactPage(
        card=cards([row], actor, on)[0],
        company=row.company.public_id if row.company else "",
        partner=row.organization.slug if row.organization else "",
        whose=whose,
        colleagues=cards(
            others.exclude(pk=row.pk).select_related("successor").order_by("name", "pk"), actor, on
        ),
        writes=policies.why_not_contacts(actor),
    )


def find(text: str, actor: Actor, on: date, *, limit: int = 5) -> tuple[ContactFound, ...]:
    """The contacts whose name holds these words, of the companies whose declarations the actor reads and of its partners: those
    who are still there first. A common word is read among its first names."""
    words = searchable(text).split()
    if not words or not policies.reads_exchanges(actor):
        return ()
    named = Contact.objects.select_related("company", "organization").order_by("search_name", "pk")
    for begun in words:
        named = named.filter(word("search_name", begun))
    rows = list(named[:READ])
    read = crm.answered(actor, [row.company_id for row in rows if row.company_id], on)
    partners_too = policies.reads_partners(actor)
    seen = [row for row in rows if row.company_id in read or (row.company_id is None and partners_too)]
    seen.sort(key=lambda row: (row.left_on is not None, row.search_name, row.pk))
    shown = seen[:limit]
    called = naming.companies([row.company for row in shown if row.company], actor, on)
    return tuple(
        ContactFound(
            public_id=row.public_id,
            name=row.name,
            function=row.function,
            whose=called[row.company.pk] if row.company else str(row.organization),
            left_on=row.left_on,
            is_demo=row.is_demo,
        )
        for row in shown
    )


def partners(actor: Actor, on: date, text: str = "") -> tuple[PartnerRow, ...]:
    """The partners with whom the network has contacts or exchanges that the actor reads, by name: four queries."""
    if not policies.reads_partners(actor):
        return ()
    seen = Interaction.objects.filter(
        policies.visible(actor, on), organization__isnull=False, withdrawn_at__isnull=True
    )
    last = _moments(seen.filter(state=InteractionState.DONE), Max("at"))
    following = _moments(seen.filter(state=InteractionState.PLANNED), Min("at"))
    known: dict[int, int] = {}
    there = Contact.objects.filter(organization__isnull=False, left_on__isnull=True)
    for pk in there.values_list("organization", flat=True):
        known[pk] = known.get(pk, 0) + 1
    wanted = Organization.objects.filter(pk__in={*known, *last, *following}).order_by("name")
    if text:
        wanted = wanted.filter(name__icontains=text)
    return tuple(
        PartnerRow(
            slug=one.slug,
            name=one.name,
            contacts=known.get(one.pk, 0),
            last=last.get(one.pk),
            next=following.get(one.pk),
        )
        for one in wanted
    )


def _moments(found: QuerySet[Any], moment: Max | Min) -> dict[int, datetime]:
    return dict(found.order_by().values_list("organization").annotate(moment=moment))


def cards(found: Iterable[Contact], actor: Actor, on: date) -> tuple[ContactCard, ...]:
    """Contacts that the actor reads, in three queries whatever their number; each with the last and the next exchange."""
    listed = list(found)
    groups: dict[int, list[str]] = {}
    for contact, group in ContactGroup.objects.filter(contact__in=listed).values_list("contact", "group"):
        groups.setdefault(contact, []).append(group)
    met = _met(listed, actor, on)
    return tuple(
        ContactCard(
            public_id=row.public_id,
            name=row.name,
            function=row.function,
            email=row.email,
            phone=row.phone,
            groups=tuple(str(TargetGroup(code).label) for code in groups.get(row.pk, ())),
            group_codes=tuple(groups.get(row.pk, ())),
            left_on=row.left_on,
            successor=row.successor.name if row.successor else "",
            origin=str(row.get_origin_display()),
            as_of=row.as_of,
            is_demo=row.is_demo,
            last_met=met.get((row.pk, InteractionState.DONE), (None, None))[1],
            next_planned=met.get((row.pk, InteractionState.PLANNED), (None, None))[0],
        )
        for row in listed
    )


def _met(listed: list[Contact], actor: Actor, on: date) -> dict[tuple[int, str], tuple[datetime, datetime]]:
    """The first and the last of the exchanges with each contact, by state."""
    # Those of one company are met in its own exchanges.
    companies = {row.company_id for row in listed}
    one = companies.pop() if len(companies) == 1 else None
    read = (
        policies.visible(actor, on) if one is None else policies.visible_of(actor, one, on) & Q(company=one)
    )
    rows = Interaction.objects.filter(read, contacts__in=listed, withdrawn_at__isnull=True).order_by()
    found = rows.values_list("contacts", "state").annotate(first=Min("at"), last=Max("at"))
    return {(contact, state): (first, last) for contact, state, first, last in found}


def _list(rows: QuerySet[Any], actor: Actor, on: date) -> ContactList:
    listed = list(rows.select_related("successor").order_by("name", "pk"))
    found = cards(listed, actor, on)
    return ContactList(
        readable=True,
        now=tuple(one for one in found if one.left_on is None or one.left_on > on),
        before=tuple(one for one in found if one.left_on is not None and one.left_on <= on),
        adds=policies.why_not_contacts(actor),
    )
