"""Rules as JSON, for the database and for files. The round trip is the identity: ``from_json(to_json(r)) == r``.

Reading is strict: an unknown key, a wrong type or an empty list is refused with its path. One entry of `FORMS` a word
of the language («is»); docs/how-to/add-a-criterion.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, cast

from maillage.engines.rules.errors import RuleError
from maillage.engines.rules.facts import Topic
from maillage.engines.rules.french import quoted
from maillage.engines.rules.values import (
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

MAX_DEPTH = 20
"""How deep rules may nest: deeper is a mistake, and would exhaust the readers."""


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise RuleError("il faut un nombre entier, sans guillemets.")


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise RuleError("il faut true ou false.")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise RuleError("il faut un texte entre guillemets.")


def _date(value: object) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise RuleError(
            f"{quoted(str(value))} n'est pas une date\u00a0: écrivez-la comme 2026-05-12."
        ) from None


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise RuleError("il faut une liste de textes entre guillemets.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one word of the language is written: what builds it, and its JSON keys as (attribute, reader, default).

    A default of ``...`` makes the key compulsory; a value equal to its default is not written.
    """

    build: Callable[..., Leaf]
    keys: Mapping[str, tuple[str, Callable[[object], object], object]]


_RANGE: Mapping[str, tuple[str, Callable[[object], object], object]] = {
    "min": ("minimum", _integer, None),
    "max": ("maximum", _integer, None),
}


def _flag(topic: Topic) -> Form:
    return Form(
        build=lambda **values: Flag(topic=topic, **values), keys={"expects": ("expects", _boolean, ...)}
    )


def _choice(topic: Topic) -> Form:
    return Form(build=lambda **values: OneOf(topic=topic, **values), keys={"codes": ("codes", _texts, ...)})


FORMS: Mapping[str, Form] = {
    "headcount": Form(build=Headcount, keys=_RANGE),
    "turnover": Form(build=Turnover, keys=_RANGE),
    "age": Form(
        build=Age,
        keys={
            "at_least_months": ("at_least_months", _integer, None),
            "under_months": ("under_months", _integer, None),
        },
    ),
    "created": Form(build=Created, keys={"from": ("start", _date, None), "before": ("before", _date, None)}),
    "closed_year": _flag(Topic.CLOSED_YEAR),
    "micro_entrepreneur": _flag(Topic.MICRO_ENTREPRENEUR),
    "ess": _flag(Topic.ESS),
    "artisan": _flag(Topic.ARTISAN),
    "public_body": _flag(Topic.PUBLIC_BODY),
    "activity": Form(
        build=ActivityIn, keys={"nomenclature": ("nomenclature", _text, ...), "codes": ("codes", _texts, ...)}
    ),
    "legal_category": Form(build=LegalCategory, keys={"codes": ("codes", _texts, ...)}),
    "territory": Form(build=Territory, keys={"within": ("within", _text, ...)}),
    "commune_population": Form(build=CommunePopulation, keys=_RANGE),
    "zoning": Form(build=Zoning, keys={"zoning": ("zoning", _text, ...), "values": ("values", _texts, None)}),
    "objective": _choice(Topic.OBJECTIVES),
    "purpose": _choice(Topic.PURPOSE),
    "public": _choice(Topic.PUBLIC),
    "work_country": _choice(Topic.WORK_COUNTRY),
    "question": Form(
        build=YesNo,
        keys={
            "id": ("id", _text, ...),
            "text": ("text", _text, ...),
            "statement": ("statement", _text, ...),
            "expects": ("expects", _boolean, ...),
            "actionable": ("actionable", _boolean, False),
        },
    ),
    "to_confirm": Form(
        build=ToConfirm, keys={"with": ("contact", _text, ...), "about": ("about", _text, "")}
    ),
}
"""Every word a rule may say after «is»."""

_WORDS: Mapping[type[Leaf], str] = {
    Headcount: "headcount",
    Turnover: "turnover",
    Age: "age",
    Created: "created",
    ActivityIn: "activity",
    LegalCategory: "legal_category",
    Territory: "territory",
    CommunePopulation: "commune_population",
    Zoning: "zoning",
    YesNo: "question",
    ToConfirm: "to_confirm",
}


def word_of(leaf: Leaf) -> str:
    """The word of a criterion in JSON: what it «is»."""
    if isinstance(leaf, Flag | OneOf):
        return "objective" if leaf.topic is Topic.OBJECTIVES else leaf.topic.value
    return _WORDS[type(leaf)]


def from_json(obj: object) -> Rule:
    """The rule a JSON value says. Raises `RuleError`, with a French sentence and the path of what is wrong."""
    return _read(obj, "", 0)


def to_json(rule: Rule) -> dict[str, Any]:
    """The JSON value of a rule, without what is absent or by default."""
    if isinstance(rule, AllOf | AnyOf):
        return {"all" if isinstance(rule, AllOf) else "any": [to_json(part) for part in rule.parts]}
    if isinstance(rule, Not):
        return {"not": to_json(rule.part)}
    word = word_of(rule)
    written: dict[str, Any] = {"is": word}
    for key, (attribute, _, default) in FORMS[word].keys.items():
        value = getattr(rule, attribute)
        if value != default:
            written[key] = _plain(value)
    return written


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _read(obj: object, path: str, depth: int) -> Rule:
    if depth > MAX_DEPTH:
        raise RuleError(f"plus de {MAX_DEPTH} conditions emboîtées\u00a0: simplifiez la règle.", path)
    if not isinstance(obj, dict):
        raise RuleError('une règle est un objet, par exemple {"is": "headcount", "max": 9}.', path)
    words = [word for word in ("all", "any", "not", "is") if word in obj]
    if len(words) != 1:
        raise RuleError("une règle dit une seule chose\u00a0: all, any, not ou is.", path)
    word = words[0]
    if word == "is":
        return _read_leaf(obj, path)
    _refuse_unknown(obj, [word], path)
    here = f"{path}.{word}" if path else word
    if word == "not":
        return Not(part=_read(obj[word], here, depth + 1))
    if not isinstance(obj[word], list):
        raise RuleError("il faut une liste de règles.", here)
    parts = tuple(_read(part, f"{here}[{index}]", depth + 1) for index, part in enumerate(obj[word]))
    return cast(Rule, _built(AllOf if word == "all" else AnyOf, {"parts": parts}, path))


def _read_leaf(obj: dict[str, object], path: str) -> Leaf:
    word = obj["is"]
    form = FORMS.get(word) if isinstance(word, str) else None
    if form is None:
        raise RuleError(
            f"critère inconnu ({quoted(str(word))}){_nearest(str(word), FORMS)}", _join(path, "is")
        )
    _refuse_unknown(obj, ["is", *form.keys], path)
    values: dict[str, object] = {}
    for key, (attribute, reader, default) in form.keys.items():
        if key in obj:
            values[attribute] = _at(_join(path, key), reader, obj[key])
        elif default is ...:
            raise RuleError(f"il manque {quoted(key)} à ce critère.", path)
    return cast(Leaf, _built(form.build, values, path))


def _built(build: Callable[..., Any], values: dict[str, Any], path: str) -> Any:
    try:
        return build(**values)
    except RuleError as error:
        raise RuleError(error.sentence, _join(path, error.path)) from error


def _at(path: str, reader: Callable[[object], object], value: object) -> object:
    try:
        return reader(value)
    except RuleError as error:
        raise RuleError(error.sentence, path) from None


def _refuse_unknown(obj: dict[str, object], allowed: list[str], path: str) -> None:
    for key in obj:
        if key not in allowed:
            raise RuleError(f"clé inconnue{_nearest(str(key), allowed)}", _join(path, str(key)))


def _nearest(word: str, known: Any) -> str:
    near = get_close_matches(word, list(known), n=1)
    return (
        f"\u00a0; vouliez-vous écrire {quoted(near[0])}\u00a0?"
        if near
        else f"\u00a0; connus\u00a0: {', '.join(known)}."
    )


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path and key else path or key
