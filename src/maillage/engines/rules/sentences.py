"""A rule in French: the sentence is made from the rule itself, so that both always say the same thing.

Negation is pushed down to the criteria, which each know how to deny themselves: no sentence ever says «NOT (…)».
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from maillage.engines.rules.facts import FactKey, Topic
from maillage.engines.rules.french import NB, bounds, capital, day, duration, listed, of, outside, quoted
from maillage.engines.rules.values import (
    NOMENCLATURES,
    ActivityIn,
    Age,
    AllOf,
    AnyOf,
    CommunePopulation,
    Created,
    Flag,
    Headcount,
    Leaf,
    LegalCategory,
    Not,
    OneOf,
    Rule,
    Territory,
    ToConfirm,
    Turnover,
    YesNo,
    Zoning,
)
from maillage.engines.territory import Difference, Expression, Intersection, Union

Lexicon = Mapping[str, str]
"""The names of codes, by a key such as ``dep:59``, ``naf_rev2:62.01Z``, ``legal_category:54``, ``objective:rh``."""

NO_NAMES: Lexicon = MappingProxyType({})

EMPLOYEES = ("salarié", "salariés")
EUROS = ("€", "€")
INHABITANTS = ("habitant", "habitants")

_FLAGS: Mapping[FactKey, tuple[str, str]] = {
    Topic.CLOSED_YEAR: ("avoir clos au moins un exercice", "n'avoir encore clos aucun exercice"),
    Topic.MICRO_ENTREPRENEUR: ("être micro-entrepreneur", "ne pas être micro-entrepreneur"),
    Topic.ESS: (
        "relever de l'économie sociale et solidaire",
        "ne pas relever de l'économie sociale et solidaire",
    ),
    Topic.ARTISAN: ("être artisan", "ne pas être artisan"),
    Topic.PUBLIC_BODY: (
        "être une administration ou un établissement public",
        "ne pas être une administration ni un établissement public",
    ),
}

_CHOICES: Mapping[FactKey, tuple[str, str]] = {
    Topic.OBJECTIVES: ("objective", "avoir pour objectif"),
    Topic.PURPOSE: ("purpose", "avoir pour projet"),
    Topic.PUBLIC: ("public", "faire partie de ce public"),
    Topic.WORK_COUNTRY: ("country", "avoir pour pays de travail"),
}

ADMINISTRATIONS = ("7",)
"""The legal categories of public bodies (INSEE, level 1): said in plain words, since so many schemes name them."""

_ZONINGS = {
    "frr": "une commune classée France ruralités revitalisation (FRR)",
    "zrr": "une commune classée en zone de revitalisation rurale (ZRR)",
    "acv": "une commune du programme Action cœur de ville",
    "pvd": "une commune du programme Petites villes de demain",
    "ort": "une commune en opération de revitalisation de territoire (ORT)",
    "qpv": "un quartier prioritaire de la politique de la ville (QPV)",
}


def sentence(rule: Rule, lexicon: Lexicon = NO_NAMES) -> str:
    """The rule as a condition one reads: « Avoir moins de 10 salariés ». A code without a name is shown as it is."""
    return capital(clause(rule, lexicon))


def clause(rule: Rule, lexicon: Lexicon = NO_NAMES, *, affirmed: bool = True, nested: bool = False) -> str:
    """The same without capital, to put inside another sentence; ``affirmed`` False says its negation."""
    if isinstance(rule, Not):
        return clause(rule.part, lexicon, affirmed=not affirmed, nested=nested)
    if isinstance(rule, AllOf | AnyOf):
        return _group(rule, lexicon, affirmed, nested)
    return CLAUSES[type(rule)](rule, lexicon, affirmed)


def _group(rule: AllOf | AnyOf, lexicon: Lexicon, affirmed: bool, nested: bool) -> str:
    parts = [clause(part, lexicon, affirmed=affirmed, nested=True) for part in rule.parts]
    if len(parts) == 1:
        return clause(rule.parts[0], lexicon, affirmed=affirmed, nested=nested)
    every = isinstance(rule, AllOf) is affirmed
    head = "toutes ces conditions" if every else "l'une de ces conditions"
    text = f"{NB}; {'et' if every else 'ou'} ".join(parts)
    return f"{head} ({text})" if nested else f"{head}{NB}: {text}"


def name_of(code: str, lexicon: Lexicon, prefix: str = "") -> str:
    """The name the lexicon gives to a code, or the code."""
    return lexicon.get(f"{prefix}{code}", code)


def named_code(code: str, lexicon: Lexicon, prefix: str) -> str:
    """The code and its name: « 62.01Z Programmation informatique »; the code alone when it has none."""
    name = lexicon.get(f"{prefix}:{code}")
    return f"{code} {name}" if name else code


def territory_name(expression: Expression, lexicon: Lexicon, *, nested: bool = False) -> str:
    """An expression of territory in words: « Hauts-de-France sauf Métropole européenne de Lille »."""
    if isinstance(expression, Union):
        text = listed(territory_name(part, lexicon, nested=True) for part in expression.parts)
    elif isinstance(expression, Intersection):
        text = "à la fois " + listed(
            (territory_name(part, lexicon, nested=True) for part in expression.parts), "et"
        )
    elif isinstance(expression, Difference):
        whole = territory_name(expression.whole, lexicon, nested=True)
        text = f"{whole} sauf {territory_name(expression.removed, lexicon, nested=True)}"
    else:
        return name_of(str(expression), lexicon)
    return f"({text})" if nested else text


def _headcount(leaf: Headcount, lexicon: Lexicon, affirmed: bool) -> str:
    if affirmed and leaf.maximum == 0:
        return "n'avoir aucun salarié"
    return f"avoir {_amount(leaf, EMPLOYEES, affirmed)}"


def _turnover(leaf: Turnover, lexicon: Lexicon, affirmed: bool) -> str:
    return f"réaliser par an un chiffre d'affaires {of(_amount(leaf, EUROS, affirmed))}"


def _commune_population(leaf: CommunePopulation, lexicon: Lexicon, affirmed: bool) -> str:
    return f"être installé dans une commune {of(_amount(leaf, INHABITANTS, affirmed))}"


def _amount(leaf: Headcount | Turnover | CommunePopulation, unit: tuple[str, str], affirmed: bool) -> str:
    return (bounds if affirmed else outside)(leaf.minimum, leaf.maximum, *unit)


def _age(leaf: Age, lexicon: Lexicon, affirmed: bool) -> str:
    low = None if leaf.at_least_months is None else duration(leaf.at_least_months)
    high = None if leaf.under_months is None else duration(leaf.under_months)
    parts = [f"depuis au moins {low}" if affirmed else f"depuis moins de {low}"] if low else []
    parts += [f"depuis moins de {high}" if affirmed else f"depuis au moins {high}"] if high else []
    return "exister " + (" et " if affirmed else " ou ").join(parts)


def _created(leaf: Created, lexicon: Lexicon, affirmed: bool) -> str:
    parts = []
    if leaf.start is not None:
        parts.append(f"à partir du {day(leaf.start)}" if affirmed else f"avant le {day(leaf.start)}")
    if leaf.before is not None:
        parts.append(f"avant le {day(leaf.before)}" if affirmed else f"à partir du {day(leaf.before)}")
    return "avoir créé l'entreprise " + (" et " if affirmed else " ou ").join(parts)


def _flag(leaf: Flag, lexicon: Lexicon, affirmed: bool) -> str:
    return _FLAGS[leaf.topic][0 if leaf.expects is affirmed else 1]


SECTIONS: Mapping[str, str] = {"naf_rev2": "ABCDEFGHIJKLMNOPQRSTU", "naf_2025": "ABCDEFGHIJKLMNOPQRSTUV"}
"""The sections of each nomenclature, which between them hold every activity."""


def _activity(leaf: ActivityIn, lexicon: Lexicon, affirmed: bool) -> str:
    sections = set(SECTIONS[leaf.nomenclature])
    left = sections.difference(leaf.codes)
    if sections.issuperset(leaf.codes) and left and 2 * len(left) < len(sections):
        others = listed(named_code(code, lexicon, leaf.nomenclature) for code in sorted(left))
        name = NOMENCLATURES[leaf.nomenclature]
        words = f"avoir une activité ({name}) autre que" if affirmed else f"avoir pour activité ({name})"
        return f"{words}{NB}: {others}"
    codes = listed(named_code(code, lexicon, leaf.nomenclature) for code in leaf.codes)
    return f"{deny('avoir pour activité', affirmed)} ({NOMENCLATURES[leaf.nomenclature]}){NB}: {codes}"


def _legal_category(leaf: LegalCategory, lexicon: Lexicon, affirmed: bool) -> str:
    if leaf.codes == ADMINISTRATIONS:
        return deny(
            "être une administration (organisme soumis au droit administratif, catégorie juridique 7)",
            affirmed,
        )
    codes = listed(named_code(code, lexicon, "legal_category") for code in leaf.codes)
    return f"{deny('avoir pour forme juridique', affirmed)}{NB}: {codes}"


def _territory(leaf: Territory, lexicon: Lexicon, affirmed: bool) -> str:
    return f"{deny('être installé dans', affirmed)}{NB}: {territory_name(leaf.expression, lexicon)}"


def _zoning(leaf: Zoning, lexicon: Lexicon, affirmed: bool) -> str:
    where = f"{deny('être installé dans', affirmed)} {_ZONINGS[leaf.zoning]}"
    if leaf.values is None or leaf.values == ("1",):
        return where
    return (
        f"{where}{NB}: {listed(name_of(value, lexicon, f'zoning:{leaf.zoning}:') for value in leaf.values)}"
    )


def _one_of(leaf: OneOf, lexicon: Lexicon, affirmed: bool) -> str:
    prefix, words = _CHOICES[leaf.topic]
    return f"{deny(words, affirmed)}{NB}: {listed(choice_name(leaf.topic, code, lexicon) for code in leaf.codes)}"


def choice_name(topic: FactKey, code: str, lexicon: Lexicon) -> str:
    """The name of an objective, purpose, public or country."""
    return name_of(code, lexicon, f"{_CHOICES[topic][0]}:")


def _yes_no(leaf: YesNo, lexicon: Lexicon, affirmed: bool) -> str:
    if leaf.expects is affirmed:
        return leaf.statement
    return f"répondre {quoted('non')} à la question {quoted(leaf.text)}"


def _to_confirm(leaf: ToConfirm, lexicon: Lexicon, affirmed: bool) -> str:
    words = f"{'conditions' if affirmed else 'exclusions'} à confirmer auprès {of(leaf.contact)}"
    return f"{words}{NB}: {leaf.about}" if leaf.about else words


def deny(words: str, affirmed: bool) -> str:
    """An infinitive, or its negation: « ne pas avoir … »."""
    return words if affirmed else f"ne pas {words}"


CLAUSES: Mapping[type[Leaf], Callable[[Any, Lexicon, bool], str]] = {
    Headcount: _headcount,
    Turnover: _turnover,
    Age: _age,
    Created: _created,
    Flag: _flag,
    ActivityIn: _activity,
    LegalCategory: _legal_category,
    Territory: _territory,
    CommunePopulation: _commune_population,
    Zoning: _zoning,
    OneOf: _one_of,
    YesNo: _yes_no,
    ToConfirm: _to_confirm,
}
