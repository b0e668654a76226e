"""What a line of a file wrote, told by looking at the rows before and after; and how it is taken back.

A row that it made goes, a column that it filled is emptied, as long as nobody touched them since, and nothing new rests on
them. No value is copied: a digest is enough to know that a row has not changed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.shared.matching import kinds, rows
from maillage.shared.matching.models import Merge
from maillage.shared.matching.policies import KEPT

Photo = Mapping[rows.Name, rows.Values]
MADE, CHANGED = "made", "changed"


def photo(*found: Iterable[models.Model]) -> Photo:
    """These rows as they are."""
    return {rows.named(row): rows.values(row) for every in found for row in every}


def written(before: Photo, after: Photo) -> tuple[list[Any], ...]:
    """What was made and changed between two photos, in the order in which it must be looked at to be taken back."""
    changed = [
        [CHANGED, label, pk, {name: before[(label, pk)][name] for name in names}, _digest(said, names)]
        for (label, pk), said in after.items()
        if (label, pk) in before
        and (names := [name for name, value in said.items() if before[(label, pk)][name] != value])
    ]
    made = [
        [MADE, label, pk, _digest(said, list(said))]
        for (label, pk), said in after.items()
        if (label, pk) not in before
    ]
    # The last made rest on the first: a company, then its places.
    return (*changed, *reversed(made))


def take_back(made: Iterable[list[Any]]) -> list[str]:
    """Undo what `written` told; what stays, in sentences."""
    left = []
    for entry in made:
        sentence = _unmade(*entry[1:]) if entry[0] == MADE else _unchanged(*entry[1:])
        if sentence:
            left.append(sentence)
    return left


def merged_since(at: datetime) -> QuerySet[Merge, dict[str, str]]:
    """References of the records that a merge took in, and that undoing it would give back: until then, what lines wrote of them
    is held by another."""
    return Merge.objects.filter(undone_at__isnull=True, merged_at__gte=at - KEPT).values("merged")


def _unmade(label: str, pk: int, digest: str) -> str:
    model = rows.model_of(label)
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        return ""
    name = {"what": str(model._meta.verbose_name), "name": str(row)}
    said = rows.values(row)
    if _digest(said, list(said)) != digest:
        return _("%(what)s : modifiée depuis par quelqu'un, elle reste.") % name
    for field in rows.pointing(model):
        if field.model._base_manager.filter(**{field.name: row}).exists():
            return _borne() % name
    if ref := getattr(row, "public_id", ""):
        if Merge.objects.filter(survivor=ref, undone_at__isnull=True).exists():
            return _("%(what)s : une autre fiche y est fusionnée depuis, elle reste.") % name
        for table, _kind, column in kinds.texts():
            if rows.model_of(table)._base_manager.filter(**{column: ref}).exists():
                return _borne() % name
    row.delete()
    return ""


def _borne() -> str:
    """Not what was attached: it may be something that who undoes may not know of."""
    return _("%(what)s : quelque chose y est rattaché depuis, elle reste.")


def _unchanged(label: str, pk: int, before: rows.Values, digest: str) -> str:
    now = rows.read(label, pk)
    if now is None:
        return ""
    if _digest(now, list(before)) != digest:
        return _("%(what)s : une valeur apportée par le fichier a été changée depuis, elle reste.") % {
            "what": str(rows.model_of(label)._meta.verbose_name)
        }
    rows.set_columns(label, pk, before)
    return ""


def _digest(said: rows.Values, names: list[str]) -> str:
    told = json.dumps([[name, said[name]] for name in sorted(names)], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]
