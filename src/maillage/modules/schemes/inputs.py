"""The fields of the page: their words, and how a name typed in full becomes a code."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.db.once import once
from maillage.kit.errors import Refused
from maillage.kit.text import searchable
from maillage.modules.schemes import queries
from maillage.modules.schemes.enums import Public, Purpose
from maillage.shared.nomenclatures import queries as nomenclatures
from maillage.shared.territories import queries as territories

IN_BRACKETS = re.compile(r"\(([0-9AB.]{2,7}[A-Z]?)\)\s*$")
CODE = re.compile(r"\d{5}|2[ABab]\d{3}")
NAF = re.compile(r"[A-Ua-u]|\d{2}(\.?\d{1,2}\s?[A-Za-z]?)?")
FORMS = ("1000", "5498", "5499", "5710", "5720", "5599", "5202", "9220", "6540")
SHOWN = 10
MANY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a typed text was understood as: a code, its name, or the candidates to choose from.

    ``notice``: it was understood, and could have been understood otherwise.
    """

    code: str
    name: str = ""
    problem: str = ""
    notice: str = ""
    candidates: tuple[queries.Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: ``control`` is text, number, date, select, yes_no or checks; ``error`` stands beside it."""

    name: str
    label: str
    control: str
    hint: str = ""
    value: str = ""
    values: tuple[str, ...] = ()
    choices: tuple[queries.Choice, ...] = ()
    candidates: tuple[queries.Choice, ...] = ()
    suggestions: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that go together; ``unfolded`` when the reader filled one, or is expected to."""

    name: str
    label: str
    fields: tuple[Field, ...]
    unfolded: bool


def commune(text: str) -> Reading:
    """A commune by its Insee code, its name or a postal code. Several: they are proposed, none is guessed.

    A code that no list holds is left as it is: the diagnosis resolves old codes and says what is wrong with the others.
    """
    if not text:
        return Reading(code="")
    if chosen := IN_BRACKETS.search(text):
        return Reading(code=chosen[1], name=text[: chosen.start()].strip())
    found = territories.search(text, ("com",), limit=MANY)
    coded = CODE.fullmatch(text)
    for one in found:
        if coded and one.code == text.upper():
            return _insee(one, [other for other in found if other is not one])
    same = found if coded else [one for one in found if searchable(one.name) == searchable(text)]
    if len(same) == 1:
        return Reading(code=same[0].code, name=same[0].name)
    kept = same or (*territories.former(text), *found)
    if not kept and coded:
        return Reading(code=text.upper())
    return Reading(
        code="",
        problem=_which_commune(text, bool(kept)),
        candidates=_communes(kept or territories.suggest(text)),
    )


def activity(text: str) -> Reading:
    """An activity by its NAF rév. 2 code or by words. Several: they are proposed, none is guessed."""
    if not text:
        return Reading(code="")
    if chosen := IN_BRACKETS.search(text):
        return Reading(code=chosen[1], name=text[: chosen.start()].strip())
    if NAF.fullmatch(text):
        return Reading(code=text.upper())
    found = nomenclatures.search_activities(text, limit=SHOWN)
    if len(found) == 1 and searchable(found[0].label) == searchable(text):
        return Reading(code=found[0].code, name=found[0].label)
    if not found:
        return Reading(
            code="",
            problem=_("Aucune activité ne contient « %(text)s ». Essayez un seul mot, ou le code NAF.")
            % {"text": text},
        )
    return Reading(
        code="",
        problem=_("Des activités répondent à « %(text)s » : choisissez la vôtre ci-dessous.")
        % {"text": text},
        candidates=tuple(queries.Choice(code=one.code, label=one.label) for one in found),
    )


def _insee(meant: territories.TerritoryFound, others: list[territories.TerritoryFound]) -> Reading:
    """An Insee code that is also the postal code of other communes: read as Insee, as in the terminal, and said so."""
    if not others:
        return Reading(code=meant.code, name=meant.name)
    names = ", ".join(other.name for other in others[:3])
    notice = _(
        "%(code)s est lu comme le code Insee de %(name)s. C'est aussi le code postal de : %(others)s. "
        "Si vous y êtes, tapez son nom."
    )
    said = {"code": meant.code, "name": meant.name, "others": names}
    return Reading(code=meant.code, name=meant.name, notice=notice % said)


def _which_commune(text: str, several: bool) -> str:
    if several:
        return _("Des communes répondent à « %(text)s » : choisissez la vôtre ci-dessous.") % {"text": text}
    return _(
        "Aucune commune ne s'appelle « %(text)s ». Vérifiez l'orthographe, ou donnez son code postal."
    ) % {"text": text}


def _communes(found: Iterable[territories.TerritoryFound]) -> tuple[queries.Choice, ...]:
    """Communes to choose from; those that share a name are told apart by their postal codes."""
    kept = [one for one in found if one.kind == "com"][:SHOWN]
    names = Counter(searchable(one.name) for one in kept)
    return tuple(
        queries.Choice(
            code=one.code,
            label=f"{one.name}, {one.postal_codes[0]}"
            if names[searchable(one.name)] > 1 and one.postal_codes
            else one.name,
        )
        for one in kept
    )


def on(text: str, *, today: datetime.date) -> datetime.date:
    """The day asked (AAAA-MM-JJ or JJ/MM/AAAA); today when nothing is typed. Raises Refused."""
    if not text.strip():
        return today
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(text.strip(), form).replace(tzinfo=datetime.UTC).date()
        except ValueError:
            continue
    raise Refused(
        "unreadable_day",
        _("« %(text)s » n'est pas une date.") % {"text": text},
        way_out=_("Écrivez-la comme 22/11/2026."),
        field="date",
    )


def groups(data: QueryDict, found: Mapping[str, Reading], errors: Mapping[str, str]) -> tuple[Group, ...]:
    """Every field of the page, with what was typed and what was understood."""
    known = found["commune"], found["naf"]
    company = (
        Field(
            name="commune",
            label=_("Commune"),
            control="text",
            hint=_("Nom, code postal ou code Insee"),
            value=_shown(known[0], data.get("commune", "")),
            candidates=known[0].candidates,
            suggestions="communes",
        ),
        Field(
            name="naf",
            label=_("Activité"),
            control="text",
            hint=_("Quelques mots, ou le code NAF (62.01Z)"),
            value=_shown(known[1], data.get("naf", "")),
            candidates=known[1].candidates,
            suggestions="activities",
        ),
        Field(
            name="effectif",
            label=_("Nombre de salariés"),
            control="number",
            hint=_("0 si vous êtes seul ou seule"),
        ),
        Field(
            name="tranche",
            label=_("Ou la tranche d'effectif"),
            control="select",
            hint=_("Si vous ne connaissez pas le nombre exact"),
            choices=_brackets(),
        ),
        Field(name="creation", label=_("Date de création"), control="text", hint=_("Par exemple 01/03/2024")),
    )
    status = (
        Field(name="micro", label=_("Micro-entrepreneur ?"), control="yes_no"),
        Field(name="artisan", label=_("Artisan ?"), control="yes_no"),
        Field(name="ess", label=_("Économie sociale et solidaire ?"), control="yes_no"),
        Field(name="administration", label=_("Administration ou établissement public ?"), control="yes_no"),
        Field(name="exercice", label=_("Un exercice comptable déjà clos ?"), control="yes_no"),
        Field(name="ca", label=_("Chiffre d'affaires annuel, en euros"), control="number"),
        Field(
            name="categorie",
            label=_("Forme juridique"),
            control="select",
            choices=legal_forms(data.get("categorie", "")),
        ),
        Field(name="siret", label=_("SIRET"), control="text", hint=_("14 chiffres")),
    )
    project = (
        Field(name="objectif", label=_("Vos objectifs"), control="checks", choices=queries.objectives()),
        Field(name="finalite", label=_("Ce que vous préparez"), control="select", choices=_enum(Purpose)),
        Field(name="public", label=_("Vous êtes"), control="select", choices=_enum(Public)),
        Field(
            name="pays", label=_("Pays où se trouve l'emploi"), control="select", choices=queries.countries()
        ),
        Field(
            name="date",
            label=_("Juger au"),
            control="text",
            hint=_("Une autre date qu'aujourd'hui, par exemple 01/01/2027"),
        ),
    )
    return tuple(
        Group(
            name=name,
            label=label,
            fields=_filled(fields, data, errors),
            unfolded=name == "company" or _used(fields, data),
        )
        for name, label, fields in (
            ("company", _("Votre entreprise"), company),
            ("project", _("Votre projet"), project),
            ("status", _("Statut et chiffres"), status),
        )
    )


@once
def legal_forms(chosen: str) -> tuple[queries.Choice, ...]:
    """The forms that most companies have, and the one already chosen: any code of the Insee list is understood."""
    codes = (*FORMS, *((chosen,) if chosen and chosen not in FORMS else ()))
    names = nomenclatures.named([f"legal_category:{code}" for code in codes])
    return tuple(queries.Choice(code=code, label=names.get(f"legal_category:{code}", code)) for code in codes)


def _shown(reading: Reading, typed: str) -> str:
    return f"{reading.name} ({reading.code})" if reading.name else typed


def _used(fields: tuple[Field, ...], data: QueryDict) -> bool:
    return any(value for field in fields for value in data.getlist(field.name))


def _filled(fields: tuple[Field, ...], data: QueryDict, errors: Mapping[str, str]) -> tuple[Field, ...]:
    return tuple(
        replace(
            field,
            value=field.value or data.get(field.name, ""),
            values=tuple(data.getlist(field.name)),
            error=errors.get(field.name, ""),
        )
        for field in fields
    )


def _enum(choices: type[Public] | type[Purpose]) -> tuple[queries.Choice, ...]:
    return tuple(queries.Choice(code=code, label=str(label)) for code, label in choices.choices)


def _brackets() -> tuple[queries.Choice, ...]:
    return tuple(queries.Choice(code=b.code, label=b.label) for b in nomenclatures.headcount_brackets())
