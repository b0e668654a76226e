"""What every fact about means asks before it is kept: the right to write, dates in order, its source."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.text import long_date
from maillage.modules.means import policies
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import MeansFact
from maillage.modules.missions.models import Mission, Plan
from maillage.modules.missions.operations import keeping as missions
from maillage.shared.directory.models import Organization
from maillage.shared.sources import operations as sources

F = TypeVar("F", bound=MeansFact)


def columns(plan: Plan, told: Told, *, at: datetime, actor: Actor) -> dict[str, Any]:
    """The columns of a fact of this plan. Raises Refused for who may not write, and for an end before the start."""
    policies.require(actor, plan, day_of(at))
    if told.since is not None and told.until is not None and told.until <= told.since:
        raise Refused(
            "means.ends_before_it_starts",
            _("La période finit le %(until)s, avant de commencer le %(since)s.")
            % {"until": long_date(told.until), "since": long_date(told.since)},
            way_out=_("Corrigez l'un des deux jours, ou laissez la fin vide."),
            field="until",
        )
    return {
        "since": told.since,
        "until": told.until,
        "day_text": told.day_text.strip(),
        "cited": sources.cite(told.source, actor=actor),
        "evidence": told.evidence.strip(),
        "note": told.note.strip(),
        "code": told.code,
        "recorded_at": at,
        "recorded_by_id": actor.user,
    }


def kept(row: F) -> F:
    """The row, saved; what its constraints forbid is refused in words."""
    return missions.kept(row)


def needed(text: str, *, field: str, sentence: str) -> str:
    """The text typed. Raises Refused when it is empty: ``sentence`` says what is missing."""
    if not text.strip():
        raise Refused("means.missing", sentence, way_out=_("Écrivez-le, même en quelques mots."), field=field)
    return text.strip()


def of_plan(plan: Plan, missions_named: Iterable[Mission], *, field: str) -> list[Mission]:
    """The missions named. Raises Refused when one belongs to another plan."""
    rows = list(missions_named)
    for row in rows:
        if row.plan_id != plan.pk:
            raise Refused(
                "means.other_plan",
                _("La mission « %(code)s » est d'un autre schéma.") % {"code": row.code},
                way_out=_("Choisissez une mission de ce schéma."),
                field=field,
            )
    return rows


def living(row: Organization | None, on: date | None, *, field: str) -> Organization | None:
    """The organisation. Raises Refused when it did not exist any more on the day."""
    if row is not None and on is not None and row.ended_on is not None and row.ended_on <= on:
        after = row.successor
        raise Refused(
            "means.organization_ended",
            _("« %(name)s » n'existe plus depuis le %(ended)s.")
            % {"name": row.name, "ended": long_date(row.ended_on)},
            way_out=_("Choisissez « %(name)s », qui l'a remplacé.") % {"name": after.name}
            if after
            else _("Choisissez un organisme qui existe ce jour-là, ou corrigez le jour."),
            field=field,
        )
    return row
