"""The yearly report to the assembly (S-142): what is held, late, given up, under way, and what nobody filled in."""

from datetime import date

from maillage.kit.actor import Actor
from maillage.modules.missions import policies as missions
from maillage.modules.plans.enums import FollowUpState
from maillage.modules.plans.queries.campaigns import campaign_row, lines_of, reopenings_of, summed_up
from maillage.modules.plans.queries.claiming import claims
from maillage.modules.plans.queries.gaps import gaps
from maillage.modules.plans.queries.improving import actions
from maillage.modules.plans.queries.shapes import Cite, Report, Section

ORDER = (
    FollowUpState.HELD,
    FollowUpState.UNDER_WAY,
    FollowUpState.LATE,
    FollowUpState.GIVEN_UP,
    FollowUpState.NOT_FILLED,
)


def report(campaign: int, *, actor: Actor, on: date) -> Report:
    """The report of a yearly follow-up, as its lines stand: definitive once it is locked. NotVisible."""
    missions.seen(actor)
    row = campaign_row(campaign)
    lines = lines_of(row, actor=actor, on=on)
    found = actions(actor=actor, plan=row.plan.slug, year=row.year)
    missed = gaps(row.plan, actor=actor, day=date(row.year, 12, 31))
    cites = (
        *(line.commitment_cite for line in lines),
        *(line.cite for line in lines),
        *(one.cite for one in found),
        *(one.cite for one in missed),
    )
    return Report(
        campaign=summed_up(row, on),
        owner=row.plan.owner.name,
        sections=tuple(
            Section(
                state=state.value,
                label=str(state.label),
                lines=tuple(line for line in lines if line.state == state),
            )
            for state in ORDER
        ),
        uncounted=sum(line.commitment.uncounted for line in lines),
        unmeasured=sum(line.unmeasured for line in lines),
        claims=claims(row.plan),
        actions=found,
        gaps=missed,
        reopenings=reopenings_of(row),
        sources=_distinct(cites),
        is_demo=row.plan.is_demo,
    )


def _distinct(cites: tuple[Cite, ...]) -> tuple[Cite, ...]:
    """Each source once, by title, without what it is quoted for."""
    named = {one.title: one.link for one in cites if one.title}
    return tuple(Cite(title=title, evidence="", url=named[title]) for title in sorted(named))
