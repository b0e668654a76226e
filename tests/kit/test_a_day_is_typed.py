"""A day that does not exist is said as such, with what to do, in every form of the house."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from maillage.kit.fields.days import DayField
from maillage.shared.access.forms import RoleForm
from maillage.shared.audit.forms import Between
from maillage.shared.directory.forms.typing import day
from maillage.shared.privacy.forms import DurationForm, RequestForm
from maillage.shared.programs.forms import TokenForm
from maillage.shared.sources.forms import source_on


@pytest.mark.parametrize("text", ["2026-03-31", "31/03/2026", "31.3.2026", " 31-03-2026 "])
def test_a_day_is_read_as_browsers_and_people_write_it(text: str) -> None:
    assert DayField().clean(text) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-31", "Le 31 février 2026 n'existe pas : ce mois finit le 28. Corrigez"),
        ("31/02/2028", "Le 31 février 2028 n'existe pas : ce mois finit le 29. Corrigez"),
        ("01/13/2026", "Il n'y a pas de mois n° 13. Corrigez"),
        ("0206-01-01", "L'année 206 n'est pas de celles que l'on note ici. Corrigez"),
        ("bientôt", "« bientôt » n'est pas une date. Écrivez-la jj/mm/aaaa"),
        ("", "Il manque le jour. Donnez-le"),
    ],
)
def test_what_is_no_day_is_said_with_what_to_do(text: str, sentence: str) -> None:
    with translation.override("fr"), pytest.raises(ValidationError) as refused:
        DayField().clean(text)
    assert sentence in refused.value.messages[0].replace("\u00a0", " ")


def test_every_form_of_the_house_asks_for_days_with_this_field() -> None:
    asked = [
        day("Depuis"),
        source_on(),
        *(form.base_fields["since"] for form in (RoleForm, DurationForm)),
        RequestForm.base_fields["received_on"],
        Between.base_fields["depuis"],
        TokenForm.base_fields["expires_on"],
    ]
    assert all(isinstance(field, DayField) for field in asked)


def test_a_field_left_empty_says_what_is_missing_and_that_the_rest_is_kept() -> None:
    from maillage.modules.missions.forms.scenarios import DropScenario

    with translation.override("fr"):
        form = DropScenario({}, on=date(2026, 11, 21))
        said = form.errors["reason"][0].replace("\u00a0", " ")
    assert said == "Il manque « Pourquoi il est abandonné ». Écrivez-le ; le reste est gardé."
