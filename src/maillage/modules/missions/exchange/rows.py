"""The facts of a plan as lines of the spreadsheet: what is exported, and what an import is compared with."""

import csv
from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q

from maillage.modules.missions.adapters import View, known
from maillage.modules.missions.enums import Level, PartyRole, Pooled, Presence
from maillage.modules.missions.exchange.sheets import (
    HOLDERS,
    MODES,
    NOTES,
    PARTED,
    PARTS,
    STRUCTURE,
    UNKNOWN,
    Row,
)
from maillage.modules.missions.models import (
    Annotation,
    Holding,
    LocalPart,
    Mission,
    MissionFact,
    ModeRecord,
    Placement,
)

Lines = dict[str, tuple[Row, ...]]


def lines(plan: int, view: View) -> Lines:
    """Every line of a plan, by code of sheet: the facts known at the instant that began by the day, in the order of the map."""
    facts = known(view) & Q(Q(since__isnull=True) | Q(since__lte=view.day)) & Q(mission__plan=plan)
    places = list(
        Placement.objects.filter(facts)
        .select_related("mission", "parent", "cited")
        .order_by(F("since").asc(nulls_first=True), "pk")
    )
    labels = {place.mission_id: place.label for place in places}
    rank = _ranks(places)
    return {
        STRUCTURE.code: _ordered((_place(place) for place in places), rank),
        MODES.code: _ordered([*_modes(facts, labels), *_to_fill(plan, facts, places, labels)], rank),
        NOTES.code: _ordered(_notes(facts, labels), rank),
        HOLDERS.code: _ordered(_holders(facts, labels), rank),
        PARTS.code: _ordered(_parts(facts, labels), rank),
    }


def _ordered(rows: Iterable[Row], rank: dict[str, tuple[int, ...]]) -> tuple[Row, ...]:
    def place(row: Row) -> tuple[tuple[int, ...], str, str]:
        return rank.get(row.values["code"], ()), row.values["code"], row.values["since"]

    return tuple(sorted(rows, key=place))


def _ranks(places: Iterable[Placement]) -> dict[str, tuple[int, ...]]:
    """The path of positions of each mission, by code, in its last place: the order of the drawing."""
    last = {place.mission_id: place for place in places}

    def path(place: Placement, seen: frozenset[int]) -> tuple[int, ...]:
        above = last.get(place.parent_id) if place.parent_id else None
        if above is None or above.mission_id in seen:
            return (place.position,)
        return (*path(above, seen | {place.mission_id}), place.position)

    return {place.mission.code: path(place, frozenset()) for place in last.values()}


def _dated(fact: MissionFact) -> dict[str, str]:
    return {
        "since": day(fact.since),
        "until": day(fact.until),
        "nature": fact.get_nature_display(),  # type: ignore[attr-defined]
        "source": fact.cited.title if fact.cited else "",
        "evidence": fact.evidence,
        "note": fact.note,
    }


def _place(place: Placement) -> Row:
    return Row(
        fact=place.pk,
        values={
            "level": str(Level(place.mission.level).label),
            "code": place.mission.code,
            "label": place.label,
            "parent": place.parent.code if place.parent else "",
            "position": str(place.position),
            "presence": place.get_presence_display(),
            "legibility": place.get_legibility_display(),
            **_dated(place),
        },
    )


def _modes(facts: Q, labels: dict[int, str]) -> list[Row]:
    rows = (
        ModeRecord.objects.filter(facts)
        .select_related("mission", "chamber", "holder", "conditional_on", "cited")
        .prefetch_related("parties__organization", "frames__frame")
    )
    return [_mode(row, labels.get(row.mission_id, "")) for row in rows]


def _mode(row: ModeRecord, label: str) -> Row:
    def parties(role: str) -> str:
        return several(party.organization.name for party in row.parties.all() if party.role == role)

    return Row(
        fact=row.pk,
        values={
            "code": row.mission.code,
            "read": label,
            "chamber": row.chamber.name if row.chamber else "",
            "mode": row.mode,
            "possible": several(row.possible),
            "local_managers": parties(PartyRole.LOCAL_MANAGER),
            "purpose": row.purpose,
            "form": row.get_form_display(),
            "participants": parties(PartyRole.PARTICIPANT),
            "ends_on": day(row.ends_on),
            "frames": several(frame_name(one.frame.title, one.number) for one in row.frames.all()),
            "pooled": several(str(Pooled(one).label) for one in row.pooled),
            "hosts": parties(PartyRole.HOST),
            "logic": row.get_logic_display(),
            "beneficiaries": parties(PartyRole.BENEFICIARY),
            "option": row.get_option_display(),
            "variant": row.get_variant_display(),
            "holder": row.holder.name if row.holder else "",
            "condition": row.conditional_on.label if row.conditional_on else "",
            "reason": row.get_reason_display(),
            "reason_text": row.reason_text,
            **_dated(row),
        },
    )


def _to_fill(plan: int, facts: Q, places: Iterable[Placement], labels: dict[int, str]) -> list[Row]:
    """A line with « ? » for each macro-process of which nothing is known: somebody may say its mode there."""
    said = set(ModeRecord.objects.filter(facts).values_list("mission", flat=True))
    last = {place.mission_id: place for place in places}
    missing = Mission.objects.filter(plan=plan, plan__kind="missions", level=Level.MACRO_PROCESS)
    return [
        Row(
            values={**dict.fromkeys((column.name for column in MODES.columns), ""), "code": one.code}
            | {"read": labels.get(one.pk, ""), "mode": UNKNOWN}
        )
        for one in missing
        if one.pk not in said and one.pk in last and last[one.pk].presence != Presence.GONE
    ]


def _notes(facts: Q, labels: dict[int, str]) -> list[Row]:
    rows = Annotation.objects.filter(facts).select_related("mission", "cited").prefetch_related("boxes")
    return [
        Row(
            fact=row.pk,
            values={
                "code": row.mission.code,
                "read": labels.get(row.mission_id, ""),
                "text": row.text,
                "mode": row.mode,
                "boxes": several(box.code for box in row.boxes.all()),
                **_dated(row),
            },
        )
        for row in rows
    ]


def _holders(facts: Q, labels: dict[int, str]) -> list[Row]:
    rows = (
        Holding.objects.filter(facts)
        .select_related("mission", "organization", "unit", "cited")
        .prefetch_related("beneficiaries")
    )
    return [
        Row(
            fact=row.pk,
            values={
                "code": row.mission.code,
                "read": labels.get(row.mission_id, ""),
                "organization": row.organization.name,
                "unit": row.unit.name if row.unit else "",
                "beneficiaries": several(one.name for one in row.beneficiaries.all()),
                **_dated(row),
            },
        )
        for row in rows
    ]


def _parts(facts: Q, labels: dict[int, str]) -> list[Row]:
    rows = LocalPart.objects.filter(facts).select_related("mission", "cited")
    return [
        Row(
            fact=row.pk,
            values={
                "code": row.mission.code,
                "read": labels.get(row.mission_id, ""),
                "local": row.local,
                "regional": row.regional,
                **_dated(row),
            },
        )
        for row in rows
    ]


def day(value: date | None) -> str:
    """AAAA-MM-JJ, empty when not known."""
    return value.isoformat() if value else ""


def several(values: Iterable[str]) -> str:
    """Several values of a cell, in one order; one that holds what parts them is between quotes."""
    return PARTED.join(_quoted(value) for value in sorted(values))


def parted(cell: str) -> list[str]:
    """The values of such a cell, as a person types it too."""
    line = " ".join(cell.split())
    return [
        part.strip()
        for part in next(csv.reader([line], delimiter=";", skipinitialspace=True), [])
        if part.strip()
    ]


def _quoted(value: str) -> str:
    if PARTED.strip() not in value and not value.startswith('"'):
        return value
    return '"' + value.replace('"', '""') + '"'


def frame_name(title: str, number: str) -> str:
    """« Norme 4.9 (version 2) »."""
    return f"{title} (version {number})"
