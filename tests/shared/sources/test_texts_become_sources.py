"""The migrations that turn the texts of rows into sources lose nothing, both ways."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps

from maillage.modules.crm.models import Company, CompanyValue
from maillage.modules.inquiries.models import PathwayModel
from maillage.modules.schemes.models import Envelope, Scheme, SchemeRule
from maillage.shared.directory.models import Organization, OrganizationName
from maillage.shared.glossary.models import Term
from maillage.shared.sources.models import Source
from maillage.shared.sources.wording import day_said, kind_said

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 5, 12)


TEXTS = import_module("maillage.shared.sources.migrations.0002_texts_become_sources")


def test_each_text_of_the_directory_becomes_the_source_that_it_names_and_stays() -> None:
    law = Organization.objects.create(slug="a", name="A", source="Code de commerce, article L. 710-1")
    again = Organization.objects.create(slug="b", name="B", source="Code de commerce, article L. 710-1")
    doubt = Organization.objects.create(slug="c", name="C", source="ligne 182")
    silent = Organization.objects.create(slug="d", name="D")
    former = OrganizationName.objects.create(organization=law, name="Z", until=DAY, source="ligne 182")

    TEXTS.cite(apps, None)

    for row in (law, again, doubt, silent, former):
        row.refresh_from_db()
    assert (law.cited, law.cited.kind) == (again.cited, "law")
    assert (doubt.cited, doubt.cited.kind, doubt.cited.title) == (former.cited, "unknown", "ligne 182")
    assert silent.cited is None

    TEXTS.cite(apps, None)
    assert Source.objects.count() == 2
    TEXTS.forget(apps, None)
    assert list(
        Organization.objects.filter(cited=None).order_by("slug").values_list("source", flat=True)
    ) == [
        "Code de commerce, article L. 710-1",
        "Code de commerce, article L. 710-1",
        "ligne 182",
        "",
    ]


def test_a_scheme_and_its_rule_rest_on_the_same_source_with_its_date() -> None:
    scheme = Scheme.objects.create(
        slug="s", title="S", origin="network", source="Une page", source_date=DAY, family_source="Une note"
    )
    undated = Scheme.objects.create(slug="t", title="T", origin="network", source="Une page")
    rule = SchemeRule.objects.create(scheme=scheme, recorded_at=AT, source="Une page")
    other = SchemeRule.objects.create(scheme=scheme, recorded_at=AT, source="Convention du 3 mars 2025")
    envelope = Envelope.objects.create(scheme=scheme, year=2026, amount=1, source="Délibération")

    TEXTS.cite(apps, None)

    for row in (scheme, undated, rule, other, envelope):
        row.refresh_from_db()
    assert (scheme.cited, scheme.cited.dated_on) == (rule.cited, DAY)
    assert (undated.cited.title, undated.cited.dated_on) == ("Une page", None)
    assert (scheme.family_cited.title, envelope.cited.kind) == ("Une note", "deliberation")
    assert (other.cited.kind, other.cited.dated_on) == ("agreement", datetime.date(2025, 3, 3))

    TEXTS.forget(apps, None)
    scheme.refresh_from_db()
    assert (scheme.cited, scheme.family_cited, scheme.source) == (None, None, "Une page")


def test_definitions_and_pathways_cite_too() -> None:
    term = Term.objects.create(slug="mot", name="Mot", source="DGCL, liste au 10 juillet 2025")
    model = PathwayModel.objects.create(code="p", title="P", since=DAY, source="Convention du réseau")
    TEXTS.cite(apps, None)
    term.refresh_from_db()
    model.refresh_from_db()
    assert (term.cited.kind, term.cited.dated_on) == ("register", datetime.date(2025, 7, 10))
    assert model.cited.kind == "agreement"
    TEXTS.forget(apps, None)
    assert not Term.objects.exclude(cited=None).exists()
    assert not PathwayModel.objects.exclude(cited=None).exists()


def test_what_is_known_of_companies_cites_its_register_or_its_declaration_of_the_day() -> None:
    company = Company.objects.create(
        public_id="x",
        name="Fictive",
        identity="none_yet",
        created_at=AT,
        origin="declaration",
        is_fictional=True,
    )
    said = {"company": company, "field": "naf", "value": "1", "recorded_at": AT, "as_of": DAY}
    known = {
        origin: CompanyValue.objects.create(origin=origin, **said)
        for origin in ("register", "declaration", "officer", "partner")
    }

    TEXTS.cite(apps, None)

    for row in (company, *known.values()):
        row.refresh_from_db()
    assert (company.cited.kind, company.cited.dated_on) == ("declaration", AT.date())
    assert (known["register"].cited.kind, known["register"].cited.dated_on) == ("register", DAY)
    assert (known["declaration"].cited.kind, known["declaration"].cited.dated_on) == ("declaration", DAY)
    assert known["officer"].cited is known["partner"].cited is None

    TEXTS.forget(apps, None)
    assert not CompanyValue.objects.exclude(cited=None).exists()
    assert not Company.objects.exclude(cited=None).exists()


@pytest.mark.parametrize(
    "text", ["Décret 2008-1354", "Délibération ; convention", "COG", "dépôt du 12/06/2026", "31/02/2025"]
)
def test_the_migration_reads_a_text_as_whoever_types_it_is_read(text: str) -> None:
    assert TEXTS.kind_said(text) == kind_said(text)
    assert TEXTS.day_said(text) == day_said(text)
