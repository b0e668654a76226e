"""Recognising a person: by its e-mail address, its telephone however it is spaced, or its name without accents."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from maillage.kit.text import searchable
from maillage.shared.privacy import holdings, links, tables

LAST_DIGITS = 9
"""A French number without its prefix: 03 20 00 00 00 and +33 3 20 00 00 00 are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A file that may be this person's. ``by``: what recognised it, in words; ``sure``: an address, a telephone or a link
    said so, a name alone does not."""

    holder: str
    title: str
    by: str
    sure: bool


def find(*, name: str = "", email: str = "", phone: str = "") -> tuple[Match, ...]:
    """The files that answer to an address, a telephone or a name, the sure ones first; then the other files of the same
    person. Nothing typed finds nothing."""
    found: dict[str, Match] = {}
    for model, said in tables.roots():
        if model._meta.label_lower == "privacy.rightsrequest":
            continue
        for row in _by_address(model, said.emails, email):
            _keep(found, row, _("adresse électronique"), sure=True)
        for row in _by_digits(model, said.phones, phone):
            _keep(found, row, _("téléphone"), sure=True)
        for row in _by_name(model, said.names, name):
            _keep(found, row, _("nom"), sure=False)
    for match in list(found.values()):
        for other in links.of(holdings.row_of(match.holder)):
            _keep(found, other, _("dossier lié à : %(title)s") % {"title": match.title}, sure=match.sure)
    return tuple(sorted(found.values(), key=lambda one: (not one.sure, one.title)))


def _keep(found: dict[str, Match], row: models.Model, by: str, *, sure: bool) -> None:
    name = holdings.holder(row)
    if name not in found or (sure and not found[name].sure):
        found[name] = Match(holder=name, title=holdings.title(row), by=by, sure=sure)


def _by_address(model: type[models.Model], columns: tuple[str, ...], email: str) -> Iterator[models.Model]:
    for column in columns if email.strip() else ():
        yield from model._base_manager.filter(**{f"{column}__iexact": email.strip()})


def _by_digits(model: type[models.Model], columns: tuple[str, ...], phone: str) -> Iterator[models.Model]:
    wanted = _digits(phone)
    for column in columns if len(wanted) >= LAST_DIGITS - 1 else ():
        rows = model._base_manager.exclude(**{column: ""}).values_list("pk", column)
        same = [pk for pk, typed in rows.iterator() if _digits(typed) == wanted]
        yield from model._base_manager.filter(pk__in=same)


def _by_name(model: type[models.Model], columns: tuple[str, ...], name: str) -> Iterator[models.Model]:
    wanted = set(searchable(name).split())
    if not wanted or not columns:
        return
    rows = model._base_manager.values_list("pk", *columns)
    same = [
        pk
        for pk, *borne in rows.iterator()
        if wanted <= set(searchable(" ".join(part or "" for part in borne)).split())
    ]
    yield from model._base_manager.filter(pk__in=same[:200])


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdecimal())[-LAST_DIGITS:]
