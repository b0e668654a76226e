"""The plans of the package are loaded exactly; what the documents do not say is not there."""

from collections import Counter
from datetime import date

import pytest
import yaml

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.missions.enums import Level, Nature, Presence
from maillage.modules.missions.models import (
    Annotation,
    MapState,
    Mission,
    MissionFact,
    ModeDefinition,
    ModeRecord,
    Placement,
    Plan,
    PlanParty,
)
from maillage.modules.missions.operations.loading import FILES, load_plans

SROM = "srom-2017-2021"

pytestmark = pytest.mark.usefixtures("srom")


def boxes(function: str, year: int, presence: str = Presence.SHOWN) -> list[Placement]:
    return list(
        Placement.objects.filter(
            mission__plan__slug=SROM,
            mission__level=Level.MACRO_PROCESS,
            mission__code__startswith=f"{function}-",
            since=date(year, 1, 1),
            presence=presence,
        )
    )


def test_the_srom_has_five_functions_and_101_macro_processes() -> None:
    levels = Counter(Mission.objects.filter(plan__slug=SROM).values_list("level", flat=True))
    assert levels[Level.FUNCTION] == 5
    assert levels[Level.MACRO_PROCESS] == 101
