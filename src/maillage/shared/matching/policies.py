"""When a merge can be undone, and by whom; to whom the name of what was taken in is told."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.text import long_date
from maillage.shared.directory.models import Tenure, Unit
from maillage.shared.directory.queries import held
from maillage.shared.matching import kinds
from maillage.shared.matching.models import Merge

HEADS = ("manager", "director")
KEPT = timedelta(days=90)
"""How long a merge can be undone; what it takes to undo it is forgotten then."""


def told(found: Iterable[Merge], actor: Actor, on: date) -> set[int]:
    """Of these merges, those (primary keys) of which the actor is told what was taken in, and why. People noted it: a register that
    names nobody would be of no use if the name were read beside it."""
    listed = list(found)
    read: set[int] = set()
    for name in sorted({row.kind for row in listed}):
        of_kind = [row for row in listed if row.kind == name]
        refs = kinds.get(name).reads({row.survivor for row in of_kind}, actor, on)
        read |= {row.pk for row in of_kind if row.survivor in refs}
    return read


def title(row: Merge, actor: Actor, on: date) -> str:
    """The name of what a merge took in, "" when the actor is not told."""
    return row.merged_title if told([row], actor, on) else ""


def reserved(row: Merge, actor: Actor, on: date) -> Refused | None:
    """Why this actor may not undo a merge; None for who made it, who heads its unit, and who reads both files."""
    mine = actor.user is not None and row.merged_by_id == actor.user
    if mine or _heads(actor, row.merged_by_id, on):
        return None
    if row.record and kinds.get(row.kind).reads_both(row.survivor, row.record, actor, on):
        return None
    return Refused(
        "matching.not_yours",
        _(
            "Cette fusion peut être défaite par la personne qui l'a faite, par la personne responsable de son unité, "
            "et par qui lit ce que les deux fiches ont déclaré."
        ),
        way_out=_("Demandez-le à l'une de ces personnes."),
    )


def _heads(actor: Actor, user: int | None, on: date) -> bool:
    """Whether the actor heads a unit where this account serves, or one above."""
    grants = [grant for grant in actor.grants if grant.role in HEADS]
    if user is None or not grants:
        return False
    serves = Tenure.objects.filter(held(on), person__user=user)
    whole = {grant.organization for grant in grants if grant.unit is None}
    headed = {grant.unit for grant in grants}
    seen: set[int] = set()
    new = set(serves.values_list("post__unit", flat=True))
    while new:
        seen |= new
        rows = list(Unit.objects.filter(pk__in=new).values_list("parent", "organization"))
        if seen & headed or any(organization in whole for _parent, organization in rows):
            return True
        new = {parent for parent, _organization in rows if parent is not None} - seen
    return False


def impossible(row: Merge, at: datetime, actor: Actor) -> Refused | None:
    """Why a merge cannot be undone, None when it can; told as the actor may read it."""
    if row.undone_at is not None:
        return Refused(
            "matching.undone",
            _("Cette fusion est déjà défaite, depuis le %(day)s.") % {"day": long_date(row.undone_at.date())},
            way_out=_("Les deux fiches existent de nouveau."),
        )
    if at - row.merged_at > KEPT or not row.record:
        return Refused(
            "matching.too_late",
            _("Une fusion se défait pendant 90 jours ; celle-ci est du %(day)s.")
            % {"day": long_date(row.merged_at.date())},
            way_out=_("Créez de nouveau la seconde fiche, et rattachez-lui ce qui est à elle."),
        )
    both = (row.survivor, row.merged)
    later = (
        Merge.objects.filter(kind=row.kind, undone_at__isnull=True, pk__gt=row.pk)
        .filter(models.Q(survivor__in=both) | models.Q(merged__in=both))
        .order_by("pk")
        .last()
    )
    if later is not None:
        said = {"name": title(later, actor, day_of(at)), "day": long_date(later.merged_at.date())}
        return Refused(
            "matching.later_first",
            _("Une fusion plus récente tient l'une de ces deux fiches : « %(name)s », le %(day)s.") % said
            if said["name"]
            else _("Une fusion plus récente, du %(day)s, tient l'une de ces deux fiches.") % said,
            way_out=_("Défaites-la d'abord : les fusions se défont de la dernière à la première."),
        )
    return None
