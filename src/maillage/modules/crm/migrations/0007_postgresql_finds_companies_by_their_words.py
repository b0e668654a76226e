from django.db import migrations

NAME = "companies_by_word"
WORDS = "to_tsvector('simple'::regconfig, search_name::text)"


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX {NAME} ON crm_company USING gin ({WORDS})")


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    """SQLite reads the names: three hundred thousand take it forty milliseconds."""

    dependencies = [("crm", "0006_companies_are_found_by_their_number")]

    operations = [migrations.RunPython(index, forget)]
