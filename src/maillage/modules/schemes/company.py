"""«Et pour mon entreprise ?»: the address of the page becomes a situation, the diagnosis becomes a page."""

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.modules.schemes import inputs, queries

# The name in the address → the field of Situation.
TEXTS = {
    "entreprise": "company",
    "siren": "siren",
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
YES_NO = {
    "micro": "micro_entrepreneur",
    "artisan": "artisan",
    "ess": "ess",
    "administration": "public_body",
    "exercice": "closed_year",
}
ADDRESS_OF = {field: name for name, field in {**TEXTS, **YES_NO, "objectif": "objectives"}.items()}
ANSWER = "reponse-"
SKIPPED = "passer"
WANTED, EVERYTHING = "aide", "tout"
SURE = "certain"
"""The annual turnover that its author confirmed, however low."""
QUESTIONS_SHOWN = 3
LOW_TURNOVER_EUR = 1_000
"""Under this a turnover was more likely written in thousands or millions; 0 is that of a company that begins."""


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
    """The form with what was typed, the faults, and the diagnosis when there is something to judge.

    ``meant`` are the schemes one can have that are not first meant for others, or for other objectives than one wants;
    ``unmeant`` those that are; ``unsure`` and ``unsure_unmeant`` the same of those to confirm. ``asks`` are the questions that
    may settle one of ``unsure``; ``pending`` how many they are; ``silent``: the form was sent empty; ``wanted``: the scheme that was being
    read; ``kept``: what the address says and the form has no field for. ``everything``: each condition of each scheme is
    written; else those of folded schemes are one link away: ``address`` followed by the slug.
    """

    groups: tuple[inputs.Group, ...]
    errors: tuple[Error, ...]
    notices: tuple[str, ...]
    diagnosis: queries.Diagnosis | None
    meant: tuple[queries.Result, ...]
    unmeant: tuple[queries.Result, ...]
    unsure: tuple[queries.Result, ...]
    unsure_unmeant: tuple[queries.Result, ...]
    asks: tuple[Ask, ...]
    pending: int
    silent: bool
    wanted: queries.Result | None
    kept: tuple[tuple[str, str], ...]
    everything: bool
    address: str
    on: datetime.date


def read(data: QueryDict) -> queries.Situation:
    """What an address says of a company; names of communes and words of activities are made codes."""
    return _situation(data, _understood(data))


def page(
    data: QueryDict,
    *,
    today: datetime.date,
    form: bool = True,
    about: Collection[str] = (),
    unasked: Collection[str] = (),
) -> AnswerPage:
    """The page that an address asks for. A fault keeps everything typed and says what to do, beside its field.

    ``form``: whether the page shows the fields; else it has no ``groups``. ``about``: the objectives among which is what one
    came for, when none is declared: they choose what is shown first, and are no fact. ``unasked``: keys of questions that
    what one said makes pointless.
    """
    understood = _understood(data)
    errors = [Error(name=name, sentence=one.problem) for name, one in understood.items() if one.problem]
    on, diagnosis = today, None
    try:
        on = inputs.on(data.get("date", ""), today=today)
        if not errors and _says_something(data):
            diagnosis = queries.diagnose(_situation(data, understood), on=on, today=today)
    except Refused as refusal:
        name = ADDRESS_OF.get(refusal.field or "", refusal.field or "date")
        errors.append(Error(name=name, sentence=str(refusal)))
    wanted = data.get(WANTED, "")
    objectives = [code for code in data.getlist("objectif") if code] or about
    meant, unmeant = _shared_out(diagnosis.yes if diagnosis else (), objectives)
    unsure, unsure_unmeant = _shared_out(diagnosis.to_confirm if diagnosis else (), objectives)
    asks = _asks(diagnosis, data, {result.slug for result in unsure}, unasked) if diagnosis else ()
    return AnswerPage(
        groups=inputs.groups(data, understood, {error.name: error.sentence for error in errors})
        if form
        else (),
        errors=tuple(errors),
        notices=_notices(data, understood, diagnosis),
        diagnosis=diagnosis,
        meant=meant,
        unmeant=unmeant,
        unsure=unsure,
        unsure_unmeant=unsure_unmeant,
        asks=asks[:QUESTIONS_SHOWN],
        pending=len(asks),
        silent=bool(data) and not _says_something(data),
        wanted=next((r for r in diagnosis.results if r.slug == wanted), None) if diagnosis else None,
        kept=tuple((name, value) for name, value in _pairs(data) if _has_no_field(name)),
        everything=bool(data.get(EVERYTHING)),
        address="?" + urlencode([*((n, v) for n, v in _pairs(data) if n != WANTED), (WANTED, "")]),
        on=on,
    )


def _understood(data: QueryDict) -> dict[str, inputs.Reading]:
    return {
        "commune": inputs.commune(data.get("commune", "").strip()),
        "naf": inputs.activity(data.get("naf", "").strip()),
    }


def _situation(data: QueryDict, understood: Mapping[str, inputs.Reading]) -> queries.Situation:
    said = {"oui": True, "non": False}
    texts = {name: data.get(name, "").strip() for name in TEXTS}
    texts |= {name: reading.code for name, reading in understood.items()}
    answers = tuple(
        (name.removeprefix(ANSWER), said[data[name]])
        for name in sorted(data)
        if name.startswith(ANSWER) and data[name] in said
    )
    return queries.Situation(
        **{field: texts[name] for name, field in TEXTS.items()},  # type: ignore[arg-type]
        **{field: said.get(data.get(name, "")) for name, field in YES_NO.items()},  # type: ignore[arg-type]
        objectives=tuple(code for code in data.getlist("objectif") if code),
        answers=answers,
    )


def doubtful_turnover(data: QueryDict) -> str:
    """An annual turnover so low that it may be in thousands, in words, until its author confirms it; empty: none."""
    written = re.sub(r"\s", "", data.get("ca", ""))
    if not re.fullmatch(r"\d{1,15}", written) or not 0 < int(written) < LOW_TURNOVER_EUR:
        return ""
    return "" if data.get(SURE) == written else f"{int(written)}\N{NO-BREAK SPACE}€"


def _shared_out(
    results: tuple[queries.Result, ...], objectives: Collection[str]
) -> tuple[tuple[queries.Result, ...], tuple[queries.Result, ...]]:
    """Those to show first to whom wants these objectives, and the others."""
    suited = tuple(result for result in results if result.suits(objectives))
    return suited, tuple(result for result in results if result not in suited)


def _notices(
    data: QueryDict, understood: Mapping[str, inputs.Reading], diagnosis: queries.Diagnosis | None
) -> tuple[str, ...]:
    readings = tuple(one.notice for one in understood.values() if one.notice)
    if doubt := doubtful_turnover(data):
        told = _(
            "Chiffre d'affaires annuel de %(amount)s : vérifiez-le. Il s'écrit en euros, sans abréger : 8 000 et non 8."
        )
        readings = (*readings, told % {"amount": doubt})
    return readings + (diagnosis.notices if diagnosis else ())


def _has_no_field(name: str) -> bool:
    """Whether a name of the address has no field in the form, and must be kept beside it."""
    return name in (
        WANTED,
        EVERYTHING,
        SKIPPED,
        SURE,
        "entreprise",
        "siren",
        "latitude",
        "longitude",
    ) or name.startswith(ANSWER)


def _says_something(data: QueryDict) -> bool:
    return any(value for name, value in _pairs(data) if name not in ("date", SKIPPED, EVERYTHING, SURE))


def _asks(
    diagnosis: queries.Diagnosis, data: QueryDict, open_to_one: Collection[str], unasked: Collection[str]
) -> tuple[Ask, ...]:
    """The questions not passed over, about schemes that are for this company. A commune already given is not asked again:
    the page knows no address."""
    passed = {*data.getlist(SKIPPED), *unasked, *(("place",) if data.get("commune") else ())}
    asks = []
    for question in diagnosis.questions:
        if question.key in passed or not any(slug in open_to_one for slug in question.schemes):
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
