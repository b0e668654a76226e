"""What requests tell of who works on a company (H-046), and which of them actions may be about.

The name of whoever answers, or helps, is said to whoever answers companies, manages or controls, and may open the page of the
company; the subject of the request only to who may open it. An elected member or an administrator reads the register there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import masking
from maillage.modules.inquiries import abilities, policies
from maillage.modules.inquiries.enums import OPEN, StepState
from maillage.modules.inquiries.models import Inquiry, Participant, Step
from maillage.modules.inquiries.queries.rows import every_of
from maillage.modules.portfolios.at_work import Work
from maillage.modules.portfolios.enums import FollowPart
from maillage.shared.territories.queries import inside
from maillage.shared.todos.about import About, Named


def on_company(company: Company, actor: Actor, on: date) -> tuple[Work, ...]:
    """Who answers the open requests of a company, and who helps, each by the kinds of aid of the steps begun."""
    if not abilities.reads_requests(actor):
        return ()
    rows = [one for one in every_of(company.public_id) if one.state in OPEN]
    keys = [row.pk for row in rows]
    read = policies.visible_of(actor, company.pk, on) if rows else frozenset()
    kinds = _kinds(keys)
    found = []
    for row in rows:
        opens = row.pk in read
        part = (
            _("répond : %(subject)s") % {"subject": row.subject.label} if opens else _("répond à une demande")
        )
        for kind in sorted(kinds.get(row.pk, {FollowPart.SUPPORT.value})):
            found.append(_work(row, row.lead_id, part, kind, opens))
    parts = Participant.objects.filter(inquiry__in=keys, done_at__isnull=True, removed_at__isnull=True)
    for helper in parts.select_related("inquiry").order_by("asked_at", "pk"):
        opens = helper.inquiry_id in read
        said = _("aide : %(part)s") % {"part": helper.part} if opens else _("aide à une demande")
        found.append(_work(helper.inquiry, helper.person_id, said, FollowPart.SUPPORT, opens))
    return tuple(found)


def _work(row: Inquiry, person: int, part: str, kind: str, opens: bool) -> Work:
    return Work(
        person=person,
        part=part,
        kind=kind,
        since=day_of(row.received_at),
        url=reverse("inquiries:file", args=[row.reference]) if opens else "",
    )


def _kinds(inquiries: Iterable[int]) -> dict[int, set[str]]:
    """The kinds of the schemes of the steps begun, by request."""
    rows = Step.objects.filter(inquiry__in=tuple(inquiries), state=StepState.STARTED).exclude(scheme__kind="")
    found: dict[int, set[str]] = {}
    for inquiry, kind in rows.filter(scheme__isnull=False).values_list("inquiry", "scheme__kind"):
        found.setdefault(inquiry, set()).add(kind)
    return found


def readable(actor: Actor, on: date) -> "QuerySet[Any]":
    """The requests that an actor may open."""
    return Inquiry.objects.filter(policies.visible(actor, on))


def reads(ref: str, actor: Actor, on: date) -> bool:
    """Whether an actor may open a request."""
    return readable(actor, on).filter(reference=ref).exists()


def named(refs: Iterable[str], actor: Actor, on: date) -> dict[str, Named]:
    """These requests in words."""
    rows = list(Inquiry.objects.filter(reference__in=tuple(refs)).select_related("company", "subject"))
    companies: dict[int, Company] = {row.company_id: row.company for row in rows}
    called = masking.shown(companies.values(), actor, on)
    return {
        row.reference: Named(
            label=f"{called[row.company_id].name}, {row.subject.label}",
            url=reverse("inquiries:file", args=[row.reference]),
        )
        for row in rows
    }


REQUESTS = About(
    kind="inquiries.inquiry",
    label=later("demande"),
    field="reference",
    readable=readable,
    reads=reads,
    named=named,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeLoad:
    """How many open requests bear a scheme in their pathway, and how many agents answer them. ``name`` "": no scheme at all."""

    name: str
    slug: str
    requests: int
    agents: int


def parts_of(people: Iterable[int]) -> dict[int, int]:
    """How many parts each of these people still has to do in the requests of others."""
    wanted = set(people)
    rows = Participant.objects.filter(person__in=wanted, done_at__isnull=True, removed_at__isnull=True)
    counted = rows.filter(inquiry__state__in=OPEN).order_by().values_list("person")
    return dict.fromkeys(wanted, 0) | dict(counted.annotate(number=Count("pk")))


def by_scheme(people: Iterable[int]) -> tuple[SchemeLoad, ...]:
    """The open requests that these people lead, by scheme of their pathway (H-062); a request of two schemes counts in both."""
    rows = list(Inquiry.objects.filter(lead__in=set(people), state__in=OPEN).values_list("pk", "lead"))
    leads = dict(rows)
    steps = Step.objects.filter(inquiry__in=leads, scheme__isnull=False).exclude(state=StepState.DROPPED)
    held: dict[tuple[str, str], set[int]] = {}
    for inquiry, name, slug in steps.values_list("inquiry", "scheme__title", "scheme__slug"):
        held.setdefault((name, slug), set()).add(inquiry)
    without = set(leads) - {one for mine in held.values() for one in mine}
    if without:
        held["", ""] = without
    lines = [
        SchemeLoad(name=name, slug=slug, requests=len(mine), agents=len({leads[one] for one in mine}))
        for (name, slug), mine in held.items()
    ]
    return tuple(sorted(lines, key=lambda one: (not one.name, -one.requests, one.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """An open request as the page of a territory shows it. ``company`` and ``url``: empty for who may not open it."""

    subject: str
    subject_label: str
    company: str
    url: str
    person: int
    unit: int
    due_on: date


def open_there(territory: str, actor: Actor, on: date, *, limit: int) -> tuple[OpenRequest, ...]:
    """The open requests of a territory, of every directorate (H-075): subject, who answers and by when to everyone of the network;
    the company to who may open the request. Raises Refused when the territory cannot be read."""
    there = Inquiry.objects.filter(inside(territory, "commune", on=on), state__in=OPEN)
    rows = list(there.select_related("subject", "company").order_by("due_on", "pk")[:limit])
    keys = [row.pk for row in rows]
    read = set(Inquiry.objects.filter(policies.visible(actor, on), pk__in=keys).values_list("pk", flat=True))
    called = masking.shown([row.company for row in rows if row.pk in read], actor, on)
    return tuple(
        OpenRequest(
            subject=row.subject.code,
            subject_label=row.subject.label,
            company=called[row.company_id].name if row.pk in read else "",
            url=reverse("inquiries:file", args=[row.reference]) if row.pk in read else "",
            person=row.lead_id,
            unit=row.unit_id,
            due_on=row.due_on,
        )
        for row in rows
    )
