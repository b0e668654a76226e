"""Real programmes come in by a file, with their conventions written."""

import datetime
from pathlib import Path

import maillage
from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.schemes import operations, queries
from maillage.modules.schemes.formats.programmes import CONVENTION
from maillage.modules.schemes.models import Scheme, SchemeRule

ON = datetime.date(2026, 11, 21)
FILE = Path(maillage.__file__).parent / "data" / "network" / "programmes.csv"


def read(content: bytes, name: str = "programmes.csv") -> operations.Preview:
    return operations.preview(content, name=name, format="programmes", on=ON)


def test_the_real_programmes_are_already_there_and_a_second_import_changes_nothing(demonstration):
    previewed = read(FILE.read_bytes())
    assert (len(previewed.lines), previewed.count("unchanged"), previewed.errors) == (130, 130, ())


def test_a_programme_says_the_convention_its_family_comes_from(demonstration):
    page = queries.get("accelerateur-des-possibles", on=ON)
    assert page.family_source == CONVENTION
    assert page.card.family.code == "economic_development"
    assert [public.code for public in page.card.publics] == ["companies"]


def test_only_validity_size_legal_category_and_region_decide(demonstration):
    kinds = {
        leaf["is"]
        for rule in SchemeRule.objects.filter(scheme__origin="programmes").values_list(
            "eligibility", flat=True
        )
        for part in (rule or {"all": []})["all"]
        for leaf in [part.get("not", part)]
    }
    assert kinds == {"territory", "headcount", "micro_entrepreneur", "legal_category"}


def test_departments_add_to_the_regions(demonstration):
    rules = SchemeRule.objects.filter(scheme__origin="programmes").values_list("eligibility", flat=True)
    within = {
        part["within"] for rule in rules if rule for part in rule["all"] if part.get("is") == "territory"
    }
    assert any("dep:40" in text and "reg:75" in text for text in within)
    assert any("ctom:988" in text for text in within)


def test_a_programme_past_its_end_is_kept_and_told_as_expired(demonstration):
    page = queries.get("accelerateur-des-possibles", on=ON)
    assert page.card.validity.state == "expired"
    assert page.card.validity.sentence == "Ouvert du 1er janvier 2025 au 10 septembre 2026"


def test_a_tax_credit_has_no_instrument(demonstration):
    programmes = Scheme.objects.filter(origin="programmes")
    credits = [s for s in programmes if s.details["Nature, selon la source"] == "avantage fiscal"]
    assert len(credits) == 10
    assert {credit.instrument for credit in credits} == {""}


def test_an_import_creates_what_is_new_and_changes_what_differs(demonstration, programme):
    operations.apply(read(programme()), actor=TERMINAL, at=clock.now())
    previewed = read(programme({"titre": "Essai renommé"}, {"id": "second", "titre": "Second"}))
    assert [(line.slug, line.effect, line.fields) for line in previewed.lines] == [
        ("essai", "changed", ("titre",)),
        ("second", "created", ()),
    ]
    assert Scheme.objects.get(slug="essai").title == "Essai"
    operations.apply(previewed, actor=TERMINAL, at=clock.now())
    assert sorted(Scheme.objects.filter(slug__in=["essai", "second"]).values_list("title", flat=True)) == [
        "Essai renommé",
        "Second",
    ]


def test_a_changed_rule_is_withdrawn_and_recorded_anew(demonstration, programme):
    operations.apply(read(programme({"effectif_max": "49"})), actor=TERMINAL, at=clock.now())
    operations.apply(read(programme({"effectif_max": "99"})), actor=TERMINAL, at=clock.now())
    old, new = SchemeRule.objects.filter(scheme__slug="essai").order_by("pk")
    assert old.withdrawn_at is not None
    assert (old.eligibility["all"][0]["max"], new.eligibility["all"][0]["max"]) == (49, 99)


def test_an_organisation_cited_by_two_spellings_is_one(demonstration, programme):
    previewed = read(programme({"operateur_contact": "ademe"}))
    operations.apply(previewed, actor=TERMINAL, at=clock.now())
    assert queries.get("essai", on=ON).card.contact.name == "ADEME"
