"""The sources of the catalogue, from the texts of its rows. Both ways: the texts stay where they are."""

from django.db import migrations
from django.db.models import F

from maillage.shared.sources import adopting

MODELS = ("Theme", "Objective", "SchemeRule", "Envelope")


def cite(apps, schema_editor):
    source = apps.get_model("sources", "Source")
    scheme = apps.get_model("schemes", "Scheme")
    adopting.cite_texts(source, scheme, dated="source_date")
    adopting.cite_texts(source, scheme, text="family_source", key="family_cited")
    rule = apps.get_model("schemes", "SchemeRule")
    # A rule that names the source of its scheme rests on that very one, with its date.
    same = rule.objects.filter(cited__isnull=True, source=F("scheme__source")).exclude(source="")
    for cited in list(same.order_by().values_list("scheme__cited", flat=True).distinct()):
        rows = same.filter(scheme__cited=cited).values("pk")
        rule.objects.filter(pk__in=rows).update(cited=cited)
    for name in MODELS:
        adopting.cite_texts(source, apps.get_model("schemes", name))


def forget(apps, schema_editor):
    adopting.forget((apps.get_model("schemes", name), "cited") for name in ("Scheme", *MODELS))
    adopting.forget([(apps.get_model("schemes", "Scheme"), "family_cited")])


class Migration(migrations.Migration):
    dependencies = [("schemes", "0003_facts_say_what_they_rest_on")]
    operations = [migrations.RunPython(cite, forget)]
