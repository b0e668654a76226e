"""What a person types of a source: the fields, and what they say together. A form takes the three under these names."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.fields.days import DayField
from maillage.shared.sources.enums import SourceKind
from maillage.shared.sources.queries import SourceCard
from maillage.shared.sources.quotes import Quote

KINDS = (
    ("", _("à confirmer")),
    *((kind.value, kind.label) for kind in SourceKind if kind != SourceKind.UNKNOWN),
)


def source_kind() -> forms.ChoiceField:
    """The field ``source_kind``."""
    return forms.ChoiceField(label=_("Nature de la source"), required=False, choices=KINDS)


def source() -> forms.CharField:
    """The field ``source``: its title."""
    return forms.CharField(
        label=_("Source"),
        required=False,
        max_length=300,
        help_text=_("Le texte, le registre ou la personne qui le dit. Vide : à confirmer."),
    )


def source_on() -> DayField:
    """The field ``source_on``: the day of the act."""
    return DayField(label=_("Date de la source"), required=False)


def as_typed(source: SourceCard | None, wording: str = "") -> dict[str, Any]:
    """The three fields as they say the source of a fact; ``wording``: what a fact without a source says of it."""
    if source is None:
        return {"source": wording}
    kind = source.kind if source.sure else ""
    return {"source_kind": kind, "source": source.title, "source_on": source.dated_on}


def said(typed: Mapping[str, Any]) -> Quote:
    """What the three fields say."""
    return Quote(title=typed["source"], kind=typed["source_kind"], dated_on=typed["source_on"])
