"""How many establishments each scheme serves, and where: any division, size, section or age (H-005, H-224, H-204)."""

import datetime
from collections import Counter
from collections.abc import Iterable

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from maillage.engines import coverage
from maillage.engines.coverage import Axes, Axis, Mesh, Reading
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.mesh.adapters.catalogue import GroupKind, MeshScheme, group
from maillage.modules.mesh.enums import COVERING
from maillage.modules.mesh.enums import Axis as Cut
from maillage.modules.mesh.queries import naming
from maillage.modules.mesh.queries.board import (
    Board,
    axis_of,
    board,
    chosen,
    cuts,
    not_computed,
    to_confirm,
)
from maillage.modules.mesh.queries.shapes import (
    Count,
    MeshFilters,
    Part,
    Population,
    PopulationLine,
    Populations,
)
from maillage.modules.schemes.adapters import rules

Chosen = NDArray[np.bool_]
"""Which tuples a figure counts."""


def populations(filters: MeshFilters, *, actor: Actor, on: datetime.date) -> Populations:
    """Every scheme under the filters, with how many establishments of the territory it can serve, the largest first."""
    inside = naming.communes_in(filters.territory, on)
    held = board(actor, on, asked_axes(filters, place="com" if inside is not None else None))
    where = within(held.mesh, inside) & profiled(held.mesh, filters)
    lines = []
    for one in held.laid.catalogue.computed:
        if matches(one, filters):
            count = counted(held.mesh, one.slug, where)
            lines.append(PopulationLine(scheme=held.refs[one.slug], count=count))
    lines.sort(key=lambda line: (-line.count.certain, -line.count.possible, line.scheme.title))
    return Populations(
        stamp=held.stamp,
        total=weigh(held.mesh, where),
        lines=tuple(lines),
        not_computed=not_computed(held),
        to_confirm=to_confirm(held),
        filters=filters,
    )


def population(slug: str, by: str, *, actor: Actor, on: datetime.date, territory: str = "") -> Population:
    """A scheme by division, size, section or age; a draft too, before it opens (H-204). NotVisible, Refused."""
    ways = cuts(by)
    inside = naming.communes_in(territory, on)
    axes, axis = axis_of(by)
    if inside is not None and axis is not Axis.PLACE:
        axes = coverage.Axes(place="com", activity=axes.activity, headcount=axes.headcount, ages=axes.ages)
    held = board(actor, on, axes)
    one = held.scheme(slug)
    where = within(held.mesh, inside)
    names = rules.lexicon([one.rule])
    return Population(
        stamp=held.stamp,
        scheme=held.refs[slug],
        count=counted(held.mesh, slug, where),
        total=weigh(held.mesh, where),
        by=chosen(ways),
        axes=ways,
        parts=parts(held, by, axis, slug, where, on),
        conditions=rules.sentences(one.rule, names),
        note=_note(one),
    )


def _note(one: MeshScheme) -> str:
    if one.to_confirm:
        return _("Une condition n'est pas écrite en règle : à confirmer auprès de %(who)s.") % {
            "who": one.to_confirm
        }
    if one.rule is None:
        return _("Ce dispositif n'a pas de condition : il est ouvert à tous.")
    return ""


def asked_axes(filters: MeshFilters, *, place: str | None, ages: tuple[int, ...] = ()) -> Axes:
    """What must be told apart for a question. Refused for a section or a size that does not exist."""
    for cut, code in ((Cut.SECTION, filters.section), (Cut.SIZE, filters.size)):
        if code and code not in {one.code for one in naming.choices(cut)}:
            raise Refused(
                "mesh.profile",
                _("« %(text)s » n'est pas dans la liste.") % {"text": code},
                way_out=_("Choisissez une activité ou une taille de la liste."),
                field=cut.value,
            )
    return Axes(place=place, activity=1 if filters.section else 0, headcount=bool(filters.size), ages=ages)


def profiled(mesh: Mesh, filters: MeshFilters) -> Chosen:
    """The tuples of the activity and of the size asked; all of them when none is."""
    labels: dict[Axis, frozenset[str]] = {}
    if filters.section:
        labels[Axis.ACTIVITY] = frozenset({filters.section})
    if filters.size:
        labels[Axis.HEADCOUNT] = frozenset({filters.size})
    return coverage.select(mesh, labels=labels).chosen


def matches(one: MeshScheme, filters: MeshFilters) -> bool:
    """Whether a scheme is among those asked."""
    standing = filters.standing or COVERING
    if one.standing not in standing or (filters.demo is not None and one.is_demo is not filters.demo):
        return False
    if filters.need and group(GroupKind.NEED, filters.need) not in one.groups:
        return False
    return not filters.theme or group(GroupKind.THEME, filters.theme) in one.groups


def parts(held: Board, by: str, axis: Axis, slug: str, where: Chosen, on: datetime.date) -> tuple[Part, ...]:
    """The figure of a scheme in each part that has establishments."""
    certain = coverage.serving(held.mesh, slug) & where
    possible = coverage.serving(held.mesh, slug, Reading.POSSIBLE) & where
    return gathered(held.mesh, by, axis, certain, possible, where, on)


def gathered(
    mesh: Mesh,
    by: str,
    axis: Axis,
    certain: Chosen,
    possible: Chosen,
    where: Chosen,
    on: datetime.date,
) -> tuple[Part, ...]:
    """Chosen tuples by part: sizes and ages in their order, the others by figure, the largest first, then by name."""
    fold = naming.fold(by, on)
    every = _folded(mesh, axis, where, fold)
    sure = _folded(mesh, axis, certain, fold)
    open_ = _folded(mesh, axis, possible, fold)
    names = naming.names(every)
    found = [
        Part(
            code=code,
            name=names[code],
            count=Count(certain=sure[code], possible=open_[code]),
            total=total,
        )
        for code, total in every.items()
    ]
    if by in (Cut.SIZE, Cut.AGE):
        ranks = {code: rank for rank, code in enumerate(naming.order(by, (part.code for part in found)))}
        return tuple(sorted(found, key=lambda part: ranks[part.code]))
    return tuple(
        sorted(found, key=lambda part: (-part.count.certain, -part.count.possible, part.name.casefold()))
    )


def _folded(mesh: Mesh, axis: Axis, picked: Chosen, fold: naming.Fold) -> Counter[str]:
    found: Counter[str] = Counter()
    for cell in coverage.cells(mesh, (axis,), picked):
        found[fold(cell.labels[0])] += cell.companies
    return found


def within(mesh: Mesh, communes: Iterable[str] | None) -> Chosen:
    """The tuples of some communes; all of them when none is said. The partition must tell communes apart."""
    if communes is None:
        return np.ones(len(mesh.tuples), np.bool_)
    return coverage.select(mesh, labels={Axis.PLACE: frozenset(communes)}).chosen


def counted(mesh: Mesh, slug: str, where: Chosen) -> Count:
    """How many establishments a scheme serves among the chosen ones."""
    return Count(
        certain=weigh(mesh, coverage.serving(mesh, slug) & where),
        possible=weigh(mesh, coverage.serving(mesh, slug, Reading.POSSIBLE) & where),
    )


def weigh(mesh: Mesh, picked: Chosen) -> int:
    """How many establishments the chosen tuples hold."""
    return int(mesh.tuples.weights[picked].sum())
