"""Adoptions of frames become dated facts; a draft keeps the frames that it imagines and the missions that it merges or splits."""

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Min

SCENARIO = {
    "blank": True,
    "null": True,
    "on_delete": django.db.models.deletion.CASCADE,
    "related_name": "+",
    "to": "missions.scenario",
    "verbose_name": "scénario",
}
ACCOUNT = {
    "blank": True,
    "null": True,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


def date_what_was_known(apps, schema_editor):
    """An adoption was said with a mode that rests on its frame: it has been known since the first of these."""
    Adoption = apps.get_model("missions", "FrameAdoption")
    ModeRecord = apps.get_model("missions", "ModeRecord")
    first = dict(
        ModeRecord.objects.filter(frames__isnull=False)
        .values_list("frames")
        .annotate(first=Min("recorded_at"))
    )
    for adoption in Adoption.objects.filter(version__in=list(first)):
        adoption.recorded_at = first[adoption.version_id]
        adoption.save(update_fields=["recorded_at"])


class Migration(migrations.Migration):

    dependencies = [
        ("missions", "0005_say_what_each_line_of_a_spreadsheet_does"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="frame",
            options={"default_manager_name": "everything", "verbose_name": "cadre commun", "verbose_name_plural": "cadres communs"},
        ),
        migrations.AlterModelOptions(
            name="frameversion",
            options={"default_manager_name": "everything", "verbose_name": "version d'un cadre", "verbose_name_plural": "versions de cadres"},
        ),
        migrations.AlterModelOptions(
            name="missionlink",
            options={"default_manager_name": "everything", "verbose_name": "lien entre missions", "verbose_name_plural": "liens entre missions"},
        ),
        migrations.AlterModelManagers(
            name="frame",
            managers=[("everything", django.db.models.manager.Manager())],
        ),
        migrations.AlterModelManagers(
            name="frameversion",
            managers=[("everything", django.db.models.manager.Manager())],
        ),
        migrations.AlterModelManagers(
            name="missionlink",
            managers=[("everything", django.db.models.manager.Manager())],
        ),
        migrations.RemoveConstraint(model_name="frame", name="one_frame_of_a_title"),
        migrations.RemoveConstraint(model_name="frameversion", name="one_version_of_a_frame"),
        migrations.RemoveConstraint(model_name="frameadoption", name="one_adoption_for_an_organization"),
        migrations.RemoveConstraint(model_name="missionlink", name="one_link_of_a_kind"),
        migrations.AddField(model_name="frame", name="scenario", field=models.ForeignKey(**SCENARIO)),
        migrations.AddField(model_name="frameversion", name="scenario", field=models.ForeignKey(**SCENARIO)),
        migrations.AddField(
            model_name="frameversion",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="retirée le"),
        ),
        migrations.AddField(model_name="missionlink", name="scenario", field=models.ForeignKey(**SCENARIO)),
        migrations.RenameField(model_name="frameadoption", old_name="on", new_name="since"),
        migrations.AlterField(
            model_name="frameadoption",
            name="since",
            field=models.DateField(blank=True, null=True, verbose_name="depuis"),
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="until",
            field=models.DateField(blank=True, null=True, verbose_name="jusqu'au (exclu)"),
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="nature",
            field=models.CharField(
                choices=[("observed", "constat"), ("status", "statut"), ("projected", "projection")],
                default="status",
                max_length=10,
                verbose_name="nature",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="basis",
            field=models.CharField(
                choices=[("map", "carte du document"), ("story", "récit"), ("entered", "saisie")],
                default="entered",
                max_length=8,
                verbose_name="lu dans",
            ),
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="evidence",
            field=models.CharField(
                blank=True,
                help_text="lignes ou page de la source ; vide : non renseigné",
                max_length=300,
                verbose_name="passage",
            ),
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="note",
            field=models.TextField(blank=True, verbose_name="remarque"),
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="recorded_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="enregistré le"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="recorded_by",
            field=models.ForeignKey(**ACCOUNT, verbose_name="enregistré par"),
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="retiré le"),
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="withdrawn_by",
            field=models.ForeignKey(**ACCOUNT, verbose_name="retiré par"),
        ),
        migrations.AddField(
            model_name="frameadoption",
            name="withdrawal_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="motif du retrait"),
        ),
        migrations.AddField(model_name="frameadoption", name="scenario", field=models.ForeignKey(**SCENARIO)),
        migrations.AddField(
            model_name="frameadoption",
            name="published_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="missions.scenario",
                verbose_name="publié par le scénario",
            ),
        ),
        migrations.AddConstraint(
            model_name="frame",
            constraint=models.UniqueConstraint(
                condition=models.Q(("scenario__isnull", True)),
                fields=("plan", "title"),
                name="one_frame_of_a_title",
                violation_error_message="Ce cadre est déjà enregistré.",
            ),
        ),
        migrations.AddConstraint(
            model_name="frame",
            constraint=models.UniqueConstraint(
                condition=models.Q(("scenario__isnull", False)),
                fields=("scenario", "title"),
                name="one_frame_of_a_title_in_a_draft",
                violation_error_message="Ce scénario imagine déjà ce cadre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("scenario__isnull", True)),
                fields=("frame", "number"),
                name="one_version_of_a_frame",
                violation_error_message="Cette version existe déjà.",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("scenario__isnull", False)),
                fields=("frame", "number", "scenario"),
                name="one_version_of_a_frame_in_a_draft",
                violation_error_message="Ce scénario imagine déjà cette version.",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameadoption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True),
                    ("since__isnull", True),
                    ("until__gt", models.F("since")),
                    _connector="OR",
                ),
                name="frame_adoption_ends_after_it_starts",
                violation_error_message="La fin doit venir après le début.",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameadoption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    ("withdrawn_at__gte", models.F("recorded_at")),
                    _connector="OR",
                ),
                name="frame_adoption_known_before_withdrawn",
                violation_error_message="Un fait se retire après avoir été enregistré.",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameadoption",
            constraint=models.UniqueConstraint(
                condition=models.Q(("scenario__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("version", "organization", "since"),
                name="one_adoption_of_a_frame_from_a_day",
                violation_error_message="L'adoption de cet organisme est déjà enregistrée pour ce jour.",
            ),
        ),
        migrations.AddConstraint(
            model_name="missionlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("scenario__isnull", True)),
                fields=("kind", "first", "second"),
                name="one_link_of_a_kind",
                violation_error_message="Ce lien existe déjà.",
            ),
        ),
        migrations.RunPython(date_what_was_known, migrations.RunPython.noop),
    ]
