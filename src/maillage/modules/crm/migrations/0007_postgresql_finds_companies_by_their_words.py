from django.db import migrations

from maillage.kit.db.words import indexed

NAME = "companies_by_word"


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX {NAME} ON crm_company USING gin ({indexed('search_name')})")


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    """SQLite reads the names: three hundred thousand take it forty milliseconds."""

    dependencies = [("crm", "0006_companies_are_found_by_their_number")]

    operations = [migrations.RunPython(index, forget)]
