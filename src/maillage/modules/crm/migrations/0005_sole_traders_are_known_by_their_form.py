"""The companies whose legal category is 1000 are natural persons: their name is no longer shown to everyone."""

from django.db import migrations

SOLE_TRADER = "1000"


def mark(apps, schema_editor):
    said = apps.get_model("crm", "CompanyValue").objects.filter(field="legal_category", value=SOLE_TRADER)
    apps.get_model("crm", "Company").objects.filter(pk__in=said.values("company")).update(sole_trader=True)


class Migration(migrations.Migration):
    dependencies = [("crm", "0004_some_companies_are_not_named")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
