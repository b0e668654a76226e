import django.db.models.deletion
from django.db import migrations, models

EXCHANGE, COMPANY = "interactions.interaction", "crm.company"


def find_promises(apps, schema_editor):
    """What was noted in the same instant by the same person about the company, or about the exchange. What is confidential takes
    its next action with it, as if it had been from the first day."""
    exchanges = apps.get_model("interactions", "Interaction")
    todos = apps.get_model("todos", "Todo").objects.filter(subject_kind__in=(EXCHANGE, COMPANY))
    for todo in todos.iterator():
        if todo.subject_kind == EXCHANGE:
            rows = list(exchanges.objects.filter(public_id=todo.subject_ref))
        else:
            same = {
                "company__public_id": todo.subject_ref,
                "author": todo.author_id,
                "recorded_at": todo.created_at,
            }
            rows = list(exchanges.objects.filter(**same))
        for row in rows:
            exchanges.objects.filter(pk=row.pk, promised=None).update(promised=todo.pk)
        hidden = next((row for row in rows if row.confidential), None)
        if hidden is not None and todo.subject_kind == COMPANY:
            todo.subject_kind, todo.subject_ref = EXCHANGE, hidden.public_id
            todo.subject_label = hidden.purpose
            todo.save(update_fields=["subject_kind", "subject_ref", "subject_label"])


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0004_a_received_mail_names_its_company"),
        ("todos", "0001_what_people_have_to_do"),
    ]

    operations = [
        migrations.AddField(
            model_name="interaction",
            name="promised",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="todos.todo",
                verbose_name="suite promise",
            ),
        ),
        migrations.RunPython(find_promises, migrations.RunPython.noop),
    ]
