"""A day that a person types or picks: one field for every form, that says which day does not exist and what to do."""

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit.text import long_date, typed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIRST_YEAR, LAST_YEAR = 1800, 2200
"""Years that a form takes: out of them, a figure was mistyped."""
FRENCH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


class DayField(forms.DateField):
    """A day, written 2026-03-31 by browsers and 31/03/2026 by people."""

    def __init__(
        self,
        *,
        label: "str | _StrPromise" = "",
        required: bool = True,
        help_text: "str | _StrPromise" = "",
        initial: Any = None,
    ) -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            initial=initial,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"required": gettext_lazy("Il manque le jour. Donnez-le ; le reste est gardé.")},
        )

    def to_python(self, value: Any) -> date | None:
        """The day, None when nothing is typed. Raises ValidationError: the day does not exist, or it is no day."""
        if value in self.empty_values or isinstance(value, date):
            found: date | None = super().to_python(value)
            return found
        text = typed(str(value))
        if read := FRENCH.fullmatch(text):
            return _day(int(read[3]), int(read[2]), int(read[1]))
        if read := ISO.fullmatch(text):
            return _day(int(read[1]), int(read[2]), int(read[3]))
        raise ValidationError(
            _("« %(text)s » n'est pas une date. Écrivez-la jj/mm/aaaa, par exemple 31/03/2026."),
            code="invalid",
            params={"text": text[:40]},
        )


def _day(year: int, month: int, number: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(
            _("L'année %(year)d n'est pas de celles que l'on note ici. Corrigez l'année."),
            code="year",
            params={"year": year},
        )
    if not 1 <= month <= 12:
        raise ValidationError(
            _("Il n'y a pas de mois n° %(month)d. Corrigez le mois, de 1 à 12."),
            code="month",
            params={"month": month},
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= number <= last:
        raise ValidationError(
            _(
                "Le %(number)d %(month)s n'existe pas : ce mois finit le %(last)d. Corrigez le jour ou le mois."
            ),
            code="no_such_day",
            params={"number": number, "month": _month(year, month), "last": last},
        )
    return date(year, month, number)


def _month(year: int, month: int) -> str:
    """« février 2026 »."""
    return long_date(date(year, month, 2)).removeprefix("2 ")
