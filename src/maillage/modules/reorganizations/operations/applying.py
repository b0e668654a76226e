"""The day has come: units are made, renamed, attached, closed, and what they hold goes where the decision says (H-011, H-133)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.reorganizations import moving, queries
from maillage.modules.reorganizations.enums import ChangeKind, ReorganizationStatus
from maillage.modules.reorganizations.models import FormerAttachment, Reorganization, UnitChange
from maillage.shared.directory import operations as directory
from maillage.shared.directory.models import Unit
from maillage.shared.sources.models import Source
from maillage.shared.sources.quotes import Quote


@operation("reorganizations.apply", act=True)
def apply(row: Reorganization, *, at: datetime, actor: Actor) -> Reorganization:
    """Write the decided organisation, all or nothing, as of its effective day; once."""
    row = (
        Reorganization.objects.select_for_update(of=("self",))
        .select_related("organization", "cited")
        .get(pk=row.pk)
    )
    if row.status != ReorganizationStatus.DECIDED or row.effective_on is None:
        return row
    day = row.effective_on
    changes = {
        change.pk: change for change in row.changes.select_related("unit", "parent", "target").order_by("pk")
    }
    _still_possible(row, changes, day)
    _create(row, changes, day)
    for change in changes.values():
        if change.kind == ChangeKind.RENAME:
            directory.rename(
                _unit(change), change.name, since=day, source=_quote(row.cited), on=day_of(at), actor=SCHEDULE
            )
        elif change.kind == ChangeKind.ATTACH:
            _attach(row, _unit(change), _parent(change, changes), day)
    # What is transferred leaves before its unit closes.
    for kind in (ChangeKind.TRANSFER, ChangeKind.CLOSE):
        for change in changes.values():
            if change.kind == kind:
                _hand_on(row, change, _target(change, changes), day, at, actor)
    row.status, row.applied_at, row.fault = ReorganizationStatus.APPLIED, at, ""
    row.save(update_fields=["status", "applied_at", "fault"])
    return row


@operation("reorganizations.apply_due")
def apply_due(*, at: datetime, actor: Actor) -> int:
    """Apply the decided reorganisations whose day has come; how many. One that cannot be says why on its page."""
    due = Reorganization.objects.filter(status=ReorganizationStatus.DECIDED, effective_on__lte=day_of(at))
    done = 0
    for row in due.order_by("effective_on", "pk"):
        try:
            apply(row, at=at, actor=actor)
        except Refused as refused:
            row.fault = str(refused)
            row.save(update_fields=["fault"])
        else:
            done += 1
    return done


def _still_possible(row: Reorganization, changes: dict[int, UnitChange], day: date) -> None:
    """The units named by the decision still stand on its day, and none would come under itself."""
    for change in changes.values():
        for unit in (change.unit, change.parent, change.target):
            if unit is not None and unit.until is not None and unit.until <= day:
                raise Refused(
                    "reorganizations.unit-ended",
                    _("« %(unit)s » n'existe plus depuis le %(day)s.")
                    % {"unit": unit.name, "day": long_date(unit.until)},
                    way_out=_("Abandonnez cette réorganisation et préparez-en une autre."),
                )
        closing = change.unit if change.kind == ChangeKind.CLOSE else None
        if closing is not None and closing.until is not None:
            raise Refused(
                "reorganizations.closed-by-hand",
                _("« %(unit)s » a déjà été fermée dans l'annuaire, à partir du %(day)s.")
                % {"unit": closing.name, "day": long_date(closing.until)},
                way_out=_(
                    "Abandonnez cette réorganisation ; préparez-en une autre sans cette fermeture, qui transfère ce "
                    "que l'unité tient encore."
                ),
            )
    if queries.in_a_circle(queries.drafted_parents(row, day)) is not None:
        raise Refused(
            "reorganizations.circle",
            _("Des rattachements ont changé depuis la décision : une unité serait rattachée à elle-même."),
            way_out=_("Abandonnez cette réorganisation et préparez-en une autre."),
        )


def _create(row: Reorganization, changes: dict[int, UnitChange], day: date) -> None:
    """Make the new units first, then attach them: one may stand under another."""
    made = [change for change in changes.values() if change.kind == ChangeKind.CREATE]
    for change in made:
        change.made = directory.add_unit(
            row.organization,
            change.name,
            since=day,
            kind=change.unit_kind,
            source=_quote(row.cited),
            actor=SCHEDULE,
        )
        change.save(update_fields=["made"])
    for change in made:
        parent = _parent(change, changes)
        if parent is not None and change.made is not None:
            change.made.parent = parent
            change.made.save(update_fields=["parent"])


def _attach(row: Reorganization, unit: Unit, parent: Unit | None, day: date) -> None:
    if unit.parent_id == (parent.pk if parent else None):
        return
    earlier = FormerAttachment.objects.filter(unit=unit, until=day).first()
    if earlier is None:
        FormerAttachment.objects.create(unit=unit, parent=unit.parent, until=day, reorganization=row)
    elif earlier.reorganization_id != row.pk:
        raise Refused(
            "reorganizations.attached-twice",
            _("« %(unit)s » change déjà de rattachement le %(day)s, par une autre réorganisation.")
            % {"unit": unit.name, "day": long_date(day)},
            way_out=_("Abandonnez celle-ci et préparez-en une autre, pour un autre jour."),
        )
    # Attached, then moved by a closing of the same draft: what it stood under before the day is kept once.
    unit.parent = parent
    unit.save(update_fields=["parent"])


def _hand_on(
    row: Reorganization, change: UnitChange, target: Unit, day: date, at: datetime, actor: Actor
) -> None:
    unit = Unit.objects.get(pk=_unit(change).pk)
    kinds = tuple(change.kinds) if change.kind == ChangeKind.TRANSFER else ()
    given = moving.Handing(old=unit.pk, new=target.pk, on=day, at=at, actor=actor, cited=row.cited_id)
    for mover in moving.movers(kinds):
        mover.move(given)
    if change.kind == ChangeKind.CLOSE:
        # The one that takes over, when it stood under the closed unit, goes up where that one was.
        for child in Unit.objects.filter(parent=unit):
            _attach(row, child, unit.parent if child.pk == target.pk else target, day)
        target.refresh_from_db()
        if unit.is_entry_door:
            directory.choose_entry_door(target, on=day, actor=SCHEDULE)
            unit.refresh_from_db()
        directory.end_unit(unit, on=day, successor=target, actor=SCHEDULE)


def _unit(change: UnitChange) -> Unit:
    assert change.unit is not None, "a constraint holds it: every change but a creation names its unit"
    return change.unit


def _parent(change: UnitChange, changes: dict[int, UnitChange]) -> Unit | None:
    return changes[change.parent_change_id].made if change.parent_change_id else change.parent


def _target(change: UnitChange, changes: dict[int, UnitChange]) -> Unit:
    found = changes[change.target_change_id].made if change.target_change_id else change.target
    assert found is not None, "adding the change refused it without a target"
    return found


def _quote(source: Source | None) -> Quote:
    if source is None:
        return Quote()
    return Quote(
        title=source.title,
        kind=source.kind,
        reference=source.reference,
        url=source.url,
        dated_on=source.dated_on,
    )
