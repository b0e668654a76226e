"""The sources of definitions, from the texts of their rows. Both ways: the texts stay where they are."""

from django.db import migrations

from maillage.shared.sources import adopting


def cite(apps, schema_editor):
    adopting.cite_texts(apps.get_model("sources", "Source"), apps.get_model("glossary", "Term"))


def forget(apps, schema_editor):
    adopting.forget([(apps.get_model("glossary", "Term"), "cited")])


class Migration(migrations.Migration):
    dependencies = [("glossary", "0002_facts_say_what_they_rest_on")]
    operations = [migrations.RunPython(cite, forget)]
