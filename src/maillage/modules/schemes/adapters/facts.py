"""A situation as typed becomes facts with their origin. Nothing is inferred: what is neither said nor known stays unknown."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from maillage.engines import rules as engine
from maillage.engines.rules import DECLARED, Facts, Interval, Known, Topic
from maillage.engines.territory import Point, distance_m
from maillage.kit.actor import PUBLIC, Actor
from maillage.kit.errors import Refused
from maillage.kit.text import thousands
from maillage.modules.schemes.adapters.known import TOPICS, Completed, Other, completed
from maillage.modules.schemes.adapters.rules import COUNTRIES
from maillage.modules.schemes.enums import Public, Purpose
from maillage.modules.schemes.formats.words import day
from maillage.modules.schemes.models import Objective
from maillage.modules.schemes.situation import Situation
from maillage.shared.nomenclatures import queries as nomenclatures
from maillage.shared.territories import queries as territories

OLDEST = datetime.date(1700, 1, 1)
REACH_KM, REACH_OVERSEAS_KM = 30, 200
"""How far from its centre a commune can reach: Arles in mainland France; Maripasoula, in French Guiana, overseas."""
FLAGS = ("micro_entrepreneur", "ess", "artisan", "public_body", "closed_year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The facts of a situation, the names they brought with them, and what a reader must be told.

    ``instead``: by topic, what else is known and was not used, in words, each with where it comes from.
    """

    facts: Facts
    names: dict[str, str]
    notices: tuple[str, ...]
    located: territories.Located | None
    instead: dict[str, tuple[str, ...]]


def company(
    situation: Situation, *, on: datetime.date, today: datetime.date | None = None, actor: Actor = PUBLIC
) -> Company:
    """The facts of a situation on a day, completed by what is known of its company. Raises Refused, with the field, for
    what cannot be true or is not known. What a register says and that cannot be read is left out, with a notice."""
    told = completed(situation, on=on, actor=actor)
    known: dict[str, Known] = {}
    names: dict[str, str] = {}
    notices = list(told.notices)
    located = _located(situation, told, on, notices)
    if located:
        known[Topic.PLACE] = (
            Known(located.place, told.place.told, told.place.as_of)
            if told.place
            else Known(located.place, DECLARED)
        )
        notices += [located.notice] if located.notice else []
    _read(situation, known, names, notices, on, today)
    for source in told.sources:
        read: dict[str, Known] = {}
        try:
            _read(source.alone, read, names, notices, on, today)
        except Refused as refused:
            notices.append(f"{source.told.capitalize()} : {refused.sentence}")
        known |= {topic: Known(one.value, source.told, source.as_of) for topic, one in read.items()}
    notices += _contradictions(known, names)
    _words(situation, known)
    for question, answer in situation.answers:
        known[engine.question_key(question)] = Known(answer, DECLARED)
    return Company(
        facts=Facts(known),
        names=names,
        notices=tuple(notices),
        located=located,
        instead=_instead(told.passed, names, on),
    )


def _located(
    situation: Situation, told: Completed, on: datetime.date, notices: list[str]
) -> territories.Located | None:
    """Where the company says that it is, else where it is known to be: a known place that no longer exists is said."""
    if told.place is None:
        return _place(situation, on)
    try:
        return _place(replace(situation, commune=str(told.place.value)), on)
    except Refused as refused:
        if refused.field != "commune":
            raise
        notices.append(f"{told.place.told.capitalize()} : {refused.sentence}")
        return None


def _read(
    situation: Situation,
    known: dict[str, Known],
    names: dict[str, str],
    notices: list[str],
    on: datetime.date,
    today: datetime.date | None,
) -> None:
    """What is said of the company, its place apart."""
    if situation.naf.strip():
        activity = nomenclatures.activity(situation.naf.strip())
        names[f"{activity.nomenclature}:{activity.code}"] = activity.label
        value = engine.Activity(activity.nomenclature, activity.code, tuple(activity.ancestors))
        known[Topic.ACTIVITY] = Known(value, DECLARED)
    _headcount(situation, known, notices)
    if situation.turnover.strip():
        known[Topic.TURNOVER] = Known(Interval.exactly(_number(situation.turnover, "turnover")), DECLARED)
    if situation.created.strip():
        known[Topic.CREATED_ON] = Known(_created(situation.created, on, today), DECLARED)
    if situation.legal_category.strip():
        category = nomenclatures.legal_category(situation.legal_category.strip())
        names[f"legal_category:{category.code}"] = category.label
        known[Topic.LEGAL_CATEGORY] = Known(category.code, DECLARED)
    for flag in FLAGS:
        answer = getattr(situation, flag)
        if answer is not None:
            known[flag] = Known(answer, DECLARED)


def _instead(passed: Iterable[Other], names: dict[str, str], on: datetime.date) -> dict[str, tuple[str, ...]]:
    """What was known and not used, in words: « Lille (registre de démonstration, 1er octobre 2026) »."""
    told: dict[str, tuple[str, ...]] = {}
    for other in passed:
        if other.field == "commune":
            text = territories.territory_name(f"com:{other.value}").removeprefix("com:")
        else:
            read: dict[str, Known] = {}
            try:
                _read(other.alone, read, names, [], on, None)
            except Refused:
                continue
            text = ", ".join(engine.value_text(topic, one.value, names) for topic, one in read.items())
        if text:
            topic = TOPICS[other.field]
            told[topic] = (*told.get(topic, ()), f"{text} ({other.told})")
    return told


PUBLIC_LAW = ("4", "7")
"""The legal categories of persons of public law (INSEE, level 1)."""
MICRO = ("1", "5498")
"""Sole traders, and the one-person companies that tax law lets be micro-enterprises."""


def settled_in_law(facts: Facts) -> frozenset[str]:
    """The questions that a legal form answers in law: a company with limited liability is not a micro-entrepreneur's."""
    known = facts.get(Topic.LEGAL_CATEGORY)
    category = known.value if known else None
    if not isinstance(category, str):
        return frozenset()
    # A category may be known by its first digits only.
    settled = {
        Topic.MICRO_ENTREPRENEUR: not _among_categories(category, MICRO),
        Topic.PUBLIC_BODY: category.startswith("7") or not _among_categories(category, PUBLIC_LAW),
    }
    return frozenset(str(topic) for topic, sure in settled.items() if sure)


def _among_categories(category: str, codes: tuple[str, ...]) -> bool:
    return any(category.startswith(code) or code.startswith(category) for code in codes)


def _contradictions(known: Mapping[str, Known], names: Mapping[str, str]) -> list[str]:
    """Two declared facts that do not go together are both kept, and said: only the company knows which is wrong."""
    category, public, micro = (
        known[topic].value if topic in known else None
        for topic in (Topic.LEGAL_CATEGORY, Topic.PUBLIC_BODY, Topic.MICRO_ENTREPRENEUR)
    )
    if not isinstance(category, str):
        return []
    told = []
    if (public is True and not category.startswith(PUBLIC_LAW)) or (
        public is False and category.startswith("7")
    ):
        told.append(
            _(
                "La forme juridique « {category} » et la réponse sur les administrations se contredisent : "
                "vérifiez l'une et l'autre, la réponse en dépend."
            )
        )
    if micro is True and not category.startswith(MICRO):
        told.append(
            _(
                "La forme juridique « {category} » ne va pas avec un statut de micro-entrepreneur : "
                "vérifiez l'un et l'autre, la réponse en dépend."
            )
        )
    name = names.get(f"legal_category:{category}", category)
    return [sentence.format(category=name) for sentence in told]


def _place(situation: Situation, on: datetime.date) -> territories.Located | None:
    latitude, longitude = _coordinate(situation, "latitude", 90), _coordinate(situation, "longitude", 180)
    _whole_point(latitude, longitude)
    if not situation.commune.strip():
        if latitude is not None:
            raise Refused(
                "point-alone",
                _("La latitude et la longitude sont données sans la commune."),
                way_out=_("Donnez aussi la commune : le point ne fait que la préciser."),
                field="commune",
            )
        return None
    try:
        located = territories.place(situation.commune.strip(), on=on, latitude=latitude, longitude=longitude)
    except Refused as refused:
        raise Refused(refused.code, refused.sentence, way_out=refused.way_out, field="commune") from None
    if latitude is not None and longitude is not None:
        _near(Point(latitude, longitude), located)
    return located


def _whole_point(latitude: float | None, longitude: float | None) -> None:
    if (latitude is None) == (longitude is None):
        return
    given, missing = ("latitude", "longitude") if longitude is None else ("longitude", "latitude")
    raise Refused(
        "half-a-point",
        _("La {given} est donnée sans la {missing}.").format(given=given, missing=missing),
        way_out=_("Donnez les deux, ou aucune : il faut les deux pour un point."),
        field=missing,
    )


def _near(point: Point, located: territories.Located) -> None:
    """Refuse a point that no commune so named can hold: its neighbourhoods would be settled wrongly."""
    if located.latitude is None or located.longitude is None:
        return
    overseas = located.place.commune.startswith(("97", "98"))
    away = distance_m(point, Point(located.latitude, located.longitude)) / 1000
    if away > (REACH_OVERSEAS_KM if overseas else REACH_KM):
        raise Refused(
            "far-point",
            _(
                "Le point donné est à {distance} km du centre de {name} : il n'est pas dans cette commune."
            ).format(distance=thousands(round(away)), name=located.name),
            way_out=_("Vérifiez la commune, la latitude et la longitude, ou ne donnez pas de point."),
            field="latitude",
        )


def _coordinate(situation: Situation, name: str, limit: int) -> float | None:
    text = getattr(situation, name).strip().replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text) or abs(float(text)) > limit:
        raise Refused(
            "coordinate",
            _("« {text} » n'est pas une coordonnée.").format(text=text),
            way_out=_("Écrivez des degrés, comme 50.637."),
            field=name,
        )
    return float(text)


def _headcount(situation: Situation, known: dict[str, Known], notices: list[str]) -> None:
    number, bracket = situation.headcount.strip(), situation.bracket.strip()
    if number and bracket:
        raise Refused(
            "two-headcounts",
            _("L'effectif est donné deux fois : un nombre et une tranche."),
            way_out=_("Gardez l'un des deux."),
            field="bracket",
        )
    if number:
        known[Topic.HEADCOUNT] = Known(Interval.exactly(_number(number, "headcount")), DECLARED)
    if bracket:
        label, low, high = nomenclatures.headcount_bracket(bracket)
        if low is None:
            notices.append(
                _("La tranche « {label} » ne dit pas un effectif : il reste à préciser.").format(label=label)
            )
        else:
            known[Topic.HEADCOUNT] = Known(Interval(low, high), DECLARED)


def _number(text: str, field: str) -> int:
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"\d{1,15}", digits):
        return int(digits)
    if digits.startswith("-"):
        sentence = _("« {text} » est négatif.").format(text=text)
    else:
        sentence = _("« {text} » n'est pas un nombre entier.").format(text=text)
    raise Refused("number", sentence, way_out=_("Écrivez seulement des chiffres, comme 12."), field=field)


def _created(text: str, on: datetime.date, today: datetime.date | None) -> datetime.date:
    created = read_day(text, field="created")
    if today and created > today:
        raise Refused(
            "future-date",
            _("La date de création, le {day}, est dans le futur.").format(day=day(created)),
            way_out=_("Donnez une date passée ; si l'entreprise n'existe pas encore, ne donnez pas de date."),
            field="created",
        )
    if created > on:
        raise Refused(
            "created-later",
            _("L'entreprise est créée le {day}, après le jour du diagnostic ({on}).").format(
                day=day(created), on=day(on)
            ),
            way_out=_("Choisissez un jour plus tardif, ou ne donnez pas de date de création."),
            field="created",
        )
    if created < OLDEST:
        raise Refused(
            "old-date",
            _("La date de création, le {day}, est trop ancienne.").format(day=day(created)),
            way_out=_("Vérifiez l'année."),
            field="created",
        )
    return created


def read_day(text: str, *, field: str) -> datetime.date:
    """A day written 2024-03-01 or 01/03/2024. Raises Refused."""
    written = text.strip()
    if french := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", written):
        parts = tuple(int(part) for part in reversed(french.groups()))
    elif iso := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", written):
        parts = tuple(int(part) for part in iso.groups())
    else:
        parts = ()
    try:
        return datetime.date(*parts)
    except (ValueError, TypeError):
        raise Refused(
            "date",
            _("« {text} » n'est pas une date.").format(text=text),
            way_out=_("Écrivez-la comme 2024-03-01 ou 01/03/2024."),
            field=field,
        ) from None


def _words(situation: Situation, known: dict[str, Known]) -> None:
    objectives = frozenset(word.strip() for word in situation.objectives if word.strip())
    if objectives:
        existing = dict(Objective.objects.order_by("slug").values_list("slug", "name"))
        for objective in sorted(objectives):
            _among(objective, existing, "objectives", _("L'objectif « {word} » est inconnu."))
        known[Topic.OBJECTIVES] = Known(objectives, DECLARED)
    if purpose := situation.purpose.strip():
        _among(purpose, dict(Purpose.choices), "purpose", _("La finalité « {word} » est inconnue."))
        known[Topic.PURPOSE] = Known(purpose, DECLARED)
    if public := situation.public.strip():
        _among(public, dict(Public.choices), "public", _("Le public « {word} » est inconnu."))
        known[Topic.PUBLIC] = Known(public, DECLARED)
    if country := situation.work_country.strip().upper():
        _among(country, COUNTRIES, "work_country", _("Le pays de travail « {word} » est inconnu."))
        known[Topic.WORK_COUNTRY] = Known(country, DECLARED)


def _among(word: str, choices: Mapping[str, object], field: str, sentence: str) -> None:
    if word not in choices:
        listed = ", ".join(f"{code} ({label})" for code, label in choices.items())
        raise Refused(
            f"unknown-{field}",
            sentence.format(word=word),
            way_out=_("Choisissez parmi : {choices}.").format(choices=listed),
            field=field,
        )
