"""The form of a token gives nothing that nobody chose: neither an organisation, nor the whole territory."""

from datetime import timedelta
from typing import Any

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.shared.directory.models import Organization
from maillage.shared.programs import operations
from maillage.shared.programs.forms import TokenForm


def sent(organization: Organization, /, **given: Any) -> TokenForm:
    """The form, filled with a role of officer, and what the test gives."""
    whole = {
        "label": "Logiciel fictif",
        "organization": organization.pk,
        "scopes": ["inquiries:read"],
        "role": "officer",
        "expires_on": "2027-05-01",
    }
    return TokenForm(whole | given)


def test_the_organisation_is_chosen(organization: Organization) -> None:
    assert not TokenForm()["organization"].value()
    assert "organization" in sent(organization, organization="").errors


def test_an_empty_perimeter_is_not_the_whole_territory(organization: Organization) -> None:
    form = sent(organization)

    assert not form.is_valid()
    assert "Sans limite de territoire" in form.errors["perimeter"][0]


@pytest.mark.parametrize("given", [{"everywhere": "on"}, {"perimeter": "dep:59"}])
def test_a_role_says_its_territory_or_that_it_has_no_limit(
    organization: Organization, given: dict[str, str]
) -> None:
    form = sent(organization, **given)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["perimeter"] == given.get("perimeter", "")
    assert "everywhere" not in form.cleaned_data


def test_both_are_one_too_many(organization: Organization) -> None:
    assert "everywhere" in sent(organization, everywhere="on", perimeter="dep:59").errors


def test_a_program_that_reads_what_everyone_reads_has_no_territory(organization: Organization) -> None:
    assert sent(organization, role="").is_valid()


def test_a_territory_without_a_role_limits_nothing_and_is_refused(organization: Organization) -> None:
    with pytest.raises(Refused) as refused:
        operations.make_token(
            "Logiciel fictif",
            organization.pk,
            scopes=("inquiries:read",),
            perimeter="dep:59",
            expires_on=clock.today() + timedelta(days=90),
            at=clock.now(),
            actor=TERMINAL,
        )
    assert refused.value.field == "perimeter"
