"""A mode as pages show it: its letter, what its definition demands, what is missing. Never more than the rows say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from maillage.engines.mapping import Held
from maillage.kit.text import long_date
from maillage.modules.missions.adapters import ModeRow, PlaceRow
from maillage.modules.missions.enums import (
    Basis,
    CooperationForm,
    DelegationVariant,
    IntegrationOption,
    Mode,
    Nature,
    PartyRole,
    Pooled,
    PoolingLogic,
)
from maillage.modules.missions.models import ConditionEvent, ModeParty, ModeRecord
from maillage.modules.missions.queries.shapes import UNKNOWN, ModeShown, Origin
from maillage.modules.missions.queries.stops import decided_by

Parties = Mapping[int, Sequence[tuple[str, str]]]
"""By record: (role, name of the organisation)."""
Frames = Mapping[int, Sequence[str]]
"""By record: the frames it rests on, with their version."""
NO_DECISION: Mapping[int, str] = {}


def label_of(letter: str) -> str:
    """« Coopération »; of « ? »: « mode non renseigné »."""
    return _letter_in(letter, get_language())


def label(choices: type[TextChoices], code: str) -> str:
    """The words of a code. A map says the same few hundreds of times: each is translated once a language."""
    return _label_in(choices, code, get_language())


@lru_cache(maxsize=512)
def _label_in(choices: type[TextChoices], code: str, _language: str | None) -> str:
    return str(choices(code).label)


@lru_cache(maxsize=64)
def _letter_in(letter: str, _language: str | None) -> str:
    return _("mode non renseigné") if letter in ("", UNKNOWN) else str(Mode(letter).label)


def origin_of(row: ModeRow | PlaceRow) -> Origin:
    """Who says a fact."""
    return origin(row.source, row.source_title, row.evidence, row.basis)


def origin(source: int | None, title: str | None, evidence: str, basis: str = "") -> Origin:
    """An origin in words; no source: its title is empty, and pages say « à confirmer »."""
    return Origin(
        title=title or "",
        evidence=evidence,
        basis=label(Basis, basis) if basis else "",
        url=source_url(source) if source else "",
    )


@lru_cache(maxsize=512)
def source_url(source: int) -> str:
    """The page of a source: a map cites the same few hundreds of times."""
    return reverse("sources:source", args=[source])


def nothing_known() -> ModeShown:
    """No mode is said."""
    return ModeShown(letter=UNKNOWN, label=label_of(UNKNOWN))


def shown(
    held: Held | None,
    rows: Mapping[int, ModeRow],
    *,
    day: date,
    conditions: Mapping[int, str],
    parties: Parties,
    frames: Frames,
    whole: bool = False,
    decisions: Mapping[int, str] = NO_DECISION,
) -> ModeShown:
    """What is known of the mode of a mission. ``whole``: with the details of the record, for a page about it alone; ``decisions``: by
    record, who decided it."""
    if held is None:
        return nothing_known()
    row = rows[held.said.key]
    if held.lapsed:
        return replace(nothing_known(), last_known=_last_known(row) if held.said.says else "")
    return ModeShown(
        letter=held.letter,
        label=_said(row),
        possible=row.possible,
        missing=() if row.complete else tuple(missing(row, parties.get(row.id, ()), frames.get(row.id, ()))),
        holder=row.holder_name or "",
        holder_slug=row.holder_slug or "",
        since=row.since,
        nature=label(Nature, row.nature),
        condition=conditions.get(row.condition, "") if row.condition else "",
        overdue=overdue(row, day),
        details=tuple(_details(row, parties.get(row.id, ()), frames.get(row.id, ()))) if whole else (),
        origin=origin_of(row),
        aimed=row.nature == Nature.PROJECTED and row.scenario is None,
        decided=decisions.get(row.id, ""),
    )


def _said(row: ModeRow) -> str:
    if row.mode:
        return label_of(row.mode)
    if row.possible:
        return _("à préciser : %(modes)s") % {"modes": _(" ou ").join(label_of(one) for one in row.possible)}
    return label_of(UNKNOWN)


def ended(row: ModeRow) -> ModeShown:
    """A mode whose stated end is past, and that nothing replaces: not known any more, the last known is told."""
    if row.until is None:
        return nothing_known()
    words = _("%(mode)s, jusqu'au %(day)s") % {
        "mode": _said(row),
        "day": long_date(row.until - timedelta(days=1)),
    }
    return replace(nothing_known(), last_known=words)


def _last_known(row: ModeRow) -> str:
    if row.since is None:
        return _said(row)
    return _("%(mode)s, au %(day)s") % {"mode": _said(row), "day": long_date(row.since)}


def overdue(row: ModeRow, day: date) -> str:
    """A cooperation whose end is past, and that nobody ended or carried on (S-010)."""
    if row.mode != Mode.COOPERATION or row.ends_on is None or row.ends_on >= day:
        return ""
    return _("fin prévue le %(day)s, dépassée") % {"day": long_date(row.ends_on)}


def missing(row: ModeRow, parties: Sequence[tuple[str, str]], frames: Sequence[str]) -> list[str]:
    """What the definition of the mode demands and the record does not say (S-009 to S-013)."""
    roles = [role for role, _name in parties]
    demands: dict[str, list[tuple[bool, str]]] = {
        Mode.AUTONOMY: [(PartyRole.LOCAL_MANAGER in roles, _("qui gère localement, à préciser"))],
        Mode.COOPERATION: [
            (bool(row.purpose), _("finalité à préciser")),
            (bool(row.form), _("forme à préciser")),
            (roles.count(PartyRole.PARTICIPANT) > 1, _("organismes participants à préciser")),
            (row.form == CooperationForm.COMMUNITY or row.ends_on is not None, _("fin à préciser")),
        ],
        Mode.HARMONIZATION: [(bool(frames), _("cadre commun à préciser"))],
        Mode.POOLING: [
            (bool(row.pooled), _("ce qui est mis en commun, à préciser")),
            (bool(row.logic), _("logique à préciser")),
            (PartyRole.HOST in roles, _("site d'accueil à préciser")),
            (PartyRole.BENEFICIARY in roles, _("bénéficiaires à préciser")),
        ],
        Mode.INTEGRATION: [
            (bool(row.option), _("option à préciser")),
            (row.option != IntegrationOption.DELEGATION or bool(row.variant), _("variante à préciser")),
            (row.holder is not None, _("titulaire à préciser")),
        ],
    }
    return [sentence for said, sentence in demands.get(row.mode, []) if not said]


def _details(
    row: ModeRow, parties: Sequence[tuple[str, str]], frames: Sequence[str]
) -> Iterable[tuple[str, str]]:
    """The record of the mode, in (heading, words) pairs."""
    unsaid = _("non renseigné")

    def named(role: str) -> str:
        return ", ".join(name for one, name in parties if one == role) or unsaid

    if row.mode == Mode.AUTONOMY:
        yield _("Gèrent localement"), named(PartyRole.LOCAL_MANAGER)
    elif row.mode == Mode.COOPERATION:
        yield _("Finalité"), row.purpose or unsaid
        yield _("Forme"), label(CooperationForm, row.form) if row.form else unsaid
        yield _("Participent"), named(PartyRole.PARTICIPANT)
        yield _("Fin prévue"), long_date(row.ends_on) if row.ends_on else unsaid
    elif row.mode == Mode.HARMONIZATION:
        yield ngettext("Cadre commun", "Cadres communs", len(frames)), " ; ".join(frames) or unsaid
    elif row.mode == Mode.POOLING:
        pooled = ", ".join(label(Pooled, one) for one in row.pooled if one in Pooled.values)
        yield _("Mis en commun"), pooled or unsaid
        yield _("Logique"), label(PoolingLogic, row.logic) if row.logic else unsaid
        yield _("Accueillent"), named(PartyRole.HOST)
        yield _("Bénéficient"), named(PartyRole.BENEFICIARY)
    elif row.mode == Mode.INTEGRATION:
        yield _("Option"), label(IntegrationOption, row.option) if row.option else _("à préciser")
        if row.option == IntegrationOption.DELEGATION:
            yield _("Variante"), label(DelegationVariant, row.variant) if row.variant else _("à préciser")
        yield _("Titulaire"), row.holder_name or _("à préciser")


def parties_of(records: Iterable[int]) -> Parties:
    """The organisations of some records, in one query."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = ModeParty.objects.filter(record__in=list(records)).order_by("role", "organization__name")
    for record, role, name in rows.values_list("record_id", "role", "organization__name"):
        found.setdefault(record, []).append((role, name))
    return found


def frames_of(records: Iterable[int]) -> Frames:
    """The frames of some records, in one query."""
    found: dict[int, list[str]] = {}
    rows = ModeRecord.frames.through.objects.filter(moderecord__in=list(records))
    for record, title, number in rows.order_by(
        "frameversion__frame__title", "frameversion__number"
    ).values_list("moderecord_id", "frameversion__frame__title", "frameversion__number"):
        words = _("%(title)s, version %(number)s") % {"title": title, "number": number}
        found.setdefault(record, []).append(words)
    return found


def decisions_of(records: Iterable[int]) -> dict[int, str]:
    """Who decided the records that a scenario published, in words: one query, none when no record is asked."""
    asked = list(records)
    if not asked:
        return {}
    rows = ModeRecord.objects.filter(pk__in=asked, published_from__isnull=False)
    return {
        pk: decided_by(body, on)
        for pk, body, on in rows.values_list(
            "pk", "published_from__decided_by__name", "published_from__decided_on"
        )
    }


def conditions_of(plan: int, *, today: date) -> dict[int, str]:
    """What each condition of a plan says to who reads a projection that depends on it (S-091), in one query."""
    return {event.pk: condition_words(event, today) for event in ConditionEvent.objects.filter(plan=plan)}


def passed_conditions(plan: int, *, today: date) -> dict[int, str]:
    """The conditions that happened, or whose date is past: what hangs on them is to confirm or to change (S-091)."""
    return {
        event.pk: condition_words(event, today)
        for event in ConditionEvent.objects.filter(plan=plan)
        if any(day is not None and day <= today for day in (event.happened_on, event.expected_on))
    }


def condition_words(event: ConditionEvent, today: date) -> str:
    """A condition and where it stands: « Audit (attendu : début 2018 ; date passée, à confirmer) »."""
    said = {"event": event.label}
    if event.happened_on is not None and event.happened_on <= today:
        said["day"] = long_date(event.happened_on)
        return _("%(event)s (survenu le %(day)s : à confirmer ou à changer)") % said
    said["day"] = event.expected_text or (long_date(event.expected_on) if event.expected_on else "")
    if event.expected_on is not None and event.expected_on < today:
        return _("%(event)s (attendu : %(day)s ; date passée, à confirmer)") % said
    if not said["day"]:
        return _("%(event)s (date non renseignée)") % said
    return _("%(event)s (attendu : %(day)s)") % said
