"""What a set of changes would do, computed live on the whole stock (H-005): establishments gained and lost, communes, requests, officers."""

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
from django.utils.translation import gettext as _

from maillage.engines import coverage
from maillage.engines import rules as engine
from maillage.engines.coverage import Axis, Entry, Mesh, Reading
from maillage.engines.rules import Rule, RuleError
from maillage.engines.territory import TerritoryError
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.inquiries.enums import OPEN
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.mesh import reading
from maillage.modules.mesh.adapters.catalogue import MeshScheme
from maillage.modules.mesh.enums import COVERING, ChangeKind, Standing
from maillage.modules.mesh.queries import naming
from maillage.modules.mesh.queries.board import Board, axis_of, board, chosen, cuts
from maillage.modules.mesh.queries.effects import (
    ChangeAsked,
    ChangeLine,
    Effect,
    Officers,
    PlaceEffect,
    SchemeEffect,
)
from maillage.modules.mesh.queries.excluding import conditions_of, moved
from maillage.modules.mesh.queries.serving import Chosen, weigh
from maillage.modules.mesh.queries.shapes import Count, Named
from maillage.modules.schemes.adapters import rules
from maillage.shared.directory.models import Service, Subject
from maillage.shared.directory.queries import held as held_on
from maillage.shared.territories import queries as territories

MOST = 20
"""How many changes one study supposes at most."""
OFFICERS = 60
Changes = dict[str, Entry | None]


def effect(changes: Sequence[ChangeAsked], by: str = "dep", *, actor: Actor, on: datetime.date) -> Effect:
    """What these changes would do together. Refused: none, too many, one that cannot be; NotVisible for an unknown scheme."""
    ways = tuple(one for one in cuts(by) if one.is_territory)
    if not 1 <= len(changes) <= MOST:
        raise Refused(
            "mesh.changes",
            _("Une étude suppose de un à %(most)d changements.") % {"most": MOST},
            way_out=_("Ajoutez ou retirez un changement."),
        )
    axes, axis = axis_of(by)
    held = board(actor, on, axes)
    wanted: Changes = {}
    lines = []
    for asked in changes:
        wanted |= _supposed(held, asked, wanted)
        lines.append(ChangeLine(asked=asked, sentence=sentence(held, asked)))
    before, after = reading.amended(held.laid, wanted, axes)
    touched = tuple(wanted)
    groups = frozenset().union(*(held.scheme(slug).groups for slug in touched))
    was, may = (_covered(before, touched, how) for how in Reading)
    now, might = (_covered(after, touched, how) for how in Reading)
    gained, lost = now & ~was, was & ~now
    places = _places(before, by, axis, (gained, lost, might & ~may, may & ~might), on)
    communes = _places(before, "com", axis, (gained, lost, gained, lost), on)
    return Effect(
        stamp=held.stamp,
        changes=tuple(lines),
        schemes=tuple(_scheme(held, slug, before, after) for slug in touched),
        gained=Count(certain=weigh(before, gained), possible=weigh(before, might & ~may)),
        lost=Count(certain=weigh(before, lost), possible=weigh(before, may & ~might)),
        communes_gained=sum(1 for one in communes if one.gained.certain),
        communes_lost=sum(1 for one in communes if one.lost.certain),
        by=chosen(ways),
        axes=ways,
        places=places,
        requests=_requests(touched),
        officers=_officers(groups, on),
        note=_note(changes),
    )


def _note(changes: Sequence[ChangeAsked]) -> str:
    if any(one.kind == ChangeKind.MERGE for one in changes):
        return _(
            "Un dispositif réuni à un autre garde ses demandes en cours sous leurs règles d'avant ; ses liens mènent à son successeur."
        )
    return _("Les demandes en cours gardent les règles sous lesquelles elles ont été faites.")


def _supposed(held: Board, asked: ChangeAsked, so_far: Mapping[str, Entry | None]) -> Changes:
    """What one change does to the catalogue, the changes before it being done."""
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
            return {scheme.slug: None for scheme in schemes}
        case ChangeKind.RULE:
            rule = moved(one, asked.rank, asked.field, asked.number)
            return {one.slug: _with(one, rule, one.covers)}
        case ChangeKind.PERIMETER:
            return {one.slug: _with(one, _elsewhere(one, asked.territory, held.laid.on), one.covers)}
        case ChangeKind.OPEN:
            if one.standing in COVERING:
                raise Refused(
                    "mesh.open-already",
                    _("« %(title)s » est déjà ouvert.") % {"title": one.title},
                    way_out=_("Choisissez un brouillon, un dispositif à venir, terminé ou suspendu."),
                    field="schemes",
                )
            return {one.slug: _with(one, one.parsed(), True)}
        case ChangeKind.MERGE:
            return _merged(held, asked, schemes, so_far)
    raise Refused(
        "mesh.kind",
        _("Ce changement n'existe pas."),
        way_out=_("Choisissez-en un dans la liste."),
        field="kind",
    )


def _with(one: MeshScheme, rule: Rule | None, counts: bool) -> Entry:
    return Entry(key=one.slug, rule=rule, groups=one.groups, counts=counts)


def _elsewhere(one: MeshScheme, territory: str, on: datetime.date) -> Rule | None:
    """The rule of a scheme with another territory in place of its own conditions of territory."""
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
    others = tuple(part for part in conditions_of(one) if not isinstance(part, engine.Territory))
    parts = (*([where] if where else []), *others)
    return engine.AllOf(parts=parts) if parts else None


def _merged(
    held: Board, asked: ChangeAsked, schemes: Sequence[MeshScheme], so_far: Mapping[str, Entry | None]
) -> Changes:
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
    held_rules = [_rule_of(one, so_far) for one in (successor, *gone)]
    rule = held_rules[0]
    if asked.rule == "either":
        rule = None if None in held_rules else engine.AnyOf(parts=tuple(one for one in held_rules if one))
    groups = frozenset().union(*(one.groups for one in (successor, *gone)))
    found: Changes = {one.slug: None for one in gone}
    found[successor.slug] = Entry(key=successor.slug, rule=rule, groups=groups, counts=True)
    return found


def _rule_of(one: MeshScheme, so_far: Mapping[str, Entry | None]) -> Rule | None:
    entry = so_far.get(one.slug)
    return one.parsed() if entry is None else entry.rule


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
            code=code or f"{by}:",
            name=names[code],
            gained=Count(certain=numbers[0], possible=numbers[2]),
            lost=Count(certain=numbers[1], possible=numbers[3]),
        )
        for code, numbers in found.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.lost.certain - line.gained.certain, line.name)))


def _scheme(held: Board, slug: str, before: Mesh, after: Mesh) -> SchemeEffect:
    one = held.scheme(slug)
    return SchemeEffect(
        scheme=Named(code=slug, name=one.title),
        before=_count(before, slug) if one.standing in COVERING or one.standing != Standing.DRAFT else None,
        after=_count(after, slug),
    )


def _count(mesh: Mesh, slug: str) -> Count | None:
    if slug not in mesh.compiled.position:
        return None
    return Count(
        certain=weigh(mesh, coverage.serving(mesh, slug)),
        possible=weigh(mesh, coverage.serving(mesh, slug, Reading.POSSIBLE)),
    )


def _requests(slugs: Sequence[str]) -> int:
    """Running requests whose pathway goes through one of these schemes."""
    rows = Inquiry.objects.filter(state__in=OPEN, steps__scheme__slug__in=slugs)
    return rows.values("pk").distinct().count()


def _officers(groups: frozenset[str], on: datetime.date) -> tuple[Officers, ...]:
    """The units that answer on the subjects of these needs, wherever they do."""
    needs = {code.partition(":")[2] for code in groups if code.startswith("need:")}
    subjects = [
        pk for pk, objectives in Subject.objects.values_list("pk", "objectives") if needs & set(objectives)
    ]
    rows = (
        Service.objects.filter(held_on(on), subject__in=subjects)
        .values_list("unit__name", "unit__organization__name", "subject__label")
        .distinct()
        .order_by("unit__organization__name", "unit__name", "subject__label")
    )
    return tuple(
        Officers(unit=unit, organization=organization, subject=subject)
        for unit, organization, subject in rows[:OFFICERS]
    )
