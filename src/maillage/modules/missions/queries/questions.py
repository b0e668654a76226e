"""A mode said of a shared activity in one function asks a question in the other; it is never copied (S-062)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.text import long_date
from maillage.modules.missions.adapters import ModeRow, View, holding, mode_rows, standing
from maillage.modules.missions.enums import LinkKind
from maillage.modules.missions.models import MissionLink, Placement
from maillage.modules.missions.queries.around import full_names
from maillage.modules.missions.queries.modes import label_of, origin_of
from maillage.modules.missions.queries.shapes import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a mode said elsewhere asks of a mission."""

    mission: int
    words: str
    since: date | None
    origin: Origin


def questions(plan: int, view: View, *, mission: int | None = None) -> tuple[Question, ...]:
    """The open questions of a plan, or of one mission. Open: a mode is said of the other, or of what stands under it, and none has
    been said since of this one, unless it is already the same. At most seven queries."""
    links = MissionLink.objects.filter(holding(view.day), kind=LinkKind.SHARED, first__plan=plan)
    if mission is not None:
        links = links.filter(Q(first=mission) | Q(second=mission))
    pairs = [
        (one, other)
        for first, second in links.order_by("pk").values_list("first_id", "second_id")
        for one, other in ((first, second), (second, first))
        if mission is None or one == mission
    ]
    if not pairs:
        return ()
    others = {other for _one, other in pairs}
    below: dict[int, set[int]] = {other: {other} for other in others}
    for child, parent in Placement.objects.filter(standing(view), parent__in=others).values_list(
        "mission_id", "parent_id"
    ):
        below[parent].add(child)
    asked = {one for one, _other in pairs}
    scope = Q(chamber=None, mission__in=asked.union(*below.values()))
    said = {row.mission: row for row in mode_rows(scope, view) if row.mode}
    names = full_names(set(said), view.day)
    return tuple(
        Question(
            mission=one,
            words=_("« %(other)s », activité partagée, est dite en %(mode)s%(when)s : et ici ?")
            % {
                "other": names.get(row.mission, ""),
                "mode": label_of(row.mode).lower(),
                "when": _(" depuis le %(day)s") % {"day": long_date(row.since)} if row.since else "",
            },
            since=row.since,
            origin=origin_of(row),
        )
        for one, other in pairs
        for row in (said[key] for key in sorted(below[other] - {one}) if key in said)
        if not _answered(one, row.mode, row.recorded_at, said)
    )


def _answered(one: int, letter: str, at: datetime, said: Mapping[int, ModeRow]) -> bool:
    own = said.get(one)
    return own is not None and (own.mode == letter or own.recorded_at >= at)
