"""Who commits, who says what became of it, who leads the yearly follow-up. Whoever reads the plans reads all of it."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit import abilities as kit
from maillage.kit.abilities import Abilities, Ability
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import Refused
from maillage.modules.missions import policies as missions
from maillage.modules.missions.models import Plan
from maillage.modules.plans.models import Commitment

AMEND, WITHDRAW, FILL = "amend", "withdraw", "fill"
OPEN, REOPEN = "open", "reopen"
DIRECTING = ("director", "manager")


def reads(actor: Actor) -> bool:
    """Whether the actor reads commitments and their reports: whoever reads the plans, elected members too."""
    return missions.visible(actor)


def why_not_commit(actor: Actor, plan: Plan, on: date) -> str:
    """Why the actor commits nothing on a plan on a day; empty when it may. One query for all the commitments of the plan."""
    return missions.abilities(actor, plan, on)[missions.COMMIT].reason


def abilities_on(actor: Actor, commitment: Commitment, on: date, *, commits: str | None = None) -> Abilities:
    """What the actor may do with a commitment on a day: change it, withdraw it, say where it stands; and why not. ``commits``:
    the answer of :func:`why_not_commit`, when it was asked already."""
    if commits is None:
        commits = why_not_commit(actor, commitment.plan, on)
    return kit.told(
        actor, **{AMEND: commits, WITHDRAW: commits, FILL: _why_not_fill(actor, commitment, commits)}
    )


def fills(actor: Actor, commitment: Commitment, on: date, *, commits: str | None = None) -> Ability:
    """Whether the actor may say where a commitment stands, on a day."""
    return abilities_on(actor, commitment, on, commits=commits)[FILL]


def abilities_on_follow_up(actor: Actor, plan: Plan) -> Abilities:
    """Who opens and reopens the yearly follow-up of a plan: administrators, and who directs for its owner."""
    leads = actor.kind in missions.OURSELVES or actor.has("administrator") or _directs(actor, plan.owner_id)
    reason = (
        "" if leads else _("C'est à l'organisme qui porte le schéma, ou à l'administration, de le faire.")
    )
    return kit.told(actor, **{OPEN: reason, REOPEN: reason})


def must(ability: Ability) -> None:
    """Raises Refused("plans.rights") when the ability is not given."""
    if not ability.allowed:
        raise Refused(
            "plans.rights",
            ability.reason,
            way_out=_("Demandez-le à l'organisme qui porte l'engagement, ou à l'administration."),
        )


def _why_not_fill(actor: Actor, commitment: Commitment, commits: str) -> str:
    """The person named, who directs for the owner of the commitment or of the plan; nobody named: any party of the plan."""
    if actor.kind is ActorKind.IMPORT or actor.has("administrator"):
        return ""
    if actor.person is not None and actor.person == commitment.person_id:
        return ""
    if commitment.owner_id is None:
        return commits
    if _directs(actor, commitment.owner_id) or _directs(actor, commitment.plan.owner_id):
        return ""
    return _("C'est à l'organisme qui porte cet engagement de le dire.")


def _directs(actor: Actor, organization: int) -> bool:
    return any(grant.role in DIRECTING and grant.organization == organization for grant in actor.grants)


def may_be_asked(actor: Actor) -> bool:
    """Whether the actor may ever be asked where a commitment stands: whoever works in the network and writes."""
    return bool(actor.grants) and not actor.reads_only
