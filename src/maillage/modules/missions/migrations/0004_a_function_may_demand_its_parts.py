from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('missions', '0003_keep_what_a_spreadsheet_changed'),
    ]

    operations = [
        migrations.AddField(
            model_name='mission',
            name='demands_parts',
            field=models.BooleanField(default=False, help_text='chaque macro-processus de cette fonction dit sa part locale et sa part régionale (S-056)', verbose_name='parts à dire'),
        ),
    ]
