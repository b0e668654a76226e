"""The companies that people follow, with the next action, its day and its owner; late ones first (H-217)."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable
from maillage.modules.crm import answering
from maillage.modules.crm.enums import AnswerState
from maillage.modules.crm.models import Establishment
from maillage.modules.crm.queries import masking
from maillage.modules.interactions import policies as exchanges
from maillage.modules.interactions.enums import InteractionState
from maillage.modules.interactions.models import Interaction
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.models import Following
from maillage.modules.portfolios.queries.referents import on_day, referents
from maillage.modules.portfolios.queries.shapes import FollowedRow, Portfolio, PortfolioFilters
from maillage.shared.directory import queries as directory
from maillage.shared.territories import queries as territories
from maillage.shared.todos import queries as todos


def portfolio(
    person: int | str, filters: PortfolioFilters | None = None, *, actor: Actor, on: date
) -> Portfolio:
    """The portfolio of a person (primary key or slug). Raises NotVisible for who may not read it."""
    card = directory.person(person, on)
    if not policies.reads_portfolio(actor, card.pk, on):
        raise NotVisible(card.slug)
    rows = followed([card.pk], actor=actor, on=on)
    away = card.pk in directory.away(on, [card.pk])
    deputy = directory.deputy_of(card.pk, on) if away else None
    return Portfolio(
        owner=card,
        mine=card.pk == actor.person,
        rows=tuple(_kept(rows, filters or PortfolioFilters())),
        late=sum(row.late for row in rows),
        idle=sum(row.next is None for row in rows),
        away=away,
        deputy=directory.person(deputy, on).name if deputy is not None else "",
    )


def followed(people: Collection[int], *, actor: Actor, on: date) -> tuple[FollowedRow, ...]:
    """What these people follow, the latest action first, in a constant number of queries. For who may read these portfolios."""
    rows = list(Following.objects.filter(on_day(on), person__in=people).select_related("company"))
    companies = {row.company_id: row.company for row in rows}
    called = masking.shown(companies.values(), actor, on)
    cards = directory.cards({row.person_id for row in rows}, on)
    planned = todos.of_subjects(
        "crm.company", (one.public_id for one in companies.values()), actor=actor, on=on
    )
    towns = _towns(companies)
    spoken = _last(companies, actor, on)
    answers = answering.states(tuple(companies), actor, on)
    named = referents(companies, on)
    found = []
    for row in rows:
        mine = [one for one in planned.get(row.company.public_id, ()) if one.owner_pk == row.person_id]
        shown = called[row.company_id]
        last = spoken.get(row.company_id)
        state = answers.get(row.company_id)
        found.append(
            FollowedRow(
                public_id=row.company.public_id,
                name=shown.name,
                is_fictional=row.company.is_fictional,
                town=towns.get(row.company_id, "") if shown.placed else "",
                owner=cards[row.person_id],
                kind=row.part,
                part=str(row.get_part_display()),
                words=row.words,
                since=row.since,
                next=mine[0] if mine else None,
                last=last[0] if last else None,
                last_words=last[1] if last else "",
                answer=state.value if state else "",
                answer_label=str(AnswerState(state).label) if state else "",
                referent=named.get(row.company_id) == row.person_id,
            )
        )
    return tuple(sorted(found, key=_urgency))


def counted(people: Iterable[int], on: date) -> dict[int, int]:
    """How many companies each of these people follows."""
    wanted = set(people)
    rows = Following.objects.filter(on_day(on), person__in=wanted).order_by()
    return dict.fromkeys(wanted, 0) | dict(rows.values_list("person").annotate(number=Count("pk")))


def _urgency(row: FollowedRow) -> tuple[date, str]:
    return (row.next.due_on if row.next else date.max, searchable(row.name))


def _kept(rows: Iterable[FollowedRow], filters: PortfolioFilters) -> Iterable[FollowedRow]:
    words = searchable(filters.text).split()
    for row in rows:
        if filters.show == "late" and not row.late:
            continue
        if filters.show == "idle" and row.next is not None:
            continue
        if filters.part and row.kind != filters.part:
            continue
        if all(word in searchable(f"{row.name} {row.town}") for word in words):
            yield row


def _towns(companies: Collection[int]) -> dict[int, str]:
    """The commune of the head office, or of a place, by company."""
    places = Establishment.objects.filter(company__in=companies, closed_on__isnull=True).exclude(commune="")
    codes = dict(places.order_by("is_head_office", "-pk").values_list("company", "commune"))
    names = territories.named(f"com:{code}" for code in codes.values())
    return {company: names.get(f"com:{code}", "") for company, code in codes.items()}


def _last(companies: Collection[int], actor: Actor, on: date) -> dict[int, tuple[date, str]]:
    """The last exchange with each company that the reader may read: its day and its nature."""
    rows = Interaction.objects.filter(
        exchanges.visible(actor, on),
        company__in=companies,
        state=InteractionState.DONE,
        withdrawn_at__isnull=True,
    )
    found: dict[int, tuple[date, str]] = {}
    for row in rows.only("company", "at", "kind").order_by("at", "pk"):
        found[row.company_id] = (day_of(row.at), str(row.get_kind_display()))
    return found
