"""What the day of a fact must agree with: the plan it is aimed in, the map its mission stands on."""

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.kit.text import long_date
from maillage.modules.missions.enums import Basis, Nature, Presence
from maillage.modules.missions.inputs import FactInput
from maillage.modules.missions.models import Mission, Scenario
from maillage.modules.missions.operations import keeping


def aimed(mission: Mission, given: FactInput, nature: str) -> None:
    """Raises Refused for a projection that a person enters for a day before the plan: it would be late when it is said."""
    starts_on = mission.plan.starts_on
    if nature != Nature.PROJECTED or given.basis != Basis.ENTERED or given.since is None or starts_on is None:
        return
    if given.since < starts_on:
        raise Refused(
            "missions.aimed_before",
            _("Une projection ne vise pas le %(day)s : le schéma commence le %(first)s.")
            % {"day": long_date(given.since), "first": long_date(starts_on)},
            way_out=_("Corrigez le jour, ou choisissez « constat » ou « statut »."),
            field="since",
        )


def standing(mission: Mission, given: FactInput, nature: str, scenario: Scenario | None) -> None:
    """Raises Refused when a mission is not on the map on the day from which something is said of it, projections included: what is
    said would be seen nowhere. Before all that is dated, nothing is asked."""
    if given.since is None:
        return
    for layer in (nature, Nature.PROJECTED.value):
        found = keeping.placed(mission, given.since, nature=layer, scenario=scenario)
        if found is not None and found.presence != Presence.GONE:
            return
    raise Refused(
        "missions.not_there",
        _("« %(label)s » n'est pas sur la carte le %(day)s.")
        % {"label": keeping.label_of(mission, given.since, scenario), "day": long_date(given.since)},
        way_out=_("Choisissez un jour où elle y est, ou donnez-lui d'abord une place."),
        field="since",
    )
