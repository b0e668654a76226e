"""Answered or not: the first thing that the page of a company says (H-073), and the list of what waits (H-074)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.http import actor as acting
from maillage.modules.crm.enums import AnswerState
from maillage.modules.inquiries import abilities, policies
from maillage.modules.inquiries.enums import OPEN, EventKind, State
from maillage.modules.inquiries.models import Inquiry, InquiryEvent
from maillage.modules.inquiries.queries.rows import every_of, rows
from maillage.modules.inquiries.queries.shapes import InquiryRow
from maillage.shared.directory import queries as directory
from maillage.shared.territories.models import Membership
from maillage.shared.territories.queries import inside


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyAnswer:
    """Whether a company was answered. ``days``: since when what it asked waits, 0 when nothing does; ``what`` and ``reference``:
    empty when the reader may not open it, and ``who`` then names the unit only. ``last``: the day of the last answer, ``by`` whom.
    ``more``: how many other requests wait too."""

    waiting: bool
    days: int
    late: bool
    due_on: date | None
    what: str
    reference: str
    who: str
    more: int
    last: date | None
    by: str
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFilters:
    """What the list of what waits is narrowed to. ``by``: how it is counted: "person", "unit", "territory" or "subject";
    ``division``: by which division territories are counted («dep», «epci»…)."""

    by: str = "person"
    division: str = "dep"
    person: str = ""
    unit: str = ""
    subject: str = ""
    territory: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingGroup:
    """How many requests wait with one officer, unit, territory or subject; ``days``: the longest wait."""

    code: str
    label: str
    count: int
    late: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for an answer, as the reader may open it: the most late first, and counted."""

    rows: tuple[InquiryRow, ...]
    groups: tuple[WaitingGroup, ...]
    late: int


def head(request: HttpRequest, public_id: str) -> SafeString:
    """The first line of the page of a company; nothing for an elected member or an administrator, who read the register there."""
    if not abilities.reads_requests(acting(request)):
        return SafeString()
    found = of_company(public_id, acting(request), clock.today())
    return render_to_string("inquiries/desk/answer_head.html", {"answer": found}, request)


def of_company(public_id: str, actor: Actor, on: date) -> CompanyAnswer:
    """Whether a company was answered. That a request waits is said to everyone who opens the page; what it asks, to who may open it."""
    asked = [one for one in every_of(public_id) if one.state != State.WITHDRAWN]
    keys = [one.pk for one in asked]
    read = policies.visible_of(actor, asked[0].company_id, on) if asked else frozenset()
    waiting = [one for one in asked if one.state in OPEN]
    oldest = waiting[0] if waiting else None
    answered = InquiryEvent.objects.filter(
        inquiry__in=keys, kind__in=(EventKind.ANSWERED, EventKind.UNCOVERED)
    )
    last = answered.order_by("-at", "-pk").first()
    opens = oldest is not None and oldest.pk in read
    who = ""
    if oldest is not None:
        who = directory.person(oldest.lead_id, on).name if opens else oldest.unit.name
    return CompanyAnswer(
        waiting=oldest is not None,
        days=max((on - day_of(oldest.received_at)).days, 0) if oldest else 0,
        late=oldest is not None and oldest.due_on < on,
        due_on=oldest.due_on if oldest else None,
        what=oldest.subject.label if oldest and opens else "",
        reference=oldest.reference if oldest and opens else "",
        who=who,
        more=max(len(waiting) - 1, 0),
        last=day_of(last.at) if last else None,
        by=last.by if last and last.inquiry_id in read else "",
        asked=bool(asked),
    )


def wanted(state: AnswerState, actor: Actor, on: date) -> Q:
    """The companies in a state, among the requests that the actor may open. For ``crm.answering``."""
    seen = Inquiry.objects.filter(policies.visible(actor, on), company=OuterRef("pk")).exclude(
        state=State.WITHDRAWN
    )
    waits = Exists(seen.filter(state__in=OPEN))
    match state:
        case AnswerState.UNANSWERED:
            return Q(waits)
        case AnswerState.ANSWERED:
            return Q(Exists(seen)) & ~Q(waits)
    return ~Q(Exists(seen))


def states(companies: Collection[int], actor: Actor, on: date) -> dict[int, AnswerState]:
    """The states of a few companies (primary keys). For ``crm.answering``."""
    seen = Inquiry.objects.filter(policies.visible(actor, on), company__in=companies).exclude(
        state=State.WITHDRAWN
    )
    found: dict[int, AnswerState] = {}
    for company, state in seen.order_by("pk").values_list("company", "state"):
        if state in OPEN:
            found[company] = AnswerState.UNANSWERED
        else:
            found.setdefault(company, AnswerState.ANSWERED)
    return found


def waiting(filters: WaitingFilters, actor: Actor, on: date) -> Waiting:
    """What waits for an answer. Raises Refused when the territory cannot be read (field «perimeter»)."""
    found = _narrowed(Inquiry.objects.filter(policies.visible(actor, on), state__in=OPEN), filters, on)
    listed = rows(found.order_by("due_on", "received_at", "pk"), actor.person, on)
    return Waiting(
        rows=listed,
        groups=_groups(listed, filters, on),
        late=sum(row.due_on < on for row in listed),
    )


def _narrowed(found: QuerySet[Inquiry], filters: WaitingFilters, on: date) -> QuerySet[Inquiry]:
    exact = {"lead__slug": filters.person, "unit__slug": filters.unit, "subject__code": filters.subject}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if filters.territory:
        found = found.filter(inside(filters.territory, "commune", on=on))
    return found.filter(due_on__lt=on) if filters.late else found


def _groups(listed: Iterable[InquiryRow], filters: WaitingFilters, on: date) -> tuple[WaitingGroup, ...]:
    listed = tuple(listed)
    places = (
        _divisions({row.commune for row in listed}, filters.division, on) if filters.by == "territory" else {}
    )
    slugs = {one.pk: one.slug for one in directory.units(on)} if filters.by == "unit" else {}
    held: dict[tuple[str, str], list[InquiryRow]] = {}
    for row in listed:
        match filters.by:
            case "unit":
                key = (slugs.get(row.unit, ""), row.unit_name)
            case "subject":
                key = (row.subject, row.subject_label)
            case "territory":
                key = places.get(row.commune, ("", _("lieu non renseigné, ou hors de ce découpage")))
            case _:
                key = (row.lead.slug, f"{row.lead.name}, {row.lead.unit_name}")
        held.setdefault(key, []).append(row)
    groups = [
        WaitingGroup(
            code=code,
            label=label,
            count=len(mine),
            late=sum(row.due_on < on for row in mine),
            days=max(row.unanswered_days or 0 for row in mine),
        )
        for (code, label), mine in held.items()
    ]
    return tuple(sorted(groups, key=lambda one: (-one.late, -one.count, one.label)))


def _divisions(communes: Iterable[str], kind: str, on: date) -> dict[str, tuple[str, str]]:
    """The division of a kind where each commune lies on a day: («dep:59», « Nord »)."""
    facts = Membership.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        division__kind=kind,
        commune__code__in={code for code in communes if code},
    )
    return {
        commune: (f"{kind}:{code}", name)
        for commune, code, name in facts.values_list("commune__code", "division__code", "division__name")
    }
