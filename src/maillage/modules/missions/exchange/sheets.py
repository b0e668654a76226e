"""The sheets of the spreadsheet of a plan: their columns, their words, what makes a line the same line."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.modules.missions.enums import (
    ChangeReason,
    CooperationForm,
    DelegationVariant,
    IntegrationOption,
    Legibility,
    Level,
    Nature,
    Pooled,
    PoolingLogic,
    Presence,
)

UNKNOWN = "?"
"""The letter of a mission whose mode is not known: a line to fill."""
PARTED = " ; "
"""Between two values of one cell."""


class Kind(StrEnum):
    """What a cell holds. INFO: for the reader only, never read back."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    SEVERAL = "several"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. ``words``: the closed list of a CHOICE, or of SEVERAL; ``key``: whether it tells lines apart."""

    name: str
    title: Promise
    width: int = 18
    kind: Kind = Kind.TEXT
    words: type[TextChoices] | None = None
    key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: its code, its name in the file, its columns."""

    code: str
    title: str
    columns: tuple[Column, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.key)

    @property
    def read(self) -> tuple[Column, ...]:
        """The columns that an import reads."""
        return tuple(column for column in self.columns if column.kind is not Kind.INFO)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


SINCE = Column(name="since", title=_("Depuis"), width=12, kind=Kind.DAY, key=True)
DATED = (
    Column(name="until", title=_("Jusqu'au (exclu)"), width=14, kind=Kind.DAY),
    Column(name="nature", title=_("Nature"), width=12, kind=Kind.CHOICE, words=Nature),
)
CITED = (
    Column(name="source", title=_("Source"), width=38),
    Column(name="evidence", title=_("Passage"), width=18),
    Column(name="note", title=_("Remarque"), width=40),
)
CODE = Column(name="code", title=_("Code"), width=14, key=True)
READ = Column(name="read", title=_("Libellé (pour lire)"), width=44, kind=Kind.INFO)

STRUCTURE = Sheet(
    code="structure",
    title="Structure",
    columns=(
        Column(name="level", title=_("Niveau"), width=16, kind=Kind.CHOICE, words=Level),
        CODE,
        Column(name="label", title=_("Libellé"), width=50),
        Column(name="parent", title=_("Sous (code)"), width=14),
        Column(name="position", title=_("Rang"), width=7, kind=Kind.NUMBER),
        Column(name="presence", title=_("Présence"), width=12, kind=Kind.CHOICE, words=Presence),
        Column(name="legibility", title=_("Lecture"), width=16, kind=Kind.CHOICE, words=Legibility),
        SINCE,
        *DATED,
        *CITED,
    ),
)
MODES = Sheet(
    code="modes",
    title="Modes",
    columns=(
        CODE,
        READ,
        Column(name="chamber", title=_("Pour (organisme)"), width=22, key=True),
        Column(name="mode", title=_("Mode (lettre)"), width=10),
        Column(name="possible", title=_("Modes possibles"), width=12, kind=Kind.SEVERAL),
        SINCE,
        *DATED,
        Column(name="local_managers", title=_("Gère localement"), width=28, kind=Kind.SEVERAL),
        Column(name="purpose", title=_("Finalité"), width=28),
        Column(name="form", title=_("Forme"), width=18, kind=Kind.CHOICE, words=CooperationForm),
        Column(name="participants", title=_("Participe"), width=28, kind=Kind.SEVERAL),
        Column(name="ends_on", title=_("Fin prévue"), width=12, kind=Kind.DAY),
        Column(name="frames", title=_("Cadres communs"), width=28, kind=Kind.SEVERAL),
        Column(name="pooled", title=_("Mis en commun"), width=20, kind=Kind.SEVERAL, words=Pooled),
        Column(name="hosts", title=_("Accueille"), width=28, kind=Kind.SEVERAL),
        Column(name="logic", title=_("Logique"), width=24, kind=Kind.CHOICE, words=PoolingLogic),
        Column(name="beneficiaries", title=_("Bénéficie"), width=28, kind=Kind.SEVERAL),
        Column(name="option", title=_("Option"), width=24, kind=Kind.CHOICE, words=IntegrationOption),
        Column(name="variant", title=_("Variante"), width=24, kind=Kind.CHOICE, words=DelegationVariant),
        Column(name="holder", title=_("Titulaire"), width=28),
        Column(name="condition", title=_("Sous condition"), width=28),
        Column(
            name="reason", title=_("Raison du changement"), width=20, kind=Kind.CHOICE, words=ChangeReason
        ),
        Column(name="reason_text", title=_("Raison, en une phrase"), width=28),
        *CITED,
    ),
)
NOTES = Sheet(
    code="notes",
    title="Annotations",
    columns=(
        CODE,
        READ,
        Column(name="text", title=_("Texte"), width=50, key=True),
        Column(name="mode", title=_("Mode cité (lettre)"), width=10),
        Column(name="boxes", title=_("Boîtes marquées (codes)"), width=24, kind=Kind.SEVERAL),
        SINCE,
        *DATED,
        *CITED,
    ),
)
HOLDERS = Sheet(
    code="holders",
    title="Titulaires",
    columns=(
        CODE,
        READ,
        Column(name="organization", title=_("Organisme"), width=28, key=True),
        Column(name="unit", title=_("Unité"), width=28, key=True),
        Column(name="beneficiaries", title=_("Pour le compte de"), width=28, kind=Kind.SEVERAL),
        SINCE,
        *DATED,
        *CITED,
    ),
)
PARTS = Sheet(
    code="parts",
    title="Parts",
    columns=(
        CODE,
        READ,
        Column(name="local", title=_("Part locale"), width=50),
        Column(name="regional", title=_("Part régionale"), width=50),
        SINCE,
        *DATED,
        *CITED,
    ),
)
SHEETS = (STRUCTURE, MODES, NOTES, HOLDERS, PARTS)
README = "Lisez-moi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a sheet, every value as text (a day as AAAA-MM-JJ, several values in one order). ``fact``: the key of what it
    shows, None for a line to fill or one read from a file; ``line``: its number in a file."""

    values: dict[str, str]
    fact: int | None = None
    line: int = 0

    def key(self, sheet: Sheet) -> tuple[str, ...]:
        """What makes it the same line as another."""
        return tuple(self.values.get(name, "") for name in sheet.keys)

    def said(self, sheet: Sheet) -> dict[str, str]:
        """What it says, without what is only there to be read."""
        return {column.name: self.values.get(column.name, "") for column in sheet.read}
