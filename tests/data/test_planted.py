"""planted.yaml: the overlaps and the gaps it announces are really in the demonstration, on real communes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import maillage
from maillage.engines.territory import Place, contains, parse

Schemes = dict[str, dict[str, Any]]
PLANTED = yaml.safe_load((Path(maillage.__file__).parent / "data/network/planted.yaml").read_text("utf-8"))
DEPARTMENTS = {
    "reg:52": ("44", "49", "53", "72", "85"),
    "dep:02": ("02",),
    "dep:85": ("85",),
    "dep:53": ("53",),
}


def in_force(scheme: dict[str, Any]) -> dict[str, Any] | None:
    """The eligibility in force on the day of the file."""
    day = PLANTED["day"]
    for rule in scheme.get("rules", []):
        if rule.get("valid_from", day) <= day and ("valid_to" not in rule or day < rule["valid_to"]):
            return rule["eligibility"]
    return None


def is_open(scheme: dict[str, Any]) -> bool:
    day = PLANTED["day"]
    return scheme["status"] == "published" and scheme.get("opens_on", day) <= day <= scheme.get(
        "closes_on", day
    )


def within(scheme: dict[str, Any], place: Place) -> bool | None:
    """Whether the place may lie in the territory of the scheme; no territory: everywhere."""
    rule = in_force(scheme)
    written = [part["within"] for part in (rule or {}).get("all", []) if part.get("is") == "territory"]
    return contains(parse(written[0]), place) if written else True


def conditions(scheme: dict[str, Any]) -> list[dict[str, Any]]:
    rule = in_force(scheme)
    assert rule is not None
    return rule["all"]


def pairs(kind: str, demo: Schemes) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for overlap in PLANTED["overlaps"]:
        if overlap["kind"] == kind:
            first, second = (demo[slug] for slug in overlap["schemes"])
            assert is_open(first)
            assert is_open(second)
            yield first, second


@pytest.mark.parametrize("gap", PLANTED["gaps"], ids=lambda gap: gap["objective"])
def test_in_a_gap_no_open_scheme_serves_the_need_in_any_commune(
    gap: dict[str, str], demo: Schemes, places_of: Callable[[str], list[Place]]
) -> None:
    serving = [s for s in demo.values() if is_open(s) and gap["objective"] in s.get("objectives", [])]
    assert serving, "a gap is a need that others serve elsewhere"

    communes = [place for department in DEPARTMENTS[gap["territory"]] for place in places_of(department)]

    assert len(communes) > 200
    assert [(s["slug"], p.commune) for p in communes for s in serving if within(s, p) is not False] == []


def test_identical_schemes_have_the_same_conditions_and_needs(demo: Schemes) -> None:
    found = list(pairs("identical", demo))

    assert found
    for first, second in found:
        assert conditions(first) == conditions(second)
        assert first["objectives"] == second["objectives"]


def test_an_included_scheme_is_narrower_in_place_and_in_size(
    demo: Schemes, places_of: Callable[[str], list[Place]]
) -> None:
    found = list(pairs("included", demo))

    assert found
    for wide, narrow in found:
        inside = [
            place
            for department in ("59", "62", "80")
            for place in places_of(department)
            if within(narrow, place)
        ]
        assert inside
        assert all(within(wide, place) for place in inside)
        (most,), (fewer,) = (
            [c["max"] for c in conditions(s) if c["is"] == "headcount"] for s in (wide, narrow)
        )
        assert fewer < most


def test_a_large_intersection_shares_a_territory_and_a_range_of_sizes(demo: Schemes) -> None:
    found = list(pairs("large_intersection", demo))

    assert found
    for first, second in found:
        places, sizes = [], []
        for scheme in (first, second):
            places.append([c["within"] for c in conditions(scheme) if c["is"] == "territory"])
            sizes.append(
                [(c.get("min", 0), c["max"]) for c in conditions(scheme) if c["is"] == "headcount"][0]
            )
        assert places[0] == places[1]
        assert max(low for low, _ in sizes) <= min(high for _, high in sizes)
