"""A mode as it was recorded, whole: for the page that shows it, corrects it or undoes it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.kit.errors import NotVisible
from maillage.kit.text import long_date
from maillage.modules.missions.enums import Mode, PartyRole, Pooled
from maillage.modules.missions.models import ConditionEvent, FrameAdoption, ModeRecord
from maillage.modules.missions.operations import keeping, modes
from maillage.modules.missions.operations.keeping import LATEST
from maillage.shared.sources import queries as sources
from maillage.shared.sources.forms import as_typed
from maillage.shared.sources.queries import SourceCard


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeSaid:
    """A mode that somebody recorded. ``lines``: what it says, label and words; ``withdrawn``: who took it back, when, why."""

    id: int
    letter: str
    label: str
    chamber: int | None
    chamber_name: str
    since: date | None
    until: date | None
    nature_label: str
    lines: tuple[tuple[str, str], ...]
    source: SourceCard | None
    evidence: str
    note: str
    author: str
    by: int | None
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawal_reason: str
    scenario: int | None


def one(record_id: int, mission: int) -> ModeSaid:
    """A mode of a mission. Raises NotVisible."""
    row = _row(record_id, mission)
    return ModeSaid(
        id=row.pk,
        letter=row.mode or "?",
        label=modes.in_words(row),
        chamber=row.chamber_id,
        chamber_name=row.chamber.name if row.chamber else "",
        since=row.since,
        until=row.until,
        nature_label=row.get_nature_display(),
        lines=tuple((label, words) for label, words in _lines(row) if words),
        source=sources.of(row.cited),
        evidence=row.evidence,
        note=row.note,
        author=keeping.author(row.recorded_by_id),
        by=row.recorded_by_id,
        recorded_at=row.recorded_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=keeping.author(row.withdrawn_by_id) if row.withdrawn_at else "",
        withdrawal_reason=row.withdrawal_reason,
        scenario=row.scenario_id,
    )


def seen(mission: int) -> int:
    """The key of the last mode that a person reads, exceptions included; 0 when there is none."""
    return keeping.latest(ModeRecord.objects.filter(mission=mission))


def said(mission: int) -> tuple[ModeSaid, ...]:
    """The modes of a mission that hold, the latest first, exceptions included."""
    rows = ModeRecord.objects.filter(mission=mission, withdrawn_at__isnull=True, scenario__isnull=True)
    return tuple(one(pk, mission) for pk in rows.order_by(LATEST, "-pk").values_list("pk", flat=True))


def of_day(mission: int, since: date | None, chamber: int | None, scenario: int | None) -> int | None:
    """The key of the mode that holds from this very day; None: none does."""
    rows = ModeRecord.objects.filter(
        mission=mission, since=since, chamber=chamber, scenario=scenario, withdrawn_at__isnull=True
    )
    return rows.values_list("pk", flat=True).first()


def as_form(record_id: int, mission: int) -> dict[str, Any]:
    """A mode as its form shows it, to correct it."""
    row = _row(record_id, mission)
    roles: dict[str, list[int]] = {}
    for party in row.parties.all():
        roles.setdefault(party.role, []).append(party.organization_id)
    adopted = keeping.holding(
        FrameAdoption.objects.filter(version__in=row.frames.all()), row.since, row.nature, row.scenario
    )
    return {
        "mode": row.mode or ("?" if row.possible else ""),
        "possible": row.possible,
        "chamber": row.chamber_id or "",
        "since": row.since,
        "until": row.until,
        "nature": row.nature,
        "reason": row.reason,
        "reason_text": row.reason_text,
        "condition": row.conditional_on_id or "",
        "evidence": row.evidence,
        "note": row.note,
        "local_managers": roles.get(PartyRole.LOCAL_MANAGER, []),
        "purpose": row.purpose,
        "form": row.form,
        "participants": roles.get(PartyRole.PARTICIPANT, []),
        "ends_on": row.ends_on,
        "frames": list(row.frames.values_list("pk", flat=True)),
        "pooled": row.pooled,
        "logic": row.logic,
        "hosts": roles.get(PartyRole.HOST, []),
        "beneficiaries": roles.get(PartyRole.BENEFICIARY, []),
        "option": row.option,
        "variant": row.variant,
        "holder": row.holder_id or "",
        **{f"adoption_{one.organization_id}": one.state for one in reversed(adopted)},
        **as_typed(sources.of(row.cited)),
    }


def _row(record_id: int, mission: int) -> ModeRecord:
    row = (
        ModeRecord.objects.select_related("cited", "chamber", "holder", "conditional_on")
        .filter(pk=record_id, mission=mission)
        .first()
    )
    if row is None:
        raise NotVisible(str(record_id))
    return row


def _lines(row: ModeRecord) -> list[tuple[str, str]]:
    names: dict[str, list[str]] = {}
    for party in row.parties.select_related("organization").order_by("organization__name"):
        names.setdefault(party.role, []).append(party.organization.name)
    lines = [(str(PartyRole(role).label).capitalize(), ", ".join(found)) for role, found in names.items()]
    match row.mode:
        case Mode.COOPERATION:
            lines += [
                (_("Finalité"), row.purpose),
                (_("Forme"), row.get_form_display()),
                (_("Fin prévue"), long_date(row.ends_on) if row.ends_on else ""),
            ]
        case Mode.HARMONIZATION:
            lines.append((_("Cadres communs"), ", ".join(_frames(row))))
        case Mode.POOLING:
            shared = ", ".join(str(Pooled(one).label) for one in row.pooled if one in Pooled.values)
            lines += [(_("Mis en commun"), shared), (_("Logique"), row.get_logic_display())]
        case Mode.INTEGRATION:
            lines += [
                (_("Option"), row.get_option_display()),
                (_("Variante"), row.get_variant_display()),
                (_("Titulaire"), row.holder.name if row.holder else ""),
            ]
    lines.append((_("Raison du changement"), row.get_reason_display()))
    lines.append((_("En une phrase"), row.reason_text))
    if row.conditional_on is not None:
        lines.append((_("Sous condition"), _condition(row.conditional_on)))
    return lines


def _frames(row: ModeRecord) -> list[str]:
    return [
        _("%(title)s, version %(number)s") % {"title": version.frame.title, "number": version.number}
        for version in row.frames.select_related("frame").order_by("frame__title", "number")
    ]


def _condition(event: ConditionEvent) -> str:
    if event.happened_on is not None:
        return _("%(label)s, survenu le %(day)s") % {
            "label": event.label,
            "day": long_date(event.happened_on),
        }
    if event.expected_on is not None:
        return _("%(label)s, attendu le %(day)s") % {
            "label": event.label,
            "day": long_date(event.expected_on),
        }
    if event.expected_text:
        return _("%(label)s, attendu : %(when)s") % {"label": event.label, "when": event.expected_text}
    return _("%(label)s, date attendue non renseignée") % {"label": event.label}
