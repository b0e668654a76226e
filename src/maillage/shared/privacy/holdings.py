"""Everything held of one person: its file (a row), the rows that are part of it, and the traces that name its address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.db.audited import Audited
from maillage.kit.errors import NotVisible
from maillage.kit.personal import Concerned, PersonalData
from maillage.kit.text import long_date, whole
from maillage.shared.accounts import pending
from maillage.shared.accounts.models import User
from maillage.shared.notices.models import Mail
from maillage.shared.privacy import links, tables

MARKS = ("digest", "key", "session_key")
UNREADABLE = ("password", "data", "token", "token_secret", "session_data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The rows of one table that speak of a person."""

    model: type[models.Model]
    declaration: PersonalData
    rows: tuple[models.Model, ...]


def holder(row: models.Model) -> str:
    """How the file of a person is named: "inquiries.inquiry:12"."""
    return f"{row._meta.label_lower}:{row.pk}"


def row_of(name: str) -> models.Model:
    """The file of that name. Raises NotVisible when it is none, or is gone."""
    label, _colon, pk = name.partition(":")
    for model, _found in tables.roots():
        if model._meta.label_lower == label:
            row = model._base_manager.filter(pk=whole(pk)).first()
            if row is not None:
                return row
    raise NotVisible(name)


def public_name(row: models.Model) -> tuple[str, str]:
    """The kind and the reference under which pages and the reading log know the file."""
    for column in ("reference", "public_id", "slug"):
        if value := getattr(row, column, ""):
            return row._meta.label_lower, str(value)
    return ("access.account" if isinstance(row, User) else row._meta.label_lower), str(row.pk)


def title(row: models.Model) -> str:
    """What a person recognises a file by: « demande 2026-AB12C, Claire Vasseur »."""
    found = tables.declaration(type(row))
    said = " ".join(str(getattr(row, name)) for name in (found.names if found else ()) if getattr(row, name))
    if not said and found:
        said = " ".join(str(getattr(row, name)) for name in found.emails if getattr(row, name))
    ref = str(getattr(row, "reference", ""))
    return ", ".join(part for part in (f"{row._meta.verbose_name} {ref}".strip(), said) if part)


def stands(row: models.Model) -> str:
    """Why this file may not be erased today; "" when it may."""
    found = tables.declaration(type(row))
    if found is None:
        return ""
    kept = found.kept
    for column, wanted in kept.only.items():
        value = getattr(row, column)
        if value not in wanted if isinstance(wanted, tuple) else value != wanted:
            return str(kept.meanwhile)
    return ""


def ends(row: models.Model) -> bool:
    """Whether a day comes when this file may be erased: not that of a company which a register publishes."""
    found = tables.declaration(type(row))
    return found is not None and bool(found.kept.after)


def held(root: models.Model) -> tuple[Held, ...]:
    """Every row that speaks of the person whose file this is, table by table, its own file first."""
    found = [
        Held(model=model, declaration=said, rows=rows)
        for model, said in tables.declarations()
        if (rows := tuple(_part(root, model, said)))
    ]
    found += _followed(found)
    found += _traces(root)
    return tuple(sorted(found, key=lambda one: one.model is not type(root)))


def values(row: models.Model, said: PersonalData) -> tuple[tuple[str, str], ...]:
    """The columns of a row that speak of the person, in words, with what they hold; what tells what it was and when first.
    The marks of machines, of which nothing may be read, are left out."""
    return tuple(
        (capfirst(str(row._meta.get_field(name).verbose_name)), _shown(row, name))  # type: ignore[union-attr]
        for name in dict.fromkeys((*said.context, *said.fields))
        if name not in MARKS
    )


def is_withheld(row: models.Model, said: PersonalData) -> bool:
    """Whether an export tells of this row without copying it."""
    return any(getattr(row, name) == value for name, value in said.withheld.items())


def named(root: models.Model) -> tuple[str, ...]:
    """The names that the file bears."""
    said = tables.declaration(type(root))
    return tuple(str(getattr(root, name)) for name in (said.names if said else ()) if getattr(root, name))


def _part(root: models.Model, model: type[models.Model], said: PersonalData) -> Iterator[models.Model]:
    """The rows of a table that are the file itself, or lead to it by the path of their declaration."""
    if model is type(root):
        yield root
    elif said.holder and _end(model, said.holder) is type(root):
        yield from model._base_manager.filter(**{said.holder: root.pk}).order_by("pk")


def _end(model: type[models.Model], path: str) -> type[models.Model]:
    """The table to which a path leads."""
    for step in path.split("__"):
        target = model._meta.get_field(step).related_model
        assert isinstance(target, type)
        model = target
    return model


def _followed(found: Sequence[Held]) -> list[Held]:
    """The rows that declared columns point at: the stored file of an attachment."""
    pointed: dict[type[models.Model], list[models.Model]] = {}
    for one in found:
        for name in one.declaration.fields:
            column: Any = one.model._meta.get_field(name)
            if column.is_relation and tables.declaration(column.related_model) is not None:
                rows = [getattr(row, name) for row in one.rows]
                pointed.setdefault(column.related_model, []).extend(row for row in rows if row is not None)
    return [
        Held(model=model, declaration=said, rows=tuple(rows))
        for model, rows in pointed.items()
        if rows and (said := tables.declaration(model)) is not None
    ]


def _traces(root: models.Model) -> Iterator[Held]:
    """Mails, attempts to sign in and sessions: rows that no path leads to a file, known by an address or a number."""
    said = tables.declaration(type(root))
    if said is None or said.deleted:
        return
    addresses = [str(getattr(root, name)) for name in said.emails if getattr(root, name)]
    if not isinstance(root, User):
        # Anyone may type the address of a member in a request: what is about the account is the member's.
        addresses = [one for one in addresses if not User.objects.filter(email__iexact=one).exists()]
    for model, trace in tables.declarations():
        if trace.holder or not trace.deleted or not trace.emails:
            continue
        wanted = models.Q(pk__in=())
        for column in trace.emails:
            for address in addresses:
                wanted |= models.Q(**{f"{column}__iexact": address})
        if model is Mail and said.concerns is not Concerned.MEMBER:
            name = root._meta.model_name
            about = models.Q(about__in=(f"{name}:{root.pk}", f"{name}-officer:{root.pk}"))
            wanted = about | (wanted & models.Q(about=""))
        if rows := tuple(model._base_manager.filter(wanted).order_by("pk")):
            yield Held(model=model, declaration=trace, rows=rows)
    if mine := _sessions(root, addresses):
        yield Held(model=Session, declaration=tables.LIBRARIES["sessions.session"], rows=mine)


def _sessions(root: models.Model, addresses: Sequence[str]) -> tuple[models.Model, ...]:
    """The sessions that an account opened, and those where ProConnect said one of these addresses before any account."""
    user = str(root.pk) if isinstance(root, User) else ""
    if not user and not addresses:
        return ()
    wanted = {one.lower() for one in addresses}
    found = []
    for row in Session.objects.order_by("session_key"):
        kept = row.get_decoded()
        if (user and kept.get("_auth_user_id") == user) or pending.address(kept).lower() in wanted:
            found.append(row)
    return tuple(found)


def _shown(row: models.Model, name: str) -> str:
    """A value as one reads it; what is unknown says so. A password or a key is never shown."""
    if name in UNREADABLE:
        return _("gardé sous une forme illisible")
    choice = getattr(row, f"get_{name}_display", None)
    value = choice() if choice else getattr(row, name)
    if value in (None, "", {}, []):
        return _("non renseigné")
    if word := links.wording(row._meta.label_lower, name):
        return word(value)
    if isinstance(value, datetime):
        value = clock.day_of(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, dict):
        return ", ".join(f"{key} : {one}" for key, one in value.items())
    return str(value)


def is_journalled(row: models.Model) -> bool:
    """Whether the journal may hold something of this file, sealed with its key."""
    return isinstance(row, (Audited, User))
