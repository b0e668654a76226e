"""What was ever recorded of a mission: nothing is edited, so its story is the list of its facts."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.modules.missions.adapters import View
from maillage.modules.missions.enums import Basis, Nature, Presence
from maillage.modules.missions.models import Holding, MissionFact, ModeRecord, Placement
from maillage.modules.missions.queries.around import full_names, holder_name
from maillage.modules.missions.queries.box_shapes import HistoryLine
from maillage.modules.missions.queries.modes import label_of, origin
from maillage.shared.directory.models import Person


def history(mission: int, view: View, *, held: Iterable[tuple[str, int]]) -> tuple[HistoryLine, ...]:
    """The facts of a mission known at the instant, withdrawn ones included, latest first. ``held``: the (kind, key) of those that
    hold on the day. At most eight queries."""
    then = Q(scenario__isnull=True)
    if view.known_at is not None:
        then &= Q(recorded_at__lte=view.known_at)
    places = list(Placement.objects.filter(then, mission=mission).select_related("cited"))
    said = list(ModeRecord.objects.filter(then, mission=mission).select_related("cited", "chamber", "holder"))
    holdings = list(
        Holding.objects.filter(then, mission=mission).select_related("cited", "organization", "unit")
    )
    people = authors([*places, *said, *holdings])
    above = full_names({row.parent_id for row in places if row.parent_id}, view.day)
    standing = set(held)
    lines = [
        *(_line(row, "place", _place_words(row, above), people, standing, view) for row in places),
        *(_line(row, "mode", _mode_words(row), people, standing, view) for row in said),
        *(_line(row, "holder", holder_name(row), people, standing, view) for row in holdings),
    ]
    return tuple(
        sorted(lines, key=lambda one: (one.since or date.min, one.recorded_at, one.record), reverse=True)
    )


def authors(facts: Iterable[MissionFact]) -> dict[int | None, str]:
    """Who recorded or withdrew facts, by account; « un import » without one. One query."""
    users = {user for fact in facts for user in (fact.recorded_by_id, fact.withdrawn_by_id) if user}
    named: dict[int | None, str] = {
        person.user_id: str(person) for person in Person.objects.filter(user__in=users)
    }
    return {**dict.fromkeys(users, _("un compte sans nom")), **named, None: _("un import")}


def _line(
    row: Placement | ModeRecord | Holding,
    kind: str,
    words: str,
    people: Mapping[int | None, str],
    standing: set[tuple[str, int]],
    view: View,
) -> HistoryLine:
    kinds = {"place": _("place"), "mode": _("mode"), "holder": _("titulaire")}
    withdrawn = row.withdrawn_at
    if withdrawn is not None and view.known_at is not None and withdrawn > view.known_at:
        withdrawn = None
    return HistoryLine(
        kind=kind,
        kind_label=kinds[kind],
        record=row.pk,
        words=words,
        since=row.since,
        until=row.until,
        nature_label=str(Nature(row.nature).label),
        chamber=row.chamber.name if isinstance(row, ModeRecord) and row.chamber else "",
        note=row.note,
        reason=_reason(row),
        recorded_at=row.recorded_at,
        recorded_by=people[row.recorded_by_id],
        withdrawn_at=withdrawn,
        withdrawn_by=people[row.withdrawn_by_id] if withdrawn else "",
        withdrawal_reason=row.withdrawal_reason if withdrawn else "",
        held=(kind, row.pk) in standing,
        origin=origin(row.cited_id, row.cited.title if row.cited else "", row.evidence, Basis(row.basis)),
        aimed=row.nature == Nature.PROJECTED,
    )


def _reason(row: MissionFact) -> str:
    """Why the mode changed (S-014): pertinence, efficacité, and the sentence of who said it."""
    if not isinstance(row, ModeRecord):
        return ""
    return " : ".join(part for part in (str(row.get_reason_display()), row.reason_text) if part)


def _place_words(row: Placement, above: Mapping[int, str]) -> str:
    words = _("« %(label)s »") % {"label": row.label}
    if row.parent_id:
        words = _("« %(label)s », sous %(above)s") % {
            "label": row.label,
            "above": above.get(row.parent_id, ""),
        }
    if row.presence == Presence.SHOWN:
        return words
    return f"{words} : {Presence(row.presence).label}"


def _mode_words(row: ModeRecord) -> str:
    if row.mode:
        holder = f" ({row.holder.name})" if row.holder else ""
        return f"{label_of(row.mode)}{holder}"
    if row.possible:
        return _("à préciser : %(modes)s") % {"modes": _(" ou ").join(label_of(one) for one in row.possible)}
    return label_of("")
