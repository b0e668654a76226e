"""A company of the register does not say again what the register says, and has the last word on it."""

import datetime

import pytest
from django.http import QueryDict

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.crm import operations as crm
from maillage.modules.crm.models import Company, Establishment
from maillage.modules.schemes import company, queries
from maillage.modules.schemes.queries import Situation

ON = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
SIREN, SIRET = "000000018", "00000001800010"
TOLD = "registre de démonstration, 1er octobre 2026"


@pytest.fixture
def register(db):
    return crm.load_demonstration(actor=TERMINAL, at=AT, count=2)


def facts(**said):
    return {fact.key: fact for fact in queries.diagnose(Situation(**said), on=ON, today=ON).company}


@pytest.mark.parametrize("said", [{"siren": SIREN}, {"siret": SIRET}])
def test_a_number_brings_what_the_register_says(register, said):
    known = facts(**said)
    assert {key: fact.code for key, fact in known.items()} == {
        "place": "59392",
        "activity": "43.32A",
        "headcount": "6-9",
        "created_on": "2017-04-03",
        "legal_category": "5499",
        "artisan": "oui",
        "ess": "non",
    }
    assert {fact.origin for fact in known.values()} == {TOLD}
    assert {fact.as_of for fact in known.values()} == {datetime.date(2026, 10, 1)}


def test_a_company_chosen_in_a_list_is_known_by_its_identifier(register):
    known = facts(company=Company.objects.get(siren=SIREN).public_id)
    assert known["place"].code == "59392"


def test_what_the_company_says_wins_and_both_are_readable(register):
    known = facts(siren=SIREN, commune="59350", headcount="8", artisan=False)
    assert (known["place"].code, known["place"].origin) == ("59350", "déclaré")
    assert known["place"].instead == (f"Maubeuge ({TOLD})",)
    assert known["headcount"].instead == (f"entre 6 et 9 salariés ({TOLD})",)
    assert known["artisan"].instead == (f"oui ({TOLD})",)
    assert known["activity"].instead == ()


def test_what_another_visitor_declared_is_not_told_to_the_public(register):
    row = Company.objects.get(siren=SIREN)
    crm.declare(row, values={"turnover": "400000"}, at=AT, actor=TERMINAL)
    assert "turnover" not in facts(siren=SIREN)
    read = queries.diagnose(Situation(siren=SIREN), on=ON, today=ON, actor=TERMINAL).company
    (told,) = [fact for fact in read if fact.key == "turnover"]
    assert told.origin == "déclaré par l'entreprise, 21 novembre 2026"


def test_what_the_register_says_and_cannot_be_is_left_out_and_said(register):
    Establishment.objects.filter(siret=SIRET).update(naf="99.98X", commune="00000")
    found = queries.diagnose(Situation(siren=SIREN), on=ON, today=ON)
    assert {"activity", "place"}.isdisjoint(fact.key for fact in found.company)
    assert len(found.notices) == 2
    assert all(notice.startswith("Registre de démonstration, 1er octobre 2026") for notice in found.notices)


def test_an_unknown_company_is_refused_with_a_way_out(register):
    with pytest.raises(Refused, match="n'est pas connue") as refused:
        facts(company="rien-de-tel")
    assert refused.value.field == "company"


def test_without_a_register_a_number_is_checked_and_said(db):
    found = queries.diagnose(Situation(siret=SIRET), on=ON, today=ON)
    assert "aucun registre d'entreprises n'est chargé" in found.notices[0]
    with pytest.raises(Refused, match="clé de contrôle"):
        facts(siret="00000001800011")


def test_the_page_reads_a_number_in_its_address(register):
    page = company.page(QueryDict(f"siren={SIREN}&effectif=8"), today=ON)
    assert {fact.key for fact in page.diagnosis.company} >= {"place", "activity", "headcount"}
    assert ("siren", SIREN) in page.kept
    assert "place" not in {ask.question.key for ask in page.asks}
