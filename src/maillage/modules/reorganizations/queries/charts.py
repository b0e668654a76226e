"""The chart of an organisation on a day, and as a draft would leave it."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.text import searchable
from maillage.modules.reorganizations.enums import ChangeKind
from maillage.modules.reorganizations.models import (
    FormerAttachment,
    Reorganization,
    UnitChange,
)
from maillage.modules.reorganizations.queries.shapes import Node
from maillage.modules.reorganizations.queries.words import target_name
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import UnitKind


def chart(organization: int, on: date) -> tuple[Node, ...]:
    """The units of an organisation as they stood on a day, with the attachments of that day; by name."""
    parents = _parents(organization, on)
    nodes = {
        card.pk: (card.slug, card.name, _kind_said(card.kind, card.kind_label), "", False)
        for card in directory.units(on, organization=organization)
    }
    return _tree(nodes, {pk: parents.get(pk) for pk in nodes})


def drafted_parents(row: Reorganization, on: date) -> dict[int, int | None]:
    """Under which unit each would stand once the draft is made; a unit to create has the negative key of its change. Units are
    closed last, as they are when the draft is applied."""
    parents: dict[int, int | None] = dict(_parents(row.organization_id, on))
    changes = list(row.changes.order_by("pk"))
    for one in changes:
        if one.kind == ChangeKind.CREATE:
            parents[-one.pk] = key_of(one.parent_id, one.parent_change_id)
        elif one.kind == ChangeKind.ATTACH and one.unit_id:
            parents[one.unit_id] = key_of(one.parent_id, one.parent_change_id)
    for one in changes:
        if one.kind == ChangeKind.CLOSE and one.unit_id:
            heir = key_of(one.target_id, one.target_change_id)
            above = parents.get(one.unit_id)
            for pk, parent in list(parents.items()):
                if parent == one.unit_id:
                    parents[pk] = above if pk == heir else heir
    return parents


def in_a_circle(parents: dict[int, int | None]) -> int | None:
    """A unit that would stand under itself; None when none does."""
    for start in parents:
        seen, above = {start}, parents.get(start)
        while above is not None:
            if above in seen:
                return above
            seen.add(above)
            above = parents.get(above)
    return None


def _parents(organization: int, on: date) -> dict[int, int | None]:
    """Under which unit each stood on the day: the first former attachment that ends after it, else the present one."""
    parents = {card.pk: card.parent for card in directory.units(on, organization=organization)}
    former = FormerAttachment.objects.filter(unit__organization=organization, until__gt=on).order_by("-until")
    parents.update({row.unit_id: row.parent_id for row in former})
    return parents


def _kind_said(kind: str, label: str) -> str:
    return _("type non renseigné") if kind == UnitKind.UNKNOWN else label


def _tree(
    nodes: dict[int, tuple[str, str, str, str, bool]], parents: dict[int, int | None]
) -> tuple[Node, ...]:
    below: dict[int | None, list[int]] = {}
    for pk in nodes:
        parent = parents.get(pk)
        below.setdefault(parent if parent in nodes else None, []).append(pk)

    def grow(parent: int | None) -> tuple[Node, ...]:
        grown = [
            Node(
                ref=nodes[pk][0],
                name=nodes[pk][1],
                kind=nodes[pk][2],
                mark=nodes[pk][3],
                ending=nodes[pk][4],
                under=grow(pk),
            )
            for pk in below.get(parent, ())
        ]
        return tuple(sorted(grown, key=lambda node: searchable(node.name)))

    return grow(None)


def drafted(row: Reorganization, changes: Iterable[UnitChange], on: date) -> tuple[Node, ...]:
    """The chart of the day as the changes would leave it, each of them marked."""
    nodes = {
        card.pk: (card.slug, card.name, _kind_said(card.kind, card.kind_label), "", False)
        for card in directory.units(on, organization=row.organization_id)
    }
    for one in changes:
        if one.kind == ChangeKind.CREATE:
            nodes[-one.pk] = (
                f"+{one.pk}",
                one.name,
                _kind_said(one.unit_kind, str(one.get_unit_kind_display())),
                _("nouvelle"),
                False,
            )
        elif one.unit_id in nodes:
            slug, name, kind, mark, ending = nodes[one.unit_id]
            marks = "\u00a0; ".join(filter(None, (mark, _mark(one, name))))
            renamed = one.name if one.kind == ChangeKind.RENAME else name
            nodes[one.unit_id] = (slug, renamed, kind, marks, ending or one.kind == ChangeKind.CLOSE)
    return _tree(nodes, drafted_parents(row, on))


def _mark(one: UnitChange, name: str) -> str:
    match one.kind:
        case ChangeKind.RENAME:
            return _("aujourd'hui « %(name)s »") % {"name": name}
        case ChangeKind.ATTACH:
            return _("rattachée ailleurs")
        case ChangeKind.CLOSE:
            return _("fermée, au profit de %(name)s") % {"name": target_name(one)}
    return _("transfère à %(name)s") % {"name": target_name(one)}


def key_of(unit: int | None, change: int | None) -> int | None:
    """One key for a unit that exists and one that a change of the draft creates."""
    return -change if change else unit
