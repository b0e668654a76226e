"""The list of helped companies as a page: the filters of its address, what they find, and what was not understood."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.crm import answering
from maillage.modules.crm.enums import AnswerState
from maillage.modules.crm.queries import helped
from maillage.modules.crm.queries.addressing import NAMES, ORDERS, WHOLE, address, read, typed
from maillage.modules.crm.queries.narrowing import HelpedFilters
from maillage.shared.territories import queries as territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A filter that narrows the list, in words; ``without``: the address of the list without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedList:
    """Everything the list shows. ``typed``: each filter as the address says it; ``kept``: the address without the page number;
    ``problems``: what was not understood, and left out; ``orders``: code, label, whether it is the one asked, and its address."""

    found: helped.HelpedPage
    filters: HelpedFilters
    typed: dict[str, str]
    kept: str
    choices: helped.HelpedChoices
    answers: tuple[tuple[str, str], ...]
    orders: tuple[tuple[str, str, bool], ...]
    problems: tuple[Refused, ...]
    pages: Page  # type: ignore[type-arg]


def page(data: QueryDict, *, actor: Actor, on: datetime.date) -> HelpedList:
    """The list that an address asks for, on a day."""
    filters, problems = read(data, on)
    try:
        found = helped.helped(filters, actor=actor, on=on)
    except Refused as refusal:
        problems = (*problems, refusal)
        found = helped.helped(replace(filters, territory="", activity=""), actor=actor, on=on)
    return HelpedList(
        found=found,
        filters=filters,
        typed=typed(data),
        kept=address(data),
        choices=helped.choices(on),
        answers=tuple((value, str(label)) for value, label in AnswerState.choices)
        if answering.known()
        else (),
        orders=tuple((code, label, ORDERS[code] == filters.sort) for code, label in _labels().items()),
        problems=problems,
        pages=Paginator(range(found.totals.companies), filters.size).get_page(found.page),
    )


def in_words(filters: HelpedFilters, choices: helped.HelpedChoices) -> tuple[str, ...]:
    """The filters as one says them, for a preview and for the journal."""
    return tuple(words for _name, words in _said(filters, choices))


def chosen(page: HelpedList) -> tuple[Chosen, ...]:
    """The filters of a list as one says them, each with the address of the list without it."""
    whole = {WHOLE: "1"}
    return tuple(
        Chosen(
            words=words,
            without=urlencode(
                {key: value for key, value in page.typed.items() if value and key != NAMES[name]} | whole
            ),
        )
        for name, words in _said(page.filters, page.choices)
    )


def _said(filters: HelpedFilters, choices: helped.HelpedChoices) -> Iterator[tuple[str, str]]:
    """Each filter that narrows (its field), and how one says it."""
    units, givers, brackets = dict(choices.units), dict(choices.givers), dict(choices.brackets)
    place = filters.territory
    said = (
        ("text", filters.text, _("nom ou numéro : {value}")),
        ("unit", units.get(filters.unit, filters.unit), _("direction : {value}")),
        ("giver", givers.get(filters.giver, filters.giver), _("organisme : {value}")),
        ("industry", filters.industry, _("filière : {value}")),
        ("activity", filters.activity, _("activité : {value}")),
        ("territory", territories.in_words([place])[place] if place else "", _("territoire : {value}")),
        ("aid", filters.aid, _("aide : {value}")),
        ("first_year", filters.first_year, _("depuis {value}")),
        ("last_year", filters.last_year, _("jusqu'à {value}")),
        ("bracket", brackets.get(filters.bracket, filters.bracket), _("effectif : {value}")),
        ("answer", AnswerState(filters.answer).label if filters.answer else "", _("réponse : {value}")),
    )
    for name, value, words in said:
        if value:
            yield name, words.format(value=value)


def _labels() -> dict[str, str]:
    return {
        "recentes": _("les plus récentes d'abord"),
        "montant": _("les plus aidées d'abord"),
        "nombre": _("le plus d'aides d'abord"),
        "nom": _("par nom"),
    }
