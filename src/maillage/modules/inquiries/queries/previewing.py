"""Who would lead a request, before it is sent: the same choice as when it is."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from maillage.kit.clock import workdays
from maillage.modules.inquiries import routing
from maillage.modules.inquiries.queries.leads import lead_for
from maillage.modules.inquiries.queries.shapes import LeadPreview
from maillage.shared.directory import queries as directory


class Routable(Protocol):
    """What routing reads of a draft (``operations.InquiryDraft``)."""

    @property
    def subject(self) -> str: ...
    @property
    def profile(self) -> str: ...
    @property
    def situation(self) -> Mapping[str, object]: ...
    @property
    def commune(self) -> str: ...
    @property
    def keep(self) -> bool: ...
    @property
    def entered_by(self) -> int | None: ...


def preview(draft: Routable, on: date) -> LeadPreview:
    """The person, the unit and the dates that a draft would get on a day. Raises Refused when nobody can receive it."""
    routed = routing.route(draft.subject, draft.profile, draft.situation, draft.commune, on)
    if draft.keep and draft.entered_by is not None:
        person = directory.person(draft.entered_by, on)
        unit, unit_name, because = person.unit or routed.unit.pk, person.unit_name, ""
    else:
        chosen = lead_for(routed.unit.pk, draft.commune, on)
        person, unit = directory.person(chosen.person, on), chosen.unit
        unit_name = directory.unit(unit, on).name
        because = f"{routed.because} {chosen.because}".strip()
    return LeadPreview(
        person=person,
        unit=unit,
        unit_name=unit_name,
        because=because,
        take_by=workdays.after(on, routed.take_days),
        due_on=workdays.after(on, routed.answer_days),
        unserved=routed.unserved,
    )
