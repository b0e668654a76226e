"""What surrounds the boxes of a map: annotations, sentences of the text, ties with other missions, holders."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.text import long_date
from maillage.modules.missions.adapters import BY_DAY, ModeRow, View, holding, known, standing
from maillage.modules.missions.enums import Basis, LinkKind, StatementKind
from maillage.modules.missions.models import Annotation, Holding, MissionLink, NarrativeStatement, Placement
from maillage.modules.missions.queries.modes import label_of, origin, origin_of
from maillage.modules.missions.queries.shapes import Footnote, Statement, Stop

NO_SCOPE = "※"
"""The mark of an annotation that points at no box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """The annotations of a map, and their marks by mission."""

    footnotes: tuple[Footnote, ...]
    marks: Mapping[int, tuple[str, ...]]


def notes(
    scope: Q,
    view: View,
    *,
    function: int,
    labels: Mapping[int, str],
    stops: Sequence[Stop],
    projections: bool,
) -> Notes:
    """The annotations that stand on a day: one read on a drawn map stands until the next drawing, one entered until it ends
    (S-027, S-032). One whose scope the source does not give marks no box: it bears no number. Two queries."""
    drawings = [
        stop.day
        for stop in stops
        if stop.drawn
        and not stop.said
        and stop.day <= view.day
        and (projections or stop.nature != "projected")
    ]
    last = max(drawings, default=date.min)
    rows = [
        row
        for row in Annotation.objects.filter(scope, standing(view))
        .select_related("cited")
        .order_by(BY_DAY, "pk")
        if row.basis != Basis.MAP or (row.since or date.min) >= last
    ]
    marked: dict[int, list[int]] = {}
    ties = Annotation.boxes.through.objects.filter(annotation__in=[row.pk for row in rows])
    for annotation, mission in ties.values_list("annotation_id", "mission_id"):
        marked.setdefault(annotation, []).append(mission)
    marks: dict[int, list[str]] = {}
    footnotes = []
    number = 0
    for row in rows:
        boxes = marked.get(row.pk, [])
        about = boxes or ([] if row.mission_id == function else [row.mission_id])
        number += bool(about)
        for mission in about:
            marks.setdefault(mission, []).append(str(number))
        footnotes.append(
            Footnote(
                mark=str(number) if about else NO_SCOPE,
                text=row.text,
                scope=", ".join(sorted(labels.get(one, "") for one in about)) or _("portée non renseignée"),
                since=row.since,
                origin=origin(row.cited_id, row.cited.title if row.cited else "", row.evidence, row.basis),
            )
        )
    return Notes(
        footnotes=tuple(footnotes), marks={mission: tuple(found) for mission, found in marks.items()}
    )


def statements(
    scope: Q, view: View, *, first: date | None
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The sentences around the map that bear on the day; and those that precede its first state (S-072). One query."""
    rows = (
        NarrativeStatement.objects.filter(scope, known(view)).select_related("cited").order_by(BY_DAY, "pk")
    )
    here, before = [], []
    for row in rows:
        told = Statement(
            kind=row.kind,
            kind_label=str(StatementKind(row.kind).label),
            subject=row.subject,
            text=row.text,
            letters=tuple(row.modes),
            when=row.day_text or _when(row.since, row.until),
            origin=origin(row.cited_id, row.cited.title if row.cited else "", row.evidence, row.basis),
        )
        if first is not None and row.until is not None and row.until <= first:
            before.append(told)
        elif (row.since is None or row.since <= view.day) and (row.until is None or row.until > view.day):
            here.append(told)
    return tuple(here), tuple(before)


def earlier_modes(rows: Iterable[ModeRow], label: str) -> tuple[Statement, ...]:
    """The modes that a whole function had before its first map, told as what they are (S-072)."""
    return tuple(
        Statement(
            kind=StatementKind.STATED.value,
            kind_label=str(Basis(row.basis).label),
            subject=label,
            text=row.note,
            letters=(row.mode,) if row.mode else tuple(row.possible),
            when=_("%(mode)s, %(when)s") % {"mode": label_of(row.mode), "when": _when(row.since, row.until)},
            origin=origin_of(row),
        )
        for row in rows
    )


def _when(since: date | None, until: date | None) -> str:
    if since is not None and until is not None:
        return _("du %(since)s au %(until)s (exclu)") % {"since": long_date(since), "until": long_date(until)}
    if until is not None:
        return _("avant le %(until)s") % {"until": long_date(until)}
    return _("depuis le %(since)s") % {"since": long_date(since)} if since is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBy:
    """Who holds a mission, co-holders together. ``slug``: the organisation of the first."""

    names: tuple[str, ...]
    slug: str


def holders(scope: Q, view: View) -> dict[int, HeldBy]:
    """Who holds each mission: every holding that stands, for several may hold it together. One query."""
    held: dict[int, list[Holding]] = {}
    rows = Holding.objects.filter(scope, standing(view)).select_related("organization", "unit")
    for row in rows.order_by("organization__name", "pk"):
        held.setdefault(row.mission_id, []).append(row)
    return {
        mission: HeldBy(
            names=tuple(dict.fromkeys(holder_name(row) for row in found)), slug=found[0].organization.slug
        )
        for mission, found in held.items()
    }


def holder_name(row: Holding) -> str:
    """« Direction X (Région Y) », or the organisation alone."""
    if row.unit is None:
        return row.organization.name
    return f"{row.unit.name} ({row.organization.short_name or row.organization.name})"


def shared(scope_ids: Collection[int], plan: int, day: date) -> dict[int, tuple[str, ...]]:
    """The other missions with which each is declared shared, named with their function (S-062, S-023). Two queries."""
    links = MissionLink.objects.filter(holding(day), kind=LinkKind.SHARED, first__plan=plan)
    pairs = [
        (one, other)
        for first, second in links.values_list("first_id", "second_id")
        for one, other in ((first, second), (second, first))
        if one in scope_ids
    ]
    names = full_names({other for _one, other in pairs}, day)
    found: dict[int, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(names.get(other, ""))
    return {one: tuple(sorted(others)) for one, others in found.items()}


def full_names(missions: Collection[int], day: date) -> dict[int, str]:
    """« Comptabilité sociale (Services financiers et comptables) »: each mission on a day, or as it was first named. At most
    four queries, by level."""
    labels = labels_of(missions, day)
    chain = dict(labels)
    above = {parent for _label, parent in labels.values() if parent is not None}
    for _level in range(3):
        above = {one for one in above if one not in chain}
        if not above:
            break
        chain |= labels_of(above, day)
        above = {parent for one in above if one in chain and (parent := chain[one][1]) is not None}
    return {one: _named(one, chain) for one in missions if one in chain}


def _named(mission: int, chain: Mapping[int, tuple[str, int | None]]) -> str:
    label, parent = chain[mission]
    top = parent
    while top is not None and top in chain and chain[top][1] is not None:
        top = chain[top][1]
    return f"{label} ({chain[top][0]})" if top is not None and top in chain else label


def labels_of(missions: Collection[int], day: date) -> dict[int, tuple[str, int | None]]:
    """The label and the parent of some missions on a day; of one that came later, as it first was. One query."""
    if not missions:
        return {}
    found: dict[int, tuple[date, str, int | None]] = {}
    rows = Placement.objects.filter(
        mission__in=list(missions), withdrawn_at__isnull=True, scenario__isnull=True
    )
    for mission, since, label, parent in rows.order_by(BY_DAY, "pk").values_list(
        "mission_id", "since", "label", "parent_id"
    ):
        began = since or date.min
        if mission not in found or began <= day:
            found[mission] = (began, label, parent)
    return {mission: (label, parent) for mission, (_began, label, parent) in found.items()}
