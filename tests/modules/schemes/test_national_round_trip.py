"""What leaves in a national schema comes back the same, and is what the schema asks for."""

import csv
import datetime
import io
import json

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.mesh.models import WantedOverlap
from maillage.modules.schemes import operations, queries
from maillage.modules.schemes.adapters import rows
from maillage.modules.schemes.formats import WRITABLE, fields
from maillage.modules.schemes.formats.reading import Row
from maillage.modules.schemes.models import Objective, Scheme, Theme

ON = datetime.date(2026, 11, 21)


@pytest.mark.parametrize("format", WRITABLE)
@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_an_export_then_import_gives_the_same_catalogue_in_an_empty_one(demonstration, format, suffix):
    before = rows.records()
    assert len(before) > 190
    content = queries.export(format, on=ON, suffix=suffix).content
    WantedOverlap.objects.all().delete()
    Scheme.objects.all().delete()
    Theme.objects.all().delete()
    Objective.objects.all().delete()
    previewed = operations.preview(content, name=f"catalogue.{suffix}", format=format, on=ON)
    assert previewed.errors == ()
    operations.apply(previewed, actor=TERMINAL, at=clock.now())
    assert rows.records() == before


def test_an_export_of_the_same_catalogue_is_the_same_file(demonstration):
    first = queries.export("dispositif-aide", on=ON)
    assert queries.export("dispositif-aide", on=ON).content == first.content


@pytest.mark.parametrize("format", WRITABLE)
def test_an_export_has_the_official_columns_and_meets_the_field_table(demonstration, format):
    schema = fields.table(format.replace("-", "_"))
    table = csv.DictReader(io.StringIO(queries.export(format, on=ON).content.decode()))
    lines = [Row(line=number, values=values) for number, values in enumerate(table, 2)]
    assert table.fieldnames == [field.name for field in schema]
    assert len(lines) == Scheme.objects.count()
    assert list(fields.faults(schema, lines)) == []


def test_a_json_export_has_numbers_lists_and_nulls(demonstration):
    items = json.loads(queries.export("dispositif-aide-professionnels", on=ON, suffix="json").content)
    sizes = [item["eligibilite_effectif_maximal"] for item in items]
    assert {type(size) for size in sizes} == {int, type(None)}
    assert all(isinstance(item["porteurs"], list) for item in items)


def test_the_rule_is_read_as_sentences_before_the_structured_paragraph(demonstration):
    row = exported("demo-coup-de-pouce-creation")
    prose = row["eligibilite"].split("\n\n")[0].splitlines()
    assert prose[0] == "Démonstration\u00a0: ce dispositif est inventé."
    assert "– Être installé dans\u00a0: Hauts-de-France" in prose


def test_corsica_is_written_with_its_region_for_its_departments_have_letters(demonstration):
    written = {row["eligibilite_geographique"] for row in everything()}
    assert any("REG-94" in codes for codes in written)
    assert not any("2A" in codes or "2B" in codes for codes in written)


def test_a_draft_an_archive_and_an_invention_are_told_as_such(demonstration):
    draft = Scheme.objects.filter(status="draft").first()
    assert draft is not None
    assert "Brouillon" in exported(draft.slug)["eligibilite"]


def test_the_only_activities_admitted_are_written_as_the_sectors(demonstration):
    row = exported("demo-volontaire-export")
    assert row["ciblage_naf"] == "C|46|62.01Z"
    assert "tous secteurs" not in row["ciblage_secteur_activite"]
    assert exported("demo-coup-de-pouce-creation")["ciblage_secteur_activite"] == "tous secteurs d'activité"


def test_what_the_schema_cannot_write_is_told_with_the_identifiers(demonstration):
    perimeter, unknown = queries.export(
        "dispositif-aide", on=ON, slugs=frozenset({"demo-coeur-de-ville", "diag-rh", "pret-croissance"})
    ).notes[:2]
    assert perimeter.startswith("1 fiche a un périmètre que le schéma ne sait pas écrire")
    assert "demo-coeur-de-ville" in perimeter
    assert "diag-rh, pret-croissance" in unknown and "PAYS-99100" in unknown


def test_a_scheme_never_checked_is_told_to_bear_the_day_of_the_export(demonstration):
    Scheme.objects.filter(slug="pret-croissance").update(checked_on=None, source_date=None)
    told = queries.export("dispositif-aide", on=ON, slugs=frozenset({"pret-croissance"})).notes[-1]
    assert "n'a pas de date de vérification" in told and "pret-croissance" in told


def test_what_the_schema_can_write_is_exported_without_a_note(demonstration):
    Scheme.objects.filter(slug="demo-coup-de-pouce-creation").update(checked_on=ON)
    only = frozenset({"demo-coup-de-pouce-creation"})
    assert queries.export("dispositif-aide", on=ON, slugs=only).notes == ()


def everything() -> list[dict[str, str]]:
    content = queries.export("dispositif-aide-professionnels", on=ON).content.decode()
    return list(csv.DictReader(io.StringIO(content)))


def exported(slug: str) -> dict[str, str]:
    return next(row for row in everything() if row["id"] == slug)
