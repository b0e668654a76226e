"""Each night, companies noted these days are compared with the network; people judge."""

import datetime

import pytest
from tests.modules.crm.importing.test_import_a_file import AT, amina, company

from maillage.kit.actor import SCHEDULE
from maillage.modules.crm.importing.doubles import propose_doubles
from maillage.modules.crm.models import Company, Establishment
from maillage.shared.audit.models import Entry
from maillage.shared.matching.models import DoubtfulPair

__all__ = ("amina",)


def proposed() -> list[set[str]]:
    return [{one.left, one.right} for one in DoubtfulPair.objects.order_by("pk")]


@pytest.mark.requirement("H-073")
def test_a_company_typed_again_is_proposed_to_people_once(amina):
    one = company("Menuiserie Clairfictif", amina, siren="000000018", values={"commune": "59350"})
    again = company("MENUISERIE CLAIRFICTIFS", amina, values={"commune": "59350"})
    company("Fournil Zorgamirlou", amina, values={"commune": "44109"})

    assert propose_doubles(at=AT, actor=SCHEDULE) == 1
    assert proposed() == [{one.public_id, again.public_id}]
    assert propose_doubles(at=AT, actor=SCHEDULE) == 1
    assert len(proposed()) == 1


def test_two_numbers_are_two_companies_and_what_is_invented_is_apart(amina):
    company("Menuiserie Clairfictif", amina, siren="000000018", values={"commune": "59350"})
    company("Menuiserie Clairfictif", amina, siren="888123403", values={"commune": "59350"})
    made_up = company("Atelier Balibadine", amina, values={"commune": "59350"})
    company("Atelier Balibadine SARL", amina, values={"commune": "59350"})
    Company.objects.filter(pk=made_up.pk).update(is_fictional=True)

    assert propose_doubles(at=AT, actor=SCHEDULE) == 0
    assert proposed() == []


def test_companies_of_before_are_not_compared_again(amina):
    for name in ("Menuiserie Clairfictif", "Menuiserie Clairfictifs"):
        company(name, amina, values={"commune": "59350"})

    assert propose_doubles(at=AT + datetime.timedelta(days=5), actor=SCHEDULE) == 0


def test_a_company_of_many_places_hides_no_other_and_the_strongest_reasons_are_told(amina):
    before = company("Menuiserie Clairfictif", amina, values={"commune": "59350"})
    Company.objects.filter(pk=before.pk).update(public_id="zzz", created_at=AT - datetime.timedelta(days=30))
    wide = company("Menuiserie Clairfictif", amina, values={"commune": "59350"})
    for code in (*("59350",) * 6, "59512"):
        Establishment.objects.create(company=wide, commune=code, origin="officer", as_of=AT.date())

    assert propose_doubles(at=AT, actor=SCHEDULE) == 1
    found = DoubtfulPair.objects.get()
    assert {found.left, found.right} == {wide.public_id, "zzz"}
    assert "même commune" in str(found.reasons)


def test_comparing_holds_no_lock_and_a_night_without_pairs_writes_nothing(amina):
    company("Fournil Zorgamirlou", amina, values={"commune": "44109"})

    assert propose_doubles(at=AT, actor=SCHEDULE) == 0
    assert not Entry.objects.filter(operation="crm.propose_doubles").exists()
