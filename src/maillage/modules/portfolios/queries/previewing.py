"""What a hand-over of companies would move, before it is proposed; and how one company is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import masking
from maillage.modules.portfolios.models import Following, RelayLine
from maillage.modules.portfolios.queries.referents import on_day, referents
from maillage.shared.todos import queries as todos


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """A company that would move. ``pending``: another hand-over holds it already, and it cannot."""

    public_id: str
    name: str
    referent: bool
    followed: bool
    actions: int
    pending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would move; ``left``: how many of those that were ticked the actor neither follows nor answers for."""

    companies: tuple[PreviewLine, ...]
    actions: int
    referents: int
    left: int


def preview(chosen: Iterable[str], *, actor: Actor, on: date) -> Preview:
    """What the actor would hand over of these companies, in a constant number of queries."""
    wanted = set(chosen)
    rows = list(Company.objects.filter(crm.visible_companies(actor, on), public_id__in=wanted))
    called = masking.shown(rows, actor, on)
    keys = {row.pk for row in rows}
    mine = set(
        Following.objects.filter(on_day(on), person=actor.person, company__in=keys).values_list(
            "company", flat=True
        )
    )
    leads = {company for company, person in referents(keys, on).items() if person == actor.person}
    held = set(
        RelayLine.objects.filter(pending=True, relay__giver=actor.person, company__in=keys).values_list(
            "company", flat=True
        )
    )
    planned = todos.of_subjects("crm.company", (row.public_id for row in rows), actor=actor, on=on)
    lines = tuple(
        PreviewLine(
            public_id=row.public_id,
            name=called[row.pk].name,
            referent=row.pk in leads,
            followed=row.pk in mine,
            actions=sum(one.mine for one in planned.get(row.public_id, ())),
            pending=row.pk in held,
        )
        for row in sorted(rows, key=lambda one: one.search_name)
        if row.pk in mine | leads
    )
    return Preview(
        companies=lines,
        actions=sum(line.actions for line in lines),
        referents=sum(line.referent for line in lines),
        left=len(wanted) - len(lines),
    )


def name(public_id: str, *, actor: Actor, on: date) -> str:
    """How the actor reads a company. Raises NotVisible."""
    row = Company.objects.filter(public_id=public_id).first()
    if row is None or not crm.sees_company(actor, row, on):
        raise NotVisible(public_id)
    return masking.shown([row], actor, on)[row.pk].name
