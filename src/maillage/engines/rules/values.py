"""The rules: immutable values, built valid or not at all.

A rule is a criterion (a leaf) or a composition of rules. Readers (judge, sentences, JSON, questions, changes) are
functions elsewhere: nothing here knows how it is read. Constructors raise `RuleError` with a French sentence and the
field at fault as path.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from maillage.engines.rules.checks import bounded, not_empty, well_written
from maillage.engines.rules.errors import RuleError
from maillage.engines.rules.facts import FactKey, Topic, question_key
from maillage.engines.rules.french import quoted
from maillage.engines.territory import Code, CodeError, Expression, ExpressionError, Kind, parse

NOMENCLATURES = {"naf_rev2": "NAF rév. 2", "naf_2025": "NAF 2025"}
"""The nomenclatures of activities a rule may be written in, with the name French gives them."""

ZONINGS = ("frr", "zrr", "acv", "pvd", "ort", "qpv")
"""The zonings a rule may name, as kinds of territory."""

FLAGS = (Topic.CLOSED_YEAR, Topic.MICRO_ENTREPRENEUR, Topic.ESS, Topic.ARTISAN, Topic.PUBLIC_BODY)
"""The topics that are true or false."""

CHOICES = (Topic.OBJECTIVES, Topic.PURPOSE, Topic.PUBLIC, Topic.WORK_COUNTRY)
"""The topics whose facts are words of a closed vocabulary, which the engine does not know."""

LONGEST = 2400
"""The longest age a rule may ask for, in months: two centuries."""

_NAF = re.compile(r"[A-V]|\d\d(\.\d(\d[A-Z]?)?)?")
_LEGAL = re.compile(r"\d{1,4}")
_WORD = re.compile(r"[a-z0-9][a-z0-9_-]*")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Every part must be met."""

    parts: "tuple[Rule, ...]"

    def __post_init__(self) -> None:
        not_empty(self.parts, "all", "conditions")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """One part met is enough."""

    parts: "tuple[Rule, ...]"

    def __post_init__(self) -> None:
        not_empty(self.parts, "any", "conditions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part must not be met."""

    part: "Rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """The number of employees lies within inclusive bounds."""

    minimum: int | None = None
    maximum: int | None = None

    def __post_init__(self) -> None:
        bounded(self.minimum, self.maximum, "min", "max")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnover:
    """The yearly turnover, in euros, lies within inclusive bounds."""

    minimum: int | None = None
    maximum: int | None = None

    def __post_init__(self) -> None:
        bounded(self.minimum, self.maximum, "min", "max")


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """The company has existed, on the day, for at least so many months and for less than so many."""

    at_least_months: int | None = None
    under_months: int | None = None

    def __post_init__(self) -> None:
        bounded(self.at_least_months, self.under_months, "at_least_months", "under_months", strictly=True)
        for name in ("at_least_months", "under_months"):
            if (getattr(self, name) or 0) > LONGEST:
                raise RuleError(f"{getattr(self, name)} mois font plus de deux siècles.", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """The company was created on or after a day, and before another (excluded)."""

    start: date | None = None
    before: date | None = None

    def __post_init__(self) -> None:
        if self.start is None and self.before is None:
            raise RuleError("il faut au moins une date, «\u00a0from\u00a0» ou «\u00a0before\u00a0».")
        if self.start is not None and self.before is not None and self.before <= self.start:
            raise RuleError(
                "la date de fin («\u00a0before\u00a0») doit venir après le début («\u00a0from\u00a0»).",
                "before",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A topic that is true or false is as expected: a closed financial year, micro-entrepreneur, ESS…"""

    topic: Topic
    expects: bool = True

    def __post_init__(self) -> None:
        if self.topic not in FLAGS:
            raise RuleError(f"{quoted(self.topic)} n'est pas un fait vrai ou faux.", "is")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityIn:
    """The activity is one of these codes, or lies under one of them, in this nomenclature."""

    nomenclature: str
    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.nomenclature not in NOMENCLATURES:
            names = ", ".join(NOMENCLATURES)
            raise RuleError(
                f"nomenclature inconnue ({quoted(self.nomenclature)})\u00a0; connues\u00a0: {names}.",
                "nomenclature",
            )
        well_written(self.codes, _NAF, "un code d'activité comme C, 62 ou 62.01Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalCategory:
    """The INSEE legal category starts with one of these prefixes: "5" companies, "54" SARL, "5710" SAS."""

    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        well_written(self.codes, _LEGAL, "une catégorie juridique de l'INSEE, de un à quatre chiffres")


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The place lies in a territory, written as an expression; parsed once, here."""

    within: str
    expression: Expression = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "expression", parse(self.within))
        except ExpressionError as error:
            raise RuleError(str(error), "within") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunePopulation:
    """The population of the commune lies within inclusive bounds (H-059: communes under 10,000 inhabitants)."""

    minimum: int | None = None
    maximum: int | None = None

    def __post_init__(self) -> None:
        bounded(self.minimum, self.maximum, "min", "max")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoning:
    """The place lies in a zoning, with one of these values; no values: any of them."""

    zoning: str
    values: tuple[str, ...] | None = None
    wanted: frozenset[Code] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.zoning not in ZONINGS:
            raise RuleError(
                f"zonage inconnu ({quoted(self.zoning)})\u00a0; connus\u00a0: {', '.join(ZONINGS)}.", "zoning"
            )
        if self.values is not None:
            not_empty(self.values, "values", "valeurs")
        try:
            wanted = frozenset(Code(Kind(self.zoning), value) for value in self.values or ())
        except CodeError as error:
            raise RuleError(str(error), "values") from error
        object.__setattr__(self, "wanted", wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """An objective, the purpose, the public or the country of work (H-205) is one of these codes."""

    topic: Topic
    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.topic not in CHOICES:
            raise RuleError(f"{quoted(self.topic)} n'a pas de liste de codes.", "is")
        if self.topic is Topic.WORK_COUNTRY:
            well_written(self.codes, _COUNTRY, "un pays en deux capitales, comme BE")
        else:
            well_written(self.codes, _WORD, "un code en minuscules sans espace, comme rh")


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo:
    """The answer to a question of the scheme is the expected one.

    ``text`` is the question as it is asked, ``statement`` what a « oui » says; ``actionable``: the company can
    change the answer (provide a document, take a commitment), so that the nearest change may propose it.
    """

    id: str
    text: str
    statement: str
    expects: bool = True
    actionable: bool = False
    key: FactKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        well_written((self.id,), _WORD, "un identifiant en minuscules sans espace", "id")
        for name, text in (("text", self.text), ("statement", self.statement)):
            if not text.strip():
                raise RuleError("ce texte est vide.", name)
        object.__setattr__(self, "key", question_key(self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToConfirm:
    """Conditions nobody has written as a rule: never known here, to be confirmed with an organisation."""

    contact: str
    about: str = ""

    def __post_init__(self) -> None:
        if not self.contact.strip():
            raise RuleError("il faut dire auprès de qui confirmer.", "with")


Leaf: TypeAlias = (
    Headcount
    | Turnover
    | Age
    | Created
    | Flag
    | ActivityIn
    | LegalCategory
    | Territory
    | CommunePopulation
    | Zoning
    | OneOf
    | YesNo
    | ToConfirm
)
Rule: TypeAlias = AllOf | AnyOf | Not | Leaf

CRITERIA: tuple[type[Leaf], ...] = (
    Headcount,
    Turnover,
    Age,
    Created,
    Flag,
    ActivityIn,
    LegalCategory,
    Territory,
    CommunePopulation,
    Zoning,
    OneOf,
    YesNo,
    ToConfirm,
)
"""Every class of criterion: each reader is tested against this list (docs/how-to/add-a-criterion.md)."""

_KEYS: dict[type[Leaf], FactKey] = {
    Headcount: Topic.HEADCOUNT,
    Turnover: Topic.TURNOVER,
    Age: Topic.CREATED_ON,
    Created: Topic.CREATED_ON,
    ActivityIn: Topic.ACTIVITY,
    LegalCategory: Topic.LEGAL_CATEGORY,
    Territory: Topic.PLACE,
    CommunePopulation: Topic.PLACE,
    Zoning: Topic.PLACE,
}


def key_of(leaf: Leaf) -> FactKey | None:
    """The key of the fact a criterion reads; None when no fact could ever decide it."""
    if isinstance(leaf, Flag | OneOf):
        return leaf.topic
    if isinstance(leaf, YesNo):
        return leaf.key
    return _KEYS.get(type(leaf))


def leaves(rule: Rule) -> tuple[Leaf, ...]:
    """Every criterion of a rule, from left to right, repeated ones included."""
    if isinstance(rule, AllOf | AnyOf):
        return tuple(leaf for part in rule.parts for leaf in leaves(part))
    if isinstance(rule, Not):
        return leaves(rule.part)
    return (rule,)


def conditions(rule: Rule) -> "tuple[Rule, ...]":
    """The parts of a rule one reads one by one: those of its outer «all», opened as far as they go."""
    if isinstance(rule, AllOf):
        return tuple(condition for part in rule.parts for condition in conditions(part))
    return (rule,)
