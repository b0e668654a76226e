"""Lines of the journal in words: names of fields and of rows, dates, choices, and what is sealed, opened or not."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import dateformat
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.subjects import Named
from maillage.shared.audit import naming, sealing
from maillage.shared.audit.models import Entry

LONGEST = 300
WRITTEN, CITED = "source", "cited"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field before and after, in words. ``hidden``: why neither is shown, "" when they are."""

    label: str
    before: str = ""
    after: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row made, changed or removed. ``what``: «étape», with its number; ``action``: in words."""

    what: str
    action: str
    fields: tuple[FieldChange, ...]


class Teller:
    """Tells lines, as ``actor`` may read them on a day (None: the person itself): names are read in a query or two for each
    table that they name, whatever the number of lines."""

    def __init__(self, entries: Sequence[Entry], *, opens: bool, actor: Actor | None, on: date) -> None:
        self.opens = opens
        holders = {entry.holder for entry in entries if entry.sealed}
        self.keys = sealing.keys_of(holders) if opens else {}
        self.forgotten = sealing.forgotten({entry.holder for entry in entries if entry.holder})
        self.values = {entry.pk: self._values(entry) for entry in entries}
        self.names = _names(entries, self.values, actor, on)

    def row(self, entry: Entry) -> RowChange:
        """One line."""
        model = entry.content_type.model_class()
        if model is None:
            return RowChange(what=entry.content_type.model, action=_action(entry.action), fields=())
        values = self.values[entry.pk]
        return RowChange(
            what=_("%(kind)s n°\u00a0%(number)s")
            % {"kind": str(model._meta.verbose_name), "number": entry.object_id},
            action=_action(entry.action),
            fields=self._fields(entry, model, values),
        )

    def _fields(
        self, entry: Entry, model: type[models.Model], values: Mapping[str, Any]
    ) -> tuple[FieldChange, ...]:
        told = {name: self._field(entry, model, name, values) for name in (entry.changes or {})}
        written, cited = told.get(WRITTEN), told.get(CITED)
        # The words that someone typed, and the source that they are kept as: one line when both say the same.
        if written and cited and (written.before, written.after) == (cited.before, cited.after):
            del told[CITED]
        return tuple(told.values())

    def _values(self, entry: Entry) -> dict[str, Any]:
        opened = sealing.unseal(entry.sealed, entry.holder, self.keys) or {}
        return {**(entry.changes or {}), **opened}

    def _field(
        self, entry: Entry, model: type[models.Model], name: str, values: Mapping[str, Any]
    ) -> FieldChange:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return FieldChange(label=name, hidden=_("ce champ n'existe plus"))
        label = str(getattr(field, "verbose_name", name))
        pair = values.get(name)
        if pair is None:
            return FieldChange(label=label, hidden=self._why_hidden(entry))
        before, after = (self._said(field, value) for value in pair)
        return FieldChange(label=label, before=before, after=after)

    def _why_hidden(self, entry: Entry) -> str:
        if at := self.forgotten.get(entry.holder):
            return _("effacé le %(day)s, à la demande de la personne ou au terme de sa durée") % {
                "day": day(clock.day_of(at))
            }
        if not self.opens:
            return _("donnée personnelle, réservée à qui traite ou contrôle ce dossier")
        return _("illisible\u00a0: la clé de cette installation n'est pas celle qui l'a écrit")

    def _said(self, field: Any, value: Any) -> str:
        if value in (None, "", [], {}):
            return _("non renseigné")
        if field.is_relation:
            found = self.names.get(field.related_model, {})
            linked = value if isinstance(value, list) else [value]
            return ", ".join(found[pk].text if pk in found else f"n°\u00a0{pk}" for pk in linked)
        if isinstance(value, bool):
            return _("oui") if value else _("non")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return _cut(_SAID.get(field.get_internal_type(), _text)(value))


def day(value: date) -> str:
    """«12 mai 2026», «1er mai 2026»."""
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first} {dateformat.format(value, 'F Y')}"


def moment(at: datetime) -> str:
    """«12 mai 2026, 14 h 30», where the network lives."""
    local = clock.local(at)
    return f"{day(local.date())}, {local.hour}\u00a0h\u00a0{local.minute:02d}"


def _names(
    entries: Sequence[Entry], values: Mapping[int, Mapping[str, Any]], actor: Actor | None, on: date
) -> dict[type[models.Model], dict[int, Named]]:
    """What the keys of rows name, for the tables whose rows have a name."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for entry in entries:
        model = entry.content_type.model_class()
        fields = {field.name: field for field in _relations(model)} if model else {}
        for name, pair in values[entry.pk].items():
            if name in fields and pair is not None:
                target = fields[name].related_model
                for value in pair:
                    wanted[target].update(value if isinstance(value, list) else [value])
    return naming.of_rows({target: pks - {None} for target, pks in wanted.items()}, actor, on)


def _relations(model: type[models.Model]) -> list[Any]:
    return [field for field in (*model._meta.concrete_fields, *model._meta.many_to_many) if field.is_relation]


def _action(action: int) -> str:
    return {
        Entry.Action.CREATE: _("ajout"),
        Entry.Action.UPDATE: _("modification"),
        Entry.Action.DELETE: _("suppression"),
    }.get(action, "")


def _date(value: Any) -> str:
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _moment(value: Any) -> str:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return moment(found if found.tzinfo else found.replace(tzinfo=UTC))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


_SAID: Mapping[str, Callable[[Any], str]] = {"DateField": _date, "DateTimeField": _moment}
