"""What a person must settle in a plan: nothing of it is ever settled by the clock or by a guess."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.text import long_date
from maillage.modules.missions.adapters import MODE_COLUMNS, ModeRow, View, mode_rows
from maillage.modules.missions.enums import Level, Nature, Presence
from maillage.modules.missions.models import MapState, ModeRecord, Placement, Plan
from maillage.modules.missions.queries import modes
from maillage.modules.missions.queries.modes import origin
from maillage.modules.missions.queries.questions import questions
from maillage.modules.missions.queries.reading import box_url, plan_row
from maillage.modules.missions.queries.shapes import Origin, Waiting
from maillage.modules.missions.queries.trees import Tree, tree

KINDS = ("box", "question", "incomplete", "overdue", "condition", "projection")
Found = tuple[str, int, date | None, str, str, Origin | None]
"""(kind, mission, day, words, note, origin)."""


def to_confirm(plan_slug: str, actor: Actor, *, today: date | None = None) -> tuple[Waiting, ...]:
    """What waits in a plan, by function, kind and day (S-031, S-091, S-010, S-062). A constant number of queries."""
    plan = plan_row(plan_slug, actor)
    now = today or clock.today()
    found: list[Found] = [
        *_boxes(plan),
        *_questions(plan, now),
        *_modes(plan, now),
        *_projections(plan, now),
    ]
    places = tree((plan.pk,), {mission for _kind, mission, *_rest in found})
    return tuple(sorted((_told(plan, places, one) for one in found), key=_order(places, found)))


def _told(plan: Plan, places: Tree, one: Found) -> Waiting:
    kind, mission, day, words, note, said = one
    spot = places.at(mission, day or date.max)
    labels = {
        "box": _("boîte à confirmer"),
        "question": _("activité partagée"),
        "incomplete": _("mode incomplet"),
        "overdue": _("coopération dont la fin est passée"),
        "condition": _("projection sous condition"),
        "projection": _("projection non confirmée"),
    }
    return Waiting(
        kind=kind,
        kind_label=labels[kind],
        function_code=spot.function_code,
        function=spot.function,
        domain=spot.domain,
        code=spot.code,
        label=spot.label,
        url=box_url(plan.slug, spot.code),
        day=day,
        words=words,
        note=note,
        origin=said,
    )


def _order(places: Tree, found: Iterable[Found]) -> Callable[[Waiting], tuple[object, ...]]:
    ranks = {
        (kind, places.levels[mission][0], day): places.at(mission, day or date.max).rank
        for kind, mission, day, *_rest in found
    }

    def key(one: Waiting) -> tuple[object, ...]:
        rank = ranks[one.kind, one.code, one.day]
        return rank[0], one.function, KINDS.index(one.kind), one.day or date.min, rank[1:], one.code

    return key


def _boxes(plan: Plan) -> Iterable[Found]:
    """The boxes that a state does not let place (S-031)."""
    rows = Placement.objects.filter(
        mission__plan=plan, presence=Presence.UNCONFIRMED, withdrawn_at=None, scenario=None
    )
    for row in rows.select_related("cited").order_by("pk"):
        day = long_date(row.since) if row.since else _("date non renseignée")
        said = origin(row.cited_id, row.cited.title if row.cited else "", row.evidence, row.basis)
        words = _("Le texte ne permet pas de dire si la boîte est là au %(day)s.") % {"day": day}
        yield "box", row.mission_id, row.since, words, row.note, said


def _questions(plan: Plan, today: date) -> Iterable[Found]:
    for one in questions(plan.pk, View(day=today)):
        yield "question", one.mission, one.since, one.words, "", one.origin


def _modes(plan: Plan, today: date) -> Iterable[Found]:
    """The modes that lack what their definition demands; those that hold today and are past their end, or hang on a condition
    whose date is past."""
    rows = [
        ModeRow(*row)
        for row in ModeRecord.objects.filter(
            mission__plan=plan, withdrawn_at=None, scenario=None, complete=False
        ).values_list(*MODE_COLUMNS)
    ]
    keys = [row.id for row in rows]
    parties, frames = modes.parties_of(keys), modes.frames_of(keys)
    for row in rows:
        if lacking := modes.missing(row, parties.get(row.id, ()), frames.get(row.id, ())):
            said = {"mode": modes.label_of(row.mode), "missing": ", ".join(lacking)}
            words = _("%(mode)s : %(missing)s.") % said
            yield "incomplete", row.mission, row.since, words, row.note, modes.origin_of(row)
    conditions = modes.passed_conditions(plan.pk, today=today)
    for row in mode_rows(Q(mission__plan=plan), View(day=today)):
        if late := modes.overdue(row, today):
            words = _("Coopération : %(late)s.") % {"late": late}
            yield "overdue", row.mission, row.since, words, row.purpose, modes.origin_of(row)
    aimed = ModeRecord.objects.filter(
        mission__plan=plan,
        nature=Nature.PROJECTED,
        conditional_on__in=list(conditions),
        withdrawn_at=None,
        scenario=None,
    )
    for row in (ModeRow(*one) for one in aimed.values_list(*MODE_COLUMNS)):
        words = _hanging(conditions[row.condition or 0])
        yield "condition", row.mission, row.since, words, row.note, modes.origin_of(row)


def _projections(plan: Plan, today: date) -> Iterable[Found]:
    """The projected states whose day is past, or whose condition is, and that nobody confirmed."""
    conditions = modes.passed_conditions(plan.pk, today=today)
    rows = MapState.objects.filter(
        function__plan=plan, function__level=Level.FUNCTION, nature=Nature.PROJECTED, confirmed_on=None
    )
    for row in rows.select_related("cited").order_by("day", "pk"):
        said = origin(row.cited_id, row.cited.title if row.cited else "", row.evidence)
        condition = conditions.get(row.conditional_on_id or 0, "")
        note = _hanging(condition) if condition else ""
        if row.day <= today:
            words = _("La projection au %(day)s n'est pas confirmée.") % {"day": long_date(row.day)}
            yield "projection", row.function_id, row.day, words, note, said
        elif note:
            yield "condition", row.function_id, row.day, note, "", said


def _hanging(condition: str) -> str:
    return _("Sous condition : %(condition)s.") % {"condition": condition}
