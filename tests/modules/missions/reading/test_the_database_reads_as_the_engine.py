"""The rows that the database keeps for the engine give the same map as all the facts would."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Q
from tests.modules.missions.reading.conftest import RECORDED, SmallPlan

from maillage.engines.mapping import Shot, assemble
from maillage.modules.missions import adapters
from maillage.modules.missions.adapters import MODE_COLUMNS, PLACE_COLUMNS, ModeRow, PlaceRow, View
from maillage.modules.missions.enums import Basis, Mode, Nature, Presence
from maillage.modules.missions.models import ModeRecord, Placement, Scenario

FIRST = date(2013, 1, 1)


@pytest.mark.parametrize("seed", range(6))
def test_the_rows_kept_by_the_database_give_the_map_that_all_the_facts_give(
    small: SmallPlan, seed: int
) -> None:
    chance = Random(seed)
    draft = Scenario.objects.create(
        plan=small.plan, slug="et-si", title="Et si", base_day=FIRST, effect_day=FIRST, created_at=RECORDED
    )
    for number in range(4):
        box = small.mission(f"F-{number}", "macro_process")
        for day in chance.sample(range(12), 6):
            more = said(chance, day, draft)
            label, domain = chance.choice(("Paye", "Paie")), chance.choice(small.domains)
            presence, basis = chance.choice(Presence.values), chance.choice((Basis.MAP, Basis.ENTERED))
            small.place(box, domain, label, more.pop("since"), presence=presence, basis=basis, **more)
        for day in chance.sample(range(12), 6):
            chamber = chance.choice((None, None, small.bodies["CCI Bêta"]))
            small.mode(box, chance.choice(Mode.values), chamber=chamber, **said(chance, day, draft))

    for _turn in range(25):
        view = View(
            day=FIRST + timedelta(days=chance.randrange(16)),
            known_at=chance.choice((None, RECORDED + timedelta(hours=chance.randrange(60)))),
            projections=chance.random() < 0.5,
            scenario=chance.choice((None, draft.pk)),
        )
        assert kept(view) == whole(view), view


def said(chance: Random, day: int, draft: Scenario) -> dict[str, object]:
    since = None if day == 0 else FIRST + timedelta(days=day)
    recorded = RECORDED + timedelta(hours=chance.randrange(40))
    withdrawn = recorded + timedelta(hours=chance.randrange(1, 20)) if chance.random() < 0.3 else None
    ends = since is not None and chance.random() < 0.2
    return {
        "since": since,
        "until": since + timedelta(days=chance.randrange(1, 6)) if since is not None and ends else None,
        "nature": chance.choice(Nature.values),
        "recorded_at": recorded,
        "withdrawn_at": withdrawn,
        "scenario": draft if chance.random() < 0.2 else None,
    }


def kept(view: View) -> Shot:
    rows = adapters.place_rows(Q(), view)
    return assemble(
        adapters.place_facts(rows),
        adapters.mode_facts(adapters.mode_rows(Q(), view)),
        view.moment,
        layer=view.layer,
    )


def whole(view: View) -> Shot:
    """The engine on every fact, withdrawn ones included, but the drafts of a scenario that is not looked at."""
    drafts = Q(scenario=None) | Q(scenario=view.scenario or 0)
    places = [
        replace(PlaceRow(*row[:-1]).fact(), withdrawn_at=row[-1])
        for row in Placement.objects.filter(drafts).values_list(*PLACE_COLUMNS, "withdrawn_at")
    ]
    modes = [
        replace(ModeRow(*row[:-1]).fact(), withdrawn_at=row[-1])
        for row in ModeRecord.objects.filter(drafts).values_list(*MODE_COLUMNS, "withdrawn_at")
    ]
    return assemble(places, modes, view.moment, layer=view.layer)
