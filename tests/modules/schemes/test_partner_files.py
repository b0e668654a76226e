"""A partner sends schemes, or what changed in them, by file."""

import csv
import datetime
import io

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.schemes import operations, queries
from maillage.modules.schemes.formats import fields
from maillage.modules.schemes.models import Scheme, SchemeRule

ON = datetime.date(2026, 11, 21)
FORMAT = "dispositif-aide-professionnels"


def read(content: bytes) -> operations.Preview:
    return operations.preview(content, name="partenaire.csv", format=FORMAT, on=ON)


def accept(content: bytes) -> operations.Preview:
    previewed = read(content)
    assert previewed.errors == ()
    return operations.apply(previewed, actor=TERMINAL, at=clock.now())


def exported(slug: str) -> dict[str, str]:
    content = queries.export(FORMAT, on=ON, slugs=frozenset({slug})).content.decode()
    return next(csv.DictReader(io.StringIO(content)))


def written(row: dict[str, str]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.DictWriter(
        out, [field.name for field in fields.table(FORMAT.replace("-", "_"))], lineterminator="\n"
    )
    table.writeheader()
    table.writerow(row)
    return out.getvalue().encode()


@pytest.mark.requirement("H-003")
def test_a_scheme_without_a_family_comes_in_as_a_draft_that_says_what_it_lacks(demonstration, partner):
    accept(partner())
    scheme = Scheme.objects.get(slug="bourse-export")
    assert scheme.status == "draft"
    assert "une famille" in queries.missing_to_publish(scheme)
    assert all(
        card.slug != "bourse-export" for card in queries.catalogue(queries.CatalogueFilters(), on=ON).schemes
    )


@pytest.mark.requirement("H-039")
def test_owner_and_funder_come_in_as_separate_roles(demonstration, partner):
    accept(partner())
    roles = Scheme.objects.get(slug="bourse-export").roles.values_list("role", "organization__slug")
    assert sorted(roles) == [("funder", "region-hauts-de-france"), ("owner", "region-hauts-de-france")]


@pytest.mark.requirement("H-039")
def test_a_partner_sends_the_new_dates_of_a_scheme_by_file(demonstration):
    row = exported("demo-coup-de-pouce-creation")
    row["eligibilite"] = row["eligibilite"].rsplit("\n\n", 1)[0]
    row["date_cloture"] = "2026-11-30T23:59:59+01:00"
    rules = list(SchemeRule.objects.filter(scheme__slug=row["id"]).values_list("pk", flat=True))
    previewed = accept(written(row))
    assert previewed.lines[0].effect == "changed"
    scheme = Scheme.objects.get(slug=row["id"])
    assert (scheme.closes_on, scheme.status, scheme.family) == (
        datetime.date(2026, 11, 30),
        "published",
        "economic_development",
    )
    assert list(scheme.rules.filter(withdrawn_at=None).values_list("pk", flat=True)) == rules


def test_the_columns_become_a_rule_and_the_prose_stays_to_be_confirmed(demonstration, partner):
    accept(
        partner(
            {
                "eligibilite_geographique_exclusions": "EPCI-200093201",
                "eligibilite_effectif_minimal": "1",
                "eligibilite_effectif_maximal": "49",
                "eligibilite_annees_existence_minimal": "2",
                "eligibilite_categorie_taille_entreprise": "PME",
                "eligibilite_forme_juridique_exclusions": "Entrepreneur individuel",
                "ciblage_naf": "C|62.01Z",
            }
        )
    )
    rule = SchemeRule.objects.get(scheme__slug="bourse-export")
    parts = rule.eligibility["all"]
    assert parts[:4] == [
        {"is": "territory", "within": "(reg:32) - (epci:200093201)"},
        {"is": "headcount", "min": 1, "max": 49},
        {"is": "age", "at_least_months": 24},
        {"not": {"is": "legal_category", "codes": ["1"]}},
    ]
    assert [part["is"] for part in parts[4:]] == ["to_confirm", "to_confirm"]
    assert parts[-1]["about"] == "Réservé aux entreprises qui n'ont jamais exporté."
    assert rule.targeting["all"][0]["codes"] == ["C", "62.01Z"]


@pytest.mark.requirement("H-060")
def test_a_file_without_a_funder_is_flagged(demonstration, partner):
    previewed = read(partner({"porteurs": '[{"nom": "ADEME", "roles": ["instructeur"]}]'}))
    assert any("aucun financeur indiqué" in warning.sentence for warning in previewed.warnings)
    assert not any("aucun financeur" in warning.sentence for warning in read(partner()).warnings)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"description": ""}, "description"),
        ({"cibles": "tout le monde"}, "cibles"),
        ({"porteurs": "Région"}, "porteurs"),
        ({"eligibilite_geographique": "REG-99"}, "eligibilite_geographique"),
        ({"eligibilite_effectif_minimal": "beaucoup"}, "eligibilite_effectif_minimal"),
        ({"date_mise_a_jour": "hier"}, "date_mise_a_jour"),
        ({"promesse": "x" * 181}, "promesse"),
        ({"ciblage_naf": "62.01Y"}, "ciblage_naf"),
    ],
)
def test_what_the_field_table_refuses_is_refused_by_line_and_column(demonstration, partner, change, column):
    fault = read(partner(change)).errors[0]
    assert (fault.where.line, fault.where.column) == (2, column)
    assert fault.way_out


def test_a_column_that_no_longer_agrees_with_the_structured_rule_is_refused(demonstration):
    row = exported("demo-coup-de-pouce-creation") | {"eligibilite_geographique": "REG-52"}
    fault = read(written(row)).errors[0]
    assert (fault.code, fault.where.column) == ("disagrees", "eligibilite_geographique")
    assert "REG-32" in fault.way_out


def test_an_official_column_wins_over_the_structured_paragraph(demonstration):
    row = exported("demo-coup-de-pouce-creation") | {
        "titre": "Démonstration – Nouveau titre",
        "cibles": "associations",
    }
    accept(written(row))
    scheme = Scheme.objects.get(slug=row["id"])
    assert (scheme.title, scheme.publics) == ("Démonstration – Nouveau titre", ["associations"])


def test_a_cut_structured_paragraph_is_refused(demonstration):
    row = exported("demo-coup-de-pouce-creation")
    row["eligibilite"] = row["eligibilite"][:-40]
    assert read(written(row)).errors[0].code == "structured"
