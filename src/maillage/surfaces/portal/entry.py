"""Ways in: a company found by its name or number, a place and an activity, a project without number, another country."""

import datetime
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.modules.crm import queries as crm
from maillage.modules.schemes import inputs
from maillage.modules.schemes import queries as schemes
from maillage.shared.territories import queries as territories
from maillage.surfaces.portal import address

SHOWN = 8
ELSEWHERE = "ZZ"
"""A country that the list does not name: ISO 3166 leaves this code to whoever needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A company that may be the one meant: enough to tell it from its namesakes, and the address that chooses it."""

    name: str
    trade_name: str
    number: str
    commune: str
    activity: str
    is_fictional: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What was asked and what was found. ``others``: how many more answer; ``many``: too many to count;
    ``problem``: what is wrong with the number typed."""

    text: str
    found: tuple[Candidate, ...]
    others: int = 0
    many: bool = False
    problem: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A place or an activity: the field, what was typed in it and how it was understood."""

    name: str
    label: str
    hint: str
    value: str
    suggestions: str
    reading: inputs.Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPlace:
    """The two fields as they were understood, and what was found there; ``project``: the questions without company."""

    fields: tuple[Typed, Typed]
    asked: bool
    place: str
    results: Candidates
    project: str

    @property
    def problem(self) -> str:
        """What to correct first; empty: nothing."""
        return next((field.reading.problem for field in self.fields if field.reading.problem), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A company without number, or of another country (``foreign``), with what is already said of it."""

    foreign: bool
    name: str
    country: str
    countries: tuple[schemes.Choice, ...]
    kept: tuple[tuple[str, str], ...]


def candidates(data: QueryDict, *, on: datetime.date) -> Candidates:
    """The companies that the words of the box may mean. A number with a wrong key is said, not searched."""
    text = data.get("q", "").strip()[:200]
    if not text:
        return Candidates(text="", found=())
    try:
        found = crm.look_for(text, on, SHOWN)
    except Refused as refusal:
        return Candidates(text=text, found=(), problem=refusal)
    return _shown(text, found)


def by_place(data: QueryDict, *, on: datetime.date) -> ByPlace:
    """The companies of a commune, narrowed by an activity when one is given."""
    place, trade = data.get("commune", "").strip()[:200], data.get("naf", "").strip()[:200]
    commune, activity = inputs.commune(place), inputs.activity(trade)
    if trade and not commune.code and not commune.problem:
        commune = inputs.Reading(code="", problem=_("Dites dans quelle commune."))
    found = Candidates(text="", found=())
    if commune.code and not activity.problem:
        try:
            found = _shown(place, crm.look_in_place(commune.code, activity.code, SHOWN, on=on))
        except Refused as refusal:
            activity = inputs.Reading(code="", problem=str(refusal))
    said = [("commune", commune.code), ("naf", activity.code)]
    return ByPlace(
        fields=(
            Typed(
                name="commune",
                label=_("Commune"),
                hint=_("Nom, code postal ou code Insee"),
                value=place,
                suggestions="communes",
                reading=commune,
            ),
            Typed(
                name="naf",
                label=_("Activité (facultatif)"),
                hint=_("Quelques mots, ou le code NAF (62.01Z)"),
                value=trade,
                suggestions="activities",
                reading=activity,
            ),
        ),
        asked=bool(place or trade),
        place=_commune_name(commune),
        results=found,
        project=_questions(*((name, value) for name, value in said if value)),
    )


def project(data: QueryDict) -> Project:
    """The page of who has no number: ``identite`` says whether it is of another country."""
    foreign = data.get(address.IDENTITY) == "foreign"
    return Project(
        foreign=foreign,
        name=data.get(address.NAME, "")[:200],
        country=data.get(address.COUNTRY, ""),
        countries=tuple(one for one in schemes.countries() if one.code != "FR") if foreign else (),
        kept=tuple((name, value) for name, value in address.pairs(data) if name not in address.ENTRY),
    )


def _shown(text: str, found: crm.Findings) -> Candidates:
    return Candidates(
        text=text,
        found=tuple(_candidate(one) for one in found.companies),
        others=found.others,
        many=found.more,
    )


def _candidate(one: crm.CompanyFound) -> Candidate:
    said = [(address.COMPANY, one.public_id), ("siret", one.siret)]
    return Candidate(
        name=one.name,
        trade_name=one.trade_name,
        number=one.siren,
        commune=one.commune_name,
        activity=one.activity,
        is_fictional=one.is_fictional,
        address=_questions(*((name, value) for name, value in said if value)),
    )


def _questions(*said: tuple[str, str]) -> str:
    return reverse("portal:question") + address.saying(QueryDict(), *said)


def _commune_name(reading: inputs.Reading) -> str:
    if reading.name or not reading.code:
        return reading.name
    return territories.named([f"com:{reading.code}"]).get(f"com:{reading.code}", reading.code)
