"""What each condition of a scheme excludes, alone, how many and where; and the same with another threshold (H-059)."""

import datetime
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from maillage.engines import coverage
from maillage.engines import rules as engine
from maillage.engines.coverage import Axis, Entry, Mesh, Reading
from maillage.engines.rules import Rule, RuleError
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.mesh import reading
from maillage.modules.mesh.adapters.catalogue import MeshScheme
from maillage.modules.mesh.queries.board import Board, axis_of, board, chosen, cuts
from maillage.modules.mesh.queries.effects import Excluded, Exclusions, Simulated, Threshold
from maillage.modules.mesh.queries.serving import Chosen, counted, gathered, weigh
from maillage.modules.mesh.queries.shapes import Count, Part
from maillage.modules.schemes.adapters import rules

BOUNDS = {
    engine.Headcount: (
        ("minimum", later("au moins"), later("salariés")),
        ("maximum", later("au plus"), later("salariés")),
    ),
    engine.Turnover: (
        ("minimum", later("au moins"), later("euros")),
        ("maximum", later("au plus"), later("euros")),
    ),
    engine.CommunePopulation: (
        ("minimum", later("au moins"), later("habitants")),
        ("maximum", later("au plus"), later("habitants")),
    ),
    engine.Age: (
        ("at_least_months", later("au moins"), later("mois")),
        ("under_months", later("moins de"), later("mois")),
    ),
}
"""The numbers of a condition that may be moved, with the words around them."""


def exclusions(
    slug: str,
    by: str,
    *,
    actor: Actor,
    on: datetime.date,
    rank: int | None = None,
    bound: str = "",
    number: int | None = None,
) -> Exclusions:
    """What each condition of a scheme excludes alone. ``rank``, ``bound``, ``number``: one threshold moved (None: the bound goes).
    NotVisible, Refused."""
    ways = cuts(by)
    axes, axis = axis_of(by)
    held = board(actor, on, axes)
    one = held.scheme(slug)
    names = rules.lexicon([one.rule])
    everyone = np.ones(len(held.mesh.tuples), np.bool_)
    parts = conditions_of(one)
    found = [
        _excluded(held, by, axis, parts, place, engine.sentence(part, names), on)
        for place, part in enumerate(parts)
    ]
    simulated = None
    if rank is not None:
        simulated = _simulated(held, one, by, axis, rank, bound, number, on)
    return Exclusions(
        stamp=held.stamp,
        scheme=held.refs[slug],
        count=counted(held.mesh, slug, everyone),
        total=held.mesh.companies,
        by=chosen(ways),
        axes=ways,
        conditions=tuple(
            sorted(found, key=lambda line: (-line.alone, -line.perhaps, -line.unknown, line.rank))
        ),
        simulated=simulated,
    )


def conditions_of(one: MeshScheme) -> tuple[Rule, ...]:
    """The conditions of a scheme that one reads one by one, in their order."""
    rule = one.parsed()
    return () if rule is None else engine.conditions(rule)


def thresholds(part: Rule) -> tuple[Threshold, ...]:
    """The numbers of a condition that may be moved."""
    return tuple(
        Threshold(field=name, label=str(label), value=getattr(part, name), unit=str(unit))
        for name, label, unit in BOUNDS.get(type(part), ())  # type: ignore[call-overload]
        if getattr(part, name) is not None
    )


def moved(one: MeshScheme, rank: int, bound: str, number: int | None) -> Rule | None:
    """The rule of a scheme with one threshold moved. Refused: no such condition, no such bound, a number that cannot be."""
    parts = conditions_of(one)
    changed = moved_part(parts[rank] if 0 <= rank < len(parts) else None, bound, number)
    kept = (*parts[:rank], *([changed] if changed else []), *parts[rank + 1 :])
    return engine.AllOf(parts=kept) if kept else None


def moved_part(part: Rule | None, bound: str, number: int | None) -> Rule | None:
    """A condition with one threshold moved; None when it had no other bound than the one that goes. Refused as :func:`moved` is."""
    if part is None or bound not in [found.field for found in thresholds(part)]:
        raise Refused(
            "mesh.bound",
            _("Cette condition n'a pas ce seuil."),
            way_out=_("Choisissez un seuil de la liste."),
            field="bound",
        )
    try:
        return replace(part, **{bound: number})
    except RuleError as fault:
        if number is None:
            return None
        raise Refused(
            "mesh.number", str(fault), way_out=_("Écrivez un autre nombre."), field="number"
        ) from None


def _excluded(
    held: Board, by: str, axis: Axis, parts: tuple[Rule, ...], rank: int, sentence: str, on: datetime.date
) -> Excluded:
    """Alone: every other condition is met, this one is not; perhaps: no other is known to fail; unknown: this one is not known;
    together: another is known to fail too."""
    mesh = held.mesh
    others = tuple(part for place, part in enumerate(parts) if place != rank)
    rest = engine.AllOf(parts=others) if others else None
    met, open_ = _met(mesh, rest), _met(mesh, rest, Reading.POSSIBLE)
    may = _met(mesh, parts[rank], Reading.POSSIBLE)
    out, perhaps = met & ~may, open_ & ~may
    unknown = met & may & ~_met(mesh, parts[rank])
    return Excluded(
        rank=rank,
        sentence=sentence,
        alone=weigh(mesh, out),
        perhaps=weigh(mesh, perhaps),
        unknown=weigh(mesh, unknown),
        together=weigh(mesh, ~may & ~open_),
        parts=_with(gathered(mesh, by, axis, out, perhaps, open_, on)),
        thresholds=thresholds(parts[rank]),
    )


def kept_out(held: Board, slug: str, rank: int, how: Reading) -> Chosen:
    """The tuples that one condition of a scheme alone excludes, in a reading of the others. Refused for a rank that it has not."""
    parts = conditions_of(held.scheme(slug))
    _must_have(parts, rank)
    others = tuple(part for place, part in enumerate(parts) if place != rank)
    rest = engine.AllOf(parts=others) if others else None
    found: Chosen = _met(held.mesh, rest, how) & ~_met(held.mesh, parts[rank], Reading.POSSIBLE)
    return found


def condition(held: Board, slug: str, rank: int) -> str:
    """One condition of a scheme in words. Refused for a rank that it has not."""
    one = held.scheme(slug)
    parts = conditions_of(one)
    _must_have(parts, rank)
    return engine.sentence(parts[rank], rules.lexicon([one.rule]))


def _must_have(parts: tuple[Rule, ...], rank: int) -> None:
    if not 0 <= rank < len(parts):
        raise Refused(
            "mesh.rank",
            _("Ce dispositif n'a pas cette condition."),
            way_out=_("Revenez à la liste de ses conditions."),
            field="rank",
        )


def _with(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.count.possible)


_TRIED = "\0tried"


def _met(mesh: Mesh, rule: Rule | None, how: Reading = Reading.CERTAIN) -> Chosen:
    """The tuples that meet a rule made of conditions of the catalogue."""
    if rule is None:
        return np.ones(len(mesh.tuples), np.bool_)
    tried = coverage.amend(mesh, {_TRIED: Entry(key=_TRIED, rule=rule, counts=False)})
    return coverage.serving(tried, _TRIED, how)


def _simulated(
    held: Board,
    one: MeshScheme,
    by: str,
    axis: Axis,
    rank: int,
    bound: str,
    number: int | None,
    on: datetime.date,
) -> Simulated:
    rule = moved(one, rank, bound, number)
    axes, _axis = axis_of(by)
    before, after = reading.amended(
        held.laid, {one.slug: Entry(key=one.slug, rule=rule, groups=one.groups, counts=one.covers)}, axes
    )
    was, may = (coverage.serving(before, one.slug, how) for how in Reading)
    now, might = (coverage.serving(after, one.slug, how) for how in Reading)
    everyone = np.ones(len(before.tuples), np.bool_)
    changed = () if rule is None else engine.conditions(rule)
    names = rules.lexicon([one.rule])
    return Simulated(
        rank=rank,
        sentence=engine.sentence(changed[rank], names)
        if rank < len(changed) and number is not None
        else _("sans ce seuil"),
        before=Count(certain=weigh(before, was), possible=weigh(before, may)),
        after=Count(certain=weigh(after, now), possible=weigh(after, might)),
        gained=Count(certain=weigh(after, now & ~was), possible=weigh(after, might & ~may)),
        lost=Count(certain=weigh(after, was & ~now), possible=weigh(after, may & ~might)),
        parts=_with(gathered(after, by, axis, now ^ was, might ^ may, everyone, on)),
    )
