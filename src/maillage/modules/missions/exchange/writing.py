"""The spreadsheet of a plan: typed days, plain words, and text that no spreadsheet will compute."""

import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from maillage.kit.clock import local
from maillage.kit.text import long_date
from maillage.modules.missions.adapters import View
from maillage.modules.missions.exchange.rows import Lines
from maillage.modules.missions.exchange.sheets import README, SHEETS, UNKNOWN, Kind, Row, Sheet
from maillage.modules.missions.models import ModeDefinition, Plan


def workbook(plan: Plan, found: Lines, view: View, *, at: datetime) -> bytes:
    """The file, to give as it is. ``at``: when it is made."""
    written = io.BytesIO()
    # No text becomes a formula, a link or a number because of how it begins.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, {**options, "in_memory": True}) as book:
        book.set_properties({"title": plan.title, "created": at.replace(tzinfo=None)})
        looks = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
        }
        _readme(book.add_worksheet(README), plan, view, looks, at)
        for sheet in SHEETS:
            _sheet(book, sheet, found[sheet.code], looks)
    return written.getvalue()


def _readme(page: Worksheet, plan: Plan, view: View, looks: dict[str, Format], at: datetime) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 96, looks["text"])
    page.write_string(0, 0, plan.title, looks["title"])
    for number, (title, words) in enumerate(_explained(plan, view, at), 2):
        page.write_string(number, 0, title, looks["head"] if title else None)
        page.write_string(number, 1, words, looks["text"])


def _explained(plan: Plan, view: View, at: datetime) -> Sequence[tuple[str, str]]:
    known_at = local(view.known_at or at)
    modes = [
        (row.letter, f"{row.label}. {row.definition}") for row in ModeDefinition.objects.order_by("letter")
    ]
    return (
        (_("Schéma"), plan.slug),
        (_("Faits jusqu'au"), _("toutes les dates") if view.day == date.max else long_date(view.day)),
        (
            _("Tels qu'on les savait le"),
            f"{long_date(known_at.date())}, {known_at.hour} h {known_at.minute:02d}",
        ),
        (
            _("Projections"),
            _("comprises") if view.projections else _("non comprises"),
        ),
        ("", ""),
        (
            "Structure",
            _(
                "Une ligne par état d'une mission : son libellé et sa place à partir d'un jour. « Sous » est le code de ce qui la contient."
            ),
        ),
        (
            "Modes",
            _(
                "Une ligne par mode daté. Une ligne « ? » est à remplir : la lettre, ce que le mode demande, « Depuis », « Nature » et « Source »."
            ),
        ),
        ("Annotations", _("Les notes portées par une carte, ou par certaines de ses boîtes.")),
        ("Titulaires", _("Qui tient une mission ou un thème, et pour le compte de qui.")),
        (
            "Parts",
            _(
                "Ce qui se fait localement et ce qui se fait en région, à partir d'un jour. Là où la fonction le demande, un nouveau macro-processus a aussi sa ligne ici."
            ),
        ),
        (
            _("Pour importer"),
            _(
                "Changez ou ajoutez des lignes, puis envoyez le fichier : rien n'est écrit avant que vous ayez relu ce qu'il changerait. Retirer une ligne ne retire rien du schéma."
            ),
        ),
        (
            _("Une même ligne"),
            _(
                "Même code et même « Depuis » : la ligne est corrigée. Un autre jour : un changement de plus, l'ancien reste."
            ),
        ),
        (_("Plusieurs valeurs"), _("Séparez-les par un point-virgule.")),
        (_("Dates"), _("jj/mm/aaaa. Vide dans « Depuis » : avant tout ce qui est daté.")),
        ("", ""),
        (_("Les modes"), _("Cinq modes, par ordre de lettre ; aucun n'est meilleur qu'un autre.")),
        *modes,
        (UNKNOWN, _("Mode non renseigné.")),
    )


def _sheet(book: Workbook, sheet: Sheet, rows: Sequence[Row], looks: dict[str, Format]) -> None:
    page = book.add_worksheet(sheet.title)
    page.freeze_panes(1, 0)
    for column, one in enumerate(sheet.columns):
        page.set_column(column, column, one.width)
        page.write_string(0, column, str(one.title), looks["head"])
        if one.words is not None and one.kind is Kind.CHOICE and rows:
            words = [str(label) for label in one.words.labels]
            page.data_validation(
                1, column, len(rows) + 500, column,
                {"validate": "list", "source": words, "ignore_blank": True, "error_type": "warning"},
            )  # fmt: skip
    for number, row in enumerate(rows, 1):
        for column, one in enumerate(sheet.columns):
            _cell(page, number, column, row.values[one.name], one.kind, looks)
    if rows:
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)


def _cell(
    page: Worksheet, number: int, column: int, value: str, kind: Kind, looks: dict[str, Format]
) -> None:
    if not value:
        return
    if kind is Kind.DAY:
        page.write_datetime(
            number, column, datetime.combine(date.fromisoformat(value), datetime.min.time()), looks["day"]
        )
    elif kind is Kind.NUMBER:
        page.write_number(number, column, int(value), looks["text"])
    else:
        page.write_string(number, column, value, looks["text"])
