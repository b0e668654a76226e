"""What the demonstration plants is found: every overlap, every gap, and at most three of each that nobody planted."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.modules.mesh.conftest import ON

import maillage
from maillage.kit.actor import TERMINAL
from maillage.modules.mesh import queries

FILE = Path(maillage.__file__).parent / "data" / "network" / "planted-mesh.yaml"
PLANTED: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
STRANGERS = 3


@pytest.mark.requirement("H-005")
def test_every_planted_overlap_is_found_with_its_kind(demonstration: None) -> None:
    found = queries.overlaps(queries.OverlapFilters(demo=True, limit=500), actor=TERMINAL, on=ON)

    planted = {(frozenset(one["schemes"]), one["kind"]) for one in PLANTED["overlaps"]}
    seen = {(frozenset((one.first.slug, one.second.slug)), one.kind) for one in found.pairs}
    assert len(planted) >= 12
    assert planted <= seen
    assert len(seen - planted) <= STRANGERS


@pytest.mark.requirement("H-149")
def test_every_planted_gap_is_found_whole(demonstration: None) -> None:
    found = queries.gaps(queries.GapFilters(demo=True, limit=1_000), actor=TERMINAL, on=ON)

    planted = {(one["need"], f"dep:{code}") for one in PLANTED["gaps"] for code in one["departments"]}
    seen = {(line.group.code, line.division.code) for line in found.lines if line.whole}
    assert len(planted) >= 12
    assert planted <= seen
    assert len(seen - planted) <= STRANGERS
