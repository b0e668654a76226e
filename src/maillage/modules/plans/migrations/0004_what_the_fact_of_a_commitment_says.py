"""What the fact that opened a commitment says, beside the words that people gave it since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_a_report_goes_to_an_assembly")]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="announced",
            field=models.TextField(blank=True, verbose_name="ce que dit le fait de la carte"),
        ),
    ]
