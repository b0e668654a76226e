"""The register of tools, and the number of distinct tools by usage and by year."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.kit.text import NO_BREAK, thousands
from maillage.modules.means.enums import DeploymentState, HostingKind
from maillage.modules.means.models import Deployment, Hosting, MeansFact, Tool, ToolMode, Usage, YearlyCost
from maillage.modules.means.queries.kinds import Kind
from maillage.modules.means.queries.reading import Reading, earliest, euros, holds, overlaps, when, withdrawn
from maillage.modules.means.queries.shapes import Detail, Group, Part, UsageCount, UsageReport
from maillage.modules.missions.enums import Mode, Nature
from maillage.modules.missions.models import Plan, PlanParty
from maillage.shared.sources import queries as sources

F = TypeVar("F", bound=MeansFact)
MOST_YEARS = 12
"""How many years a report shows at most."""


def latest(facts: Iterable[F], on: date) -> F | None:
    """The fact that answers on a day: the one that starts last, then the one recorded last."""
    held = [one for one in facts if one.withdrawn_at is None and holds(one, on)]
    return max(held, key=lambda one: (one.since or date.min, one.recorded_at, one.pk), default=None)


def mode_said(row: ToolMode | None) -> str:
    """« M, Mutualisation » ; empty: not known."""
    return "" if row is None else f"{row.mode}, {Mode(row.mode).label}"


def _rows(plan: Plan) -> QuerySet[Tool]:
    parts = {
        "deployments": Deployment.objects.select_related("organization", "cited"),
        "modes": ToolMode.objects.select_related("cited"),
        "hostings": Hosting.objects.select_related("organization", "cited"),
        "costs": YearlyCost.objects.select_related("cited"),
    }
    ordered = [Prefetch(name, queryset=found.order_by(earliest(), "pk")) for name, found in parts.items()]
    found = Tool.objects.filter(plan=plan).select_related("cited")
    return found.prefetch_related("usages", "functions", *ordered).order_by("name", "pk")


def _hosting(row: Hosting | None) -> str:
    if row is None:
        return ""
    said = str(HostingKind(row.kind).label)
    return f"{said} ({row.organization.name})" if row.organization else said


def _cost(row: Tool, reading: Reading) -> str:
    """The latest yearly cost that is known; « non chiffré »."""
    known = [one for one in reading.known(row.costs.all()) if one.withdrawn_at is None]
    last = max(known, key=lambda one: one.year, default=None)
    if last is None:
        return euros(None)
    return _("%(amount)s en %(year)s") % {"amount": euros(last.amount), "year": last.year}


def current(row: Tool, reading: Reading) -> list[Deployment]:
    """Where each organisation stands with a tool on the day, by name."""
    found: dict[int, list[Deployment]] = {}
    for one in reading.known(row.deployments.all()):
        found.setdefault(one.organization_id, []).append(one)
    last = [one for facts in found.values() if (one := latest(facts, reading.on))]
    return sorted(last, key=lambda one: one.organization.name)


def _used(row: Tool, reading: Reading) -> str:
    """« déployé : CCI Mayenne, CCI Vendée ; prévu : CCI Sarthe » ; empty: not known (S-065)."""
    by_state: dict[str, list[str]] = {}
    for one in current(row, reading):
        by_state.setdefault(one.state, []).append(one.organization.name)
    said = [
        f"{state.label}{NO_BREAK}: {', '.join(by_state[state])}"
        for state in DeploymentState
        if state in by_state
    ]
    return f"{NO_BREAK}; ".join(said)


def _silent(row: Tool, reading: Reading) -> str:
    """The organisations of the plan of which nothing says where they stand with a tool on the day."""
    told = {one.organization_id for one in current(row, reading)}
    parties = PlanParty.objects.filter(
        Q(since__isnull=True) | Q(since__lte=reading.on),
        Q(until__isnull=True) | Q(until__gt=reading.on),
        plan=reading.plan,
    )
    rows = parties.exclude(organization__in=told).order_by("order", "organization__name")
    return ", ".join(rows.values_list("organization__name", flat=True)) or _("aucun : tous l'ont dit")


def _cells(row: Tool, reading: Reading) -> tuple[str, ...]:
    return (
        ", ".join(one.label for one in row.usages.all()),
        reading.named([one.pk for one in row.functions.all()]),
        mode_said(latest(reading.known(row.modes.all()), reading.on)),
        _used(row, reading),
        _hosting(latest(reading.known(row.hostings.all()), reading.on)),
        _cost(row, reading),
    )


def _part(kind: str, row: MeansFact, title: str, *details: Detail, mark: str = "") -> Part:
    return Part(
        kind=kind,
        pk=row.pk,
        title=title,
        when=when(row),
        details=details,
        mark=mark,
        origin=sources.of(row.cited),
        evidence=row.evidence,
        note=row.note,
        withdrawn=withdrawn(row),
        ending=row.end_reason,
        undated=isinstance(row, YearlyCost),
    )


def _sheet(row: Tool, reading: Reading) -> tuple[tuple[Detail, ...], tuple[Group, ...]]:
    details = (
        Detail(label=_("Sert à"), text=", ".join(one.label for one in row.usages.all())),
        Detail(label=_("Fonctions"), text=reading.named([one.pk for one in row.functions.all()])),
        Detail(label=_("Bases de données"), text=", ".join(row.databases)),
        Detail(
            label=_("Mode de gestion de l'outil"),
            text=mode_said(latest(reading.known(row.modes.all()), reading.on)),
        ),
        Detail(label=_("Hébergement"), text=_hosting(latest(reading.known(row.hostings.all()), reading.on))),
        Detail(label=_("Coût annuel"), text=_cost(row, reading)),
        Detail(label=_("Organismes du schéma dont on ne sait rien"), text=_silent(row, reading)),
    )
    deployments = tuple(
        _part(
            "deploiement",
            one,
            one.organization.name,
            Detail(label=_("Utilisateurs"), text="" if one.users is None else thousands(one.users)),
            mark=str(DeploymentState(one.state).label),
        )
        for one in sorted(
            reading.known(row.deployments.all()),
            key=lambda one: (one.organization.name, one.since or date.min),
        )
    )
    modes = tuple(
        _part("mode", one, mode_said(one), mark=str(Nature(one.nature).label))
        for one in reading.known(row.modes.all())
    )
    hostings = tuple(_part("hebergement", one, _hosting(one)) for one in reading.known(row.hostings.all()))
    costs = tuple(
        _part("cout", one, _("%(year)s : %(amount)s") % {"year": one.year, "amount": euros(one.amount)})
        for one in sorted(reading.known(row.costs.all()), key=lambda one: one.year)
    )
    return details, (
        Group(title=_("Qui l'utilise"), parts=deployments, empty=_("Aucun organisme n'a dit où il en est.")),
        Group(title=_("Mode de l'outil"), parts=modes, empty=_("Le mode de cet outil n'est pas renseigné.")),
        Group(title=_("Hébergement"), parts=hostings, empty=_("L'hébergement n'est pas renseigné.")),
        Group(title=_("Coûts annuels"), parts=costs, empty=_("Non chiffré : aucun coût n'est enregistré.")),
    )


def _told(rows: Iterable[Tool], reading: Reading) -> tuple[str, ...]:
    unpriced = sum(
        not any(one.withdrawn_at is None for one in reading.known(row.costs.all())) for row in rows
    )
    if not unpriced:
        return ()
    return (
        ngettext("%(n)d outil n'est pas chiffré.", "%(n)d outils ne sont pas chiffrés.", unpriced)
        % {"n": unpriced},
    )


TOOLS = Kind(
    code="outils",
    model=Tool,
    label=gettext_lazy("Outils informatiques"),
    lead=gettext_lazy(
        "Chaque outil, ce à quoi il sert, qui l'utilise, son propre mode, où il est hébergé et ce qu'il coûte."
    ),
    first=gettext_lazy("Outil"),
    columns=(
        gettext_lazy("Sert à"),
        gettext_lazy("Fonctions"),
        gettext_lazy("Mode de l'outil"),
        gettext_lazy("Chez les organismes"),
        gettext_lazy("Hébergement"),
        gettext_lazy("Coût annuel"),
    ),
    empty=gettext_lazy(
        "Aucun outil n'est enregistré. Commencez par celui que le plus de monde utilise : la messagerie, la paie."
    ),
    add=gettext_lazy("Ajouter un outil"),
    rows=_rows,
    title=lambda row, reading: row.name,
    cells=_cells,
    sheet=_sheet,
    told=_told,
    more=((gettext_lazy("Nombre d'outils par usage"), "means:usages"),),
    parts={"deploiement": Deployment, "mode": ToolMode, "hebergement": Hosting, "cout": YearlyCost},
)


def _usage_sheet(row: Usage, reading: Reading) -> tuple[tuple[Detail, ...], tuple[Group, ...]]:
    tools = reading.known(Tool.objects.filter(usages=row).order_by("name"))
    parts = tuple(
        Part(
            kind="",
            pk=one.pk,
            title=one.name,
            when=when(one),
            url=reverse("means:sheet", args=[reading.plan.slug, TOOLS.code, one.pk]),
        )
        for one in tools
        if one.withdrawn_at is None
    )
    details = (Detail(label=_("Nombre d'outils visé"), text=str(row.target)),)
    return details, (
        Group(title=_("Outils qui y servent"), parts=parts, empty=_("Aucun outil enregistré n'y sert.")),
    )


USAGES = Kind(
    code="usages",
    model=Usage,
    label=gettext_lazy("Usages des outils"),
    lead=gettext_lazy("Ce à quoi servent les outils, et combien d'outils le réseau vise pour chaque usage."),
    first=gettext_lazy("Usage des outils"),
    columns=(gettext_lazy("Nombre visé"),),
    empty=gettext_lazy("Aucun usage n'est déclaré : messagerie, téléphonie, paie…"),
    add=gettext_lazy("Ajouter un usage"),
    rows=lambda plan: Usage.objects.filter(plan=plan).select_related("cited").order_by("label"),
    title=lambda row, reading: row.label,
    cells=lambda row, reading: (str(row.target),),
    sheet=_usage_sheet,
    more=((gettext_lazy("Nombre d'outils par usage"), "means:usages"),),
)


def years(plan: Plan, on: date) -> tuple[int, ...]:
    """The years that reports of a plan show: those of its period, then the years since, the last ones when there are many."""
    first = plan.starts_on.year if plan.starts_on else on.year
    last = max(plan.ends_on.year if plan.ends_on else on.year, on.year)
    return tuple(range(first, last + 1))[-MOST_YEARS:]


def usage_report(plan: Plan, on: date) -> UsageReport:
    """How many distinct tools are in service for each usage, year by year: a tool counts for a year when it is in service one day
    of it at least; one whose first day is not known counts until it ends, and is told apart (S-085)."""
    shown = years(plan, on)
    tools = Tool.objects.filter(plan=plan, withdrawn_at__isnull=True).prefetch_related("usages")
    by_usage: dict[int, list[Tool]] = {}
    unused = 0
    for tool in tools:
        served = [usage.pk for usage in tool.usages.all()]
        unused += not served
        for pk in served:
            by_usage.setdefault(pk, []).append(tool)
    lines = []
    for usage in Usage.objects.filter(plan=plan, withdrawn_at__isnull=True).order_by("label"):
        serving = by_usage.get(usage.pk, [])
        lines.append(
            UsageCount(
                label=usage.label,
                url=reverse("means:sheet", args=[plan.slug, USAGES.code, usage.pk]),
                target=usage.target,
                counts=tuple(sum(overlaps(tool, year) for tool in serving) for year in shown),
                undated=sum(tool.since is None for tool in serving),
            )
        )
    return UsageReport(years=shown, lines=tuple(lines), unused=unused)
