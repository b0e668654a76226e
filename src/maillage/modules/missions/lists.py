"""Lists of the mission map as files that a spreadsheet opens. Modes are listed by letter and name, never ranked (S-014)."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.sheets import BOM, line
from maillage.modules.missions.queries.shapes import ModeShown, Origin, SideBySide
from maillage.modules.missions.queries.who import Doing, HeldLine


def doing(found: Doing) -> str:
    """What an organisation does: a line a mission, those that name it first."""
    heading = line(
        _("Schéma"), _("Fonction"), _("Domaine"), _("Niveau"), _("Code"), _("Mission"), _("Lettre"), _("Mode"),
        _("Ce qu'en est l'organisme"), _("Confirmé ou enregistré"), _("Le"), _("Source"),
    )  # fmt: skip
    rows = (
        line(
            one.plan,
            one.function,
            one.domain,
            one.level_label,
            one.code,
            one.label,
            one.mode.letter,
            mode_words(one.mode),
            ", ".join(one.parts) or _("rien ne le nomme"),
            _("confirmé") if one.confirmed else _("enregistré"),
            _day(one.checked),
            _source(one.origin),
        )
        for one in (*found.named, *found.others)
    )
    return BOM + heading + "".join(rows)


def held(found: tuple[HeldLine, ...]) -> str:
    """Who holds missions, for whom: a line a mission."""
    unsaid = _("non renseigné")
    heading = line(
        _("Schéma"), _("Fonction"), _("Domaine"), _("Niveau"), _("Mission"), _("Lettre"), _("Mode"), _("Titulaires"),
        _("Pour"), _("Confirmé ou enregistré"), _("Le"), _("Source"),
    )  # fmt: skip
    rows = (
        line(
            one.plan,
            one.function,
            one.domain,
            one.level_label,
            one.label,
            one.mode.letter,
            mode_words(one.mode),
            ", ".join((*one.holders, *one.delegated)) or unsaid,
            ", ".join(one.beneficiaries) or unsaid,
            _("confirmé") if one.confirmed else _("enregistré"),
            _day(one.checked),
            _source(one.origin),
        )
        for one in found
    )
    return BOM + heading + "".join(rows)


def dates(found: SideBySide) -> str:
    """The stops of a function side by side: a line a box, a column a stop (S-017)."""
    heading = line(
        _("Domaine"), _("Code"), _("Macro-processus"), *(f"{stop.day:%d/%m/%Y}" for stop in found.stops)
    )
    rows = (
        line(
            row.domain,
            row.code,
            row.label,
            *(
                f"{cell.mode.letter} ({mode_words(cell.mode)})" if cell.mode else cell.words
                for cell in row.cells
            ),
        )
        for row in found.rows
    )
    return BOM + heading + "".join(rows)


def mode_words(mode: ModeShown) -> str:
    """The name of a mode, with what is to be said of it."""
    said = [mode.label]
    if mode.inherited_from:
        said.append(_("repris de %(coarser)s") % {"coarser": mode.inherited_from})
    if mode.last_known:
        said.append(_("dernier connu : %(mode)s") % {"mode": mode.last_known})
    return ", ".join([*said, *mode.missing])


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _source(origin: Origin | None) -> str:
    return ", ".join(part for part in (origin.title, origin.evidence) if part) if origin else ""
