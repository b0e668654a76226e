"""What a set of changes would do, computed live on the whole stock (H-005): establishments gained and lost, communes, requests, officers."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _

from maillage.engines import coverage
from maillage.engines import rules as engine
from maillage.engines.coverage import Axes, Axis, Entry, Mesh, Reading
from maillage.engines.rules import Rule, RuleError
from maillage.engines.territory import TerritoryError
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.mesh import reading
from maillage.modules.mesh.adapters.catalogue import MeshScheme
from maillage.modules.mesh.enums import ChangeKind
from maillage.modules.mesh.queries import naming
from maillage.modules.mesh.queries.board import Board, axis_of, board, chosen, cuts
from maillage.modules.mesh.queries.concerned import officers, requests
from maillage.modules.mesh.queries.effects import (
    ChangeAsked,
    ChangeLine,
    Effect,
    PlaceEffect,
    SchemeEffect,
)
from maillage.modules.mesh.queries.excluding import conditions_of, moved_part
from maillage.modules.mesh.queries.serving import Chosen, weigh
from maillage.modules.mesh.queries.shapes import Count, Named
from maillage.modules.schemes.adapters import rules
from maillage.shared.territories import queries as territories

MOST = 20
"""How many changes one study supposes at most."""
Changes = dict[str, Entry | None]


def effect(changes: Sequence[ChangeAsked], by: str = "dep", *, actor: Actor, on: datetime.date) -> Effect:
    """What these changes would do together. Refused: none, too many, one that cannot be; NotVisible for an unknown scheme."""
    ways = cuts(by, more=())
    _must_be_a_few(changes)
    axes, axis = axis_of(by)
    held = board(actor, on, axes)
    wanted = supposed(held, changes)
    lines = [ChangeLine(asked=asked, sentence=sentence(held, asked)) for asked in changes]
    before, after = reading.amended(held.laid, wanted, axes)
    touched = tuple(wanted)
    groups = frozenset().union(*(held.scheme(slug).groups for slug in touched))
    was, may = (_covered(before, touched, how) for how in Reading)
    now, might = (_covered(after, touched, how) for how in Reading)
    gained, lost = now & ~was, was & ~now
    places = _places(before, by, axis, (gained, lost, might & ~may, may & ~might), on)
    communes = _places(before, "com", axis, (gained, lost, might & ~may, may & ~might), on)
    return Effect(
        stamp=held.stamp,
        changes=tuple(lines),
        schemes=tuple(_scheme(held.scheme(slug), wanted[slug], before, after) for slug in touched),
        gained=Count(certain=weigh(before, gained), possible=weigh(before, might & ~may)),
        lost=Count(certain=weigh(before, lost), possible=weigh(before, may & ~might)),
        communes_gained=sum(1 for one in communes if one.gained.certain),
        communes_lost=sum(1 for one in communes if one.lost.certain),
        by=chosen(ways),
        axes=ways,
        places=places,
        requests=requests(touched),
        officers=officers(groups, {one.code.partition(":")[2] for one in communes}, on),
        note=_note(changes),
        communes_perhaps_gained=sum(1 for one in communes if one.gained.possible),
        communes_perhaps_lost=sum(1 for one in communes if one.lost.possible),
    )


def moved(
    held: Board, changes: Sequence[ChangeAsked], axes: Axes, how: Reading
) -> tuple[Mesh, Chosen, Chosen]:
    """The mesh before some changes, and the tuples gained and lost in a reading. Refused, NotVisible as :func:`effect`."""
    _must_be_a_few(changes)
    wanted = supposed(held, changes)
    before, after = reading.amended(held.laid, wanted, axes)
    was, now = _covered(before, tuple(wanted), how), _covered(after, tuple(wanted), how)
    return before, now & ~was, was & ~now


def _must_be_a_few(changes: Sequence[ChangeAsked]) -> None:
    if not 1 <= len(changes) <= MOST:
        raise Refused(
            "mesh.changes",
            _("Une étude suppose de un à %(most)d changements.") % {"most": MOST},
            way_out=_("Ajoutez ou retirez un changement."),
        )


def _note(changes: Sequence[ChangeAsked]) -> str:
    if any(one.kind == ChangeKind.MERGE for one in changes):
        return _(
            "Un dispositif réuni à un autre garde ses demandes en cours sous leurs règles d'avant ; ses liens mènent à son successeur."
        )
    return _("Les demandes en cours gardent les règles sous lesquelles elles ont été faites.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A scheme as the suppositions so far leave it. ``parts``: its conditions at their first rank, None for one that was taken out;
    ``where``: the territory supposed instead of its own; ``whole``: a rule that takes the place of all of them, once merged."""

    parts: tuple[Rule | None, ...]
    counts: bool
    groups: frozenset[str]
    where: Rule | None = None
    whole: Rule | None = None
    merged: bool = False

    @property
    def rule(self) -> Rule | None:
        """All its conditions; None when nothing is left."""
        if self.merged:
            return self.whole
        kept = tuple(part for part in (self.where, *self.parts) if part is not None)
        return engine.AllOf(parts=kept) if kept else None


Drafts = dict[str, Draft | None]
"""The schemes touched so far; None: one that was ended."""


def supposed(held: Board, changes: Sequence[ChangeAsked]) -> Changes:
    """What changes do to the catalogue, each on top of those before it. Refused for one that cannot be; NotVisible."""
    drafts: Drafts = {}
    for asked in changes:
        _suppose(held, asked, drafts)
    return {
        slug: None
        if draft is None
        else Entry(key=slug, rule=draft.rule, groups=draft.groups, counts=draft.counts)
        for slug, draft in drafts.items()
    }


def _suppose(held: Board, asked: ChangeAsked, drafts: Drafts) -> None:
    if not asked.schemes:
        raise Refused(
            "mesh.no-scheme",
            _("Ce changement ne dit pas de quel dispositif il parle."),
            way_out=_("Choisissez un dispositif."),
            field="schemes",
        )
    schemes = [held.scheme(slug) for slug in asked.schemes]
    one = schemes[0]
    match asked.kind:
        case ChangeKind.END:
            for scheme in schemes:
                _draft(scheme, drafts)
                drafts[scheme.slug] = None
        case ChangeKind.RULE:
            drafts[one.slug] = _threshold(_draft(one, drafts), asked)
        case ChangeKind.PERIMETER:
            drafts[one.slug] = _elsewhere(_draft(one, drafts), asked.territory, held.laid.on)
        case ChangeKind.OPEN:
            draft = _draft(one, drafts)
            if draft.counts:
                raise Refused(
                    "mesh.open-already",
                    _("« %(title)s » est déjà ouvert.") % {"title": one.title},
                    way_out=_("Choisissez un brouillon, un dispositif à venir, terminé ou suspendu."),
                    field="schemes",
                )
            drafts[one.slug] = replace(draft, counts=True)
        case ChangeKind.MERGE:
            _merge(held, asked, schemes, drafts)
        case _:
            raise Refused(
                "mesh.kind",
                _("Ce changement n'existe pas."),
                way_out=_("Choisissez-en un dans la liste."),
                field="kind",
            )


def _draft(one: MeshScheme, drafts: Drafts) -> Draft:
    """A scheme as it is so far. Refused once it was ended."""
    if one.slug not in drafts:
        return Draft(parts=conditions_of(one), counts=one.covers, groups=one.groups)
    found = drafts[one.slug]
    if found is None:
        raise Refused(
            "mesh.ended",
            _("« %(title)s » n'existe plus dans ce qui est déjà supposé.") % {"title": one.title},
            way_out=_("Retirez la supposition qui y met fin, ou choisissez un autre dispositif."),
            field="schemes",
        )
    return found


def _threshold(draft: Draft, asked: ChangeAsked) -> Draft:
    if draft.merged:
        raise Refused(
            "mesh.merged",
            _("Ce dispositif vient d'en réunir d'autres : ses conditions ne sont plus les siennes seules."),
            way_out=_("Changez le seuil d'abord, réunissez ensuite."),
            field="rank",
        )
    part = draft.parts[asked.rank] if 0 <= asked.rank < len(draft.parts) else None
    changed = moved_part(part, asked.field, asked.number)
    return replace(draft, parts=(*draft.parts[: asked.rank], changed, *draft.parts[asked.rank + 1 :]))


def _elsewhere(draft: Draft, territory: str, on: datetime.date) -> Draft:
    """A scheme with another territory in place of its own conditions of territory. Refused where its own cannot be taken out: it would
    still hold, and the two together may hold nowhere."""
    if draft.merged:
        raise Refused(
            "mesh.merged",
            _("Ce dispositif vient d'en réunir d'autres : son territoire n'est plus le sien seul."),
            way_out=_("Changez le territoire d'abord, réunissez ensuite."),
            field="territory",
        )
    if any(_says_where(part) and not _says_only_where(part) for part in draft.parts):
        raise Refused(
            "mesh.mixed",
            _("Une condition de ce dispositif mêle le territoire à autre chose : elle ne se remplace pas."),
            way_out=_(
                "Écrivez à part la condition de territoire dans la règle du dispositif, puis calculez à nouveau."
            ),
            field="territory",
        )
    try:
        where = engine.Territory(within=territory) if territory.strip() else None
        if where is not None:
            territories.atlas(on).touched(where.expression)
    except (RuleError, TerritoryError) as fault:
        raise Refused(
            "mesh.perimeter",
            str(fault),
            way_out=_("Écrivez par exemple « dep:59 | epci:246200364 »."),
            field="territory",
        ) from None
    parts_left = tuple(None if _says_only_where(part) else part for part in draft.parts)
    return replace(draft, parts=parts_left, where=where)


def _says_where(part: Rule | None) -> bool:
    """Whether a condition names a territory, however deep: one of several, or none of them."""
    return part is not None and any(isinstance(leaf, engine.Territory) for leaf in engine.leaves(part))


def _says_only_where(part: Rule | None) -> bool:
    return part is not None and all(isinstance(leaf, engine.Territory) for leaf in engine.leaves(part))


def _merge(held: Board, asked: ChangeAsked, schemes: Sequence[MeshScheme], drafts: Drafts) -> None:
    """The schemes that go, and the successor with its own rule, or with the rule of whoever may have one of them."""
    successor = held.scheme(asked.into or asked.schemes[0])
    gone = [one for one in schemes if one.slug != successor.slug]
    if not gone:
        raise Refused(
            "mesh.merge-one",
            _("Réunir demande au moins deux dispositifs."),
            way_out=_("Choisissez celui ou ceux que le successeur remplace."),
            field="schemes",
        )
    own, *others = (_draft(one, drafts) for one in (successor, *gone))
    groups = own.groups.union(*(one.groups for one in others))
    made = replace(own, groups=groups, counts=True)
    if asked.rule == "either":
        rules_held = [one.rule for one in (own, *others)]
        either = tuple(one for one in rules_held if one is not None)
        whole = engine.AnyOf(parts=either) if len(either) == len(rules_held) else None
        made = replace(made, whole=whole, merged=True)
    drafts |= {one.slug: None for one in gone}
    drafts[successor.slug] = made


def sentence(held: Board, asked: ChangeAsked) -> str:
    """A change in words."""
    titles = [f"« {held.scheme(slug).title} »" for slug in asked.schemes]
    listed = ", ".join(titles)
    match asked.kind:
        case ChangeKind.END:
            return _("Mettre fin à %(schemes)s.") % {"schemes": listed}
        case ChangeKind.OPEN:
            return _("Ouvrir %(schemes)s.") % {"schemes": listed}
        case ChangeKind.PERIMETER:
            names = rules.lexicon([{"is": "territory", "within": asked.territory}]) if asked.territory else {}
            where = (
                engine.sentence(engine.Territory(within=asked.territory), names)
                if asked.territory
                else _("sans condition de lieu")
            )
            return _("Changer le territoire de %(schemes)s : %(where)s.") % {
                "schemes": listed,
                "where": where,
            }
        case ChangeKind.MERGE:
            into = held.scheme(asked.into or asked.schemes[0]).title
            gone = [title for title in titles if title != f"« {into} »"]
            return _("Réunir %(schemes)s dans « %(into)s ».") % {"schemes": ", ".join(gone), "into": into}
    one = held.scheme(asked.schemes[0])
    part = conditions_of(one)[asked.rank]
    before = engine.sentence(part, rules.lexicon([one.rule]))
    after = _("sans seuil") if asked.number is None else str(asked.number)
    return _("%(scheme)s, « %(before)s » : le seuil devient %(after)s.") % {
        "scheme": listed,
        "before": before,
        "after": after,
    }


def _covered(mesh: Mesh, slugs: Sequence[str], how: Reading) -> Chosen:
    """The tuples that one of some schemes, when it covers, serves."""
    found = np.zeros(len(mesh.tuples), np.bool_)
    for entry in mesh.compiled.entries:
        if entry.key in slugs and entry.counts:
            found |= coverage.serving(mesh, entry.key, how)
    return found


def _places(
    mesh: Mesh, by: str, axis: Axis, planes: tuple[Chosen, Chosen, Chosen, Chosen], on: datetime.date
) -> tuple[PlaceEffect, ...]:
    fold = naming.fold(by, on)
    found: dict[str, list[int]] = {}
    for rank, plane in enumerate(planes):
        for cell in coverage.cells(mesh, (axis,), plane):
            found.setdefault(fold(cell.labels[0]), [0, 0, 0, 0])[rank] += cell.companies
    names = naming.names(found)
    lines = [
        PlaceEffect(
            code=code,
            name=names[code],
            gained=Count(certain=numbers[0], possible=numbers[2]),
            lost=Count(certain=numbers[1], possible=numbers[3]),
        )
        for code, numbers in found.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.lost.certain - line.gained.certain, line.name)))


def _scheme(one: MeshScheme, then: Entry | None, before: Mesh, after: Mesh) -> SchemeEffect:
    """What is counted of a scheme is what the figures above count: nobody as long as it cannot be asked for."""
    return SchemeEffect(
        scheme=Named(code=one.slug, name=one.title),
        before=_count(before, one.slug) if one.covers else None,
        after=_count(after, one.slug) if then is not None and then.counts else None,
        closed=then is not None and not then.counts,
    )


def _count(mesh: Mesh, slug: str) -> Count:
    return Count(
        certain=weigh(mesh, coverage.serving(mesh, slug)),
        possible=weigh(mesh, coverage.serving(mesh, slug, Reading.POSSIBLE)),
    )
