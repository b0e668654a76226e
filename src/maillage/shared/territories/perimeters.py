"""A territory as a person types it: names, postal codes, codes, joined by signs; read in one place for every form.

« Lille », « 59800 », « Nord, Pas-de-Calais », « Hauts-de-France - Oise », « reg:32 & ze:3207 » are all read. A name that
several territories bear is not guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.engines.territory import (
    Difference,
    Expression,
    Intersection,
    Leaf,
    NamedList,
    TerritoryError,
    leaves,
    parse,
)
from maillage.kit.errors import Refused
from maillage.kit.text import searchable, typed
from maillage.shared.territories import enums
from maillage.shared.territories.atlas import atlas
from maillage.shared.territories.models import CommuneMovement, PostalCode, Territory
from maillage.shared.territories.names import did_you_mean, kind_label, named

# What people mean by a name alone; the others are read only where none of these bears it.
MEANT = ("com", "arm", "dep", "reg", "ctom", "epci")
RARELY = ("ept", "arr", "ze", "bv", "uu")
LISTED = 5

# What joins territories: the signs of expressions, and the words by which `in_words` says them.
_SIGNS = (
    (re.compile(r"(?:,?\s+sauf|\s+[-−])\s+", re.IGNORECASE), " - "),
    (re.compile(r"\s+et aussi\s+|\s*&\s*", re.IGNORECASE), " & "),
    (re.compile(r"\s*[|,;\n]\s*"), " | "),
    (re.compile(r"\s*\(\s*"), "("),
    (re.compile(r"\s*\)\s*"), ")"),
)
_JOINED = re.compile("|".join(f"(?:{sign.pattern})" for sign, _written in _SIGNS), re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:le|les|la|l|du|des|de la|de l|d)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A territory that can be read. ``text``: as it is kept; ``named``: with the names of its divisions; ``communes``:
    how many lie in it whole; ``population``: None when not known."""

    text: str
    named: str
    communes: int
    population: int | None


_Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a word may name: one territory, or the communes of a postal code."""

    codes: tuple[str, ...]
    label: str

    @property
    def text(self) -> str:
        return self.codes[0] if len(self.codes) == 1 else f"({' | '.join(self.codes)})"


def understood(text: str, on: date, *, field: str = "perimeter") -> Expression:
    """The expression that a typed text says; a constant number of queries.

    Refused, in the words of the reader: nothing was typed, a name that nothing bears or that several bear, signs that do
    not hold together. A code is not checked against the reference data: ``extent`` does.
    """
    said = typed(text)
    if not said:
        raise Refused("territory.empty", _("Le territoire manque."), way_out=_example(), field=field)
    try:
        return parse(said)
    except TerritoryError as fault:
        rewritten = _rewritten(said, on, field)
        try:
            return parse(rewritten)
        except TerritoryError as other:
            told = fault if rewritten == said else other
            raise Refused("territory", told.sentence, way_out=told.way_out, field=field) from other


def extent(text: str, on: date, *, field: str = "perimeter") -> Extent:
    """What a typed territory covers on the day. Refused as ``understood``, and when it names a division that does not exist
    or holds no whole commune."""
    expression = understood(text, on, field=field)
    try:
        inside = atlas(on).communes(expression)
    except TerritoryError as fault:
        raise Refused("territory", fault.sentence, way_out=fault.way_out, field=field) from fault
    if not inside:
        raise Refused(
            "territory.no-commune",
            _("Aucune commune n'est entièrement dans « %(text)s ».") % {"text": expression},
            way_out=_("Vérifiez les codes et les signes : | réunit, & croise, - retire."),
            field=field,
        )
    kept = str(expression)
    return Extent(text=kept, named=in_words([kept])[kept], communes=len(inside), population=inside.population)


def in_words(texts: Iterable[str]) -> dict[str, str]:
    """Several kept expressions with the names of their divisions, in one query: « Nord, sauf Métropole Européenne de
    Lille ». Codes without a name stay as they are written; an empty text stays empty."""
    expressions = {text: parse(text) if text else None for text in texts}
    codes = {str(leaf) for expression in expressions.values() if expression for leaf in leaves(expression)}
    names = named(codes) if codes else {}
    return {text: _told(expression, names) if expression else "" for text, expression in expressions.items()}


def _told(expression: Expression, names: dict[str, str]) -> str:
    match expression:
        case Leaf() | NamedList():
            return names.get(str(expression), str(expression))
        case Intersection(parts):
            return _(" et aussi ").join(_told(part, names) for part in parts)
        case Difference(whole, removed):
            said = {"whole": _told(whole, names), "removed": _told(removed, names)}
            return _("%(whole)s, sauf %(removed)s") % said
        case _:
            return ", ".join(_told(part, names) for part in expression.parts)


def _rewritten(text: str, on: date, field: str) -> str:
    """The text with codes in place of names and postal codes, and signs in place of the words that join."""
    words = [word.strip() for word in _JOINED.split(text)]
    meanings = _meanings({text, *words})
    if meanings.get(
        text
    ):  # A name may hold a hyphen, a comma, brackets: « CC Marche Occitane - Val d'Anglin ».
        return _only(text, meanings[text], on, field)
    signs = [_sign(found.group()) for found in _JOINED.finditer(text)]
    written = [
        word if not word or ":" in word else _only(word, meanings.get(word, []), on, field) for word in words
    ]
    return "".join(part for pair in zip(written, [*signs, ""], strict=True) for part in pair)


def _sign(found: str) -> str:
    return next(written for sign, written in _SIGNS if sign.fullmatch(found))


def _only(word: str, meanings: list[_Meaning], on: date, field: str) -> str:
    """What a word means when there is no doubt: one meaning, or several that hold the same communes."""
    if not meanings:
        raise Refused(
            "territory.unknown",
            _("Aucun territoire ne s'appelle « %(text)s ».") % {"text": word},
            way_out=did_you_mean(word) or _example(),
            field=field,
        )
    known = atlas(on) if len(meanings) > 1 else None
    if known and len({known.communes(parse(meaning.text)).bits for meaning in meanings}) > 1:
        listed = ", ".join(f"{one.text} ({one.label})" for one in meanings[:LISTED])
        raise Refused(
            "territory.several",
            _("« %(text)s » peut désigner plusieurs territoires.") % {"text": word},
            way_out=_("Écrivez à la place le code du vôtre : %(listed)s%(more)s.")
            % {"listed": listed, "more": "…" if len(meanings) > LISTED else ""},
            field=field,
        )
    return meanings[0].text


def _meanings(words: set[str]) -> dict[str, list[_Meaning]]:
    """What each word may name, the likeliest first; nothing for a word that is a code with its kind."""
    asked = {word: _names(word) for word in words if searchable(word) and ":" not in word}
    names = {name for forms in asked.values() for name in forms}
    codes = {word.upper() for word in asked}
    rows = list(
        Territory.objects.filter(
            Q(kind__in=(*MEANT, *RARELY), search_name__in=names) | Q(kind__in=MEANT, code__in=codes)
        ).values_list("kind", "code", "name", "search_name")
    )
    order = {kind: rank for rank, kind in enumerate((*MEANT, *RARELY))}
    rows.sort(key=lambda row: (order[row[0]], row[1]))
    postal = _postal(codes)
    found: dict[str, list[_Meaning]] = {}
    for word, forms in asked.items():
        bearing = [[row for row in rows if row[3] == form] for form in forms]
        likely = [[row for row in bears if row[0] in MEANT] for bears in bearing]
        coded = [row for row in rows if row[1] == word.upper() and row[0] in MEANT]
        meant: list[_Row] = next((bears for bears in (*likely, coded, *bearing) if bears), [])
        found[word] = [
            _Meaning((f"{kind}:{code}",), f"{kind_label(kind)} {name}") for kind, code, name, _form in meant
        ]
        if word in postal:
            found[word].append(postal[word])
        if forms[0] == "france":
            found[word].append(_Meaning((f"pays:{enums.FRANCE}",), str(enums.COUNTRY_NAME)))
    return found | _heirs({word for word, meanings in found.items() if not meanings})


def _names(word: str) -> tuple[str, ...]:
    """A name as it is searched, then without its article: « la Somme »."""
    name = searchable(word)
    return tuple(dict.fromkeys((name, _ARTICLE.sub("", name))))


def _postal(codes: set[str]) -> dict[str, _Meaning]:
    served: dict[str, list[tuple[str, str]]] = {}
    rows = PostalCode.objects.filter(code__in=codes, commune__kind="com").order_by("commune__code")
    for code, commune, name in rows.values_list("code", "commune__code", "commune__name"):
        served.setdefault(code, []).append((commune, name))
    return {
        code: _Meaning(
            tuple(f"com:{commune}" for commune, _name in communes),
            _("code postal %(code)s : %(names)s")
            % {"code": code, "names": ", ".join(name for _commune, name in communes)},
        )
        for code, communes in served.items()
    }


def _heirs(words: set[str]) -> dict[str, list[_Meaning]]:
    """The communes of today that took the place of communes which bore these names: « Lomme » is in Lille."""
    if not words:
        return {}
    which = Q()
    for word in words:
        which |= Q(old_name__iexact=word)
    rows = CommuneMovement.objects.filter(which).values_list("old_name", "current_code", "current_name")
    found: dict[str, list[_Meaning]] = {word: [] for word in words}
    for old, code, name in sorted(set(rows)):
        for word in words:
            if old.casefold() == word.casefold():
                meaning = _Meaning((f"com:{code}",), f"{kind_label('com')} {name}")
                if meaning not in found[word]:
                    found[word].append(meaning)
    return found


def _example() -> str:
    return _("Écrivez un nom (Nord, Lille), un code postal, ou un code comme dep:59.")
