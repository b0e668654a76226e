"""When the end of a fact about means was said, by whom and why: what was known before it stays readable."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FACTS = (
    "deployment",
    "hosting",
    "managementdelegation",
    "masterplan",
    "masterplanitem",
    "optionstudy",
    "partialassignment",
    "pooledskill",
    "resultstatement",
    "studycandidate",
    "studydecision",
    "studyoption",
    "tool",
    "toolmode",
    "usage",
    "yearlycost",
)
HAS_ITS_REASON = "managementdelegation"


def _added(model: str, name: str, field: models.Field) -> migrations.AddField:
    return migrations.AddField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("means", "0002_usages_costs_delegations_and_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            _added(
                one,
                "ended_at",
                models.DateTimeField(blank=True, null=True, verbose_name="fin enregistrée le"),
            )
            for one in FACTS
        ),
        *(
            _added(
                one,
                "ended_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="fin enregistrée par",
                ),
            )
            for one in FACTS
        ),
        *(
            _added(
                one,
                "end_reason",
                models.CharField(blank=True, max_length=300, verbose_name="raison de la fin"),
            )
            for one in FACTS
            if one != HAS_ITS_REASON
        ),
    ]
