"""What is missing or apart in a plan: roles nobody holds, parts nobody said, modes aimed at that are not the known ones."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.engines.mapping import UNKNOWN, Held, Presence, Shot, assemble
from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.modules.missions import adapters
from maillage.modules.missions.adapters import PlaceRow, View
from maillage.modules.missions.enums import Level, MissionRole
from maillage.modules.missions.models import LocalPart, Mission, ModeObjective, Plan, RoleStatement
from maillage.modules.missions.queries.modes import label_of, origin
from maillage.modules.missions.queries.reading import box_url, plan_row
from maillage.modules.missions.queries.shapes import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A box, and what nobody says of it: labels of roles; or of the two parts."""

    function_code: str
    function: str
    domain: str
    code: str
    label: str
    url: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AimedLine:
    """A box whose known mode is not the one aimed at: its letter, and the difference in words that rank neither."""

    code: str
    label: str
    url: str
    letter: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimed:
    """A mode aimed at for a mission, and what does not bear it (S-082). ``reached``: how many boxes bear it as their own."""

    label: str
    url: str
    letter: str
    mode: str
    by_day: date | None
    text: str
    reached: int
    lines: tuple[AimedLine, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The three lists of a plan on a day."""

    plan_slug: str
    plan: str
    day: date
    boxes: int
    roles: tuple[Lacking, ...]
    parts: tuple[Lacking, ...]
    objectives: tuple[Aimed, ...]


def gaps(plan_slug: str, *, actor: Actor, day: date | None = None) -> Gaps:
    """What is missing or apart in a plan on a day (None: today), on what is known, projections left out (S-054, S-056, S-082).
    A constant number of queries."""
    plan = plan_row(plan_slug, actor)
    view = View(day=day or clock.today(), projections=False)
    scope = Q(mission__plan=plan)
    rows = adapters.place_rows(scope, view)
    shot = assemble(
        adapters.place_facts(rows),
        adapters.mode_facts(adapters.mode_rows(scope & Q(chamber=None), view)),
        view.moment,
        layer=view.layer,
    )
    known = {row.mission: row for row in rows}
    boxes = _boxes(plan, shot, known)
    return Gaps(
        plan_slug=plan.slug,
        plan=plan.title,
        day=view.day,
        boxes=len(boxes),
        roles=tuple(_roles(plan, view, boxes)),
        parts=tuple(_parts(plan, view, boxes)),
        objectives=tuple(_aimed(plan, shot, boxes, known)),
    )


def _boxes(plan: Plan, shot: Shot, known: dict[int, PlaceRow]) -> dict[int, Lacking]:
    """The boxes shown on the day, in the order of the drawing, each with nothing missing yet."""
    found = {}
    for function in shot.under(None):
        for domain in shot.under(function.mission):
            for box in shot.under(domain.mission):
                row = known[box.mission]
                if row.level == Level.MACRO_PROCESS and box.presence is Presence.SHOWN:
                    found[box.mission] = Lacking(
                        function_code=known[function.mission].code,
                        function=function.label,
                        domain=domain.label,
                        code=row.code,
                        label=box.label,
                        url=box_url(plan.slug, row.code),
                        missing=(),
                    )
    return found


def _roles(plan: Plan, view: View, boxes: dict[int, Lacking]) -> list[Lacking]:
    """The boxes where a role is nobody's (S-054)."""
    held: dict[int, set[str]] = {}
    rows = RoleStatement.objects.filter(adapters.standing(view), mission__plan=plan)
    for mission, role in rows.values_list("mission_id", "role"):
        held.setdefault(mission, set()).add(role)
    return [
        replace(
            box,
            missing=tuple(str(MissionRole(role).label) for role in MissionRole.values if role not in there),
        )
        for mission, box in boxes.items()
        if len(there := held.get(mission, set())) < len(MissionRole.values)
    ]


def _parts(plan: Plan, view: View, boxes: dict[int, Lacking]) -> list[Lacking]:
    """The boxes of the functions that demand it, where neither the local nor the regional part is said (S-056)."""
    demanding = set(
        Mission.objects.filter(plan=plan, level=Level.FUNCTION, demands_parts=True).values_list(
            "code", flat=True
        )
    )
    told = set(
        LocalPart.objects.filter(adapters.standing(view), mission__plan=plan).values_list(
            "mission_id", flat=True
        )
    )
    both = (_("part locale"), _("part régionale"))
    return [
        replace(box, missing=both)
        for mission, box in boxes.items()
        if box.function_code in demanding and mission not in told
    ]


def _aimed(plan: Plan, shot: Shot, boxes: dict[int, Lacking], known: dict[int, PlaceRow]) -> list[Aimed]:
    """Each objective, and the boxes under it whose own mode is another or is not known."""
    found = []
    rows = ModeObjective.objects.filter(mission__plan=plan).select_related("mission", "cited")
    for row in rows.order_by("by_day", "pk"):
        under = _under(shot, row.mission_id, boxes)
        letters = {one: _letter(shot.own(one)) for one in under}
        place = known.get(row.mission_id)
        found.append(
            Aimed(
                label=place.label if place else row.mission.code,
                url=box_url(plan.slug, row.mission.code),
                letter=row.mode,
                mode=label_of(row.mode),
                by_day=row.by_day,
                text=row.text,
                reached=sum(1 for letter in letters.values() if letter == row.mode),
                lines=tuple(
                    AimedLine(
                        code=boxes[one].code,
                        label=boxes[one].label,
                        url=boxes[one].url,
                        letter=letter,
                        words=_("visé : %(aimed)s ; connu : %(known)s")
                        % {"aimed": label_of(row.mode), "known": label_of(letter)},
                    )
                    for one, letter in letters.items()
                    if letter != row.mode
                ),
                origin=origin(row.cited_id, row.cited.title if row.cited else "", row.evidence),
            )
        )
    return found


def _under(shot: Shot, mission: int, boxes: dict[int, Lacking]) -> list[int]:
    """The mission itself when it is a box, else the boxes under it."""
    if mission in boxes:
        return [mission]
    below = [place.mission for place in shot.under(mission)]
    return [box for one in below for box in _under(shot, one, boxes)]


def _letter(held: Held | None) -> str:
    return held.letter if held is not None else UNKNOWN
