"""Exchanges as an actor reads them: one, its own, those to come, those of a company or of a partner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible
from maillage.modules.interactions import policies
from maillage.modules.interactions.enums import (
    Direction,
    InteractionKind,
    InteractionState,
    Reach,
    TargetGroup,
)
from maillage.modules.interactions.models import Attendee, Contact, Interaction
from maillage.modules.interactions.queries import contacts, naming
from maillage.modules.interactions.queries.shapes import (
    AttendeeLine,
    InteractionCard,
    InteractionRow,
    ReportPart,
    SharedExchange,
)

PAGE = 50
TO_COME, DONE, WITHDRAWN = "a-venir", "faits", "retires"
TABS = (TO_COME, DONE, WITHDRAWN)
RELATED = ("company", "organization", "subject", "unit", "by_organization")


@dataclass(frozen=True, slots=True, kw_only=True)
class MyExchanges:
    """The exchanges of an actor: those that it noted, and those in which it takes part; one tab at a time. ``late``: planned,
    their moment past, that still wait for their report."""

    tab: str
    rows: tuple[InteractionRow, ...]
    page: Page  # type: ignore[type-arg]
    counts: dict[str, int]
    late: int


def of_actor(actor: Actor, *, tab: str, page: str, at: datetime) -> MyExchanges:
    """One tab of the exchanges of an actor: what is to come the next first, the others the last first."""
    on = day_of(at)
    mine = _tied(actor)
    tabs = {
        TO_COME: mine.filter(state=InteractionState.PLANNED, withdrawn_at__isnull=True),
        DONE: mine.exclude(state=InteractionState.PLANNED).filter(withdrawn_at__isnull=True),
        WITHDRAWN: mine.filter(withdrawn_at__isnull=False, author=actor.person),
    }
    chosen = tab if tab in TABS else TO_COME
    order = ("at", "pk") if chosen == TO_COME else ("-at", "-pk")
    shown = Paginator(tabs[chosen].order_by(*order), PAGE).get_page(page)
    return MyExchanges(
        tab=chosen,
        rows=rows(shown.object_list, actor, on, at=at),  # type: ignore[arg-type]
        page=shown,
        counts={name: found.count() for name, found in tabs.items()},
        late=tabs[TO_COME].filter(at__lte=at, author=actor.person).count(),
    )


def today(actor: Actor, *, at: datetime) -> tuple[InteractionRow, ...]:
    """What an actor has planned this day, its own and the others' in which it takes part, by hour; and what it held without a
    report yet, before."""
    on = day_of(at)
    if actor.person is None:
        return ()
    planned = _tied(actor).filter(state=InteractionState.PLANNED, withdrawn_at__isnull=True)
    begins = at - timedelta(hours=24)
    near = planned.filter(at__gte=begins, at__lt=at + timedelta(hours=24)).order_by("at", "pk")
    kept = [row for row in near.select_related(*RELATED) if day_of(row.at) == on]
    return rows(kept, actor, on, at=at)


def _tied(actor: Actor) -> QuerySet[Any]:
    attended = Attendee.objects.filter(person=actor.person).order_by().values("interaction")
    tied = Q(author=actor.person) | Q(pk__in=attended) if actor.person is not None else Q(pk__in=())
    return Interaction.objects.filter(tied).select_related(*RELATED)


def rows(
    found: Iterable[Interaction] | QuerySet[Any], actor: Actor, on: date, *, at: datetime
) -> tuple[InteractionRow, ...]:
    """Exchanges that the actor reads, as rows: four queries at most, whatever their number."""
    listed: Sequence[Interaction] = (
        list(found.select_related(*RELATED)) if isinstance(found, QuerySet) else list(found)
    )
    names = naming.companies({row.company for row in listed if row.company}, actor, on)
    cards = naming.people((row.author_id for row in listed), on)
    joint = dict(
        Attendee.objects.filter(interaction__in=[row.pk for row in listed])
        .order_by()
        .values_list("interaction")
        .annotate(n=Count("pk"))
    )
    return tuple(
        InteractionRow(
            public_id=row.public_id,
            kind=row.kind,
            kind_label=str(InteractionKind(row.kind).label),
            direction=row.direction,
            state=row.state,
            state_label=str(InteractionState(row.state).label),
            at=row.at,
            purpose=row.purpose,
            subject=row.subject.label if row.subject else "",
            subject_code=row.subject.code if row.subject else "",
            company=row.company.public_id if row.company else "",
            partner=row.organization.slug if row.organization else "",
            with_name=names[row.company.pk]
            if row.company
            else row.organization.name
            if row.organization
            else "",
            author=cards[row.author_id].name,
            mine=row.author_id == actor.person,
            unit=row.unit.name if row.unit else "",
            organization=row.by_organization.name,
            reach_label=str(Reach(row.reach).label),
            confidential=row.confidential,
            withdrawn=row.withdrawn_at is not None,
            awaits_report=row.state == InteractionState.PLANNED and row.at <= at,
            joint=bool(joint.get(row.pk)),
            is_demo=row.is_demo,
        )
        for row in listed
    )


def get(public_id: str, actor: Actor, *, at: datetime) -> InteractionCard:
    """One exchange, as the actor reads it. Raises NotVisible."""
    on = day_of(at)
    visible = Interaction.objects.filter(policies.visible(actor, on), public_id=public_id)
    row = visible.select_related(*RELATED, "instead_of").first()
    if row is None:
        raise NotVisible(public_id)
    corrected = Interaction.objects.filter(instead_of=row).values_list("public_id", flat=True).first()
    met = [one.contact for one in row.met.select_related("contact__successor").all()]
    seen = [one for one in met if policies.sees_contact(one, actor, on)]
    groups = tuple(one.group for one in row.groups.all())
    confirmed = row.confirmations.order_by("pk").values_list("at", "shown").first()
    people = naming.people((row.author_id, row.withdrawn_by_id), on)
    return InteractionCard(
        row=rows([row], actor, on, at=at)[0],
        report=_report(row),
        reach=row.reach,
        direction_label=str(Direction(row.direction).label),
        met=contacts.cards(seen, actor, on),
        met_hidden=len(met) - len(seen),
        groups=tuple(str(TargetGroup(one).label) for one in groups),
        group_codes=groups,
        attendees=_attendees(row, on),
        recorded_at=row.recorded_at,
        ended_because=row.ended_because,
        ended_at=row.withdrawn_at or row.cancelled_at,
        withdrawn_by=people[row.withdrawn_by_id].name if row.withdrawn_by_id else "",
        instead_of=row.instead_of.public_id if row.instead_of and row.author_id == actor.person else "",
        corrected_by=corrected or "",
        confirmed=confirmed,
        abilities=policies.abilities(row, actor, corrected=bool(corrected)),
        why=policies.reason(row, actor, on),
        author_is_fictional=people[row.author_id].is_fictional,
        from_mail=hasattr(row, "mail"),
    )


def _report(row: Interaction) -> tuple[ReportPart, ...]:
    parts = (
        ("situation", _("Contexte"), row.situation),
        ("needs", _("Besoins exprimés"), row.needs),
        ("decisions", _("Décisions"), row.decisions),
        ("next_steps", _("Suites"), row.next_steps),
    )
    return tuple(ReportPart(name=name, label=label, text=text) for name, label, text in parts if text)


def _attendees(row: Interaction, on: date) -> tuple[AttendeeLine, ...]:
    listed = list(row.attendees.select_related("organization"))
    cards = naming.people((one.person_id for one in listed), on)
    found = []
    for one in listed:
        card = cards.get(one.person_id or 0)
        place = one.organization.name if one.organization else ""
        found.append(
            AttendeeLine(
                pk=one.pk,
                name=card.name if card else one.name,
                place=card.organization_name or place if card else place,
                reads=card is not None,
                is_fictional=card.is_fictional if card else row.is_demo,
            )
        )
    return tuple(found)


def of_partner(
    slug: str, actor: Actor, *, page: str, at: datetime
) -> tuple[tuple[InteractionRow, ...], Page]:  # type: ignore[type-arg]
    """The exchanges with a partner that the actor reads, what is to come first, then the last first."""
    on = day_of(at)
    found = Interaction.objects.filter(
        policies.visible(actor, on), organization__slug=slug, withdrawn_at__isnull=True
    ).select_related(*RELATED)
    shown = Paginator(found.order_by("-at", "-pk"), PAGE).get_page(page)
    return rows(shown.object_list, actor, on, at=at), shown  # type: ignore[arg-type]


def shared_with(company: int, email: str, on: date) -> tuple[SharedExchange, ...]:
    """The exchanges that their authors opened to a company (primary key) itself, the last first: for whoever bears the address of
    one of the people who speak for it today. Anybody may ask something in the name of a company: another address reads nothing."""
    known = Contact.objects.filter(company=company, email__iexact=email).exclude(left_on__lte=on)
    if not email or not known.exists():
        return ()
    found = Interaction.objects.filter(company=company, reach=Reach.COMPANY, withdrawn_at__isnull=True)
    listed = list(
        found.exclude(state=InteractionState.CANCELLED)
        .select_related("by_organization")
        .order_by("-at", "-pk")
    )
    people = naming.people((row.author_id for row in listed), on)
    return tuple(
        SharedExchange(
            at=row.at,
            kind_label=str(InteractionKind(row.kind).label),
            purpose=row.purpose,
            who=people[row.author_id].name,
            organization=row.by_organization.name,
            planned=row.state == InteractionState.PLANNED,
            report=_report(row),
        )
        for row in listed
    )
