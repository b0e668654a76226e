"""Who reads the maps, and who may say something of a plan: its owner's and its parties' directors and managers.

An elected member and a controller read (H-135). An administrator may write on any plan: somebody has to enter a plan before its
people have accounts.
"""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit import abilities as kit
from maillage.kit.abilities import Abilities, Ability
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.missions.models import Plan, PlanParty

RECORD, STRUCTURE, SCENARIO = "record", "structure", "scenario"
PUBLISH, COMMIT, FOLLOW, ATTEST, FOUND = "publish", "commit", "follow", "attest", "found"
VERBS = (RECORD, STRUCTURE, SCENARIO, PUBLISH, COMMIT, FOLLOW, ATTEST, FOUND)
"""``record``: say a mode, a place, a holder; ``structure``: add domains, boxes, actions, ties; ``scenario``: draft; ``publish``: a
scenario that a body decided, which commits the whole plan: its directions only; ``commit`` and ``follow``: commitments; ``attest``: ask for confirmations; ``found``: add a function,
change the parties of the plan."""
OURSELVES = (ActorKind.IMPORT, ActorKind.SCHEDULE)
DIRECTING = ("director", "manager")


def visible(actor: Actor) -> bool:
    """Whether the actor reads the plans: whoever has a role in the network, and the installation itself."""
    return actor.kind in OURSELVES or bool(actor.grants) or actor.organization is not None


def seen(actor: Actor) -> None:
    """Raises NotVisible for whoever reads no plan."""
    if not visible(actor):
        raise NotVisible("missions")


def changes(actor: Actor, plan: Plan, on: date | None = None) -> bool:
    """Whether the actor may write on a plan: an administrator, or who directs for its owner or for one of its parties.
    ``on``: only parties of that day count; None: all of them."""
    if actor.reads_only or actor.tried_by is not None:
        return False
    return not _why_not(actor, plan, on)


def administers(actor: Actor) -> bool:
    """Whether the actor may add a function to a plan (S-016), or change its parties (S-002)."""
    return actor.kind is ActorKind.IMPORT or actor.has("administrator")


def writes(actor: Actor) -> bool:
    """Whether the actor may write on some plan, whichever: what the pages of writing ask before they know the plan."""
    if actor.reads_only or actor.tried_by is not None:
        return False
    return administers(actor) or actor.kind is ActorKind.SCHEDULE or actor.has(*DIRECTING)


def abilities(actor: Actor, plan: Plan, on: date | None = None) -> Abilities:
    """Every verb of a plan for an actor, and why not."""
    reason = _why_not(actor, plan, on)
    found = "" if administers(actor) else _("C'est à l'administration de le faire.")
    apart = {FOUND: found, PUBLISH: _why_not(actor, plan, on, ("director",))}
    return kit.told(actor, **{verb: apart.get(verb, reason) for verb in VERBS})


def require(actor: Actor, plan: Plan, verb: str, on: date | None = None) -> None:
    """Raises NotVisible for who reads no plan, Refused("missions.rights") for who may not do this with it."""
    seen(actor)
    ability = abilities(actor, plan, on)[verb]
    if not ability.allowed:
        raise denied(ability)


def denied(ability: Ability) -> Refused:
    """Why somebody may not do this with a plan, and whom to ask."""
    return Refused(
        "missions.rights",
        ability.reason,
        way_out=_("Demandez-le à la direction de l'un de ses organismes, ou à l'administration."),
    )


def _why_not(actor: Actor, plan: Plan, on: date | None, roles: tuple[str, ...] = DIRECTING) -> str:
    if actor.kind in OURSELVES or actor.has("administrator"):
        return ""
    directed = {grant.organization for grant in actor.grants if grant.role in roles}
    if not directed:
        return (
            _("C'est à la direction ou à une personne responsable d'unité de le faire.")
            if roles == DIRECTING
            else _(
                "Un scénario engage tout le schéma : c'est à la direction d'un de ses organismes de le publier."
            )
        )
    if plan.owner_id in directed:
        return ""
    parties = PlanParty.objects.filter(plan=plan, organization__in=directed)
    if on is not None:
        parties = parties.filter(
            Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gt=on)
        )
    if parties.exists():
        return ""
    return _("Votre organisme n'est pas dans ce schéma : vous le lisez, vous n'y écrivez pas.")


def answers_for(actor: Actor, organization: int) -> bool:
    """Whether the actor confirms or corrects the lines asked of an organisation: who directs there, or an administrator."""
    if actor.reads_only or actor.tried_by is not None:
        return False
    directed = {grant.organization for grant in actor.grants if grant.role in DIRECTING}
    return administers(actor) or organization in directed
