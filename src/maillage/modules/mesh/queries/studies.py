"""The studies kept: listed, opened as they were computed, compared."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from maillage.engines.coverage import identity_in
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.mesh import policies, reading, stock
from maillage.modules.mesh.models import MeshRun, Study
from maillage.modules.mesh.queries import keeping
from maillage.modules.mesh.queries.effects import ChangeAsked, StudiesCompared, StudyCard, StudyPage
from maillage.modules.mesh.queries.shapes import Count
from maillage.shared.matching.queries import people


def studies(*, actor: Actor, on: datetime.date) -> tuple[StudyCard, ...]:
    """Every study, the latest first; those put aside are not listed."""
    policies.must_read(actor)
    rows = list(Study.objects.filter(deleted_at=None))
    names = people(row.made_by_id for row in rows)
    latest = reading.latest(on)
    return tuple(_card(row, latest, not _why_not(row, actor), names) for row in rows)


def study(slug: str, *, actor: Actor, on: datetime.date) -> StudyPage:
    """A study, with its effect as it was computed. NotVisible when there is none, or when it was put aside."""
    policies.must_read(actor)
    row = Study.objects.filter(slug=slug, deleted_at=None).first()
    if row is None:
        raise NotVisible(slug)
    return _page(row, actor, on)


def changes_of(slug: str, *, actor: Actor) -> tuple[ChangeAsked, ...]:
    """What a study supposes, to go on from it. NotVisible."""
    policies.must_read(actor)
    row = Study.objects.filter(slug=slug, deleted_at=None).prefetch_related("changes").first()
    if row is None:
        raise NotVisible(slug)
    return tuple(
        ChangeAsked(kind=one.kind, schemes=tuple(one.schemes), **one.value) for one in row.changes.all()
    )


def compared(slugs: Sequence[str], *, actor: Actor, on: datetime.date) -> StudiesCompared:
    """Two to four studies side by side. Refused for another number; NotVisible."""
    listed = tuple(dict.fromkeys(slugs))
    if not 2 <= len(listed) <= 4:
        raise Refused(
            "mesh.how-many",
            _("On compare de deux à quatre études."),
            way_out=_("Choisissez-en deux, trois ou quatre."),
            field="study",
        )
    pages = tuple(study(slug, actor=actor, on=on) for slug in listed)
    return StudiesCompared(
        studies=pages,
        same_stock=len({page.card.stock for page in pages}) == 1,
        same_catalogue=len({page.card.catalogue for page in pages}) == 1,
    )


def _page(row: Study, actor: Actor, on: datetime.date) -> StudyPage:
    reason = _why_not(row, actor)
    return StudyPage(
        card=_card(row, reading.latest(on), not reason, people([row.made_by_id])),
        effect=keeping.read(row.result),
        may_change=not reason,
        why_not=reason,
    )


def _why_not(row: Study, actor: Actor) -> str:
    return policies.why_not_change(actor, made_by=row.made_by_id, organization=row.organization_id)


def _card(row: Study, latest: MeshRun | None, may: bool, names: Mapping[int | None, str]) -> StudyCard:
    effect = row.result
    return StudyCard(
        slug=row.slug,
        title=row.title,
        on=row.on,
        stock_on=row.stock_on,
        stock=row.stock,
        catalogue=row.catalogue[:8],
        computed_at=row.computed_at,
        made_at=row.made_at,
        made_by=names.get(row.made_by_id, ""),
        is_demo=row.is_demo,
        stale=_stale(row, latest),
        changes=tuple(one["sentence"] for one in effect["changes"]),
        gained=Count(**effect["gained"]),
        lost=Count(**effect["lost"]),
        may_change=may,
        deleted=row.deleted_at is not None,
    )


def _stale(row: Study, latest: MeshRun | None) -> str:
    """Why the figures of a study may have changed: the mesh that is read now rests on something else, or soon will."""
    if latest is not None and identity_in(latest.stock) != identity_in(row.stock):
        return _("Un autre registre est lu depuis.")
    if latest is not None and latest.stock != row.stock:
        return _("Les territoires ou les codes de référence ont changé depuis.")
    source = stock.held()
    if source is not None and source.identity != identity_in(row.stock):
        return _("Un autre registre est lu depuis ; le maillage n'est pas encore calculé avec lui.")
    if latest is not None and latest.catalogue != row.catalogue:
        return _("Le catalogue a changé depuis.")
    return ""
