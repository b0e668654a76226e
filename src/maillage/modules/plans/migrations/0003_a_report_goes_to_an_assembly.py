"""The general assembly to which the report of a yearly follow-up goes (S-142)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_what_a_locked_follow_up_promised")]

    operations = [
        migrations.AddField(
            model_name="followupcampaign",
            name="assembly_on",
            field=models.DateField(blank=True, null=True, verbose_name="assemblée générale du"),
        ),
        migrations.AddConstraint(
            model_name="followupcampaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("assembly_on__isnull", True))
                | models.Q(("assembly_on__gte", models.F("bureau_on"))),
                name="a_report_goes_to_the_assembly_after_its_bureau",
                violation_error_message="L'assemblée lit le rapport après le Bureau.",
            ),
        ),
    ]
