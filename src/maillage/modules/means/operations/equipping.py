"""Tools: what they serve, who uses them, their mode, where they are installed, what they cost."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import Deployment, Hosting, Tool, ToolMode, Usage, YearlyCost
from maillage.modules.means.operations.keeping import columns, kept, living, needed, of_plan
from maillage.modules.missions.models import Mission, Plan
from maillage.shared.directory.models import Organization


@operation("means.add_usage")
def add_usage(plan: Plan, label: str, *, target: int = 1, told: Told, at: datetime, actor: Actor) -> Usage:
    """Something that tools of the plan serve; the plan aims at ``target`` tools for it."""
    given = columns(plan, told, at=at, actor=actor)
    label = needed(label, field="label", sentence=_("Il manque l'usage : à quoi ces outils servent."))
    return kept(Usage(plan=plan, label=label, target=target, **given))


@operation("means.add_tool")
def add_tool(
    plan: Plan,
    name: str,
    *,
    usages: Iterable[Usage] = (),
    functions: Iterable[Mission] = (),
    databases: Iterable[str] = (),
    told: Told,
    at: datetime,
    actor: Actor,
) -> Tool:
    """A tool of the register. Refused: no name, a name already there, a mission of another plan."""
    given = columns(plan, told, at=at, actor=actor)
    name = needed(name, field="name", sentence=_("Il manque le nom de l'outil."))
    served = of_plan(plan, functions, field="functions")
    row = kept(
        Tool(plan=plan, name=name, databases=[one.strip() for one in databases if one.strip()], **given)
    )
    row.usages.set([one for one in usages if one.plan_id == plan.pk])
    row.functions.set(served)
    return row


@operation("means.deploy")
def deploy(
    tool: Tool,
    organization: Organization,
    state: str,
    *,
    users: int | None = None,
    told: Told,
    at: datetime,
    actor: Actor,
) -> Deployment:
    """Where an organisation stands with a tool from a day on; the state before it stays readable."""
    given = _of_tool(tool, told, at=at, actor=actor)
    living(organization, told.since, field="organization")
    return kept(Deployment(tool=tool, organization=organization, state=state, users=users, **given))


@operation("means.say_tool_mode")
def say_tool_mode(tool: Tool, mode: str, *, nature: str, told: Told, at: datetime, actor: Actor) -> ToolMode:
    """The mode of a tool itself, from a day on (S-034)."""
    given = _of_tool(tool, told, at=at, actor=actor)
    return kept(ToolMode(tool=tool, mode=mode, nature=nature, **given))


@operation("means.host")
def host(
    tool: Tool, kind: str, *, organization: Organization | None = None, told: Told, at: datetime, actor: Actor
) -> Hosting:
    """Where a tool is installed from a day on (S-088)."""
    given = _of_tool(tool, told, at=at, actor=actor)
    living(organization, told.since, field="organization")
    return kept(Hosting(tool=tool, kind=kind, organization=organization, **given))


@operation("means.say_cost")
def say_cost(tool: Tool, year: int, amount: Decimal, *, told: Told, at: datetime, actor: Actor) -> YearlyCost:
    """What a tool costs in a year, in euros (S-088)."""
    given = _of_tool(tool, told, at=at, actor=actor)
    return kept(YearlyCost(tool=tool, year=year, amount=amount, **given))


def _of_tool(tool: Tool, told: Told, *, at: datetime, actor: Actor) -> dict[str, object]:
    """The columns of a fact about a tool. Raises Refused when the tool was withdrawn."""
    given = columns(tool.plan, told, at=at, actor=actor)
    if tool.withdrawn_at is not None:
        raise Refused(
            "means.withdrawn",
            _("L'outil « %(name)s » est retiré du registre.") % {"name": tool.name},
            way_out=_("Enregistrez-le de nouveau, puis dites ce qui le concerne."),
        )
    return given
