"""What the register, or an earlier declaration, says of a company completes what it says now, and never replaces it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.engines.rules import Topic
from maillage.kit import identifiers
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.text import long_date
from maillage.modules.crm import queries as crm
from maillage.modules.schemes.situation import Situation

TOPICS: dict[str, str] = {
    "commune": Topic.PLACE,
    "naf": Topic.ACTIVITY,
    "headcount": Topic.HEADCOUNT,
    "bracket": Topic.HEADCOUNT,
    "created": Topic.CREATED_ON,
    "legal_category": Topic.LEGAL_CATEGORY,
    "turnover": Topic.TURNOVER,
    "micro_entrepreneur": Topic.MICRO_ENTREPRENEUR,
    "ess": Topic.ESS,
    "artisan": Topic.ARTISAN,
    "public_body": Topic.PUBLIC_BODY,
    "closed_year": Topic.CLOSED_YEAR,
}
"""The fields of a situation that may be known of a company, and what they are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A value of a field that comes from somewhere, in words, on a day."""

    field: str
    value: str | bool
    origin: str
    as_of: datetime.date | None

    @property
    def alone(self) -> Situation:
        """The situation that says this only; nothing for the commune, which is read with its point."""
        return Situation() if self.field == "commune" else Situation(**{self.field: self.value})  # type: ignore[arg-type]

    @property
    def told(self) -> str:
        """Where it comes from, with its date."""
        return f"{self.origin}, {long_date(self.as_of)}" if self.as_of else self.origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What completes a situation. ``sources``: the values that fill what is not said; ``passed``: those that were not used, the latest first."""

    sources: tuple[Other, ...] = ()
    passed: tuple[Other, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def place(self) -> Other | None:
        """Where the company is known to be; None when it says it itself, or nothing does."""
        return next((one for one in self.sources if one.field == "commune"), None)


def completed(situation: Situation, *, on: datetime.date, actor: Actor) -> Completed:
    """What is known of the company of a situation, found by its identifier, its SIRET or its SIREN. Raises Refused."""
    if not (situation.company or situation.siren.strip() or situation.siret.strip()):
        return Completed()
    found = crm.identified(
        public_id=situation.company, siren=situation.siren, siret=situation.siret, on=on, actor=actor
    )
    if found is None:
        return Completed(notices=(_unknown(situation),))
    said = {topic for name, topic in TOPICS.items() if getattr(situation, name) not in ("", None)}
    sources: dict[str, Other] = {}
    passed: list[Other] = []
    for other in sorted(_others(found), key=lambda one: one.as_of or datetime.date.min, reverse=True):
        topic = TOPICS[other.field]
        if topic not in said and topic not in sources:
            sources[topic] = other
        elif other.value != getattr(situation, other.field):
            passed.append(other)
    return Completed(sources=tuple(sources.values()), passed=tuple(passed))


def _others(found: crm.CompanySituation) -> Iterator[Other]:
    for known in found.fields:
        for one in (known, *known.instead):
            yield Other(field=one.field, value=one.value, origin=one.origin, as_of=one.as_of)


def _unknown(situation: Situation) -> str:
    """A number that no register held here knows: said, and how to go on."""
    if situation.company:
        raise Refused(
            "unknown_company",
            _("Cette entreprise n'est pas connue ici."),
            way_out=_("Cherchez-la par son nom, ou décrivez-la par sa commune et son activité."),
            field="company",
        )
    if situation.siret.strip():
        name, number = "SIRET", identifiers.siret(situation.siret)
    else:
        name, number = "SIREN", identifiers.siren(situation.siren)
    register = crm.register()
    if register is None:
        return _(
            "{name} {number} : numéro bien formé, mais aucun registre d'entreprises n'est chargé. "
            "Donnez la commune et l'activité."
        ).format(name=name, number=number)
    return _(
        "{name} {number} : numéro bien formé, mais absent du {register} ({day}). Donnez la commune et l'activité."
    ).format(name=name, number=number, register=register.label, day=long_date(register.as_of))
