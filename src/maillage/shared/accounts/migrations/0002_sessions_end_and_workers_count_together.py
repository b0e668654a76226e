from django.core.management import call_command
from django.db import migrations, models

CACHE = "maillage_cache"


def create_cache(apps, schema_editor):
    """The table of Django's database cache, whatever the settings of the moment say."""
    call_command("createcachetable", CACHE, database=schema_editor.connection.alias, verbosity=0)


def drop_cache(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(CACHE)}")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='is_active',
            field=models.BooleanField(default=True, help_text='non\xa0: ce compte ne permet plus de se connecter', verbose_name='ouvert'),
        ),
        migrations.AddField(
            model_name='user',
            name='sign_outs',
            field=models.PositiveIntegerField(default=0, help_text='une de plus met fin à toutes ses sessions', verbose_name='déconnexions imposées'),
        ),
        migrations.RunPython(create_cache, drop_cache, elidable=False),
    ]
