"""What requests tell before a company is asked again: the messages sent to it lately, and its requests that colleagues answer now."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.modules.inquiries import abilities, policies
from maillage.modules.inquiries.enums import OPEN, Author, Visibility
from maillage.modules.inquiries.models import Inquiry, Message
from maillage.modules.interactions.after import Following, Held
from maillage.modules.interactions.solicitations import Asking, Found


def told(asking: Asking) -> Iterator[Found]:
    """Two queries, for one company or for thousands."""
    if not asking.companies:
        return
    read = ExpressionWrapper(policies.visible(asking.actor, asking.on), output_field=BooleanField())
    rows = Inquiry.objects.filter(company__in=asking.companies).annotate(read=read)
    seen = rows.select_related("subject", "unit")
    yield from _open(asking, seen)
    files = {one.pk: one for one in seen.filter(pk__in=_written(asking).values("inquiry"))}
    for message in _written(asking):
        inquiry = files[message.inquiry_id]
        yield _found(inquiry, at=message.at, person=message.person_id, label=_("message"))


def _written(asking: Asking) -> "QuerySet[Message]":
    return Message.objects.filter(
        inquiry__company__in=asking.companies,
        author=Author.OFFICER,
        visibility=Visibility.SHARED,
        at__gte=asking.since,
    ).order_by("-at", "-pk")


def _open(asking: Asking, rows: "QuerySet[Inquiry]") -> Iterator[Found]:
    """The requests not answered yet; on the subject asked, when there is one (H-216)."""
    wanted = rows.filter(state__in=OPEN)
    if asking.subject:
        wanted = wanted.filter(subject__code=asking.subject)
    for one in wanted.order_by("-received_at", "-pk"):
        yield _found(one, at=one.received_at, person=one.lead_id, label=_("demande en cours"), pending=True)


def _found(inquiry: Inquiry, *, at: datetime, person: int | None, label: str, pending: bool = False) -> Found:
    read = bool(inquiry.read)  # type: ignore[attr-defined]
    return Found(
        at=at,
        organization=inquiry.unit.organization_id,
        person=person,
        company=inquiry.company_id,
        about=inquiry.subject.label if read else "",
        kind_label=label if read else "",
        url=reverse("inquiries:file", args=[inquiry.reference]) if read else "",
        readable=read,
        pending=pending,
    )


def request_after(held: Held, actor: Actor) -> Following | None:
    """After an exchange with a company: the page that enters its request, with what it said."""
    if not held.company or not abilities.enters_requests(actor):
        return None
    said = {"entreprise": held.company, "besoin": held.needs or held.purpose, "sujet": held.subject}
    came = {"call": "phone", "visit": "meeting", "meeting": "meeting"}.get(held.kind, "")
    given = {name: value for name, value in {**said, "canal": came}.items() if value}
    return Following(
        label=_("Saisir une demande de l'entreprise"), url=f"{reverse('inquiries:new')}?{urlencode(given)}"
    )
