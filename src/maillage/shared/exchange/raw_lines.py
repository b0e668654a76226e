"""A line of a file as it was typed, and what was noticed while reading."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from maillage.kit.text import counted

MOST_COLUMNS, MOST_CELL = 120, 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLine:
    """A line: its number in the file, its cells, and by rank what is wrong with a cell: (sentence, value offered)."""

    number: int
    cells: list[str]
    faults: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Notes:
    """What was noticed while reading. ``headings``: the line of the headings."""

    headings: int = 0
    empty: int = 0
    windows: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    merged: int = 0

    def sentences(self) -> list[str]:
        """In words, for the person who sent the file."""
        told = []
        if self.headings > 1:
            told.append(_("titres des colonnes lus à la ligne %(line)d") % {"line": self.headings})
        if self.empty:
            told.append(counted(self.empty, _("ligne vide ignorée"), _("lignes vides ignorées")))
        if self.windows:
            told.append(
                _("%(count)s lue(s) en encodage Windows, le reste en UTF-8 (à partir des lignes %(first)s)")
                % _lines(self.windows)
            )
        if self.doubtful:
            told.append(
                _(
                    "%(count)s aux accents douteux, comme d'un fichier de Mac (lignes %(first)s) : relisez-les, ou enregistrez le fichier en UTF-8"
                )
                % _lines(self.doubtful)
            )
        if self.joined:
            told.append(
                _(
                    "%(count)s à cheval sur plusieurs lignes du fichier (à partir des lignes %(first)s) : si ce n'est pas voulu, un guillemet n'y est pas refermé"
                )
                % _lines(self.joined)
            )
        if self.merged:
            told.append(
                _("%(count)s : seule la première case d'un groupe a une valeur")
                % {
                    "count": counted(
                        self.merged, _("groupe de cellules fusionnées"), _("groupes de cellules fusionnées")
                    )
                }
            )
        return told


def _lines(numbers: list[int]) -> dict[str, str]:
    """How many lines, and the first of them."""
    first = ", ".join(str(number) for number in numbers[:5])
    return {
        "count": counted(len(numbers), _("ligne"), _("lignes")),
        "first": first + (", …" if len(numbers) > 5 else ""),
    }
