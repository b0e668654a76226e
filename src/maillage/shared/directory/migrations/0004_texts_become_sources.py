"""The sources of the directory, from the texts of its rows. Both ways: the texts stay where they are."""

from django.db import migrations

from maillage.shared.sources import adopting

MODELS = ("Organization", "OrganizationName", "Unit", "UnitName", "Service")


def cite(apps, schema_editor):
    source = apps.get_model("sources", "Source")
    for name in MODELS:
        adopting.cite_texts(source, apps.get_model("directory", name))


def forget(apps, schema_editor):
    adopting.forget((apps.get_model("directory", name), "cited") for name in MODELS)


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_facts_say_what_they_rest_on")]
    operations = [migrations.RunPython(cite, forget)]
