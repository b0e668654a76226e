"""Need × stage × territory: how many schemes answer, and whom they serve; an empty cell is a gap (H-149).

Nothing says what the stages of a company are: the columns are brackets of age of our own, or the headcount of the register."""

import datetime
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _

from maillage.engines import coverage
from maillage.engines.coverage import Axis, Reading
from maillage.engines.territory import Code, TerritoryError
from maillage.kit.actor import Actor
from maillage.modules.mesh import reading
from maillage.modules.mesh.adapters.catalogue import GroupKind
from maillage.modules.mesh.enums import Axis as Cut
from maillage.modules.mesh.queries import naming
from maillage.modules.mesh.queries.board import Board, board, chosen, cuts
from maillage.modules.mesh.queries.gap_shapes import Matrix, MatrixCell, MatrixRow
from maillage.modules.mesh.queries.serving import Chosen, asked_axes, matches, profiled, weigh
from maillage.modules.mesh.queries.shapes import Count, MeshFilters, Named
from maillage.modules.schemes.models import Objective, Theme


def matrix(filters: MeshFilters, axis: str, *, actor: Actor, on: datetime.date) -> Matrix:
    """The matrix of a territory (empty: the whole register), of the companies of an activity and of a size when they are asked; ``axis``:
    "age" or "size". Every need of the catalogue has its row, those that nothing answers too. Refused for another axis."""
    ways = cuts(axis, places=False, more=(Cut.AGE, Cut.SIZE))
    place = _place(filters.territory, on)
    axes = asked_axes(filters, place=place or None, ages=reading.AGES if axis == Cut.AGE else ())
    held = board(actor, on, replace(axes, headcount=axes.headcount or axis == Cut.SIZE))
    where = profiled(held.mesh, filters)
    if filters.territory:
        label = filters.territory.partition(":")[2]
        where &= coverage.select(held.mesh, labels={Axis.PLACE: {label}}).chosen
    stages = _stages(held, axis, where)
    return Matrix(
        stamp=held.stamp,
        axis=chosen(ways),
        axes=ways,
        stages=tuple(name for name, _picked in stages),
        rows=_rows(held, filters, stages),
        territory=naming.one(filters.territory) if filters.territory else None,
        note=_note(axis),
        filters=filters,
    )


def _place(territory: str, on: datetime.date) -> str:
    """The kind of division of a territory; empty: none was asked. Refused for one that does not exist."""
    if not territory:
        return ""
    naming.communes_in(territory, on)
    try:
        return Code.parse(territory).kind.value
    except TerritoryError:
        return ""


def _note(axis: str) -> str:
    if axis == Cut.SIZE:
        return _("Les colonnes sont les tranches d'effectif du registre.")
    return _(
        "Ce qu'est une étape de la vie d'une entreprise n'est pas défini : les colonnes sont des tranches d'âge, choisies ici."
    )


def _stages(held: Board, axis: str, where: Chosen) -> list[tuple[Named, Chosen]]:
    """The columns that have establishments, in their order, each with its tuples."""
    engine_axis = Axis.HEADCOUNT if axis == Cut.SIZE else Axis.AGE
    found = {
        f"{axis}:{cell.labels[0]}": cell.labels[0]
        for cell in coverage.cells(held.mesh, (engine_axis,), where)
    }
    names = naming.names(found)
    return [
        (
            Named(code=code, name=names[code]),
            coverage.select(held.mesh, labels={engine_axis: {found[code]}}).chosen & where,
        )
        for code in naming.order(axis, found)
    ]


def _rows(held: Board, filters: MeshFilters, stages: list[tuple[Named, Chosen]]) -> tuple[MatrixRow, ...]:
    kept = [one for one in held.laid.catalogue.computed if matches(one, filters)]
    serving = {
        one.slug: (
            coverage.serving(held.mesh, one.slug),
            coverage.serving(held.mesh, one.slug, Reading.POSSIBLE),
        )
        for one in kept
    }
    kind = GroupKind.THEME if filters.theme else GroupKind.NEED
    rows = Theme.objects if kind == GroupKind.THEME else Objective.objects
    asked = filters.theme if kind == GroupKind.THEME else filters.need
    groups: dict[str, tuple[str, list[str]]] = {
        code: (name, []) for code, name in rows.values_list("slug", "name") if not asked or code == asked
    }
    for one in kept:
        for code, name in one.needs if kind == GroupKind.NEED else one.themes:
            if not asked or code == asked:
                groups.setdefault(code, (name, []))[1].append(one.slug)
    return tuple(
        MatrixRow(
            group=Named(code=code, name=name),
            cells=tuple(_cell(held, slugs, serving, picked) for _stage, picked in stages),
        )
        for code, (name, slugs) in sorted(groups.items(), key=lambda item: item[1][0].casefold())
    )


def _cell(
    held: Board, slugs: list[str], serving: dict[str, tuple[Chosen, Chosen]], picked: Chosen
) -> MatrixCell:
    certain = np.zeros(len(picked), np.bool_)
    possible = np.zeros(len(picked), np.bool_)
    targeted, caught = [], 0
    for slug in slugs:
        sure, may = serving[slug]
        if not (may & picked).any():
            continue
        if held.refs[slug].catch_all:
            caught += 1
            continue
        targeted.append(slug)
        certain |= sure
        possible |= may
    return MatrixCell(
        targeted=len(targeted),
        catch_all=caught,
        served=Count(
            certain=weigh(held.mesh, certain & picked), possible=weigh(held.mesh, possible & picked)
        ),
        total=weigh(held.mesh, picked),
        schemes=tuple(targeted),
    )
