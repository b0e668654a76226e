"""The page of a scheme says who does what, the money as written, and the rule as sentences."""

import datetime

import pytest

from maillage.kit.errors import NotVisible
from maillage.modules.schemes import queries
from maillage.modules.schemes.models import Scheme

ON = datetime.date(2026, 11, 21)
pytestmark = pytest.mark.usefixtures("demonstration")


def test_a_draft_and_an_unknown_slug_are_the_same_absence():
    draft = Scheme.objects.filter(status="draft").first()
    for slug in (draft.slug, "jamais-vu"):
        with pytest.raises(NotVisible):
            queries.get(slug, on=ON)


@pytest.mark.requirement("H-039", "H-060")
def test_each_part_is_shown_apart_and_an_empty_one_is_unknown():
    page = queries.get("demo-coup-de-pouce-creation", on=ON)
    roles = {line.role: [o.slug for o in line.organizations] for line in page.roles}
    assert set(roles) == {"owner", "manager", "funder", "examiner", "operator", "contact"}
    assert roles["funder"] and roles["operator"] and roles["funder"] != roles["operator"]
    real = queries.get("accelerateur-des-possibles", on=ON)
    assert {line.role for line in real.roles if not line.organizations} == {
        "owner",
        "manager",
        "funder",
        "examiner",
    }


@pytest.mark.requirement("H-138")
def test_a_grant_shows_a_rate_and_a_financial_instrument_its_terms():
    grant = Scheme.objects.filter(origin="demo", instrument="grant").exclude(aid_rate="").first()
    loan = (
        Scheme.objects.filter(origin="demo", instrument="financial_instrument").exclude(loan_terms="").first()
    )
    labels = {
        slug: [line.label for line in queries.get(slug, on=ON).money] for slug in (grant.slug, loan.slug)
    }
    assert "Taux de l'aide" in labels[grant.slug] and "Conditions du prêt" not in labels[grant.slug]
    assert "Conditions du prêt" in labels[loan.slug] and "Taux de l'aide" not in labels[loan.slug]


def test_the_rule_of_each_period_is_kept_and_read_as_sentences():
    page = queries.get("demo-coup-de-pouce-creation", on=ON)
    current, past = page.versions
    assert (current.current, past.current) == (True, False)
    assert past.period == "Jusqu'au 31 décembre 2025"
    assert page.eligibility == current.eligibility != past.eligibility
    before = queries.get("demo-coup-de-pouce-creation", on=datetime.date(2025, 6, 1))
    assert before.eligibility == past.eligibility


def test_targeting_is_apart_from_eligibility():
    page = queries.get("accelerateur-des-possibles", on=ON)
    assert page.targeting == ("Avoir pour objectif\u00a0: Ressources humaines\u00a0: former, recruter",)
    assert not set(page.targeting) & set(page.eligibility)


def test_what_the_source_does_not_say_is_none():
    page = queries.get("pret-croissance", on=ON)
    assert {line.value for line in page.money} == {None}
    assert page.eligibility == ("Conditions à confirmer auprès de la Région Hauts-de-France",)


@pytest.mark.requirement("S-002")
def test_the_schemes_of_a_chamber_are_listed_part_by_part():
    parts = {
        part.role: [card.slug for card in part.schemes] for part in queries.by_role("cci-mayenne", on=ON)
    }
    assert parts["operator"]
    assert "owner" not in parts
