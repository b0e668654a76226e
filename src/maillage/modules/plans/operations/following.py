"""Where a commitment stands in a year, said by who answers for it (S-142); a prerequisite still open holds « tenu » back (S-021)."""

from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, typed
from maillage.modules.missions import policies as missions
from maillage.modules.plans import policies
from maillage.modules.plans.enums import FollowUpState
from maillage.modules.plans.inputs import FollowUpInput
from maillage.modules.plans.models import FollowUp
from maillage.modules.plans.operations.finding import campaign_of, chosen, cited_as, saved
from maillage.modules.plans.queries import locked, open_prerequisites
from maillage.modules.plans.queries.lines import seen_of
from maillage.shared.sources.quotes import quote


@operation("plans.fill")
def fill(
    campaign: int,
    commitment: int,
    given: FollowUpInput,
    *,
    seen: str | None = None,
    at: datetime,
    actor: Actor,
) -> FollowUp:
    """Say where a commitment stands in a campaign. ``seen``: the state that the person saw; None: it does not matter.

    NotVisible for a commitment that the campaign does not follow. Refused: rights, a locked campaign, « tenu », « en retard » or
    « abandonné » with nothing that shows it (S-142), « tenu » with an open prerequisite and no reason (S-021), a line that somebody
    else filled meanwhile.
    """
    missions.seen(actor)
    held = campaign_of(campaign, actor)
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("commitment__plan", "filled_by")
    row = rows.filter(campaign=held, commitment=commitment).first()
    if row is None:
        raise NotVisible(f"follow-up of {commitment}")
    policies.must(policies.fills(actor, row.commitment, clock.day_of(at)))
    if locked(held, clock.day_of(at)):
        raise Refused(
            "plans.locked",
            _("Ce suivi est figé depuis le %(day)s, date du Bureau : il ne change plus.")
            % {"day": long_date(held.locks_on)},
            way_out=_("Faites-le rouvrir, avec un motif, par l'organisme qui porte le schéma."),
        )
    _same_as_seen(row, seen)
    row.state = chosen(given.state, FollowUpState, "state")
    row.words, row.measured = typed(given.words), typed(given.measured)
    row.evidence, row.despite = typed(given.evidence), typed(given.despite)
    _shown(row, given)
    if row.state == FollowUpState.HELD:
        _may_be_held(row)
    else:
        row.despite = ""
    row.cited = cited_as(row.cited, given.source, actor)
    emptied = row.state == FollowUpState.NOT_FILLED
    row.filled_at, row.filled_by_id = (None, None) if emptied else (at, actor.user)
    return saved(row)


def _shown(row: FollowUp, given: FollowUpInput) -> None:
    """What is said held, late or given up says what was done, or what shows it."""
    missing = {
        FollowUpState.HELD: _("Rien ne montre que l'engagement est tenu."),
        FollowUpState.LATE: _("Rien ne dit pourquoi l'engagement est en retard."),
        FollowUpState.GIVEN_UP: _("Rien ne dit pourquoi l'engagement est abandonné."),
    }
    told = row.words or row.measured or row.evidence or quote(given.source).title
    if told or row.state not in missing:
        return
    raise Refused(
        "plans.evidence",
        missing[FollowUpState(row.state)],
        way_out=_("Écrivez ce qui a été fait et où l'on en est, ou donnez une preuve."),
        field="words",
    )


def _may_be_held(row: FollowUp) -> None:
    waiting = open_prerequisites(row.commitment)
    if not waiting:
        row.despite = ""
        return
    if row.despite:
        return
    raise Refused(
        "plans.prerequisite",
        _("Un préalable n'est pas rempli : %(named)s.") % {"named": " ; ".join(waiting)},
        way_out=_(
            "Dites d'abord depuis quand il l'est ; ou écrivez pourquoi l'engagement est tenu malgré lui."
        ),
        field="despite",
    )


def _same_as_seen(row: FollowUp, seen: str | None) -> None:
    """Two people who fill one line: the second is told what the first said."""
    if seen is None or seen == seen_of(row):
        return
    raise Refused(
        "plans.stale",
        _("Quelqu'un d'autre a renseigné cet engagement entre-temps : « %(state)s ».")
        % {"state": row.get_state_display()},
        way_out=_("Relisez ce qui est dit, puis enregistrez de nouveau si c'est toujours à changer."),
    )
