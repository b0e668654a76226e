"""A partner sends schemes, or what changed in them, by file."""

import csv
import datetime
import io
import json

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.schemes import operations, queries
from maillage.modules.schemes.formats import fields
from maillage.modules.schemes.formats.words import with_article
from maillage.modules.schemes.models import Scheme, SchemeRule
from maillage.modules.schemes.operations import loading
from maillage.shared.directory.models import Organization

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


def test_an_identifier_already_taken_by_another_scheme_is_refused(demonstration, partner):
    fault = read(partner({"id": "accelerateur-des-possibles"})).errors[0]
    assert (fault.code, fault.where.line, fault.where.column) == ("other-scheme", 2, "id")
    title = Scheme.objects.get(slug="accelerateur-des-possibles").title
    assert fault.sentence == (
        f"L'identifiant «\u00a0accelerateur-des-possibles\u00a0» est déjà celui de «\u00a0{title}\u00a0»."
    )


@pytest.mark.requirement("H-039")
def test_a_scheme_that_a_partner_updates_says_so_and_the_next_init_keeps_the_update(demonstration, partner):
    before = Scheme.objects.get(slug="accelerateur-des-possibles")
    row = {"id": before.slug, "titre": before.title, "date_cloture": "2027-06-30"}
    accept(partner(row))
    loading.load_network_programmes(actor=TERMINAL, at=clock.now())
    after = Scheme.objects.get(slug=before.slug)
    assert after.closes_on == datetime.date(2027, 6, 30)
    assert after.source == f"{before.source}, mis à jour par le fichier d'un partenaire le 1er octobre 2026"
    assert after.rules.get(withdrawn_at=None).source.startswith("Fichier d'un partenaire")
    assert read(partner(row)).count("unchanged") == 1


def test_a_partner_who_changes_nothing_does_not_become_the_source(demonstration):
    row = exported("demo-coup-de-pouce-creation")
    source = Scheme.objects.get(slug=row["id"]).source
    row["eligibilite"] = row["eligibilite"].rsplit("\n\n", 1)[0]
    accept(written(row))
    assert Scheme.objects.get(slug=row["id"]).source == source


def test_a_packaged_scheme_is_loaded_again_only_when_its_own_record_changed(demonstration):
    slug = "accelerateur-des-possibles"
    Scheme.objects.filter(slug=slug).update(promise="Écrite par une personne")
    assert loading.load_network_programmes(actor=TERMINAL, at=clock.now()).changed == 0
    Scheme.objects.filter(slug=slug).update(loaded_digest="empreinte d'une fiche plus ancienne")
    assert loading.load_network_programmes(actor=TERMINAL, at=clock.now()).changed == 1
    assert Scheme.objects.get(slug=slug).promise == ""


def test_an_identifier_of_the_demonstration_is_refused_to_anything_else(demonstration, partner):
    fault = read(partner({"id": "demo-bourse"})).errors[0]
    assert (fault.code, fault.where.column) == ("reserved", "id")
    assert "réservé à la démonstration" in fault.sentence


@pytest.mark.parametrize("code", ["DEP-2A", "COM-2A004", "REG-32|DEP-2B"])
def test_a_code_with_a_letter_is_told_how_corsica_is_written(demonstration, partner, code):
    fault = read(partner({"eligibilite_geographique": code})).errors[0]
    assert (fault.code, fault.where.column) == ("corsica", "eligibilite_geographique")
    assert "REG-94" in fault.way_out and "eligibilite" in fault.way_out


def test_the_old_code_of_a_commune_becomes_the_commune_of_today_with_a_warning(demonstration, partner):
    previewed = accept(partner({"eligibilite_geographique": "COM-59298"}))
    told = next(w for w in previewed.warnings if w.column == "eligibilite_geographique")
    assert "59298" in told.sentence
    rule = SchemeRule.objects.get(scheme__slug="bourse-export")
    assert rule.eligibility["all"][0] == {"is": "territory", "within": "com:59350"}


def test_the_code_of_a_split_commune_is_refused_with_its_candidates(demonstration, partner):
    fault = read(partner({"eligibilite_geographique": f"COM-{SPLIT}"})).errors[0]
    assert (fault.code, fault.where.column) == ("split_commune", "eligibilite_geographique")
    assert "60509" in fault.sentence and "60587" in fault.sentence


def test_a_wrong_siren_is_refused_by_line_and_column(demonstration, partner):
    fault = read(partner({"porteurs": bearer("123456789")})).errors[0]
    assert (fault.code, fault.where.line, fault.where.column) == ("siren", 2, "porteurs")
    assert "clé de contrôle" in fault.sentence


def test_a_siren_is_kept_and_leaves_with_the_export(demonstration, partner):
    accept(partner({"porteurs": bearer("200 053 742")}))
    assert Organization.objects.get(slug="region-hauts-de-france").siren == "200053742"
    assert '"siren": "200053742"' in exported("bourse-export")["porteurs"]
    assert read(partner({"porteurs": bearer("200053742")})).count("unchanged") == 1


def test_a_siren_that_contradicts_the_directory_is_refused(demonstration, partner):
    Organization.objects.filter(slug="region-hauts-de-france").update(siren="200053742")
    contrary = read(partner({"porteurs": bearer("356000000")})).errors[0]
    assert (contrary.code, contrary.where.column) == ("directory.siren", "porteurs")
    assert "200053742" in contrary.sentence
    taken = read(partner({"porteurs": bearer("200053742", "Un autre organisme")})).errors[0]
    assert "Région Hauts-de-France" in taken.sentence


def test_a_closing_before_the_opening_is_said_with_its_column(demonstration, partner):
    fault = read(partner({"date_ouverture": "2026-12-01", "date_cloture": "2026-11-30"})).errors[0]
    assert fault.where.column == "date_cloture"
    assert fault.sentence == "Le dernier jour tombe avant l'ouverture."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Région Hauts-de-France", "la Région Hauts-de-France"),
        ("Agence de l'eau Artois-Picardie", "l'Agence de l'eau Artois-Picardie"),
        ("Département du Nord", "le Département du Nord"),
        ("ADEME", "ADEME"),
        ("Régions de France", "Régions de France"),
    ],
)
def test_a_body_is_named_with_its_article(name, said):
    assert with_article(name) == said


def test_the_conditions_of_a_partner_are_confirmed_with_a_named_body(demonstration, partner):
    accept(partner())
    assert "auprès de la Région Hauts-de-France" in exported("bourse-export")["eligibilite"]


SPLIT = "60606"


def bearer(siren: str, name: str = "Région Hauts-de-France") -> str:
    return json.dumps([{"nom": name, "siren": siren, "roles": ["financeur"]}])
