"""A territory as the whole network works there: the agents of every directorate who serve it, and what they have under way,
together (H-046, H-075)."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company, Establishment
from maillage.modules.crm.queries import masking
from maillage.modules.inquiries import working
from maillage.modules.interactions import policies as exchanges
from maillage.modules.interactions.enums import InteractionState
from maillage.modules.interactions.models import Interaction
from maillage.modules.portfolios import queries as portfolios
from maillage.modules.portfolios.models import Following
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Service, Tenure, Unit
from maillage.shared.territories import queries as territories
from maillage.shared.territories.models import Territory
from maillage.shared.todos import about
from maillage.shared.todos import policies as todos
from maillage.shared.todos.models import Todo, TodoState

MOST = 300
"""Actions of each nature that the page lists; the rest is counted."""
AT_ONCE = 20
"""Perimeters compared in one query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person who serves the territory, and on which subjects."""

    card: directory.PersonCard
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAction:
    """One thing under way. ``nature``: in words; ``url`` "": the reader may not open it; ``due`` None: it has no day."""

    nature: str
    what: str
    who: str
    url: str
    due: datetime.date | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorateThere:
    """A directorate at work on the territory. ``unread``: what its units have under way there and the reader may not read."""

    key: str
    name: str
    organization: str
    agents: tuple[Agent, ...]
    actions: tuple[OpenAction, ...]
    unread: tuple[portfolios.UnreadLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryPage:
    """The page. ``all``: every directorate there, for the filter; ``subjects``: code and label; ``cut``: more than it lists."""

    code: str
    kind: str
    number: str
    name: str
    kind_label: str
    directorates: tuple[DirectorateThere, ...]
    every: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]
    chosen: str
    subject: str
    cut: bool

    @property
    def actions(self) -> int:
        listed = sum(len(one.actions) for one in self.directorates)
        return listed + sum(line.count for one in self.directorates for line in one.unread)

    @property
    def agents(self) -> int:
        return sum(len(one.agents) for one in self.directorates)


@dataclass(frozen=True, slots=True)
class _Found:
    """An action before it is grouped: its unit, its subject (code, "" for none), and the line."""

    unit: int
    subject: str
    line: OpenAction


def page(
    kind: str, code: str, *, directorate: str = "", subject: str = "", actor: Actor, on: datetime.date
) -> TerritoryPage:
    """Who serves a territory and what is under way there. Raises NotVisible when it does not exist."""
    text = f"{kind}:{code}"
    try:
        division = territories.division(text, on)
    except Refused as refused:
        raise NotVisible(text) from refused
    found = [
        *_requests(text, actor, on),
        *_todos(text, actor, on),
        *_meetings(text, actor, on),
        *_followings(text, actor, on),
    ]
    if subject:
        found = [one for one in found if one.subject == subject]
    serving = _serving(text, subject, on)
    hidden = {} if subject else _unread(text, actor, on)
    groups = _grouped(found, serving, hidden, on)
    every = tuple((one.key, f"{one.name}, {one.organization}") for one in groups)
    return TerritoryPage(
        code=text,
        kind=kind,
        number=code,
        name=division.name,
        kind_label=division.kind_label,
        directorates=tuple(one for one in groups if not directorate or one.key == directorate),
        every=every,
        subjects=tuple((one.code, one.label) for one in directory.subjects(on)),
        chosen=directorate if directorate in dict(every) else "",
        subject=subject,
        cut=len(found) >= MOST,
    )


def _grouped(
    found: Iterable[_Found],
    serving: dict[int, tuple[str, ...]],
    hidden: dict[int, int],
    on: datetime.date,
) -> tuple[DirectorateThere, ...]:
    cards = directory.cards(serving, on)
    over = portfolios.directorates(on)
    organizations = dict(Unit.objects.values_list("pk", "organization__name"))
    agents: dict[tuple[str, str], list[Agent]] = {}
    actions: dict[tuple[str, str], list[OpenAction]] = {}
    for pk, subjects in serving.items():
        card = cards[pk]
        key = (over.get(card.unit or 0, card.unit_name), card.organization_name)
        agents.setdefault(key, []).append(Agent(card=card, subjects=subjects))
    for one in found:
        key = (over.get(one.unit, ""), organizations.get(one.unit, ""))
        actions.setdefault(key, []).append(one.line)
    unread: dict[tuple[str, str], list[portfolios.UnreadLine]] = {}
    for line in portfolios.lines(hidden):
        unread.setdefault((over.get(line.pk, ""), line.organization), []).append(line)
    return tuple(
        DirectorateThere(
            key=f"{name}|{organization}",
            name=name,
            organization=organization,
            agents=tuple(sorted(agents.get((name, organization), ()), key=lambda one: one.card.name)),
            actions=tuple(sorted(actions.get((name, organization), ()), key=_urgency)),
            unread=tuple(unread.get((name, organization), ())),
        )
        for name, organization in sorted(
            {*agents, *actions, *unread},
            key=lambda one: (one not in actions, one not in unread, *one[::-1]),
        )
    )


def _urgency(one: OpenAction) -> tuple[datetime.date, str]:
    return (one.due or datetime.date.max, one.what)


def _requests(text: str, actor: Actor, on: datetime.date) -> list[_Found]:
    rows = working.open_there(text, actor, on, limit=MOST)
    cards = directory.cards({row.person for row in rows}, on)
    return [
        _Found(
            row.unit,
            row.subject,
            OpenAction(
                nature=_("demande"),
                what=f"{row.company}, {row.subject_label}" if row.company else row.subject_label,
                who=cards[row.person].name,
                url=row.url,
                due=row.due_on,
                late=row.due_on < on,
            ),
        )
        for row in rows
    ]


def _todos(text: str, actor: Actor, on: datetime.date) -> list[_Found]:
    """The actions about companies of the territory that the reader may read: of its own, and of the units that it manages."""
    there = _companies(text, on).filter(public_id=OuterRef("subject_ref"))
    rows = Todo.objects.filter(
        todos.visible(actor, on), Exists(there), subject_kind="crm.company", state=TodoState.OPEN
    )
    listed = list(rows.select_related("owner").order_by("due_on", "pk")[:MOST])
    called = about.names(((row.subject_kind, row.subject_ref) for row in listed), actor, on)
    return [
        _Found(
            row.unit_id,
            "",
            OpenAction(
                nature=_("action à faire"),
                what=f"{row.what} ({called[row.subject_kind, row.subject_ref].label})",
                who=str(row.owner),
                url=reverse("todos:todo", args=[row.public_id]),
                due=row.due_on,
                late=row.due_on < on,
            ),
        )
        for row in listed
    ]


def _meetings(text: str, actor: Actor, on: datetime.date) -> list[_Found]:
    rows = Interaction.objects.filter(
        exchanges.visible(actor, on),
        company__in=_companies(text, on).values("pk"),
        state=InteractionState.PLANNED,
        withdrawn_at__isnull=True,
        unit__isnull=False,
    )
    listed = list(rows.select_related("company", "author", "subject").order_by("at", "pk")[:MOST])
    called = masking.shown([row.company for row in listed], actor, on)
    return [
        _Found(
            row.unit_id,
            row.subject.code if row.subject else "",
            OpenAction(
                nature=str(row.get_kind_display()),
                what=f"{row.purpose} ({called[row.company_id].name})",
                who=str(row.author),
                url=reverse("crm:company", args=[row.company.public_id]),
                due=day_of(row.at),
                late=day_of(row.at) < on,
            ),
        )
        for row in listed
    ]


def _followings(text: str, actor: Actor, on: datetime.date) -> list[_Found]:
    """The companies of the territory that somebody follows, of those that the reader may open, named as it may."""
    there = _companies(text, on).filter(crm.visible_companies(actor, on))
    rows = Following.objects.filter(until__isnull=True, company__in=there.values("pk"))
    listed = list(rows.select_related("company", "person").order_by("pk")[:MOST])
    called = masking.shown([row.company for row in listed], actor, on)
    return [
        _Found(
            row.unit_id,
            "",
            OpenAction(
                nature=_("entreprise suivie"),
                what=f"{called[row.company_id].name}, {row.get_part_display()}",
                who=str(row.person),
                url=reverse("crm:company", args=[row.company.public_id]),
                due=None,
                late=False,
            ),
        )
        for row in listed
    ]


def _unread(text: str, actor: Actor, on: datetime.date) -> dict[int, int]:
    """What is under way there and the reader may not read, by unit: also the companies that it may not open and somebody follows."""
    there = _companies(text, on)
    found = Counter(portfolios.unread(there, actor, on))
    opened = there.filter(crm.visible_companies(actor, on)).values("pk")
    rows = Following.objects.filter(until__isnull=True, company__in=there.values("pk"))
    closed = rows.exclude(company__in=opened).order_by().values_list("unit")
    found.update(dict(closed.annotate(number=Count("pk"))))
    return dict(found)


def _companies(text: str, on: datetime.date) -> "QuerySet[Company]":
    """The companies with a place open in the territory."""
    places = Establishment.objects.filter(
        territories.inside(text, "commune", on=on), company=OuterRef("pk"), closed_on__isnull=True
    )
    return Company.objects.filter(Exists(places))


def _serving(text: str, subject: str, on: datetime.date) -> dict[int, tuple[str, ...]]:
    """Who serves at least a part of the territory, with the subjects of its unit there: by the services of the directory, and by
    the sector of each person when it has one."""
    services = Service.objects.filter(directory.held(on), directory.held(on, "unit__"))
    if subject:
        services = services.filter(subject__code=subject)
    rows = list(services.order_by("subject__order").values_list("unit", "subject__label", "perimeter"))
    tenures = list(
        Tenure.objects.filter(directory.held(on), post__unit__in={unit for unit, _label, _where in rows})
        .order_by("pk")
        .values_list("person", "post__unit", "perimeter")
    )
    touching = _touching(
        text,
        {where for _unit, _label, where in rows} | {where for _person, _unit, where in tenures if where},
        on,
    )
    of_unit: dict[int, list[str]] = {}
    for unit, label, where in rows:
        if where in touching:
            of_unit.setdefault(unit, []).append(label)
    return {
        person: tuple(dict.fromkeys(of_unit[unit]))
        for person, unit, where in tenures
        if unit in of_unit and (not where or where in touching)
    }


def _touching(text: str, perimeters: Iterable[str], on: datetime.date) -> frozenset[str]:
    """Of these perimeters, those that hold a commune of the territory; one that can no longer be read holds none."""
    wanted = {}
    for where in sorted(perimeters):
        try:
            wanted[where] = territories.inside(where, "code", on=on)
        except Refused:
            continue
    there = Territory.objects.filter(territories.inside(text, "code", on=on), kind__in=("com", "arm"))
    names, found = list(wanted), set()
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        counts = there.aggregate(
            **{f"p{rank}": Count("pk", filter=Q(wanted[name])) for rank, name in enumerate(part)}
        )
        found |= {name for rank, name in enumerate(part) if counts[f"p{rank}"]}
    return frozenset(found)
