"""What requests tell of who works on a company (H-046), and which of them actions may be about.

The name of whoever answers, or helps, is said to everyone who may open the page of the company; the subject of the request only
to who may open it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import masking
from maillage.modules.inquiries import policies
from maillage.modules.inquiries.enums import OPEN, StepState
from maillage.modules.inquiries.models import Inquiry, Participant, Step
from maillage.modules.portfolios.at_work import Work
from maillage.modules.portfolios.enums import FollowPart
from maillage.shared.todos.about import About, Named


def on_company(company: int, actor: Actor, on: date) -> tuple[Work, ...]:
    """Who answers the open requests of a company (primary key), and who helps, each by the kinds of aid of the steps begun."""
    rows = list(
        Inquiry.objects.filter(company=company, state__in=OPEN)
        .select_related("subject")
        .order_by("received_at")
    )
    keys = [row.pk for row in rows]
    read = set(Inquiry.objects.filter(policies.visible(actor, on), pk__in=keys).values_list("pk", flat=True))
    kinds = _kinds(keys)
    found = []
    for row in rows:
        opens = row.pk in read
        part = (
            _("répond : %(subject)s") % {"subject": row.subject.label} if opens else _("répond à une demande")
        )
        for kind in sorted(kinds.get(row.pk, {FollowPart.SUPPORT.value})):
            found.append(_work(row, row.lead_id, part, kind, opens))
    parts = Participant.objects.filter(inquiry__in=keys, done_at__isnull=True, removed_at__isnull=True)
    for helper in parts.select_related("inquiry").order_by("asked_at", "pk"):
        opens = helper.inquiry_id in read
        said = _("aide : %(part)s") % {"part": helper.part} if opens else _("aide à une demande")
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
    kind="inquiries.inquiry", label=later("demande"), field="reference", readable=readable, named=named
)
