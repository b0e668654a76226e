"""The condition of a rule as a person edits it: a territory, craft or not, a headcount; anything else is kept as it is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from maillage.engines.rules import RuleError
from maillage.engines.rules import sentence as in_french
from maillage.kit.errors import Refused
from maillage.modules.schemes.adapters.rules import lexicon, rule
from maillage.shared.territories import queries as territories

Json = Any
"""A JSON value of ``engines.rules``; empty: no condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A condition in the fields of a form. ``others``: criteria that the form does not edit, kept."""

    territory: str = ""
    artisan: bool | None = None
    minimum: int | None = None
    maximum: int | None = None
    others: tuple[Json, ...] = ()


def parts_of(condition: Json) -> Parts:
    """A condition cut into the fields of the form; a criterion of the same kind twice stays among the others."""
    found: dict[str, Any] = {}
    others: list[Json] = []
    for part in _listed(condition):
        match part:
            case {"is": "territory", "within": str(within)} if "territory" not in found:
                found["territory"] = within
            case {"is": "artisan", "expects": bool(expects)} if "artisan" not in found:
                found["artisan"] = expects
            case {"is": "headcount"} if not {"minimum", "maximum"} & set(found):
                found |= {"minimum": part.get("min"), "maximum": part.get("max")}
            case _:
                others.append(part)
    return Parts(**found, others=tuple(others))


def written(parts: Parts, on: datetime.date) -> Json:
    """The condition that the fields of the form say on a day. Raises Refused, with the field: a territory that cannot be
    read, does not exist or holds no commune, a headcount whose bounds cross."""
    listed: list[Json] = []
    if parts.territory.strip():
        within = territories.extent(parts.territory, on).text
        listed.append({"is": "territory", "within": within})
    if parts.artisan is not None:
        listed.append({"is": "artisan", "expects": parts.artisan})
    if parts.minimum is not None or parts.maximum is not None:
        bounds = {"min": parts.minimum, "max": parts.maximum}
        listed.append(
            {"is": "headcount"} | {key: value for key, value in bounds.items() if value is not None}
        )
    listed += parts.others
    condition: Json = {} if not listed else listed[0] if len(listed) == 1 else {"all": listed}
    try:
        rule(condition or None)
    except RuleError as error:
        raise Refused(
            "routing.condition",
            _("Cette condition ne se lit pas : %(fault)s") % {"fault": str(error)},
            way_out=_("Corrigez l'effectif minimum ou maximum."),
            field="maximum",
        ) from error
    return condition


def sentence(condition: Json, names: dict[str, str] | None = None) -> str:
    """A condition in French; empty when there is none."""
    read = rule(condition or None)
    return "" if read is None else in_french(read, lexicon([condition]) if names is None else names)


def lexicon_of(conditions: Iterable[Json]) -> dict[str, str]:
    """The names of all the codes of these conditions, in a constant number of queries."""
    return lexicon([one for one in conditions if one])


def _listed(condition: Json) -> list[Json]:
    if not condition:
        return []
    return list(condition["all"]) if isinstance(condition.get("all"), list) else [condition]
