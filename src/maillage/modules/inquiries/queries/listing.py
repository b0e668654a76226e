"""Lists of requests: what a person leads, what its unit holds, what is late, what is new, and figures (H-074)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from maillage.kit.actor import Actor
from maillage.kit.db.words import word
from maillage.kit.text import searchable
from maillage.modules.inquiries import policies
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import OPEN, HandOverState, State
from maillage.modules.inquiries.models import Inquiry, InquiryEvent
from maillage.modules.inquiries.queries.rows import every_of, hand_over_lines, part_lines, rows
from maillage.modules.inquiries.queries.shapes import (
    Counts,
    InquiryFilters,
    InquiryList,
    InquiryRow,
    Late,
    Novelty,
    ToAnswer,
)
from maillage.modules.inquiries.queries.story import line
from maillage.shared.territories.queries import inside

TABS = ("mine", "unit", "late", "answered", "uncovered", "all")
CHUNK = 500


def listing(filters: InquiryFilters, actor: Actor, on: date) -> InquiryList:
    """One page of the requests that the actor may open. Those that expect an answer come first, the most urgent on top.

    Raises Refused when the territory cannot be read (field «territory»).
    """
    seen = Inquiry.objects.filter(policies.visible(actor, on))
    tabs = _tabs(actor, on)
    counts = seen.aggregate(**{tab: Count("pk", filter=wanted) for tab, wanted in tabs.items()})
    kept = narrowed(seen.filter(tabs.get(filters.tab, tabs["all"])), filters, on)
    total = kept.count()
    pages = max(1, -(-total // filters.size))
    page = min(max(filters.page, 1), pages)
    start = (page - 1) * filters.size
    return InquiryList(
        rows=rows(_urgent_first(kept)[start : start + filters.size], actor.person, on),
        total=total,
        page=page,
        pages=pages,
        counts=counts,
    )


def whole(filters: InquiryFilters, actor: Actor, on: date) -> Iterator[InquiryRow]:
    """Every row of the list, whatever the page: some hundreds at a time, so that no memory holds them all.

    Raises Refused when the territory cannot be read (field «territory»).
    """
    seen = Inquiry.objects.filter(policies.visible(actor, on))
    kept = narrowed(seen.filter(_tabs(actor, on).get(filters.tab, Q())), filters, on)
    ordered = list(_urgent_first(kept).values_list("pk", flat=True))
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        found = Inquiry.objects.select_related("company", "subject", "unit").in_bulk(part)
        yield from rows([found[pk] for pk in part if pk in found], actor.person, on)


def references(filters: InquiryFilters, actor: Actor, on: date) -> tuple[str, ...]:
    """The references of every row of the list, for the reading log. Raises Refused as ``whole``."""
    seen = Inquiry.objects.filter(policies.visible(actor, on))
    kept = narrowed(seen.filter(_tabs(actor, on).get(filters.tab, Q())), filters, on)
    return tuple(kept.order_by().values_list("reference", flat=True))


def to_answer(actor: Actor, on: date, *, limit: int | None = None) -> ToAnswer:
    """What awaits the actor in person: open requests led, the most urgent first, ``limit`` at most; hand-overs to settle;
    parts to do."""
    if actor.person is None:
        return ToAnswer(inquiries=(), hand_overs=(), parts=())
    mine = _urgent_first(Inquiry.objects.filter(lead=actor.person, state__in=OPEN))
    shown = rows(mine[:limit], actor.person, on)
    others = mine.count() - len(shown) if len(shown) == limit else 0
    # Late ones come before those of today, which may be past the limit.
    hidden = others and shown[-1].due_on <= on
    asked = Q(state=HandOverState.PROPOSED) & policies.addressed_to(actor.person, on)
    todo = Q(person=actor.person, done_at__isnull=True)
    return ToAnswer(
        inquiries=shown,
        hand_overs=hand_over_lines(asked, actor.person, on),
        parts=part_lines(todo, actor.person, on),
        today=rows(mine.filter(due_on=on)[:limit], actor.person, on)
        if hidden
        else tuple(row for row in shown if row.due_on == on),
        others=others,
    )


def late(actor: Actor, on: date, *, limit: int | None = None) -> Late:
    """H-074: in the units that the actor manages, open requests past their date, ``limit`` at most, and hand-overs nobody
    answered."""
    past = _urgent_first(_late(actor, on))
    shown = rows(past[:limit], actor.person, on)
    theirs = Q(inquiry__in=Inquiry.objects.filter(policies.managed(actor, on)))
    unanswered = Q(state=HandOverState.PROPOSED, answer_by__lt=on) & theirs
    return Late(
        inquiries=shown,
        hand_overs=hand_over_lines(unanswered, actor.person, on),
        others=past.count() - len(shown) if len(shown) == limit else 0,
    )


def late_of(people: Iterable[int], actor: Actor, on: date) -> dict[int, int]:
    """How many of the late requests of ``late`` each of these people leads; 0 when none."""
    wanted = set(people)
    counted = _late(actor, on).filter(lead__in=wanted).values_list("lead").annotate(number=Count("pk"))
    return dict.fromkeys(wanted, 0) | dict(counted.order_by())


def _late(actor: Actor, on: date) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(policies.managed(actor, on), state__in=OPEN, due_on__lt=on)


def recent(actor: Actor, since: datetime, on: date, limit: int = 50) -> tuple[Novelty, ...]:
    """What others did, since a moment, in the requests that concern the actor in person; the newest first."""
    if actor.person is None:
        return ()
    mine = Inquiry.objects.filter(policies.concerning(actor.person, on))
    events = InquiryEvent.objects.filter(inquiry__in=mine, at__gte=since).exclude(by=actor.label)
    listed = events.select_related("inquiry__company").order_by("-at", "-pk")[:limit]
    return tuple(
        Novelty(reference=one.inquiry.reference, company_name=one.inquiry.company.name, line=line(one))
        for one in listed
    )


def counts(actor: Actor, on: date) -> Counts:
    """The requests of the actor's organisation in figures, within the perimeters of its roles when it only has such."""
    if actor.organization is None:
        return _counts(Inquiry.objects.none(), on)
    return _counts(Inquiry.objects.filter(policies.counted(actor, on)), on)


def of_company(public_id: str, actor: Actor, on: date) -> tuple[InquiryRow, ...]:
    """The requests of a company that the actor may open, the newest first."""
    found = every_of(public_id)
    seen = policies.visible_of(actor, found[0].company_id, on) if found else frozenset()
    return rows([one for one in reversed(found) if one.pk in seen], actor.person, on)


def search(text: str, actor: Actor, on: date, limit: int = 8) -> tuple[InquiryRow, ...]:
    """The requests that the actor may open, by reference or by words of the company's name."""
    if not searchable(text):
        return ()
    seen = Inquiry.objects.filter(policies.visible(actor, on)).filter(_words(text))
    return rows(_urgent_first(seen)[:limit], actor.person, on)


def _tabs(actor: Actor, on: date) -> dict[str, Q]:
    return {tab: _tab(tab, actor, on) for tab in TABS}


def _tab(tab: str, actor: Actor, on: date) -> Q:
    match tab:
        case "mine":
            return Q(lead=actor.person, state__in=(*OPEN, State.ANSWERED, State.UNCOVERED))
        case "unit":
            units = {grant.unit for grant in actor.grants if grant.unit is not None}
            if actor.person is not None:
                units.update(policies.units_of(actor.person, on))
            return Q(unit__in=units) | policies.managed(actor, on)
        case "late":
            return Q(state__in=OPEN, due_on__lt=on)
        case "answered":
            return Q(answered_at__isnull=False, uncovered_motive="")
        case "uncovered":
            return ~Q(uncovered_motive="")
    return Q(pk__isnull=False)


def narrowed(found: QuerySet[Inquiry], filters: InquiryFilters, on: date) -> QuerySet[Inquiry]:
    """What the filters of a reader keep, the tab aside. Raises Refused when the territory cannot be read."""
    exact = {
        "state": filters.state,
        "subject__code": filters.subject,
        "channel": filters.channel,
        "lead": filters.lead,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if filters.answered:
        found = found.filter(answered_at__isnull=filters.answered == "no")
    if filters.territory:
        found = found.filter(inside(filters.territory, "commune", on=on))
    return found.filter(_words(filters.text)) if filters.text else found


def _words(text: str) -> Q:
    """The requests of a company with these words in its name; or of this reference, for what has a digit as they all do."""
    wanted = Q()
    for begun in searchable(text).split():
        wanted &= word("company__search_name", begun)
    asked = text.strip()
    if any(mark.isdigit() for mark in asked):
        return wanted | Q(reference__icontains=asked) if wanted else Q(reference__icontains=asked)
    return wanted or Q(pk__in=())


def _urgent_first(found: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    over = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.annotate(over=over, urgent=Case(When(state__in=OPEN, then=F("due_on")))).order_by(
        "over", "urgent", "-received_at", "pk"
    )


def _counts(found: QuerySet[Inquiry], on: date) -> Counts:
    states = dict(found.order_by().values_list("state").annotate(number=Count("pk")))
    answered = found.filter(answered_at__isnull=False).values_list("answered_at", "due_on")
    dated = list(answered)
    return Counts(
        total=sum(states.values()),
        by_state=tuple((str(state.label), states[state.value]) for state in State if state.value in states),
        late=found.filter(state__in=OPEN, due_on__lt=on).count(),
        answered=len(dated),
        answered_in_time=sum(day_of(moment) <= due for moment, due in dated),
        unserved=found.filter(unserved_place=True).count(),
    )
