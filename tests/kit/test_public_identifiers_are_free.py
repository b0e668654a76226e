"""A public identifier is made of a name, and no two rows bear the same."""

import pytest

from maillage.kit.db import slugs
from maillage.shared.directory.models import Organization


@pytest.fixture
def taken(db: None) -> None:
    for slug in ("paie-integree", "paie-integree-2", "paie-integree-locale"):
        Organization.objects.create(slug=slug, name=slug)


def test_a_name_already_borne_takes_the_first_number_that_is_free(taken: None) -> None:
    assert slugs.free(Organization.objects.all(), "Paie intégrée", otherwise="organisme") == "paie-integree-3"
    assert slugs.free(Organization.objects.all(), "Paie", otherwise="organisme") == "paie"


def test_a_name_without_letters_and_a_long_one_still_make_an_identifier(taken: None) -> None:
    assert slugs.free(Organization.objects.all(), "« … »", otherwise="organisme") == "organisme"
    assert slugs.free(Organization.objects.all(), "a-" * 60, otherwise="organisme", most=4) == "a-a"
