"""The routing table of the demonstration: the first one, published as any other would be."""

import datetime
from pathlib import Path

import maillage
from maillage.engines.rules import RuleError
from maillage.kit import datafiles
from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.inquiries.enums import Profile, TableState
from maillage.modules.inquiries.models import RoutingRule, RoutingTable
from maillage.modules.inquiries.routing.conditions import Json
from maillage.modules.inquiries.routing.tables import digest
from maillage.modules.schemes.adapters.rules import rule
from maillage.modules.schemes.operations.packaged import Loaded, counted
from maillage.shared.directory.models import Subject, Unit

FILE = Path(maillage.__file__).parent / "data" / "network" / "routing.yaml"
KEYS = ("slug", "label", "subjects", "profiles", "condition", "unit", "take_days", "answer_days")
SINCE = datetime.date(2026, 1, 1)


@operation("inquiries.load_routing")
def load_routing(*, at: datetime.datetime, actor: Actor, path: Path = FILE) -> Loaded:
    """Publish the table of the file when there is none at all: what people published since is never touched.

    Refused, with its line: a unit, a subject, a kind of company or a condition that does not exist.
    """
    entries = datafiles.entries(path.read_text("utf-8"), file=path.name, root="routing", keys=KEYS)
    if RoutingTable.objects.exists():
        return counted(["unchanged"] * len(entries))
    units = dict(Unit.objects.values_list("slug", "pk"))
    subjects = set(Subject.objects.values_list("code", flat=True))
    table = RoutingTable.objects.create(number=1, note="Table de la démonstration, inventée")
    for rank, entry in enumerate(entries, start=1):
        RoutingRule.objects.create(
            table=table,
            rank=rank,
            label=entry.text("label", required=True),
            subjects=known(entry, "subjects", subjects),
            profiles=known(entry, "profiles", set(Profile.values)),
            condition=condition(entry),
            unit_id=units[known(entry, "unit", set(units))[0]],
            take_days=entry.number("take_days"),
            answer_days=entry.number("answer_days"),
        )
    table.state, table.since, table.content = TableState.PUBLISHED, SINCE, digest(list(table.rules.all()))
    table.published_at, table.published_by = at, actor.label
    table.save()
    return counted(["created"] * len(entries))


def known(entry: datafiles.Entry, key: str, codes: set[str]) -> list[str]:
    """The codes of a key, each of them known. Refused with the line otherwise."""
    value = entry.values.get(key)
    written = [value] if isinstance(value, str) else list(entry.texts(key))
    for code in written:
        if code not in codes:
            raise entry.refused("inquiries.unknown", f"« {code} » n'est pas connu.", "Corrigez-le.", key=key)
    return written


def condition(entry: datafiles.Entry) -> Json:
    """The condition of an entry, that the engine can read; empty when there is none."""
    found = entry.values.get("condition") or {}
    try:
        rule(found or None)
    except RuleError as error:
        raise entry.refused(
            "inquiries.condition", f"la condition ne se lit pas ({error}).", "Corrigez-la.", key="condition"
        ) from error
    return found
