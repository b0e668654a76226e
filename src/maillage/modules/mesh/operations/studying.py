"""Studies of what a decision would change: saved as computed, renamed, computed again, put aside and brought back."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.db import slugs
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.mesh import policies, reading
from maillage.modules.mesh.models import Study, StudyChange
from maillage.modules.mesh.queries import keeping, supposing
from maillage.modules.mesh.queries.effects import ChangeAsked, Effect
from maillage.modules.mesh.queries.studies import changes_of


@operation("mesh.save_study")
def save_study(
    title: str,
    changes: Sequence[ChangeAsked],
    *,
    by: str = "dep",
    at: datetime.datetime,
    actor: Actor,
    is_demo: bool = False,
) -> Study:
    """Keep what these changes would do, with the day, the stock and the catalogue of its figures. Refused without a title, or for
    changes that cannot be."""
    policies.must(actor, "study")
    named = _title(title)
    effect = supposing.effect(changes, by, actor=actor, on=day_of(at))
    row = Study(
        slug=slugs.free(Study.objects.all(), named, otherwise="etude"),
        title=named,
        made_at=at,
        made_by_id=actor.user,
        organization_id=actor.organization,
        is_demo=is_demo,
    )
    _computed(row, effect, at)
    row.save()
    StudyChange.objects.bulk_create(
        StudyChange(study=row, rank=rank, kind=one.kind, schemes=list(one.schemes), value=_value(one))
        for rank, one in enumerate(changes, 1)
    )
    return row


@operation("mesh.recompute")
def recompute(slug: str, *, by: str = "dep", at: datetime.datetime, actor: Actor) -> Study:
    """Compute a study again on the mesh of now. NotVisible; Refused when one of its changes cannot be any more."""
    row = _locked(slug, actor)
    effect = supposing.effect(changes_of(slug, actor=actor), by, actor=actor, on=day_of(at))
    _computed(row, effect, at)
    row.save()
    return row


@operation("mesh.rename_study")
def rename_study(slug: str, title: str, *, at: datetime.datetime, actor: Actor) -> Study:
    """Give a study another title; its address stays. NotVisible, Refused."""
    row = _locked(slug, actor)
    row.title = _title(title)
    row.save(update_fields=["title"])
    return row


@operation("mesh.delete_study")
def delete_study(slug: str, *, at: datetime.datetime, actor: Actor) -> Study:
    """Put a study aside; :func:`bring_back` undoes it. NotVisible."""
    row = _locked(slug, actor)
    row.deleted_at = at
    row.save(update_fields=["deleted_at"])
    return row


@operation("mesh.bring_back")
def bring_back(slug: str, *, at: datetime.datetime, actor: Actor) -> Study:
    """Bring back a study that was put aside. NotVisible when it was not."""
    row = _locked(slug, actor, aside=True)
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    return row


def _locked(slug: str, actor: Actor, *, aside: bool = False) -> Study:
    """A study that the actor may change, put ``aside`` or not. NotVisible, Refused."""
    policies.must_read(actor)
    row = Study.objects.select_for_update().filter(slug=slug, deleted_at__isnull=not aside).first()
    if row is None:
        raise NotVisible(slug)
    policies.must_change(actor, made_by=row.made_by_id, organization=row.organization_id)
    return row


def _title(title: str) -> str:
    named = fields.line(title, most=160, field="title")
    if not named:
        raise Refused(
            "mesh.no-title",
            _("Cette étude n'a pas de titre."),
            way_out=_("Nommez-la, pour la retrouver."),
            field="title",
        )
    return named


def _computed(row: Study, effect: Effect, at: datetime.datetime) -> None:
    """Put in a row what was computed, and on what."""
    run = reading.latest(day_of(at))
    assert run is not None  # `effect` was computed on it
    row.on, row.stock, row.stock_on, row.catalogue = run.on, run.stock, run.stock_on, run.catalogue
    row.result, row.computed_at = keeping.written(effect), at


def _value(one: ChangeAsked) -> dict[str, object]:
    return {name: value for name, value in asdict(one).items() if name not in ("kind", "schemes")}
