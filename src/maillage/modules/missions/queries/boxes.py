"""One mission on a day: its mode and its record, its story, its sources, its ties."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.text import NO_BREAK, long_date
from maillage.modules.missions import adapters
from maillage.modules.missions.adapters import View
from maillage.modules.missions.enums import AdoptionState, Level, LinkKind, MissionRole, Mode
from maillage.modules.missions.models import (
    AttestationLine,
    FrameAdoption,
    Holding,
    LocalPart,
    Mission,
    MissionLink,
    ModeRecord,
    Placement,
    Plan,
    RoleStatement,
)
from maillage.modules.missions.models.attestations import AttestationAnswer
from maillage.modules.missions.queries import around
from maillage.modules.missions.queries.box_shapes import (
    AdoptionShown,
    BoxFile,
    CoarserMode,
    HoldingShown,
    LinkShown,
    ObjectiveShown,
    PartsShown,
    PrerequisiteShown,
    RoleShown,
)
from maillage.modules.missions.queries.divisions import divisions
from maillage.modules.missions.queries.histories import history
from maillage.modules.missions.queries.modes import conditions_of, label_of, origin
from maillage.modules.missions.queries.questions import questions
from maillage.modules.missions.queries.reading import (
    Drawn,
    actions_of,
    box_url,
    draw,
    mission_row,
    plan_row,
)
from maillage.modules.missions.queries.shapes import ModeShown, Origin
from maillage.modules.missions.queries.stops import default_day, over, stops_of
from maillage.shared.directory.models import Person


def box(
    plan_slug: str,
    code: str,
    *,
    actor: Actor,
    day: date | None = None,
    known_at: datetime | None = None,
    projections: bool = True,
    scenario: int | None = None,
    today: date | None = None,
) -> BoxFile:
    """All that is known of a mission of a plan. ``day`` None: the default day of its function. Raises NotVisible.

    A constant number of queries, whatever its story.
    """
    plan = plan_row(plan_slug, actor)
    mission = mission_row(plan, code)
    told = Q(scenario=None) | Q(scenario=scenario) if scenario else Q(scenario=None)
    if not mission.placements.filter(told).exists():
        raise NotVisible(code)
    now = today or (clock.day_of(known_at) if known_at else clock.today())
    scope = _around(mission.pk)
    conditions = conditions_of(plan.pk, today=now)
    functions = list(
        Mission.objects.filter(_ids(mission.pk), plan=plan, level=Level.FUNCTION).values_list("pk", flat=True)
    )
    stops = tuple(
        stop for one in stops_of(functions, today=now, conditions=conditions).values() for stop in one
    )
    usual = default_day(stops)
    projections = projections and not (day is None and over(stops, usual))
    view = View(day=day or usual or now, known_at=known_at, projections=projections, scenario=scenario)
    places = adapters.place_rows(scope, view)
    notes = around.notes(
        Q(mission=mission.pk) | Q(boxes=mission.pk),
        view,
        function=functions[0] if functions else 0,
        labels={row.mission: row.label for row in places},
        stops=stops,
        projections=projections,
    )
    drawn = draw(plan, scope, view, places, conditions=conditions, stops=stops, marks=notes.marks, whole=True)
    told, before = around.statements(Q(mission=mission.pk), view, first=None)
    path = _path(drawn, mission.pk)
    function = path[-1] if path else (functions[0] if functions else mission.pk)
    domain = next((one for one in path if drawn.known[one].level == Level.DOMAIN), None)
    place = drawn.shot.places.get(mission.pk)
    mode = drawn.mode(mission.pk)
    return BoxFile(
        id=mission.pk,
        code=mission.code,
        level=mission.level,
        level_label=str(Level(mission.level).label),
        label=drawn.label(mission.pk) if mission.pk in drawn.known else _named(mission, view.day),
        url=box_url(plan.slug, mission.code),
        plan_slug=plan.slug,
        plan=plan.title,
        function_code=_code(drawn, function),
        function=_label(drawn, function),
        function_url=reverse("missions:map", args=[plan.slug, _code(drawn, function)])
        if _code(drawn, function)
        else "",
        domain_code=_code(drawn, domain),
        domain=_label(drawn, domain),
        definition=mission.definition,
        aliases=tuple(mission.aliases),
        purposes=tuple(mission.purposes),
        day=view.day,
        known_at=known_at,
        box=drawn.box(place) if place is not None else None,
        mode=mode,
        coarser=tuple(
            CoarserMode(label=_label(drawn, one), mode=drawn.own_mode(one))
            for one in path
            if drawn.shot.own(one) is not None
        ),
        exceptions=drawn.exceptions(mission.pk),
        history=history(mission.pk, view, held=_standing(drawn, mission.pk)),
        footnotes=notes.footnotes,
        statements=(*before, *told),
        links=_links(mission, plan, view),
        roles=roles(mission.pk, view),
        parts=_parts(mission.pk, view),
        holdings=_holdings(mission.pk, view),
        objectives=_objectives(mission, drawn.own_mode(mission.pk)),
        prerequisites=_prerequisites(mission),
        adoptions=_adoptions(drawn, mission.pk, view),
        actions=actions_of(drawn, mission.pk),
        divisions=divisions(mission.pk, view.day) if mission.level == Level.FUNCTION else (),
        guarantor=mission.guarantor.name if mission.guarantor else "",
        perimeters=tuple(mission.perimeters),
        above=tuple(path),
        projections=projections,
        questions=tuple(one.words for one in questions(plan.pk, view, mission=mission.pk)),
        checked=_checked(mission.pk, known_at),
        last_fact=_last_fact(mission.pk),
    )


def _ids(mission: int) -> Q:
    """The mission and all that it ever stood under, as a filter on missions."""
    parents = Placement.objects.filter(mission=mission).values("parent")
    tops = Placement.objects.filter(mission__in=parents).values("parent")
    higher = Placement.objects.filter(mission__in=tops).values("parent")
    return Q(pk=mission) | Q(pk__in=parents) | Q(pk__in=tops) | Q(pk__in=higher)


def _around(mission: int) -> Q:
    """The facts of the mission, of what it ever stood under, and of what ever stood under it."""
    below = Placement.objects.filter(parent=mission).values("mission")
    return (
        Q(mission=mission)
        | Q(mission__in=Mission.objects.filter(_ids(mission)).values("pk"))
        | Q(mission__in=below)
    )


def _path(drawn: Drawn, mission: int) -> list[int]:
    """What the mission stands under on the day, the nearest first."""
    path: list[int] = []
    place = drawn.shot.places.get(mission)
    while place is not None and place.parent is not None and place.parent not in path:
        path.append(place.parent)
        place = drawn.shot.places.get(place.parent)
    return [one for one in path if one in drawn.known]


def _label(drawn: Drawn, mission: int | None) -> str:
    return drawn.label(mission) if mission is not None and mission in drawn.known else ""


def _code(drawn: Drawn, mission: int | None) -> str:
    return drawn.known[mission].code if mission is not None and mission in drawn.known else ""


def _named(mission: Mission, day: date) -> str:
    return around.labels_of([mission.pk], day).get(mission.pk, (mission.code, None))[0]


def _standing(drawn: Drawn, mission: int) -> list[tuple[str, int]]:
    """The facts that hold on the day, for the story to point at."""
    held = []
    if (place := drawn.shot.places.get(mission)) is not None:
        held.append(("place", place.key))
    if (own := drawn.shot.own(mission)) is not None and not own.lapsed:
        held.append(("mode", own.said.key))
    held += [("mode", one.said.key) for one in drawn.shot.exceptions.get(mission, {}).values()]
    return held


def _links(mission: Mission, plan: Plan, view: View) -> tuple[LinkShown, ...]:
    rows = list(
        MissionLink.objects.filter(Q(first=mission) | Q(second=mission)).select_related(
            "first", "second", "cited"
        )
    )
    others = {row.pk: row.second if row.first_id == mission.pk else row.first for row in rows}
    names = around.full_names({other.pk for other in others.values()}, view.day)
    told = [
        LinkShown(
            id=row.pk,
            kind=row.kind,
            kind_label=_tie(row, mission),
            other=names.get(others[row.pk].pk, others[row.pk].code),
            url=box_url(plan.slug, others[row.pk].code),
            note=row.note,
            since=row.since,
            until=row.until,
            origin=_said(row.cited_id, row.cited.title if row.cited else "", ""),
        )
        for row in rows
    ]
    return tuple(sorted(told, key=lambda one: (one.kind, one.other)))


def _tie(row: MissionLink, mission: Mission) -> str:
    """The tie, said from the side of the mission: the former one of a split has given the other."""
    former = row.first_id == mission.pk
    if row.kind == LinkKind.MERGED and not former:
        return _("réunit")
    if row.kind == LinkKind.SPLIT and former:
        return _("a donné")
    return str(LinkKind(row.kind).label)


def roles(mission: int, view: View) -> tuple[RoleShown, ...]:
    """The five roles, in the order of the document; nobody in one: it is missing (S-054). One query."""
    found: dict[str, list[RoleStatement]] = {role: [] for role in MissionRole.values}
    rows = RoleStatement.objects.filter(adapters.standing(view), mission=mission)
    for row in rows.select_related("organization", "unit", "cited").order_by("pk"):
        found[row.role].append(row)
    return tuple(
        RoleShown(
            role=role,
            label=str(MissionRole(role).label),
            who=tuple(_who(row) for row in held),
            origins=tuple(
                one
                for row in held
                if (one := _said(row.cited_id, row.cited.title if row.cited else "", row.evidence))
            ),
        )
        for role, held in found.items()
    )


def _who(row: RoleStatement) -> str:
    """Who plays a role, with the words of the source when they say more than the name."""
    if row.organization is None:
        return row.words
    name = row.organization.name
    if row.unit is not None:
        name = f"{row.unit.name} ({row.organization.short_name or name})"
    return (
        f"{name} : {row.words}".replace(" :", f"{NO_BREAK}:") if row.words and row.words not in name else name
    )


def _parts(mission: int, view: View) -> PartsShown | None:
    rows = LocalPart.objects.filter(adapters.standing(view), mission=mission).select_related("cited")
    row = rows.order_by(adapters.BY_DAY, "recorded_at", "pk").last()
    if row is None:
        return None
    return PartsShown(
        id=row.pk,
        local=row.local,
        regional=row.regional,
        origin=_said(row.cited_id, row.cited.title if row.cited else "", row.evidence),
    )


def _holdings(mission: int, view: View) -> tuple[HoldingShown, ...]:
    rows = Holding.objects.filter(adapters.standing(view), mission=mission)
    return tuple(
        HoldingShown(
            id=row.pk,
            holder=around.holder_name(row),
            slug=row.organization.slug,
            beneficiaries=tuple(sorted(one.name for one in row.beneficiaries.all())),
            since=row.since,
            origin=_said(row.cited_id, row.cited.title if row.cited else "", row.evidence),
        )
        for row in rows.select_related("organization", "unit", "cited")
        .prefetch_related("beneficiaries")
        .order_by("organization__name", "pk")
    )


def _objectives(mission: Mission, known: ModeShown) -> tuple[ObjectiveShown, ...]:
    rows = mission.objectives.select_related("cited").order_by("by_day", "pk")
    return tuple(
        ObjectiveShown(
            letter=row.mode,
            label=label_of(row.mode),
            by_day=row.by_day,
            text=row.text,
            gap=gap(row.mode, known),
            origin=_said(row.cited_id, row.cited.title if row.cited else "", row.evidence),
        )
        for row in rows
    )


def gap(aimed: str, known: ModeShown) -> str:
    """What parts a mode aimed at from the one known, in words that rank neither (S-082, S-014)."""
    if known.letter == aimed:
        return ""
    return _("visé : %(aimed)s ; connu : %(known)s") % {
        "aimed": str(Mode(aimed).label),
        "known": known.label if not known.last_known else known.last_known,
    }


def _prerequisites(mission: Mission) -> tuple[PrerequisiteShown, ...]:
    return tuple(
        PrerequisiteShown(
            id=row.pk,
            text=row.text,
            met_on=row.met_on,
            evidence=row.evidence,
            origin=_said(row.cited_id, row.cited.title if row.cited else "", row.evidence),
        )
        for row in mission.prerequisites.select_related("cited").order_by("pk")
    )


def _adoptions(drawn: Drawn, mission: int, view: View) -> tuple[AdoptionShown, ...]:
    """Where each organisation stands, on the day, with the frames of the harmonisation that holds (S-011)."""
    own = drawn.shot.own(mission)
    if own is None or own.letter != Mode.HARMONIZATION:
        return ()
    versions = ModeRecord.frames.through.objects.filter(moderecord=own.said.key).values("frameversion")
    rows = FrameAdoption.objects.filter(adapters.standing(view), version__in=versions)
    last = {
        (row.version_id, row.organization_id): row
        for row in rows.select_related("version__frame", "organization").order_by(
            adapters.BY_DAY, "recorded_at", "pk"
        )
    }
    return tuple(
        AdoptionShown(
            frame=row.version.frame.title,
            organization=row.organization.name,
            state=str(AdoptionState(row.state).label),
            on=row.since,
        )
        for row in sorted(last.values(), key=lambda row: (row.version.frame.title, row.organization.name))
    )


def _checked(mission: int, known_at: datetime | None) -> str:
    """The last confirmation known at the instant, in words: « confirmée le 3 mars 2026 par CCI Mayenne »."""
    known = Q(answered_at__lte=known_at) if known_at else Q()
    row = (
        AttestationLine.objects.filter(known, mission=mission, answered_at__isnull=False)
        .exclude(answer=AttestationAnswer.WAITING)
        .select_related("owner")
        .order_by("answered_at")
        .last()
    )
    if row is None or row.answered_at is None:
        return ""
    person = Person.objects.filter(user=row.answered_by_id).first() if row.answered_by_id else None
    return _("%(answer)s le %(day)s par %(who)s") % {
        "answer": str(row.get_answer_display()),
        "day": long_date(clock.day_of(row.answered_at)),
        "who": f"{person} ({row.owner.name})" if person else row.owner.name,
    }


def _last_fact(mission: int) -> int:
    rows = ModeRecord.objects.filter(mission=mission, scenario=None, withdrawn_at=None)
    return rows.order_by("pk").values_list("pk", flat=True).last() or 0


def _said(source: int | None, title: str, evidence: str) -> Origin | None:
    return origin(source, title, evidence) if source or evidence else None
