"""The address of the list of helped companies: filters as one types them, and what could not be read of them."""

import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.modules.crm.enums import AnswerState
from maillage.modules.crm.queries.narrowing import SORTS, HelpedFilters
from maillage.shared.territories import queries as territories

NAMES = {
    "text": "q",
    "unit": "direction",
    "giver": "organisme",
    "industry": "filiere",
    "activity": "activite",
    "territory": "lieu",
    "aid": "aide",
    "first_year": "de",
    "last_year": "a",
    "bracket": "effectif",
    "answer": "reponse",
    "sort": "tri",
}
"""The field of HelpedFilters → its name in the address."""
ORDERS = {"recentes": "recent", "montant": "amount", "nombre": "aids", "nom": "name"}
USUAL = "recentes"
"""The order when none is asked."""
WHOLE = "tout"
"""In an address: the whole list, and not the view that opens first."""
LONGEST = 100


def read(data: QueryDict, on: datetime.date) -> tuple[HelpedFilters, tuple[Refused, ...]]:
    """The filters of an address, and what could not be understood of it."""
    said, problems = typed(data), []
    place = ""
    if said["lieu"]:
        try:
            place = str(territories.understood(said["lieu"], on, field="lieu"))
        except Refused as refusal:
            problems.append(refusal)
    years: dict[str, int | None] = {}
    for name in ("de", "a"):
        years[name], fault = _year(said[name], name)
        problems += fault
    order = ORDERS.get(said["tri"], "recent")
    number = data.get("page", "")
    return HelpedFilters(
        text=said["q"],
        unit=said["direction"],
        giver=said["organisme"],
        industry=said["filiere"],
        activity=said["activite"],
        territory=place,
        aid=said["aide"],
        first_year=years["de"],
        last_year=years["a"],
        bracket=said["effectif"],
        answer=said["reponse"] if said["reponse"] in AnswerState.values else "",
        sort=order if order in SORTS else "recent",
        page=max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
    ), tuple(problems)


def typed(data: QueryDict) -> dict[str, str]:
    """What the address says of each filter, as it was typed."""
    longest = {"filiere": 160, "aide": 300, "lieu": 500}
    return {name: data.get(name, "").strip()[: longest.get(name, LONGEST)] for name in NAMES.values()}


def address(data: QueryDict) -> str:
    """The filters of an address in one order, without the page nor what is empty: two equal lists have one address."""
    kept = QueryDict(mutable=True)
    for name, value in typed(data).items():
        if value and (name, value) != ("tri", USUAL):
            kept[name] = value
    return kept.urlencode()


def filters_of(kept: str, on: datetime.date) -> HelpedFilters:
    """The filters of an address that was kept. Raises Refused for what cannot be read any more."""
    filters, problems = read(QueryDict(kept), on)
    if problems:
        raise problems[0]
    return filters


def _year(text: str, name: str) -> tuple[int | None, tuple[Refused, ...]]:
    if not text:
        return None, ()
    if text.isdecimal() and len(text) == 4:
        return int(text), ()
    fault = Refused(
        "year",
        _("« %(text)s » n'est pas une année.") % {"text": text},
        way_out=_("Écrivez-la en quatre chiffres, par exemple 2022."),
        field=name,
    )
    return None, (fault,)
