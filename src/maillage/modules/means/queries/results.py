"""Results that are claimed, with or without a figure; master plans against the projections of the map."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.kit.text import NO_BREAK, long_date, searchable
from maillage.modules.means.models import MasterPlan, MasterPlanItem, ResultStatement
from maillage.modules.means.queries.kinds import Kind
from maillage.modules.means.queries.reading import Reading, decimal, earliest, when, withdrawn
from maillage.modules.means.queries.shapes import Detail, Group, Named, Part, Roadmap
from maillage.modules.missions.enums import Level, Nature, Presence
from maillage.modules.missions.models import Mission, ModeRecord, Placement, Plan
from maillage.shared.sources import queries as sources


def figure(row: ResultStatement) -> str:
    """« 12 % », « 40 000 euros » ; « non chiffré » without a figure (S-042)."""
    if row.figure is None:
        return _("non chiffré")
    return f"{decimal(row.figure)}{NO_BREAK}{row.unit}"


def _cause(row: ResultStatement, reading: Reading) -> str:
    parts = [
        reading.named([one.pk for one in row.causes.all()]),
        ", ".join(one.name for one in row.tools.all()),
        row.cause_text,
    ]
    return " · ".join(part for part in parts if part)


def _details(row: ResultStatement, reading: Reading) -> tuple[Detail, ...]:
    return (
        Detail(label=_("Chiffre"), text=figure(row)),
        Detail(label=_("Ce dont il vient"), text=_cause(row, reading)),
        Detail(label=_("Preuve"), text=row.proof or _("aucune")),
    )


def unfigured(plan: Plan) -> int:
    """How many results of a plan are claimed without a figure: what the yearly report counts (S-042)."""
    return ResultStatement.objects.filter(plan=plan, withdrawn_at__isnull=True, figure__isnull=True).count()


def _told(rows: Iterable[ResultStatement], reading: Reading) -> tuple[str, ...]:
    count = sum(1 for row in rows if row.figure is None)
    if not count:
        return ()
    return (
        ngettext(
            "%(n)d résultat est énoncé sans chiffre.", "%(n)d résultats sont énoncés sans chiffre.", count
        )
        % {"n": count},
    )


RESULTS = Kind(
    code="resultats",
    model=ResultStatement,
    label=gettext_lazy("Résultats énoncés"),
    lead=gettext_lazy(
        "Ce que l'on dit avoir gagné, ce dont cela vient et ce qui le prouve. Sans chiffre : « non chiffré »."
    ),
    first=gettext_lazy("Résultat"),
    columns=(gettext_lazy("Chiffre"), gettext_lazy("Ce dont il vient"), gettext_lazy("Preuve")),
    empty=gettext_lazy(
        "Aucun résultat n'est énoncé. Liez chaque résultat à l'action dont il vient et à sa preuve."
    ),
    add=gettext_lazy("Ajouter un résultat"),
    rows=lambda plan: (
        ResultStatement.objects.filter(plan=plan)
        .select_related("cited")
        .prefetch_related("causes", "tools")
        .order_by(earliest(), "pk")
    ),
    title=lambda row, reading: row.claim,
    cells=lambda row, reading: tuple(one.text for one in _details(row, reading)),
    sheet=lambda row, reading: (_details(row, reading), ()),
    told=_told,
)


def _master_plans(plan: Plan) -> QuerySet[MasterPlan]:
    items = (
        MasterPlanItem.objects.select_related("cited")
        .prefetch_related("missions")
        .order_by(earliest("due_on"), "pk")
    )
    found = MasterPlan.objects.filter(plan=plan).select_related("cited")
    return found.prefetch_related("functions", Prefetch("items", queryset=items)).order_by("title", "pk")


def _items(row: MasterPlan, reading: Reading) -> list[MasterPlanItem]:
    return [one for one in reading.known(row.items.all()) if one.withdrawn_at is None]


def _sheet(row: MasterPlan, reading: Reading) -> tuple[tuple[Detail, ...], tuple[Group, ...]]:
    parts = tuple(
        Part(
            kind="action",
            pk=one.pk,
            title=one.title,
            when=when(one),
            details=(
                Detail(label=_("Pour le"), text=long_date(one.due_on) if one.due_on else ""),
                Detail(
                    label=_("Projections préparées"),
                    text=reading.named([mission.pk for mission in one.missions.all()]) or _("aucune"),
                ),
            ),
            origin=sources.of(one.cited),
            evidence=one.evidence,
            note=one.note,
            withdrawn=withdrawn(one),
            ending=one.end_reason,
        )
        for one in reading.known(row.items.all())
    )
    details = (
        Detail(label=_("Fonctions"), text=reading.named([one.pk for one in row.functions.all()])),
        Detail(label=_("Actions"), text=str(len(_items(row, reading)))),
    )
    return details, (
        Group(
            title=_("Feuille de route"),
            parts=parts,
            empty=_("La source ne détaille aucune action : ajoutez celles de la feuille de route."),
        ),
    )


MASTER_PLANS = Kind(
    code="schemas-directeurs",
    model=MasterPlan,
    label=gettext_lazy("Schémas directeurs"),
    lead=gettext_lazy(
        "Les feuilles de route, face aux projections de la carte : ce qui est préparé, ce qui ne l'est pas."
    ),
    first=gettext_lazy("Schéma directeur"),
    columns=(gettext_lazy("Fonctions"), gettext_lazy("Actions")),
    empty=gettext_lazy("Aucun schéma directeur n'est enregistré."),
    add=gettext_lazy("Ajouter un schéma directeur"),
    rows=_master_plans,
    title=lambda row, reading: row.title,
    cells=lambda row, reading: (
        reading.named([one.pk for one in row.functions.all()]),
        str(len(_items(row, reading))),
    ),
    sheet=_sheet,
    more=((gettext_lazy("Face aux projections de la carte"), "means:roadmaps"),),
    parts={"action": MasterPlanItem},
)


def projected(plan: Plan) -> dict[int, set[int]]:
    """The missions that the map projects (a place shown or a mode, not withdrawn, outside any scenario), by function."""
    held = {"mission__plan": plan, "withdrawn_at__isnull": True, "scenario__isnull": True}
    places = Placement.objects.filter(**held).values_list("mission", "parent", "nature", "presence", "since")
    under: dict[int, tuple[date, int | None]] = {}
    aimed: set[int] = set()
    for mission, parent, nature, presence, since in places:
        day = since or date.min
        if mission not in under or day >= under[mission][0]:
            under[mission] = (day, parent)
        if nature == Nature.PROJECTED and presence == Presence.SHOWN:
            aimed.add(mission)
    modes = ModeRecord.objects.filter(**held, nature=Nature.PROJECTED).values_list("mission", flat=True)
    fine = (Level.MACRO_PROCESS, Level.INITIATIVE)
    boxes = set(Mission.objects.filter(plan=plan, level__in=fine).values_list("pk", flat=True))
    found: dict[int, set[int]] = {}
    for mission in (aimed & boxes) | set(modes):
        found.setdefault(_function(mission, under), set()).add(mission)
    return found


def _function(mission: int, under: dict[int, tuple[date, int | None]]) -> int:
    """The highest mission above: its function. A loop, which no constraint forbids, ends the climb."""
    seen = {mission}
    while (parent := under.get(mission, (date.min, None))[1]) is not None and parent not in seen:
        mission = parent
        seen.add(mission)
    return mission


def roadmaps(reading: Reading) -> tuple[Roadmap, ...]:
    """Each master plan of the plan against what the map projects of its functions, both ways (S-078)."""
    aimed = projected(reading.plan)
    return tuple(
        _roadmap(row, aimed, reading) for row in _master_plans(reading.plan) if row.withdrawn_at is None
    )


def _roadmap(row: MasterPlan, aimed: dict[int, set[int]], reading: Reading) -> Roadmap:
    wanted = {mission for one in row.functions.all() for mission in aimed.get(one.pk, ())}
    every = {mission for missions in aimed.values() for mission in missions}
    address = reverse("means:sheet", args=[reading.plan.slug, MASTER_PLANS.code, row.pk])
    pairs, empty, prepared = [], [], set()
    for item in _items(row, reading):
        tied = [one.pk for one in item.missions.all()]
        held = [pk for pk in tied if pk in every]
        prepared.update(held)
        named = Named(label=item.title, url=address, under=long_date(item.due_on) if item.due_on else "")
        pairs.append((named, tuple(reading.mission(pk) for pk in held)))
        if not held:
            empty.append(named)
    left = sorted(wanted - prepared, key=lambda pk: searchable(reading.labels.get(pk, "")))
    return Roadmap(
        pk=row.pk,
        title=row.title,
        pairs=tuple(pairs),
        projections=len(wanted),
        without_item=tuple(reading.mission(pk) for pk in left),
        without_projection=tuple(empty),
    )
