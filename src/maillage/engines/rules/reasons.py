"""Why a criterion is met, unmet or unknown: the value that was used, or the one that is missing, in French."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from maillage.engines.rules.decide import UNKNOWN, Verdict, add_months
from maillage.engines.rules.facts import Activity, FactKey, Interval, Known, Topic, Value
from maillage.engines.rules.french import NB, count, day, duration, listed, number, quoted
from maillage.engines.rules.sentences import EMPLOYEES, EUROS, INHABITANTS, Lexicon, choice_name, named_code
from maillage.engines.rules.values import (
    NOMENCLATURES,
    ActivityIn,
    CommunePopulation,
    Leaf,
    Territory,
    ToConfirm,
    YesNo,
    Zoning,
)
from maillage.engines.territory import Kind, Place
from maillage.engines.territory import Leaf as InTerritory
from maillage.engines.territory import leaves as territory_leaves

DECLARED = "déclaré"
"""The origin of what the company itself said."""

_MISSING: Mapping[FactKey, str] = {
    Topic.HEADCOUNT: "votre effectif",
    Topic.TURNOVER: "votre chiffre d'affaires",
    Topic.CREATED_ON: "la date de création de votre entreprise",
    Topic.CLOSED_YEAR: "si vous avez clos un exercice",
    Topic.ACTIVITY: "votre activité",
    Topic.LEGAL_CATEGORY: "votre forme juridique",
    Topic.PLACE: "votre commune",
    Topic.MICRO_ENTREPRENEUR: "si vous êtes micro-entrepreneur",
    Topic.ESS: "si vous relevez de l'économie sociale et solidaire",
    Topic.ARTISAN: "si vous êtes artisan",
    Topic.PUBLIC_BODY: "si vous êtes une administration ou un établissement public",
    Topic.OBJECTIVES: "vos objectifs",
    Topic.PURPOSE: "votre projet",
    Topic.PUBLIC: "le public dont vous faites partie",
    Topic.WORK_COUNTRY: "le pays de travail",
}

_DECLARED: Mapping[FactKey, tuple[str, str]] = {
    Topic.CLOSED_YEAR: ("avoir clos un exercice", "n'avoir clos aucun exercice"),
    Topic.MICRO_ENTREPRENEUR: ("être micro-entrepreneur", "ne pas être micro-entrepreneur"),
    Topic.ESS: (
        "relever de l'économie sociale et solidaire",
        "ne pas relever de l'économie sociale et solidaire",
    ),
    Topic.ARTISAN: ("être artisan", "ne pas être artisan"),
    Topic.PUBLIC_BODY: (
        "être une administration ou un établissement public",
        "ne pas être une administration",
    ),
}

_NOUNS: Mapping[FactKey, str] = {
    Topic.TURNOVER: "un chiffre d'affaires\u00a0: ",
    Topic.CREATED_ON: "une création le ",
    Topic.ACTIVITY: "l'activité ",
    Topic.LEGAL_CATEGORY: "la forme juridique ",
    Topic.PLACE: "la commune ",
    Topic.OBJECTIVES: "pour objectif\u00a0: ",
    Topic.PURPOSE: "pour projet\u00a0: ",
    Topic.PUBLIC: "faire partie de ce public\u00a0: ",
    Topic.WORK_COUNTRY: "pour pays de travail\u00a0: ",
}


def value_text(key: FactKey, value: Value, lexicon: Lexicon) -> str:
    """A fact as a page shows it: « 14 salariés », « 62.01Z Programmation informatique », « 1er mars 2024 », « oui »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return _TEXTS[key](value, lexicon)


def _interval(value: Interval, unit: tuple[str, str]) -> str:
    if value.high is None:
        return f"{count(value.low, *unit)} ou plus"
    if value.exact:
        return count(value.low, *unit)
    return f"entre {number(value.low)} et {count(value.high, *unit)}"


def _activity(value: Activity, lexicon: Lexicon) -> str:
    return named_code(value.code, lexicon, value.nomenclature)


def _place(value: Place, lexicon: Lexicon) -> str:
    return value.name or value.commune


def _objectives(value: frozenset[str], lexicon: Lexicon) -> str:
    if not value:
        return "aucun"
    return listed(sorted(choice_name(Topic.OBJECTIVES, code, lexicon) for code in value), "et")


_TEXTS: Mapping[FactKey, Callable[[Any, Lexicon], str]] = {
    Topic.HEADCOUNT: lambda value, lexicon: _interval(value, EMPLOYEES),
    Topic.TURNOVER: lambda value, lexicon: _interval(value, EUROS),
    Topic.CREATED_ON: lambda value, lexicon: day(value),
    Topic.ACTIVITY: _activity,
    Topic.LEGAL_CATEGORY: lambda value, lexicon: named_code(value, lexicon, "legal_category"),
    Topic.PLACE: _place,
    Topic.OBJECTIVES: _objectives,
    Topic.PURPOSE: lambda value, lexicon: choice_name(Topic.PURPOSE, value, lexicon),
    Topic.PUBLIC: lambda value, lexicon: choice_name(Topic.PUBLIC, value, lexicon),
    Topic.WORK_COUNTRY: lambda value, lexicon: choice_name(Topic.WORK_COUNTRY, value, lexicon),
}


def leaf_value(leaf: Leaf, key: FactKey, known: Known, lexicon: Lexicon) -> str:
    """The value a criterion used: that of its fact, except the population of a commune, which is in its place."""
    if isinstance(leaf, CommunePopulation):
        place = cast(Place, known.value)
        if place.population is not None:
            return f"{_place(place, lexicon)}, {count(place.population, *INHABITANTS)}"
    return value_text(key, known.value, lexicon)


def leaf_reason(
    leaf: Leaf, key: FactKey | None, verdict: Verdict, known: Known | None, text: str | None, on: date
) -> str:
    """The reason of a criterion's verdict; ``text`` is its `leaf_value`, None when nothing is known."""
    if isinstance(leaf, ToConfirm):
        return "la source ne les donne pas"
    assert key is not None
    if known is None or text is None:
        if isinstance(leaf, YesNo):
            return f"il manque votre réponse à la question {quoted(leaf.text)}"
        missing = _MISSING[key]
        return f"il reste à savoir {missing}" if missing.startswith("si ") else f"il manque {missing}"
    if verdict is UNKNOWN:
        return _imprecise(leaf, key, known, text)
    said = _said(key, known, text)
    if key == Topic.CREATED_ON:
        return f"{said}, {_age(cast(date, known.value), on)}"
    return said


def _said(key: FactKey, known: Known, text: str) -> str:
    if known.origin != DECLARED:
        return f"{known.origin}{NB}: {text}"
    if isinstance(known.value, bool):
        words = _DECLARED.get(key)
        return f"vous avez déclaré {words[not known.value]}" if words else f"vous avez répondu {quoted(text)}"
    return f"vous avez déclaré {_NOUNS.get(key, '')}{text}"


def _age(created: date, on: date) -> str:
    if on < created:
        return f"après le {day(on)}"
    months = (on.year - created.year) * 12 + on.month - created.month
    months -= on < add_months(created, months)
    return (
        f"soit {duration(months - months % 12 if months >= 24 else months) if months else 'moins de 1 mois'}"
    )


def _imprecise(leaf: Leaf, key: FactKey, known: Known, text: str) -> str:
    value = known.value
    if isinstance(value, Interval):
        return f"{text}{NB}: il faut le nombre exact"
    if isinstance(value, Activity):
        if isinstance(leaf, ActivityIn) and leaf.nomenclature != value.nomenclature:
            ours = NOMENCLATURES.get(value.nomenclature, value.nomenclature)
            return f"votre activité est donnée en {ours}, la règle est écrite en {NOMENCLATURES[leaf.nomenclature]}"
        return f"votre activité est connue au niveau {text}{NB}: il faut un code plus précis"
    if isinstance(value, Place):
        if isinstance(leaf, CommunePopulation):
            return f"la population de {text} n'est pas connue"
        if _kinds(leaf) & value.unrecorded:
            return f"aucune source chargée ne dit si la commune {text} y est"
        return f"la commune {text} n'y est peut-être qu'en partie{NB}: il faut votre adresse"
    return f"{text}{NB}: il faut une réponse plus précise"


def _kinds(leaf: Leaf) -> frozenset[Kind]:
    """The kinds of territory that a criterion of place names."""
    if isinstance(leaf, Zoning):
        return frozenset({Kind(leaf.zoning)})
    if isinstance(leaf, Territory):
        return frozenset(
            part.code.kind for part in territory_leaves(leaf.expression) if isinstance(part, InTerritory)
        )
    return frozenset()
