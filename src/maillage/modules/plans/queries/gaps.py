"""Modes aimed at that are not the ones known (S-082), as the map reads them: an objective is never a mode."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.engines.mapping import UNKNOWN
from maillage.kit.actor import Actor
from maillage.modules.missions.models import Plan
from maillage.modules.missions.queries.gaps import Aimed
from maillage.modules.missions.queries.gaps import gaps as of_the_map
from maillage.modules.missions.queries.modes import label_of
from maillage.modules.plans.queries.shapes import Cite, Gap


def gaps(plan: Plan, *, actor: Actor, day: date) -> tuple[Gap, ...]:
    """The objectives of mode of a plan that what is known on a day does not meet, projections left out."""
    found = of_the_map(plan.slug, actor=actor, day=day)
    return tuple(_gap(one) for one in found.objectives if one.lines or not one.reached)


def _gap(one: Aimed) -> Gap:
    origin = one.origin
    return Gap(
        mission=one.label,
        aimed=f"{one.mode} ({one.letter})",
        by_day=one.by_day,
        observed=_observed(one),
        cite=Cite(title=origin.title, evidence=origin.evidence, url=origin.url),
    )


def _observed(one: Aimed) -> str:
    """What is known: of the box itself, else how many boxes bear the mode among those under it; empty: no box is known."""
    boxes = one.reached + len(one.lines)
    if boxes == 1 and one.lines and one.lines[0].url == one.url:
        letter = one.lines[0].letter
        known = {"mode": label_of(letter), "letter": letter}
        return "" if letter == UNKNOWN else _("connu : %(mode)s (%(letter)s)") % known
    if not boxes:
        return ""
    return _("dans ce mode : %(reached)d sur %(boxes)d boîtes") % {"reached": one.reached, "boxes": boxes}
