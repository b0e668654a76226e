"""`maillage doctor`: what is well, what is not, and what to do about it."""

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from maillage.cli import DONE, REFUSED, setup

if TYPE_CHECKING:
    from maillage.kit.health import Checked

MARKS = {"ok": "✓", "attention": "!", "fault": "✗"}


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "doctor",
        help="examine l'installation",
        description="Examine les réglages, la base, le travail de fond, le disque, les courriels, l'horloge… et dit quoi faire. "
        "Ne modifie rien. Codes de sortie : 0 tout va, ou demande seulement de l'attention ; 1 quelque chose ne va pas.",
    )
    command.add_argument("--json", action="store_true", help="répond en JSON, pour un programme")
    command.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Ask every check, and print."""
    setup()
    from maillage.kit import clock, health

    found = health.checked(clock.now())
    worst = health.worst(found)
    if args.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(as_text(found)))
    return REFUSED if worst is health.State.FAULT else DONE


def as_json(found: Sequence["Checked"]) -> dict[str, object]:
    """For programs: the whole state, then each check by name."""
    from maillage.kit import health

    return {
        "state": health.worst(found),
        "checks": [
            {
                "name": one.name,
                "state": one.finding.state,
                "sentence": one.finding.sentence,
                "way_out": one.finding.way_out,
            }
            for one in found
        ],
    }


def as_text(found: Sequence["Checked"]) -> list[str]:
    """For people: a line a check, what to do below it, the conclusion last."""
    lines = []
    for one in found:
        lines.append(f"{MARKS[one.finding.state]} {one.title} : {one.finding.sentence}")
        if one.finding.way_out:
            lines.append(f"  → {one.finding.way_out}")
    counts = [sum(one.finding.state == state for one in found) for state in ("fault", "attention")]
    if not any(counts):
        return [*lines, "Tout va bien."]
    faults, points = counts
    told = [
        f"{faults} panne{'s' if faults > 1 else ''}" if faults else "",
        f"{points} point{'s' if points > 1 else ''} à surveiller" if points else "",
    ]
    return [*lines, f"{' et '.join(filter(None, told))}."]
