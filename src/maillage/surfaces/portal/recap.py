"""What is known of the company on every page of a visit: each value with its origin, and the way to correct it."""

import datetime
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.errors import NotVisible
from maillage.modules.crm import queries as crm
from maillage.modules.schemes import company
from maillage.modules.schemes import queries as schemes
from maillage.shared.directory import queries as directory
from maillage.surfaces.portal import address

FIELD_OF_FACT = {"place": "commune", "activity": "naf", "created_on": "created"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A value in words, where it comes from, and the address that corrects it."""

    label: str
    value: str
    origin: str
    as_of: datetime.date | None
    correct: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """Who it is, and what is known of it. ``name`` may be empty: a project without one. ``change``: the way back to the
    choice of a company."""

    name: str
    is_fictional: bool
    number: str
    facts: tuple[Known, ...]
    change: str


def read(data: QueryDict, diagnosis: schemes.Diagnosis | None, *, on: datetime.date) -> Recap:
    """What an address says of a company, with what is known of it."""
    card = chosen(data, on=on)
    facts = diagnosis.company if diagnosis else ()
    implied = _implied(data)
    return Recap(
        name=card.name if card else data.get(address.NAME, "").strip(),
        is_fictional=bool(card and card.is_fictional),
        number=card.siren if card else "",
        facts=tuple(_known(data, fact, implied) for fact in facts),
        change=reverse("portal:start"),
    )


def chosen(data: QueryDict, *, on: datetime.date) -> crm.CompanyCard | None:
    """The company that the address names; None when it names none, or none that exists."""
    public_id = data.get(address.COMPANY, "")
    try:
        return crm.get(public_id, on) if public_id else None
    except NotVisible:
        return None


def _implied(data: QueryDict) -> str:
    """The label of the subject whose choice alone says the objectives of the address; empty: they were chosen."""
    subject = directory.subject(data.get(address.SUBJECT, ""))
    said = sorted(data.getlist(address.OBJECTIVE))
    return subject.label if subject and said and said == sorted(subject.objectives) else ""


def _known(data: QueryDict, fact: schemes.CompanyFact, implied: str) -> Known:
    """A question of a scheme is asked again; a field is opened with its value."""
    if fact.key.startswith("question:"):
        name = company.ANSWER + fact.key.removeprefix("question:")
        again = "?" + address.but(data, name).urlencode()
    else:
        name = _name(data, fact)
        again = address.saying(data, (address.CORRECTED, name)) if name else ""
    return Known(
        label=fact.label,
        value=fact.value,
        origin=_("d'après votre choix : %(subject)s") % {"subject": implied}
        if implied and fact.key == "objectives"
        else fact.origin,
        as_of=fact.as_of,
        correct=reverse("portal:question") + again if again else "",
    )


def _name(data: QueryDict, fact: schemes.CompanyFact) -> str:
    if fact.key == "headcount" and data.get("tranche"):
        return "tranche"
    return company.ADDRESS_OF.get(FIELD_OF_FACT.get(fact.key, fact.key), "")
