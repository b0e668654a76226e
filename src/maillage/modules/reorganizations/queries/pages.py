"""The list of reorganisations, and one with its charts, its transfers, its path."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.text import long_date
from maillage.modules.reorganizations import moving, policies
from maillage.modules.reorganizations.enums import ChangeKind, Opinion, ReorganizationStatus
from maillage.modules.reorganizations.models import (
    Reorganization,
    UnitChange,
)
from maillage.modules.reorganizations.queries.charts import chart, drafted
from maillage.modules.reorganizations.queries.reach import may_read
from maillage.modules.reorganizations.queries.shapes import (
    ChangeLine,
    Line,
    PathStep,
    ReorganizationPage,
    Transfer,
)
from maillage.modules.reorganizations.queries.words import in_words, target_name
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization
from maillage.shared.sources import queries as sources


def reorganizations(*, actor: Actor) -> tuple[Line, ...]:
    """Every reorganisation, the latest opened first."""
    may_read(actor)
    rows = (
        Reorganization.objects.select_related("organization")
        .prefetch_related("changes")
        .order_by("-opened_at", "-pk")
    )
    return tuple(
        Line(
            slug=row.slug,
            title=row.title,
            organization=row.organization.name,
            status=row.status,
            status_label=str(ReorganizationStatus(row.status).label),
            effective_on=row.effective_on,
            changes=len(row.changes.all()),
        )
        for row in rows
    )


def row_of(slug: str, *, actor: Actor) -> Reorganization:
    """The row of a reorganisation, for an operation. NotVisible when there is none."""
    may_read(actor)
    found = (
        Reorganization.objects.select_related("organization", "cited", "decided_by").filter(slug=slug).first()
    )
    if found is None:
        raise NotVisible(slug)
    return found


def page(slug: str, *, actor: Actor, on: date) -> ReorganizationPage:
    """One reorganisation. The chart before is that of the eve of its effect, or of today while that day is not reached."""
    row = row_of(slug, actor=actor)
    before_on = on if row.effective_on is None else min(on, row.effective_on - timedelta(days=1))
    changes = list(
        row.changes.select_related("unit", "parent", "parent_change", "target", "target_change").order_by(
            "pk"
        )
    )
    applied = row.status == ReorganizationStatus.APPLIED
    assert row.effective_on is not None or not applied
    return ReorganizationPage(
        pk=row.pk,
        slug=row.slug,
        title=row.title,
        reason=row.reason,
        organization=row.organization.name,
        status=row.status,
        status_label=str(ReorganizationStatus(row.status).label),
        effective_on=row.effective_on,
        before_on=before_on,
        before=chart(row.organization_id, before_on),
        after=drafted(row, changes, before_on),
        changes=tuple(ChangeLine(pk=one.pk, words=in_words(one)) for one in changes),
        transfers=() if applied else _transfers(changes, row.effective_on or on),
        path=_path(row, on),
        decision=_decision(row),
        drop_reason=row.drop_reason,
        fault=row.fault,
        origin=sources.of(row.cited),
        abilities=policies.abilities(actor, row),
    )


def choices(row: Reorganization, on: date) -> tuple[tuple[str, str], ...]:
    """The units that a change may name: those of the day, then those that the draft creates (« +12 »)."""
    living = [(card.slug, card.name) for card in directory.units(on, organization=row.organization_id)]
    made = row.changes.filter(kind=ChangeKind.CREATE).order_by("pk")
    return (*living, *((f"+{one.pk}", _("%(name)s (à créer)") % {"name": one.name}) for one in made))


def bodies(actor: Actor) -> tuple[Organization, ...]:
    """The organisations of the network that the actor may reorganise."""
    rows = Organization.objects.filter(in_network=True).order_by("name")
    return tuple(row for row in rows if policies.prepares(actor, row.pk))


def opinion_source(row: Reorganization) -> sources.SourceCard | None:
    """What the opinion of the technical committee rests on."""
    return sources.of(row.opinion_cited)


def _transfers(changes: Iterable[UnitChange], on: date) -> tuple[Transfer, ...]:
    found = []
    for one in changes:
        if one.kind not in (ChangeKind.CLOSE, ChangeKind.TRANSFER) or one.unit is None:
            continue
        kinds = tuple(one.kinds) if one.kind == ChangeKind.TRANSFER else ()
        told = tuple(mover.tell(one.unit.pk, on) for mover in moving.movers(kinds))
        found.append(
            Transfer(
                source=one.unit.name,
                target=target_name(one),
                held=tuple(held for held in told if held.count or held.warning),
            )
        )
    return tuple(found)


def _path(row: Reorganization, on: date) -> tuple[PathStep, ...]:
    """The steps of the path; one whose day is to come is only planned."""

    def planned(day: date | None, words: str = "") -> str:
        return _("prévu") if day is not None and day > on else words

    opinion = str(Opinion(row.opinion).label) if row.opinion_on else ""
    return (
        PathStep(
            label=_("Restitution aux agents, en présence des organisations syndicales"),
            day=row.restitution_on,
            words=planned(row.restitution_on),
        ),
        PathStep(label=_("Rapport au comité technique"), day=row.report_on, words=planned(row.report_on)),
        PathStep(
            label=_("Avis du comité technique"), day=row.opinion_on, words=planned(row.opinion_on, opinion)
        ),
        PathStep(label=_("Entrée en vigueur"), day=row.effective_on, words=planned(row.effective_on)),
    )


def _decision(row: Reorganization) -> str:
    if row.decided_by is None or row.decided_on is None:
        return ""
    return _("Décidée le %(day)s par %(body)s.") % {
        "day": long_date(row.decided_on),
        "body": row.decided_by.name,
    }
