"""What a change of a draft says."""

from django.utils.translation import gettext as _

from maillage.modules.reorganizations import moving
from maillage.modules.reorganizations.enums import ChangeKind
from maillage.modules.reorganizations.models import UnitChange


def target_name(one: UnitChange) -> str:
    """Who takes over, created by the same draft or not; empty when the change names nobody."""
    if one.target_change is not None:
        return one.target_change.name
    return one.target.name if one.target else ""


def _parent_name(one: UnitChange) -> str:
    if one.parent_change is not None:
        return one.parent_change.name
    return one.parent.name if one.parent else ""


def in_words(one: UnitChange) -> str:
    """The change as one sentence."""
    unit = one.unit.name if one.unit else one.name
    parent = _parent_name(one)
    match one.kind:
        case ChangeKind.CREATE if parent:
            return _("« %(unit)s » est créée, sous « %(parent)s ».") % {"unit": unit, "parent": parent}
        case ChangeKind.CREATE:
            return _("« %(unit)s » est créée.") % {"unit": unit}
        case ChangeKind.RENAME:
            return _("« %(unit)s » devient « %(name)s ».") % {"unit": unit, "name": one.name}
        case ChangeKind.ATTACH if parent:
            return _("« %(unit)s » est rattachée à « %(parent)s ».") % {"unit": unit, "parent": parent}
        case ChangeKind.ATTACH:
            return _("« %(unit)s » n'est plus rattachée à une autre unité.") % {"unit": unit}
        case ChangeKind.CLOSE:
            return _("« %(unit)s » est fermée ; « %(target)s » reprend ce qu'elle tient.") % {
                "unit": unit,
                "target": target_name(one),
            }
    what = (
        ", ".join(str(mover.label) for mover in moving.movers(tuple(one.kinds)))
        if one.kinds
        else _("tout ce qu'elle tient")
    )
    return _("« %(unit)s » transfère à « %(target)s » : %(what)s.") % {
        "unit": unit,
        "target": target_name(one),
        "what": what,
    }
