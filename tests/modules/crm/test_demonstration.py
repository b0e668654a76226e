"""The register of the demonstration is invented, plausible, and the same each time."""

import datetime

import pytest

from maillage.kit import identifiers
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.crm import demo, operations
from maillage.modules.crm.models import Company, CompanyValue, Establishment
from maillage.modules.crm.operations.loading import WORDS
from maillage.shared.nomenclatures.models import Entry
from maillage.shared.territories.models import Territory

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


def load(count=300):
    return operations.load_demonstration(actor=TERMINAL, at=AT, count=count)


def rows():
    return sorted(
        Establishment.objects.values_list("company__siren", "company__name", "siret", "commune", "bracket")
    )


def test_twice_is_like_once(db):
    assert load().created == 300
    before = rows()
    again = load()
    assert (again.created, again.changed, again.unchanged) == (0, 0, 300)
    assert rows() == before


def test_what_was_changed_by_hand_is_brought_back_and_what_was_declared_stays(db):
    load()
    row = Company.objects.get(siren="000000018")
    operations.declare(row, values={"headcount": "8"}, at=AT, actor=TERMINAL)
    Company.objects.filter(pk=row.pk).update(name="Abîmée")
    assert load().changed == 1
    row.refresh_from_db()
    assert row.name == "Menuiserie Clairfictif"
    assert CompanyValue.objects.filter(company=row, field="headcount").count() == 1


def test_every_company_is_fictive_with_a_key_that_holds_and_a_leading_zero(db):
    load()
    for siren, fictional in Company.objects.values_list("siren", "is_fictional"):
        assert fictional
        assert siren.startswith("0")
        assert identifiers.siren(siren) == siren
    for siret, siren in Establishment.objects.values_list("siret", "company__siren"):
        assert identifiers.siret(siret).startswith(siren)


def test_communes_activities_brackets_and_forms_exist(db):
    load()
    communes = set(Territory.objects.filter(kind="com").values_list("code", flat=True))
    known = set(Entry.objects.values_list("nomenclature", "code"))
    for commune, naf, bracket in Establishment.objects.values_list("commune", "naf", "bracket"):
        assert commune in communes
        assert ("naf_rev2", naf) in known
        assert ("headcount_bracket", bracket) in known
    forms = CompanyValue.objects.filter(field="legal_category").values_list("value", flat=True)
    assert {("legal_category", form) for form in forms} <= known


def test_every_named_company_has_its_slug_and_claire_is_in_the_north(db):
    load(count=2)
    place = Establishment.objects.get(company__siren="000000018")
    assert place.commune.startswith("59")
    assert place.bracket == "03"


def test_another_seed_makes_other_companies():
    words = {
        "named": [],
        "beginnings": ["Ba", "Lo"],
        "endings": ["rine", "tule"],
        "signs": ["Chez Personne"],
        "trades": [{"naf": "62.01Z", "words": ["Logiciels"], "size": "small", "weight": 1}],
    }
    made = [list(demo.companies(words, [("59350", 10)], seed=seed, count=5)) for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]


def test_a_key_that_nobody_reads_is_refused_with_its_line(db, tmp_path):
    words = tmp_path / "words.yaml"
    words.write_text(WORDS.read_text("utf-8").replace("crafts: true", "craft: true", 1), "utf-8")
    with pytest.raises(Refused, match="ligne") as refused:
        operations.load_demonstration(actor=TERMINAL, at=AT, path=words)
    assert refused.value.field == "craft"
