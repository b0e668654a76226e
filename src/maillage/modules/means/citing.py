"""What the means of missions rest on: read by whoever reads the map."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.means import policies
from maillage.modules.means.models import (
    ManagementDelegation,
    MasterPlan,
    OptionStudy,
    PooledSkill,
    ResultStatement,
    StudyDecision,
    Tool,
    ToolMode,
    Usage,
)
from maillage.shared.sources.citations import Citing, Told, register

OWN: tuple[tuple[str, str | Promise, Any, str], ...] = (
    ("tool", _("outils informatiques"), Tool, "outils"),
    ("usage", _("usages d'outils"), Usage, "usages"),
    ("skill", _("compétences mises en commun"), PooledSkill, "competences"),
    ("delegation", _("délégations de gestion"), ManagementDelegation, "delegations"),
    ("study", _("études"), OptionStudy, "etudes"),
    ("result", _("résultats énoncés"), ResultStatement, "resultats"),
    ("master_plan", _("schémas directeurs"), MasterPlan, "schemas-directeurs"),
)
"""Name, label, table, section. Shares of time are left out: they speak of people."""


def declare() -> None:
    """Say which facts about means cite their source."""
    for name, label, model, section in OWN:
        register(Citing(name=f"means.{name}", label=label, rows=_rows(model, "plan"), told=_told(section)))
    register(
        Citing(
            name="means.tool_mode",
            label=_("modes d'outils"),
            rows=_rows(ToolMode, "tool__plan"),
            told=lambda row: Told(
                title=f"{row.tool.name} : {row.get_mode_display()}",
                url=reverse("means:sheet", args=[row.tool.plan.slug, "outils", row.tool_id]),
            ),
        )
    )
    register(
        Citing(
            name="means.study_decision",
            label=_("décisions sur des études"),
            rows=_rows(StudyDecision, "study__plan"),
            told=lambda row: Told(
                title=row.study.question,
                url=reverse("means:sheet", args=[row.study.plan.slug, "etudes", row.study_id]),
            ),
        )
    )


def _rows(model: Any, plan: str) -> Callable[[Actor, date], QuerySet[Any]]:
    def rows(actor: Actor, on: date) -> QuerySet[Any]:
        found = model.objects.filter(withdrawn_at__isnull=True).select_related(plan).order_by("pk")
        return found if policies.reads(actor) else found.none()

    return rows


def _told(section: str) -> Callable[[Any], Told]:
    def told(row: Any) -> Told:
        return Told(title=str(row), url=reverse("means:sheet", args=[row.plan.slug, section, row.pk]))

    return told
