"""Needs that too few schemes answer (« trous dans la raquette »), where, for whom, and what was asked there (H-056, H-149)."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _

from maillage.engines import coverage
from maillage.engines.coverage import Axes, Axis, Entry, Mesh, Reading
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.mesh.adapters.catalogue import GroupKind, group
from maillage.modules.mesh.enums import COVERING
from maillage.modules.mesh.enums import Axis as Cut
from maillage.modules.mesh.queries import naming
from maillage.modules.mesh.queries.asked import by_need, uncovered
from maillage.modules.mesh.queries.board import Board, board, cuts
from maillage.modules.mesh.queries.gap_shapes import (
    SHARE,
    Asked,
    GapCell,
    GapDetail,
    GapFilters,
    GapLine,
    Gaps,
)
from maillage.modules.mesh.queries.serving import Chosen, weigh
from maillage.modules.mesh.queries.shapes import Facet, Named, NotComputed
from maillage.modules.schemes.models import Objective, Theme
from maillage.shared.territories import queries as territories

WORST = 3
"""How many sections and sizes a line of gap names."""


def gaps(filters: GapFilters, *, actor: Actor, on: datetime.date) -> Gaps:
    """The gaps under the filters, those where nobody is served first, then the largest. Refused for a filter that means nothing."""
    ways = cuts(filters.by, more=())
    held = board(actor, on, _axes(filters.by))
    mesh = counting(held, filters.demo, filters.share)
    answered, groups = _answered(held, filters), _groups(held, filters)
    if filters.group and filters.group not in {one.code for one in groups}:
        raise _no_group()
    # A need that nothing in force answers is a gap of everyone, everywhere: said once, told by place when it is the one asked.
    listed = [one for one in groups if one.code == filters.group or (not filters.group and one in answered)]
    found = _lines(mesh, held, listed, filters, on)
    asked = by_need(filters.by, actor=actor, on=on)
    lines = [_with(line, asked, on) for line in found]
    lines.sort(key=lambda line: (not line.whole, -line.unserved, line.group.name, line.division.name))
    counts: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        counts[line.group.code] += 1
    return Gaps(
        stamp=held.stamp,
        lines=tuple(lines[filters.offset : filters.offset + filters.limit]),
        total=len(lines),
        groups=tuple(
            Facet(code=one.code, label=one.name, count=counts[one.code], selected=one.code == filters.group)
            for one in groups
        ),
        axes=ways,
        catch_alls=tuple(
            held.refs[one.slug]
            for one in held.laid.catalogue.computed
            if one.covers and one.slug in open_to_all(held, filters.share)
        ),
        aside=_aside(held, filters),
        filters=filters,
        unanswered=tuple(one for one in groups if one not in answered),
        note=_straddling(filters, on),
    )


def gap(filters: GapFilters, division: str, *, actor: Actor, on: datetime.date) -> GapDetail:
    """One gap, opened, by section and size. Refused without its need, or for a division that has no establishment."""
    held = board(actor, on, _axes(filters.by))
    mesh = counting(held, filters.demo, filters.share)
    one = group_of(held, filters)
    where = _where(mesh, filters, division)
    lines = _lines(mesh, held, [one], filters, on, division=division, everything=True)
    if not lines:
        raise Refused(
            "mesh.division",
            _("Le registre n'a aucun établissement dans ce territoire."),
            way_out=_("Choisissez un autre territoire."),
            field="division",
        )
    unserved = unserved_in(mesh, one, filters) & where
    every = dict(_cells(mesh, where))
    lacking = dict(_cells(mesh, unserved))
    names = naming.names(
        {f"{Cut.SECTION}:{section}" for section, _size in every}
        | {f"{Cut.SIZE}:{size}" for _s, size in every}
    )
    cells = [
        GapCell(
            section=_named(names, Cut.SECTION, section),
            size=_named(names, Cut.SIZE, size),
            unserved=lacking.get((section, size), 0),
            total=total,
        )
        for (section, size), total in every.items()
    ]
    near = _near(held, mesh, group(filters.kind, one.code), filters, where)
    return GapDetail(
        stamp=held.stamp,
        line=_with(lines[0], by_need(filters.by, actor=actor, on=on), on),
        cells=tuple(sorted(cells, key=lambda cell: (-cell.unserved, cell.section.name, cell.size.code))),
        near=near,
        uncovered=uncovered("", actor=actor, on=on, need=one.code, division=division).lines,
        filters=filters,
    )


def _no_group() -> Refused:
    return Refused(
        "mesh.group",
        _("Ce besoin, ou ce thème, n'est pas dans le catalogue."),
        way_out=_("Choisissez-en un dans la liste."),
        field="group",
    )


def _axes(by: str) -> Axes:
    return Axes(place=by, activity=1, headcount=True)


def open_to_all(held: Board, share: int) -> frozenset[str]:
    """The schemes that may serve at least so many establishments in a hundred: they fill no gap."""
    return coverage.catch_all(held.mesh, share / 100)


def counting(held: Board, demo: bool | None, share: int = SHARE) -> Mesh:
    """The mesh where only the schemes asked cover needs: those of the demonstration, or without them; those open to fewer than
    ``share`` in a hundred when it is not the usual one, which the engine tells by itself."""
    if demo is None and share == SHARE:
        return held.mesh
    apart = frozenset() if share == SHARE else open_to_all(held, share)
    changes: dict[str, Entry | None] = {
        one.slug: one.entry(
            counts=one.covers and (demo is None or one.is_demo is demo) and one.slug not in apart
        )
        for one in held.laid.catalogue.computed
    }
    return coverage.amend(held.mesh, changes)


def _answered(held: Board, filters: GapFilters) -> frozenset[Named]:
    """The needs, or the themes, that some scheme in force answers."""
    return frozenset(
        Named(code=code, name=name)
        for one in held.laid.catalogue.computed
        if one.covers and (filters.demo is None or one.is_demo is filters.demo)
        for code, name in (one.needs if filters.kind == GroupKind.NEED else one.themes)
    )


def group_of(held: Board, filters: GapFilters) -> Named:
    """The need, or the theme, that a gap is about, with its name. Refused for one that is not in the catalogue."""
    one = next((found for found in _groups(held, filters) if found.code == filters.group), None)
    if one is None:
        raise _no_group()
    return one


def _groups(held: Board, filters: GapFilters) -> tuple[Named, ...]:
    """The needs, or the themes, of the catalogue, those that nothing answers too, by name."""
    rows = Objective.objects if filters.kind == GroupKind.NEED else Theme.objects
    found = {Named(code=code, name=name) for code, name in rows.values_list("slug", "name")}
    # A word renamed since the computation stays under the name that it was computed with.
    answered = _answered(held, filters)
    named = {one.code for one in answered}
    kept = {one for one in found if one.code not in named}
    return tuple(sorted(kept | answered, key=lambda one: (one.name.casefold(), one.code)))


def unserved_in(mesh: Mesh, one: Named, filters: GapFilters) -> Chosen:
    """The tuples that have fewer targeted schemes of a need, or of a theme, than the threshold, in the mesh of :func:`counting`."""
    how = Reading.POSSIBLE if filters.sure else Reading.CERTAIN
    named = group(filters.kind, one.code)
    found = coverage.served(mesh, (named,), how, targeted_only=filters.share == SHARE)
    lacking: Chosen = found[0] < filters.threshold
    return lacking


def _where(mesh: Mesh, filters: GapFilters, division: str = "") -> Chosen:
    labels: dict[Axis, set[str]] = {}
    if division:
        labels[Axis.PLACE] = {division.partition(":")[2]}
    if filters.section:
        labels[Axis.ACTIVITY] = {filters.section.removeprefix(f"{Cut.SECTION}:")}
    if filters.size:
        labels[Axis.HEADCOUNT] = {filters.size.removeprefix(f"{Cut.SIZE}:")}
    return coverage.select(mesh, labels=labels).chosen


def _cells(mesh: Mesh, picked: Chosen) -> list[tuple[tuple[str, str], int]]:
    return [
        ((cell.labels[0], cell.labels[1]), cell.companies)
        for cell in coverage.cells(mesh, (Axis.ACTIVITY, Axis.HEADCOUNT), picked)
    ]


def _lines(
    mesh: Mesh,
    held: Board,
    groups: Sequence[Named],
    filters: GapFilters,
    on: datetime.date,
    *,
    division: str = "",
    everything: bool = False,
) -> list[GapLine]:
    where = _where(mesh, filters, division)
    inside = naming.communes_in(filters.territory, on)
    kept = None if inside is None else _divisions_of(filters.by, inside, on)
    totals = {cell.labels[0]: cell.companies for cell in coverage.cells(mesh, (Axis.PLACE,), where)}
    names = naming.names({f"{filters.by}:{code}" for code in totals})
    sections = naming.names(
        {f"{Cut.SECTION}:{c.labels[0]}" for c in coverage.companies_by(mesh, (Axis.ACTIVITY,))}
    )
    aside = open_to_all(held, filters.share)
    found = []
    for one in groups:
        named = group(filters.kind, one.code)
        lacking = unserved_in(mesh, one, filters) & where
        counts = {cell.labels[0]: cell.companies for cell in coverage.cells(mesh, (Axis.PLACE,), lacking)}
        caught = _by_place(mesh, lacking & _caught(held, mesh, named, aside, filters))
        worst = _worst(mesh, lacking)
        schemes = sum(
            1
            for entry in mesh.compiled.entries
            if named in entry.groups and entry.counts and entry.key not in aside
        )
        for code, total in totals.items():
            unserved = counts.get(code, 0)
            # What lies in no division of this kind is told too, so that the gaps of any division add up.
            if kept is not None and f"{filters.by}:{code}" not in kept:
                continue
            if unserved >= max(1, filters.minimum) or everything:
                found.append(
                    GapLine(
                        group=one,
                        kind=filters.kind,
                        division=Named(code=f"{filters.by}:{code}", name=names[f"{filters.by}:{code}"]),
                        unserved=unserved,
                        catch_all=caught.get(code, 0),
                        total=total,
                        schemes=schemes,
                        worst=tuple(
                            Named(code=f"{Cut.SECTION}:{section}", name=sections[f"{Cut.SECTION}:{section}"])
                            for section in worst.get(code, ())
                        ),
                        asked=Asked(requests=0, searches=0),
                    )
                )
    return found


def _by_place(mesh: Mesh, picked: Chosen) -> dict[str, int]:
    return {cell.labels[0]: cell.companies for cell in coverage.cells(mesh, (Axis.PLACE,), picked)}


def _worst(mesh: Mesh, lacking: Chosen) -> dict[str, list[str]]:
    """The sections with the most unserved establishments, by place."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for cell in coverage.cells(mesh, (Axis.PLACE, Axis.ACTIVITY), lacking):
        if len(found[cell.labels[0]]) < WORST:
            found[cell.labels[0]].append(cell.labels[1])
    return found


def _caught(held: Board, mesh: Mesh, named: str, aside: frozenset[str], filters: GapFilters) -> Chosen:
    """The tuples that a scheme open to everyone, answering this group, may serve."""
    found = np.zeros(len(mesh.tuples), np.bool_)
    for one in held.laid.catalogue.computed:
        asked = filters.demo is None or one.is_demo is filters.demo
        if one.slug in aside and one.covers and asked and named in one.groups:
            found |= coverage.serving(mesh, one.slug, Reading.POSSIBLE)
    return found


def _straddling(filters: GapFilters, on: datetime.date) -> str:
    """Said when a division of the list lies partly outside the territory asked: it is counted whole."""
    inside = naming.communes_in(filters.territory, on)
    if inside is None:
        return ""
    fold = naming.fold(filters.by, on)
    kept = {fold(commune) for commune in inside}
    if any(fold(commune) in kept for commune in territories.atlas(on) if commune not in inside):
        return _("Ce qui déborde de ce territoire est compté en entier, avec ce qui est au-dehors.")
    return ""


def _divisions_of(by: str, communes: frozenset[str], on: datetime.date) -> frozenset[str]:
    fold = naming.fold(by, on)
    return frozenset(fold(commune) for commune in communes)


def _with(line: GapLine, asked: Mapping[tuple[str, str], Asked], on: datetime.date) -> GapLine:
    """A line with what was asked there."""
    found = asked.get((line.group.code, line.division.code))
    return replace(line, asked=found) if found and line.kind == GroupKind.NEED else line


def _aside(held: Board, filters: GapFilters) -> tuple[NotComputed, ...]:
    """The schemes that would answer and cannot be asked for: drafts, expired, upcoming, suspended."""
    return tuple(
        NotComputed(scheme=held.refs[one.slug], why=held.refs[one.slug].standing_label)
        for one in held.laid.catalogue.computed
        if one.standing not in COVERING
        and (filters.demo is None or one.is_demo is filters.demo)
        and (not filters.group or group(filters.kind, filters.group) in one.groups)
    )


def _near(held: Board, mesh: Mesh, named: str, filters: GapFilters, where: Chosen) -> tuple[NotComputed, ...]:
    """The schemes of the need, with how many establishments they serve there and elsewhere."""
    found = []
    for one in held.laid.catalogue.computed:
        if named not in one.groups or (filters.demo is not None and one.is_demo is not filters.demo):
            continue
        served = coverage.serving(mesh, one.slug, Reading.POSSIBLE)
        here, all_ = weigh(mesh, served & where), weigh(mesh, served)
        found.append(
            NotComputed(
                scheme=held.refs[one.slug],
                why=_("%(state)s ; sert peut-être %(here)d établissements ici, %(all)d en tout.")
                % {"state": held.refs[one.slug].standing_label, "here": here, "all": all_},
            )
        )
    return tuple(found)


def _named(names: Mapping[str, str], cut: str, code: str) -> Named:
    return Named(code=f"{cut}:{code}", name=names[f"{cut}:{code}"])
