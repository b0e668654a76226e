"""Where the words of others quote a person who is erased: an address, a telephone, a full name, in columns where people write.

Only the columns that a table declares as `free_text` are read, some of which hold the address of a list, written as addresses are
(« Zo%C3%A9+d%27Arc »). A text is a whole one, never a part of another: « na@x.fr » is not in « amina@x.fr ». What also names somebody or something else that stays (a member, an organisation, a commune) is left.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from functools import reduce
from operator import and_, or_
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Cast

from maillage.kit.personal import Concerned
from maillage.kit.text import searchable
from maillage.shared.accounts.models import User
from maillage.shared.audit import capturing
from maillage.shared.directory.models import Organization, Person, Unit
from maillage.shared.privacy import holdings, tables
from maillage.shared.territories.models import Territory

ERASED = "[effacé]"
SHORTEST, SHORTEST_WORD = 6, 3
LAST_DIGITS = 9
AROUND = 60
_MARKS = {"'": "(?:'|’|&#x27;|&#39;)", "’": "(?:'|’|&#x27;|&#39;)", "&": "(?:&|&amp;)"}
_RUN = re.compile(r"[^\s&=?#;<>\"]+")
_SIGN = re.compile(r"(?:%[0-9a-f]{2})+|.", re.IGNORECASE)
_FRENCH = re.compile(r"(?:(?:\+|00)33(?:0)?|0)([1-9]\d{8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one person may be named elsewhere. ``single``: names of one word, that are also words; ``ambiguous``: what also
    names somebody or something that stays."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.emails or self.phones or self.names or self.single)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One text that quotes the person. ``key``: «inquiries.message:12:body»; ``where``: what it is part of, in words;
    ``excerpt``: what is written around; ``sure``: more than a name of one word says so."""

    key: str
    table: str
    column: str
    where: str
    excerpt: str
    sure: bool


def words(roots: Iterable[models.Model]) -> Words:
    """How the people of these files may be named elsewhere; of a public agent, not its name: acts bear it."""
    found: dict[str, set[str]] = {"emails": set(), "phones": set(), "names": set()}
    alone: set[str] = set()
    files = list(roots)
    for root in files:
        said = tables.declaration(type(root))
        if said is None or said.deleted:
            continue
        found["emails"] |= {str(getattr(root, name)).strip() for name in said.emails}
        found["phones"] |= {str(getattr(root, name)).strip() for name in said.phones}
        if said.concerns is not Concerned.MEMBER:
            found["names"] |= {" ".join(name.split()) for name in holdings.named(root)}
        if said.concerns is Concerned.CONTACT:
            alone |= {name.strip() for name in holdings.named(root)}
    emails = {one for one in found["emails"] if "@" in one[1:-1]}
    phones = {one for one in found["phones"] if len(_digits(one)) >= LAST_DIGITS - 1}
    names = {one for one in found["names"] if " " in one and len(one) >= SHORTEST}
    single = {one for one in alone if " " not in one and len(one) >= SHORTEST_WORD}
    others = (
        _addresses_of_others(emails, files)
        | _phones_of_others(phones, files)
        | _names_of_others(names | single)
    )
    return Words(
        emails=_sorted(emails - others),
        phones=_sorted(phones - others),
        names=_sorted(names - others),
        single=_sorted(single - others),
        ambiguous=_sorted(others),
    )


def find(said: Words, *, within: Iterable[models.Model] | None = None) -> tuple[Mention, ...]:
    """The texts that quote the person; ``within``: in these rows only."""
    pattern, sure = _pattern(said), _pattern(replaced(said, single=()))
    if pattern is None:
        return ()
    only = None if within is None else {(type(row), row.pk) for row in within}
    found = []
    for model, declared in tables.declarations():
        for name in declared.free_text:
            for row in _candidates(model, name, said):
                if only is not None and (model, row.pk) not in only:
                    continue
                excerpt = _excerpt(getattr(row, name), pattern)
                if excerpt:
                    certain = sure is not None and _excerpt(getattr(row, name), sure) != ""
                    found.append(_mention(row, name, declared.holder, excerpt, sure=certain))
    return tuple(found)


def replace(said: Words, chosen: Collection[str]) -> int:
    """Take the person out of the texts named by these keys; how many. The journal tells that a text changed, not what it said."""
    pattern = _pattern(said)
    done = 0
    for key in chosen if pattern is not None else ():
        label, pk, name = key.split(":")
        model, declared = next(one for one in tables.declarations() if one[0]._meta.label_lower == label)
        row = model._base_manager.filter(pk=pk).first()
        if row is None or name not in declared.free_text:
            continue
        column = model._meta.get_field(name)
        told = without(getattr(row, name), pattern, getattr(column, "max_length", None))
        if told == getattr(row, name):
            continue
        # Neither `save` nor the audited `update`: both would copy the erased words into the journal.
        rows = models.QuerySet(model).filter(pk=row.pk)
        try:
            with transaction.atomic():
                rows.update(**{name: told})
        except IntegrityError:
            # Two names that only the person told apart are one without it: the number of the row does instead.
            rows.update(**{name: f"{row.pk} {told}"[: getattr(column, "max_length", None)]})
        capturing.hush(row, name, ERASED)
        done += 1
    return done


def without(value: Any, pattern: re.Pattern[str], longest: int | None = None) -> Any:
    """A value, text or JSON, without what the pattern finds; read once, so that what replaces is not read again."""
    if isinstance(value, str):
        told, start = "", 0
        for run, typed in _typed(value, pattern):
            told += pattern.sub(ERASED, value[start : run.start()]) + typed
            start = run.end()
        return (told + pattern.sub(ERASED, value[start:]))[:longest]
    if isinstance(value, list):
        return [without(one, pattern) for one in value]
    if isinstance(value, dict):
        return {key: without(one, pattern) for key, one in value.items()}
    return value


def names_the_person(text: str, said: Words) -> bool:
    """Whether a text surely quotes the person."""
    pattern = _pattern(replaced(said, single=()))
    return pattern is not None and _excerpt(text, pattern) != ""


def _candidates(model: type[models.Model], name: str, said: Words) -> Iterable[models.Model]:
    """The rows worth reading: the database knows neither words nor accents, it only sorts out."""
    column: Any = model._meta.get_field(name)
    as_text: Any = F(name) if not isinstance(column, models.JSONField) else Cast(name, models.TextField())
    wanted = [models.Q(as_text__icontains=form) for one in said.emails for form in (one, quote_plus(one))]
    between = "(%[0-9A-Fa-f][0-9A-Fa-f]|[^0-9]){0,3}"
    wanted += [models.Q(as_text__regex=between.join(_national(one))) for one in said.phones]
    for one in (*said.names, *said.single):
        parts = [part for part in re.split(r"[^a-zA-Z0-9]+", one) if len(part) > 1] or [one]
        wanted.append(reduce(and_, [models.Q(as_text__icontains=part) for part in parts]))
    return model._base_manager.annotate(as_text=as_text).filter(reduce(or_, wanted)).order_by("pk")


def _pattern(said: Words) -> re.Pattern[str] | None:
    parts = [rf"(?<![\w.+-]){re.escape(one)}(?![\w-]|\.\w)" for one in said.emails]
    parts += [_of_phone(one) for one in said.phones]
    parts += [
        r"(?<!\w)" + r"[\s_]+".join(_of_word(part) for part in one.split()) + r"(?!\w)"
        for one in (*said.names, *said.single)
    ]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _typed(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """The runs of a text that quote the person as addresses write (« Zo%C3%A9+d%27Arc »), each with what stays of it. An address of
    mail is not one of them: its « + » is no space."""
    for run in _RUN.finditer(text):
        if not {"%", "+"} & set(run[0]) or "@" in run[0]:
            continue
        signs = [(one, form) for form in _SIGN.findall(run[0]) for one in unquote_plus(form)]
        forms = [form if len(form) == 1 else quote(one, safe="") for one, form in signs]
        told, start = "", 0
        for found in pattern.finditer("".join(one for one, _form in signs)):
            told += "".join(forms[start : found.start()]) + ERASED
            start = found.end()
        if start:
            yield run, told + "".join(forms[start:])


def _of_word(word: str) -> str:
    return "".join(_MARKS.get(mark, re.escape(mark)) for mark in word)


def _of_phone(phone: str) -> str:
    """However it is spaced; a French one with its prefix, for nine digits alone are also a number of company."""
    digits = r"[\s./()-]{0,3}".join(_national(phone))
    french = _FRENCH.fullmatch(_marks(phone))
    before = r"(?:(?:\+|00)33[\s.]?(?:\(0\))?|0)[\s./()-]{0,3}" if french else r"\+?"
    return rf"(?<!\d){before}{digits}(?!\d)"


def _national(phone: str) -> str:
    french = _FRENCH.fullmatch(_marks(phone))
    return french[1] if french else _digits(phone)


def _marks(phone: str) -> str:
    return "".join(mark for mark in phone if mark in "+0123456789")


def _digits(phone: str) -> str:
    return "".join(mark for mark in phone if mark in "0123456789")


def _addresses_of_others(emails: set[str], roots: Sequence[models.Model]) -> set[str]:
    wanted = {one.lower(): one for one in emails}
    erased = {root.pk for root in roots if isinstance(root, User)}
    found: set[str] = set()
    for model in (User, Organization, Unit) if wanted else ():
        asked = reduce(or_, [models.Q(email__iexact=one) for one in wanted])
        rows = model._base_manager.filter(asked)
        rows = rows.exclude(pk__in=erased) if model is User else rows
        found |= {
            wanted[one.lower()] for one in rows.values_list("email", flat=True) if one.lower() in wanted
        }
    return found


def _phones_of_others(phones: set[str], roots: Sequence[models.Model]) -> set[str]:
    wanted = {_national(one): one for one in phones}
    erased = {root.pk for root in roots if isinstance(root, Person)}
    found: set[str] = set()
    for model in (Person, Organization, Unit) if wanted else ():
        rows = model._base_manager.exclude(phone="")
        rows = rows.exclude(pk__in=erased) if model is Person else rows
        borne = {_national(one) for one in rows.values_list("phone", flat=True)}
        found |= {wanted[one] for one in wanted.keys() & borne}
    return found


def _names_of_others(names: set[str]) -> set[str]:
    wanted = {searchable(one): one for one in names}
    found: set[str] = set()
    for model in (Organization, Unit, Territory) if wanted else ():
        borne = {searchable(one) for one in model._base_manager.values_list("name", flat=True).iterator()}
        found |= {wanted[one] for one in wanted.keys() & borne}
    if wanted:
        people = Person._base_manager.values_list("first_name", "last_name")
        borne = {searchable(f"{first} {last}") for first, last in people}
        found |= {wanted[one] for one in wanted.keys() & borne}
    return found


def _excerpt(value: Any, pattern: re.Pattern[str]) -> str:
    if isinstance(value, str):
        found = pattern.search(value) or next((run for run, _told in _typed(value, pattern)), None)
        return value[max(0, found.start() - AROUND) : found.end() + AROUND] if found else ""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((text for one in inside if (text := _excerpt(one, pattern))), "")


def _mention(row: models.Model, name: str, path: str, excerpt: str, *, sure: bool) -> Mention:
    model = type(row)
    target: Any = row
    for step in filter(None, path.split("__")):
        target = getattr(target, step)
    return Mention(
        key=f"{model._meta.label_lower}:{row.pk}:{name}",
        table=tables.name(model),
        column=str(model._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
        where=holdings.title(target),
        excerpt=excerpt,
        sure=sure,
    )


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda one: (-len(one), one)))
