from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0012_who_noted_a_company_reads_it'),
    ]

    operations = [
        # Of the files made before, nothing tells: they are given to who reads everywhere, and live some days.
        migrations.AddField(
            model_name='companyexport',
            name='read_in',
            field=models.JSONField(blank=True, null=True, verbose_name='fait avec les droits sur'),
        ),
    ]
