"""Codes as people write them, read in one nomenclature, with their label and their ancestors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.db.once import once
from maillage.kit.errors import Refused
from maillage.kit.text import searchable, stem, typed
from maillage.shared.nomenclatures.models import Entry

NAMES = {"naf_rev2": "NAF rév. 2", "naf_2025": "NAF 2025"}
_COMPACT = re.compile(r"(\d{2})(\d{1,2}[A-Z]?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An activity code with its ancestors, from its section to itself: ("J", "62", "62.0", "62.01", "62.01Z")."""

    nomenclature: str
    code: str
    label: str
    ancestors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalCategory:
    """A legal category of INSEE, at any of its three levels (5, 54, 5499)."""

    code: str
    label: str


class HeadcountBracket(NamedTuple):
    """A bracket of employees, bounds included. ``low`` None: the bracket says no headcount (NN); ``high`` None: no limit."""

    label: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BracketChoice:
    """A bracket to choose from."""

    code: str
    label: str


@once
def activity(text: str, nomenclature: str = "naf_rev2") -> Activity:
    """The activity a person wrote: 62.01Z, 6201Z, 62.01, 62 or J. Raises Refused (field «naf») when the nomenclature has no
    such code, and says so when it is a code of the other one."""
    wanted = _written(text)
    rows = {row.code: row for row in Entry.objects.filter(nomenclature=nomenclature, code__in=_line(wanted))}
    if wanted not in rows:
        raise _unknown_activity(text, wanted, nomenclature)
    line = [code for code in _line(wanted) if code in rows]
    section = rows[line[0]].parent
    return Activity(
        nomenclature=nomenclature,
        code=wanted,
        label=rows[wanted].label or _("libellé non renseigné"),
        ancestors=(section, *line) if section else tuple(line),
    )


def search_activities(text: str, limit: int = 10, nomenclature: str = "naf_rev2") -> tuple[Activity, ...]:
    """Sub-classes whose code begins as the text, or whose label holds every word of it, without accents; failing that,
    words of the same family: « coiffeur » finds « coiffure »."""
    words = searchable(text).split()
    if not words:
        return ()
    wanted = _written(text)
    rows = [(row.code, f" {searchable(row.label)}") for row in _sub_classes(nomenclature)]
    for sought in (words, [stem(word) for word in words]):
        found = [
            code
            for code, label in rows
            if code.startswith(wanted) or all(f" {word}" in label for word in sought)
        ]
        if found:
            break
    return tuple(_activities(found[:limit], nomenclature))


def legal_category(code: str) -> LegalCategory:
    """A legal category by its code. Raises Refused (field «legal_category»)."""
    wanted = re.sub(r"[\s.]", "", typed(code))
    row = Entry.objects.filter(nomenclature="legal_category", code=wanted).first()
    if row is None:
        raise Refused(
            "unknown_legal_category",
            _("La catégorie juridique « %(code)s » n'existe pas.") % {"code": code.strip()},
            way_out=_(
                "Donnez un code de l'INSEE à 1, 2 ou 4 chiffres, par exemple 5499 (SARL) ou 1000 (entrepreneur)."
            ),
            field="legal_category",
        )
    return LegalCategory(code=row.code, label=row.label)


def search_legal_categories(text: str, limit: int = 10) -> tuple[LegalCategory, ...]:
    """Legal categories by the beginning of their code or the words of their label."""
    words = searchable(text).split()
    rows = Entry.objects.filter(nomenclature="legal_category").order_by("position")
    found = [
        LegalCategory(code=row.code, label=row.label)
        for row in rows
        if words
        and (
            row.code.startswith(words[0]) or all(f" {word}" in f" {searchable(row.label)}" for word in words)
        )
    ]
    return tuple(found[:limit])


def headcount_bracket(code: str) -> HeadcountBracket:
    """A bracket of SIRENE by its code. Raises Refused (field «bracket»)."""
    wanted = typed(code).upper()
    rows = {row.code: row for row in _brackets()}
    if wanted not in rows:
        raise Refused(
            "unknown_bracket",
            _("La tranche d'effectif « %(code)s » n'existe pas.") % {"code": code.strip()},
            way_out=_("Choisissez parmi : %(choices)s.")
            % {
                "choices": ", ".join(f"{row.code} ({row.label})" for row in rows.values() if row.code != "NN")
            },
            field="bracket",
        )
    row = rows[wanted]
    return HeadcountBracket(label=row.label, low=row.lowest, high=row.highest)


def headcount_brackets() -> tuple[BracketChoice, ...]:
    """Every bracket, from the smallest."""
    return tuple(BracketChoice(code=row.code, label=row.label) for row in _brackets())


def named(keys: Sequence[str]) -> dict[str, str]:
    """Labels of codes given as ``nomenclature:code`` (``naf_rev2:62.01Z``, ``legal_category:54``); unknown ones are absent."""
    codes: dict[str, list[str]] = {}
    for key in keys:
        nomenclature, _separator, code = typed(key).partition(":")
        codes.setdefault(nomenclature, []).append(code)
    which = Q(pk__in=())
    for nomenclature, listed in codes.items():
        which |= Q(nomenclature=nomenclature, code__in=listed)
    rows = Entry.objects.filter(which).exclude(label="").values_list("nomenclature", "code", "label")
    return {f"{nomenclature}:{code}": label for nomenclature, code, label in rows}


def _written(text: str) -> str:
    """The code as the nomenclature writes it: capitals, a dot after the division."""
    compact = re.sub(r"[\s.\-]", "", typed(text)).upper()
    return f"{match[1]}.{match[2]}" if (match := _COMPACT.fullmatch(compact)) else compact


def _line(code: str) -> tuple[str, ...]:
    """The code and what it is under, by its writing, from the division: 62, 62.0, 62.01, 62.01Z."""
    lengths = (2, 4, 5, 6) if len(code) > 1 else (1,)
    return tuple(code[:length] for length in lengths if length <= len(code))


def _sub_classes(nomenclature: str) -> QuerySet[Entry]:
    return Entry.objects.filter(nomenclature=nomenclature, level=5).order_by("position")


def _brackets() -> QuerySet[Entry]:
    return Entry.objects.filter(nomenclature="headcount_bracket").order_by("position")


def _activities(codes: Sequence[str], nomenclature: str) -> list[Activity]:
    wanted = {part for code in codes for part in _line(code)}
    rows = {row.code: row for row in Entry.objects.filter(nomenclature=nomenclature, code__in=wanted)}
    return [
        Activity(
            nomenclature=nomenclature,
            code=code,
            label=rows[code].label,
            ancestors=(rows[_line(code)[0]].parent, *_line(code)),
        )
        for code in codes
    ]


def _unknown_activity(text: str, wanted: str, nomenclature: str) -> Refused:
    said = text.strip()
    other = "naf_2025" if nomenclature == "naf_rev2" else "naf_rev2"
    if Entry.objects.filter(nomenclature=other, code=wanted).exists():
        return Refused(
            "other_nomenclature",
            _("« %(code)s » est un code de la %(other)s, pas de la %(asked)s.")
            % {"code": said, "other": NAMES[other], "asked": NAMES[nomenclature]},
            way_out=_("Donnez le code de la %(asked)s : aucune table de correspondance n'est chargée.")
            % {"asked": NAMES[nomenclature]},
            field="naf",
        )
    near = _near(wanted, nomenclature)
    return Refused(
        "unknown_activity",
        _("Le code d'activité « %(code)s » n'existe pas dans la %(asked)s.")
        % {"code": said, "asked": NAMES[nomenclature]},
        way_out=_("Vouliez-vous dire %(near)s ?") % {"near": near}
        if near
        else _("Donnez un code comme 62.01Z, ou une section, de A à U."),
        field="naf",
    )


def _near(wanted: str, nomenclature: str) -> str:
    """The sub-classes of the class, else of the group or division, that the code begins with."""
    for length in (5, 4, 2):
        if len(wanted) >= length and wanted[:2].isdigit():
            rows = _sub_classes(nomenclature).filter(code__startswith=wanted[:length])[:3]
            if rows:
                return ", ".join(f"{row.code} ({row.label})" for row in rows)
    return ""
