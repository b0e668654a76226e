"""Schemes that serve the same establishments (« doublons »): of which kind, what they share, whether somebody wants it (H-005)."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from django.utils.translation import gettext as _

from maillage.engines import coverage
from maillage.engines import rules as engine
from maillage.engines.coverage import Likeness, Mesh, Overlap, Reading, likeness, unwritten
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.mesh import policies
from maillage.modules.mesh.adapters.catalogue import GroupKind, MeshScheme, group
from maillage.modules.mesh.enums import OverlapKind
from maillage.modules.mesh.models import WantedOverlap
from maillage.modules.mesh.queries import asserting
from maillage.modules.mesh.queries.board import Board, axis_of, board, chosen, cuts, not_computed
from maillage.modules.mesh.queries.serving import gathered, weigh
from maillage.modules.mesh.queries.shapes import (
    Facet,
    InCommon,
    Named,
    OverlapDetail,
    OverlapFilters,
    OverlapPair,
    Overlaps,
    Wanted,
)
from maillage.modules.schemes.adapters import rules
from maillage.modules.schemes.enums import Level
from maillage.shared.matching.queries import people

KINDS: Mapping[Likeness, OverlapKind] = {
    Likeness.IDENTICAL_RULE: OverlapKind.SAME_RULE,
    Likeness.SAME_POPULATION: OverlapKind.SAME_COMPANIES,
    Likeness.INCLUDED: OverlapKind.INCLUDED,
    Likeness.LARGE: OverlapKind.LARGE,
    Likeness.SMALL: OverlapKind.PARTIAL,
}
MOST_COMPARED = 4
STRONG = tuple(kind for kind in OverlapKind.values if kind != OverlapKind.PARTIAL)
"""What is listed when nothing is asked: all but small common parts."""


def overlaps(filters: OverlapFilters, *, actor: Actor, on: datetime.date) -> Overlaps:
    """The pairs of schemes that can be asked for and may serve the same establishments, the strongest first."""
    held = board(actor, on)
    marks = _marks()
    found = [one for one in _all(held.mesh) if _asked(one, held, filters, marks)]
    kinds = filters.kinds or STRONG
    counts = Counter(KINDS[one.likeness].value for one in found)
    strong = [one for one in found if KINDS[one.likeness] in kinds]
    # What cannot be compared comes after what is: else it would hide it.
    open_ = _unwritten(held.mesh)
    strong.sort(key=lambda one: one.first in open_ or one.second in open_)
    # Schemes open to nearly everyone all overlap each other: they would hide every other pair.
    kept = [
        one
        for one in strong
        if not (filters.apart and held.refs[one.first].catch_all and held.refs[one.second].catch_all)
    ]
    page = kept[filters.offset : filters.offset + filters.limit]
    return Overlaps(
        stamp=held.stamp,
        pairs=tuple(_pair(one, held, marks) for one in page),
        total=len(kept),
        apart=len(strong) - len(kept),
        kinds=tuple(
            Facet(code=kind.value, label=str(kind.label), count=counts[kind.value], selected=kind in kinds)
            for kind in OverlapKind
        ),
        wanted=sum(1 for one in found if _key(one, held) in marks),
        not_computed=not_computed(held),
        filters=filters,
    )


def overlap(first: str, second: str, by: str, *, actor: Actor, on: datetime.date) -> OverlapDetail:
    """A pair, opened: where and whom it concerns, and everything that was said of it. NotVisible for a scheme not computed."""
    ways = cuts(by)
    axes, axis = axis_of(by)
    require_pair((first, second))
    held = board(actor, on, axes)
    held.scheme(first), held.scheme(second)
    mesh = held.mesh
    certain = coverage.serving(mesh, first) & coverage.serving(mesh, second)
    possible = coverage.serving(mesh, first, Reading.POSSIBLE) & coverage.serving(
        mesh, second, Reading.POSSIBLE
    )
    everywhere = np.ones(len(mesh.tuples), np.bool_)
    why_not = _why_not(first, second, actor)
    return OverlapDetail(
        stamp=held.stamp,
        pair=_pair(between(mesh, first, second), held, _marks()),
        by=chosen(ways),
        axes=ways,
        parts=tuple(
            part
            for part in gathered(mesh, by, axis, certain, possible, everywhere, on)
            if part.count.possible
        ),
        history=history(first, second),
        may_mark=not why_not,
        why_not=why_not,
    )


def _why_not(first: str, second: str, actor: Actor) -> str:
    """Why the actor may not mark a pair, or take back the mark it has; empty when it may."""
    ability = policies.abilities(actor)["mark"]
    if not ability.allowed:
        return ability.reason
    both = WantedOverlap.objects.filter(first__slug__in=(first, second), second__slug__in=(first, second))
    mark = both.filter(unmarked_at=None).first()
    if mark is None:
        return ""
    return policies.why_not_change(actor, made_by=mark.marked_by_id, organization=mark.organization_id)


def pairs_of(slugs: Sequence[str], held: Board) -> tuple[OverlapPair, ...]:
    """The overlaps between some schemes, pair by pair, in their order."""
    marks = _marks()
    return tuple(
        _pair(between(held.mesh, one, other), held, marks)
        for rank, one in enumerate(slugs)
        for other in slugs[rank + 1 :]
    )


@lru_cache(maxsize=3)
def _all(mesh: Mesh) -> tuple[Overlap, ...]:
    """Every pair, once for a computation: by those they may serve, for what the register does not say may not part them."""
    return coverage.overlaps(mesh, reading=Reading.POSSIBLE)


@lru_cache(maxsize=3)
def _unwritten(mesh: Mesh) -> frozenset[str]:
    """The schemes of which a condition is nowhere written."""
    return frozenset(entry.key for entry in mesh.compiled.entries if unwritten(entry.rule))


def between(mesh: Mesh, first: str, second: str) -> Overlap:
    """What two schemes share, nothing included."""
    one = coverage.serving(mesh, first, Reading.POSSIBLE)
    other = coverage.serving(mesh, second, Reading.POSSIBLE)
    shared, of_first, of_second = weigh(mesh, one & other), weigh(mesh, one), weigh(mesh, other)
    entries = {entry.key: entry for entry in mesh.compiled.entries}
    same_rule = entries[first].rule == entries[second].rule and first not in _unwritten(mesh)
    return Overlap(
        first=first,
        second=second,
        shared=shared,
        of_first=of_first,
        of_second=of_second,
        likeness=likeness(shared, of_first, of_second, same_rule=same_rule),
        groups=entries[first].groups & entries[second].groups,
    )


def _asked(
    one: Overlap, held: Board, filters: OverlapFilters, marks: Mapping[tuple[str, str], Wanted]
) -> bool:
    first, second = held.scheme(one.first), held.scheme(one.second)
    if not (first.covers and second.covers):
        return False
    if filters.demo is not None and not first.is_demo is second.is_demo is filters.demo:
        return False
    if filters.scheme and filters.scheme not in (one.first, one.second):
        return False
    if filters.need and group(GroupKind.NEED, filters.need) not in one.groups:
        return False
    if filters.same_need and not any(found.startswith(f"{GroupKind.NEED}:") for found in one.groups):
        return False
    return filters.wanted is None or ((_key(one, held) in marks) is filters.wanted)


def _key(one: Overlap, held: Board) -> tuple[str, str]:
    first, second = sorted((one.first, one.second))
    return first, second


def _pair(one: Overlap, held: Board, marks: Mapping[tuple[str, str], Wanted]) -> OverlapPair:
    swapped = one.likeness is Likeness.INCLUDED and one.of_first < one.of_second
    first, second = (one.second, one.first) if swapped else (one.first, one.second)
    sizes = (one.of_second, one.of_first) if swapped else (one.of_first, one.of_second)
    kind = KINDS[one.likeness]
    smaller = min(sizes)
    mesh = held.mesh
    outer, inner = coverage.serving(mesh, first), coverage.serving(mesh, second)
    shared = weigh(mesh, outer & inner)
    open_ = _unwritten(mesh)
    how = asserting.sureness(
        kind,
        asserting.Figures(
            both=shared,
            first=weigh(mesh, outer),
            second=weigh(mesh, inner),
            may_both=one.shared,
            may_first=sizes[0],
            may_second=sizes[1],
            unwritten=first in open_ or second in open_,
            inner_is_certain=lambda: not (coverage.serving(mesh, second, Reading.POSSIBLE) & ~outer).any(),
        ),
    )
    titles = (held.refs[first].title, held.refs[second].title)
    return OverlapPair(
        first=held.refs[first],
        second=held.refs[second],
        kind=kind.value,
        kind_label=asserting.label(kind, how),
        sureness=how.value,
        shared=shared,
        possible=one.shared,
        first_count=sizes[0],
        second_count=sizes[1],
        share=one.shared * 100 // smaller if smaller else 0,
        common=_common(held.scheme(first), held.scheme(second), one),
        wanted=marks.get(_key(one, held)),
        sentence=asserting.sentence(kind, how, *titles, nobody=not one.shared),
    )


def _common(first: MeshScheme, second: MeshScheme, one: Overlap) -> InCommon:
    return InCommon(
        needs=_both(first.needs, second.needs),
        themes=_both(first.themes, second.themes),
        purpose=_purpose(first, second),
        level=_level(first, second),
        funders=_both(first.funders, second.funders),
        territory=_same_places(_places(first), _places(second)),
    )


def _both(some: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> tuple[Named, ...]:
    codes = {code for code, _name in others}
    return tuple(Named(code=code, name=name) for code, name in some if code in codes)


def _purpose(first: MeshScheme, second: MeshScheme) -> Named | None:
    from_code = first.purpose if first.purpose == second.purpose else ""
    return Named(code=from_code, name=rules.words()[f"purpose:{from_code}"]) if from_code else None


def _level(first: MeshScheme, second: MeshScheme) -> Named | None:
    same = first.level if first.level == second.level else ""
    return Named(code=same, name=str(Level(same).label)) if same else None


def _same_places(some: frozenset[engine.Rule], others: frozenset[engine.Rule]) -> bool | None:
    """Whether two schemes say the same of where they hold; None when neither says anything."""
    return some == others if some or others else None


def _places(one: MeshScheme) -> frozenset[engine.Rule]:
    """The conditions that say where a scheme holds, whole: « not in Lille » is not « in Lille »."""
    where = (engine.Territory, engine.Zoning, engine.CommunePopulation)
    return frozenset(
        part for part in rules.parts(one.rule) if any(isinstance(leaf, where) for leaf in engine.leaves(part))
    )


def _marks() -> dict[tuple[str, str], Wanted]:
    rows = list(WantedOverlap.objects.filter(unmarked_at=None).select_related("first", "second"))
    names = people(row.marked_by_id for row in rows)
    found = {}
    for row in rows:
        first, second = sorted((row.first.slug, row.second.slug))
        found[first, second] = _wanted(row, names)
    return found


def history(first: str, second: str) -> tuple[Wanted, ...]:
    """Everything that was said of a pair, the latest first."""
    rows = list(
        WantedOverlap.objects.filter(first__slug__in=(first, second), second__slug__in=(first, second))
    )
    names = people(user for row in rows for user in (row.marked_by_id, row.unmarked_by_id))
    return tuple(_wanted(row, names) for row in rows)


def _wanted(row: WantedOverlap, names: Mapping[int | None, str]) -> Wanted:
    return Wanted(
        pk=row.pk,
        reason=row.reason,
        marked_at=row.marked_at,
        marked_by=names.get(row.marked_by_id, ""),
        unmarked_at=row.unmarked_at,
        unmarked_by=names.get(row.unmarked_by_id, ""),
        unmark_reason=row.unmark_reason,
    )


def require_pair(slugs: Sequence[str]) -> tuple[str, ...]:
    """Two to four schemes, each once. Refused otherwise."""
    listed = tuple(dict.fromkeys(slugs))
    if not 2 <= len(listed) <= MOST_COMPARED:
        raise Refused(
            "mesh.how-many",
            _("On compare de deux à quatre dispositifs."),
            way_out=_("Choisissez-en deux, trois ou quatre."),
            field="scheme",
        )
    return listed


def known(slugs: Sequence[str], held: Board) -> None:
    """Raises NotVisible for a scheme that the computation does not hold."""
    for slug in slugs:
        if slug not in held.refs:
            raise NotVisible(slug)
