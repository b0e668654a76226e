"""Where a function demands them, no box comes without its local or its regional part (S-056)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.missions.enums import Level, Nature, Presence
from maillage.modules.missions.inputs import FactInput
from maillage.modules.missions.models import LocalPart, Mission, Placement, Scenario
from maillage.modules.missions.operations import keeping


def demanding(
    above: Mission, day: date | None, *, nature: str = Nature.PROJECTED, scenario: Scenario | None = None
) -> Mission | None:
    """The function of a domain on a day, or that function itself, when its boxes say their two parts; None otherwise."""
    function: Mission | None = above
    if above.level == Level.DOMAIN:
        place = keeping.placed(above, day, nature=nature, scenario=scenario) or above.placements.first()
        function = place.parent if place else None
    return function if function is not None and function.demands_parts else None


def said(box: Mission, day: date | None, *, nature: str, scenario: Scenario | None) -> LocalPart | None:
    """The parts that hold on a day."""
    return keeping.holding(box.parts.all(), day, nature, scenario).first()


def lacking(way_out: str, *, field: str) -> Refused:
    """The refusal of a box that says neither."""
    return Refused(
        "missions.no_parts",
        _(
            "Dans cette fonction, chaque macro-processus dit ce qui se fait localement et ce qui se fait en région."
        ),
        way_out=way_out,
        field=field,
    )


def entering(
    mission: Mission,
    now: Placement | None,
    parent: int | None,
    given: FactInput,
    *,
    nature: str,
    scenario: Scenario | None = None,
) -> None:
    """Raises Refused when a box, alone or with its domain, comes from elsewhere (``now``: where it stands) under a function that
    demands its parts, and says none that day."""
    above = Mission.objects.filter(pk=parent).first()
    function = demanding(above, given.since, nature=nature, scenario=scenario) if above else None
    if function is None:
        return
    before = (
        demanding(now.parent, given.since, nature=nature, scenario=scenario)
        if now is not None and now.parent
        else None
    )
    if before == function:
        return
    for box in _boxes(mission, given.since, nature=nature, scenario=scenario):
        if said(box, given.since, nature=nature, scenario=scenario) is None:
            raise _unsaid(keeping.label_of(box, given.since, scenario), field="parent")


def handed_down(
    former: Mission,
    now: Placement,
    given: FactInput,
    *,
    nature: str,
    scenario: Scenario | None,
) -> LocalPart | None:
    """What the boxes that come from another take from it; None where nothing demands it. Raises Refused when it says neither."""
    above = now.parent if former.level == Level.MACRO_PROCESS else None
    if above is None or demanding(above, given.since, nature=nature, scenario=scenario) is None:
        return None
    found = said(former, given.since, nature=nature, scenario=scenario)
    if found is None:
        raise _unsaid(now.label, field="labels")
    return found


def copy(part: LocalPart, box: Mission, place: Placement, *, at: datetime, actor: Actor) -> LocalPart:
    """The same words, of the same source, said of another box from its first place on."""
    changes = {
        "mission": box,
        "since": place.since,
        "nature": place.nature,
        "basis": place.basis,
        "scenario": place.scenario,
        "published_from": None,
    }
    return keeping.again(part, at=at, actor=actor, changes=changes)


def _unsaid(label: str, *, field: str) -> Refused:
    way_out = _("Dites d'abord l'une des deux parts de « %(label)s » au moins, sur sa page.")
    return lacking(way_out % {"label": label}, field=field)


def _boxes(
    mission: Mission, day: date | None, *, nature: str, scenario: Scenario | None
) -> Iterator[Mission]:
    if mission.level == Level.MACRO_PROCESS:
        yield mission
    if mission.level != Level.DOMAIN:
        return
    under = Mission.objects.filter(placements__parent=mission, level=Level.MACRO_PROCESS).distinct()
    for box in under.order_by("pk"):
        place = keeping.placed(box, day, nature=nature, scenario=scenario)
        if place is not None and place.parent_id == mission.pk and place.presence == Presence.SHOWN:
            yield box
