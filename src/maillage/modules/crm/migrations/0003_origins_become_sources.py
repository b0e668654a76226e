"""The sources of what is known of companies, from the origin and the day of each value. Both ways: these stay."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import TruncDate

from maillage.modules.crm.origins import quoted
from maillage.shared.sources import adopting

MODELS = ("Company", "Establishment", "CompanyValue")


def cite(apps, schema_editor):
    source = apps.get_model("sources", "Source")
    for name in MODELS:
        model = apps.get_model("crm", name)
        company = name == "Company"
        day = TruncDate("created_at") if company else F("as_of")
        fictional = F("is_fictional" if company else "company__is_fictional")
        rows = model.objects.filter(cited__isnull=True).annotate(known_on=day, invented=fictional).order_by()
        for origin, invented, on in list(rows.values_list("origin", "invented", "known_on").distinct()):
            said = quoted(origin, fictional=invented, on=on)
            if said.title:
                same = rows.filter(origin=origin, invented=invented, known_on=on).values("pk")
                model.objects.filter(pk__in=same).update(cited=adopting.adopt(source, said))


def forget(apps, schema_editor):
    adopting.forget((apps.get_model("crm", name), "cited") for name in MODELS)


class Migration(migrations.Migration):
    dependencies = [("crm", "0002_facts_say_what_they_rest_on")]
    operations = [migrations.RunPython(cite, forget)]
