"""Nothing is shown to everyone before it says what it must."""

import pytest
from django.db import IntegrityError, transaction

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.schemes import operations
from maillage.modules.schemes.models import Scheme, SchemeRole
from maillage.shared.directory.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme() -> Scheme:
    body = Organization.objects.create(slug="organisme", name="Organisme")
    draft = Scheme.objects.create(
        slug="essai", title="Essai", family="both", publics=["companies"], origin="import"
    )
    SchemeRole.objects.create(scheme=draft, organization=body, role="contact")
    return draft


def test_a_complete_draft_is_published(scheme):
    assert operations.publish(scheme, actor=TERMINAL).status == "published"


@pytest.mark.requirement("H-003")
def test_a_scheme_without_a_family_is_not_published(scheme):
    Scheme.objects.update(family="")
    with pytest.raises(Refused, match="une famille"):
        operations.publish(scheme, actor=TERMINAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scheme.objects.update(status="published")


@pytest.mark.requirement("H-004")
def test_a_scheme_without_a_public_is_not_published(scheme):
    Scheme.objects.update(publics=[])
    with pytest.raises(Refused, match="un public"):
        operations.publish(scheme, actor=TERMINAL)


def test_a_scheme_that_nobody_answers_for_is_not_published(scheme):
    SchemeRole.objects.all().delete()
    with pytest.raises(Refused, match="un organisme à appeler"):
        operations.publish(scheme, actor=TERMINAL)


@pytest.mark.requirement("H-138")
@pytest.mark.parametrize(
    "contrary",
    [
        {"instrument": "grant", "loan_terms": "7 ans"},
        {"instrument": "financial_instrument", "aid_rate": "40 %"},
    ],
)
def test_a_grant_has_no_loan_terms_and_a_loan_no_rate(scheme, contrary):
    with pytest.raises(IntegrityError), transaction.atomic():
        Scheme.objects.update(**contrary)
