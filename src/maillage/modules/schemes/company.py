"""«Et pour mon entreprise ?»: the address of the page becomes a situation, the diagnosis becomes a page."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from maillage.kit.errors import Refused
from maillage.modules.schemes import inputs, queries

# The name in the address → the field of Situation.
TEXTS = {
    "siret": "siret",
    "commune": "commune",
    "naf": "naf",
    "effectif": "headcount",
    "tranche": "bracket",
    "creation": "created",
    "categorie": "legal_category",
    "ca": "turnover",
    "finalite": "purpose",
    "public": "public",
    "pays": "work_country",
    "latitude": "latitude",
    "longitude": "longitude",
}
YES_NO = {"micro": "micro_entrepreneur", "artisan": "artisan", "ess": "ess", "exercice": "closed_year"}
ADDRESS_OF = {field: name for name, field in {**TEXTS, **YES_NO, "objectif": "objectives"}.items()}
ANSWER = "reponse-"
SKIPPED = "passer"
QUESTIONS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """A fault of the reader's input: where, what happened and what to do."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question of the diagnosis, with the name its answer takes in the address, and the answers already given."""

    question: queries.NextQuestion
    name: str
    choices: tuple[queries.Choice, ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """The form with what was typed, the faults, and the diagnosis when there is something to judge."""

    groups: tuple[inputs.Group, ...]
    errors: tuple[Error, ...]
    notices: tuple[str, ...]
    diagnosis: queries.Diagnosis | None
    asks: tuple[Ask, ...]
    wanted: queries.Result | None
    wanted_slug: str
    kept_hidden: tuple[tuple[str, str], ...]
    on: datetime.date
    counted: bool


def situation(data: Mapping[str, str], many: QueryDict) -> queries.Situation:
    """What an address says of a company. ``data`` holds the texts once places and activities are made codes."""
    said = {"oui": True, "non": False}
    answers = tuple(
        (name.removeprefix(ANSWER), said[many[name]])
        for name in sorted(many)
        if name.startswith(ANSWER) and many[name] in said
    )
    return queries.Situation(
        **{field: data.get(name, "") for name, field in TEXTS.items()},  # type: ignore[arg-type]
        **{field: said.get(many.get(name, "")) for name, field in YES_NO.items()},  # type: ignore[arg-type]
        objectives=tuple(code for code in many.getlist("objectif") if code),
        answers=answers,
    )


def page(data: QueryDict, *, today: datetime.date) -> AnswerPage:
    """The page that an address asks for. A fault keeps everything typed and says what to do, beside its field."""
    texts = {name: data.get(name, "").strip() for name in TEXTS}
    found = {"commune": inputs.commune(texts["commune"], on=today), "naf": inputs.activity(texts["naf"])}
    texts |= {name: reading.code for name, reading in found.items()}
    errors = [
        Error(name=name, sentence=reading.problem) for name, reading in found.items() if reading.problem
    ]
    on = today
    diagnosis = None
    try:
        on = inputs.on(data.get("date", ""), today=today)
        if not errors and _says_something(data):
            diagnosis = queries.diagnose(situation(texts, data), on=on)
    except Refused as refusal:
        name = ADDRESS_OF.get(refusal.field or "", refusal.field or "date")
        errors.append(Error(name=name, sentence=str(refusal)))
    wanted = data.get("aide", "")
    return AnswerPage(
        groups=inputs.groups(data, found, {error.name: error.sentence for error in errors}),
        errors=tuple(errors),
        notices=tuple(r.notice for r in found.values() if r.notice)
        + (diagnosis.notices if diagnosis else ()),
        diagnosis=diagnosis,
        asks=_asks(diagnosis, data) if diagnosis else (),
        wanted=next((r for r in diagnosis.results if r.slug == wanted), None) if diagnosis else None,
        wanted_slug=wanted,
        kept_hidden=tuple(
            (n, v)
            for n, v in _pairs(data)
            if n in ("aide", SKIPPED, "latitude", "longitude") or n.startswith(ANSWER)
        ),
        on=on,
        counted=diagnosis is not None,
    )


def _says_something(data: QueryDict) -> bool:
    return any(value for name, value in _pairs(data) if name not in ("date", SKIPPED))


def _asks(diagnosis: queries.Diagnosis, data: QueryDict) -> tuple[Ask, ...]:
    skipped = set(data.getlist(SKIPPED))
    asks = []
    for question in diagnosis.questions:
        if question.key in skipped or len(asks) == QUESTIONS_SHOWN:
            continue
        own = question.key.startswith("question:")
        name = ANSWER + question.key.removeprefix("question:") if own else ADDRESS_OF.get(question.field, "")
        if name:
            kept = tuple((n, v) for n, v in _pairs(data) if n != name)
            choices = inputs.legal_forms("") if name == "categorie" else question.choices
            asks.append(Ask(question=question, name=name, choices=choices, kept=kept))
    return tuple(asks)


def _pairs(data: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in data.lists() for value in values if value]
