"""The paragraph «Fiche structurée Maillage 1»: what the official columns cannot say of a scheme, as JSON.

Keys are those of the record; what is empty is left out. ``description`` is there only when the official column could
not hold it (absent, or above 5,000 characters).
"""

import datetime
import json
from decimal import Decimal, InvalidOperation
from typing import Any

from maillage.engines import rules as engine
from maillage.modules.schemes import enums
from maillage.modules.schemes.adapters import rules as adapter
from maillage.modules.schemes.records import (
    EnvelopeRecord,
    NamedSlug,
    RoleRecord,
    RuleRecord,
    SchemeRecord,
)

TEXTS = ("family_source", "amount", "aid_rate", "loan_terms", "cost", "duration", "source")
VOCABULARIES: dict[str, type[Any]] = {
    "origin": enums.Origin,
    "status": enums.Status,
    "family": enums.Family,
    "kind": enums.Kind,
    "instrument": enums.Instrument,
    "level": enums.Level,
    "purpose": enums.Purpose,
}
DAYS = ("source_date", "checked_on")
KEYS = frozenset(
    {
        *TEXTS,
        *VOCABULARIES,
        *DAYS,
        "publics",
        "themes",
        "objectives",
        "words",
        "suspended",
        "details",
        "rules",
        "envelopes",
        "description",
    }
)


class StructureError(ValueError):
    """The paragraph cannot be read; its text is the sentence to show."""


def dump(record: SchemeRecord, shown_description: str) -> str:
    """The paragraph's JSON, on one line, keys in order: the same record always gives the same text."""
    found: dict[str, Any] = {name: getattr(record, name) for name in (*TEXTS, *VOCABULARIES)}
    found |= {name: day.isoformat() for name in DAYS if (day := getattr(record, name))}
    found |= {
        "publics": list(record.publics),
        "themes": {named.slug: named.name for named in record.themes},
        "objectives": {named.slug: named.name for named in record.objectives},
        "words": {named.slug: named.name for named in record.words},
        "suspended": record.suspended,
        "details": dict(record.details),
        "rules": [_rule(rule) for rule in record.rules],
        "envelopes": [
            {"year": e.year, "amount": str(e.amount), "source": e.source} for e in record.envelopes
        ],
    }
    kept = {name: value for name, value in found.items() if value}
    if record.description != shown_description:
        kept["description"] = record.description
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _rule(rule: RuleRecord) -> dict[str, Any]:
    found = {
        "eligibility": rule.eligibility,
        "targeting": rule.targeting,
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        "source": rule.source,
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def load(
    text: str, *, slug: str, title: str, shown_description: str, roles: tuple[RoleRecord, ...]
) -> SchemeRecord:
    """The record of a paragraph. Raises StructureError with a French sentence."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        raise StructureError(
            "La fiche structurée n'est pas un JSON lisible : elle a sans doute été coupée."
        ) from None
    if not isinstance(found, dict):
        raise StructureError("La fiche structurée n'est pas un objet JSON.")
    if unknown := sorted(found.keys() - KEYS):
        raise StructureError(f"La fiche structurée a une clé inconnue : « {unknown[0]} ».")
    try:
        return _record(found, slug, title, shown_description, roles)
    except engine.RuleError as fault:
        raise StructureError(f"La règle de la fiche structurée ne se lit pas : {fault}") from None
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as fault:
        if isinstance(fault, StructureError):
            raise
        raise StructureError("La fiche structurée a une valeur qui n'est pas du type attendu.") from None


def _record(
    found: dict[str, Any], slug: str, title: str, shown_description: str, roles: tuple[RoleRecord, ...]
) -> SchemeRecord:
    words = {name: _text(found, name) for name in (*TEXTS, *VOCABULARIES)}
    for name, vocabulary in VOCABULARIES.items():
        if words[name] and words[name] not in vocabulary.values:
            raise StructureError(
                f"La fiche structurée donne « {words[name]} » pour {name}, qui n'existe pas."
            )
    publics = tuple(found.get("publics", ()))
    if not set(publics) <= set(enums.Public.values):
        raise StructureError("La fiche structurée nomme un public qui n'existe pas.")
    return SchemeRecord(
        slug=slug,
        title=title,
        **words,
        publics=publics,
        description=_text(found, "description") if "description" in found else shown_description,
        suspended=found.get("suspended", False) is True,
        source_date=_day(found.get("source_date")),
        checked_on=_day(found.get("checked_on")),
        details=tuple(sorted((str(k), str(v)) for k, v in found.get("details", {}).items())),
        themes=_named(found.get("themes", {})),
        objectives=_named(found.get("objectives", {})),
        words=_named(found.get("words", {})),
        roles=roles,
        rules=tuple(_read_rule(rule) for rule in found.get("rules", ())),
        envelopes=tuple(
            EnvelopeRecord(year=int(e["year"]), amount=Decimal(e["amount"]), source=str(e["source"]))
            for e in found.get("envelopes", ())
        ),
    )


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name, "")
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def _named(found: dict[str, str]) -> tuple[NamedSlug, ...]:
    return tuple(NamedSlug(slug=slug, name=str(name)) for slug, name in sorted(found.items()))


def _read_rule(found: dict[str, Any]) -> RuleRecord:
    for part in ("eligibility", "targeting"):
        adapter.rule(found.get(part))
    return RuleRecord(
        eligibility=found.get("eligibility"),
        targeting=found.get("targeting"),
        valid_from=_day(found.get("valid_from")),
        valid_to=_day(found.get("valid_to")),
        source=_text(found, "source"),
    )
