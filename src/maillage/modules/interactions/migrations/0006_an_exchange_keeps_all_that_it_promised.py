from django.db import migrations, models
from django.db.models import Q

EXCHANGE, COMPANY = "interactions.interaction", "crm.company"
CREATED = 0


def carry_over(apps, schema_editor):
    """The one action that an exchange kept is the first of those that it keeps."""
    exchanges = apps.get_model("interactions", "Interaction")
    links = exchanges.promises.through
    rows = exchanges.objects.filter(promised__isnull=False).values_list("pk", "promised")
    links.objects.bulk_create(
        [links(interaction_id=exchange, todo_id=todo) for exchange, todo in rows.iterator()], batch_size=1000
    )


def find_promises(apps, schema_editor):
    """What was promised in the report of a planned exchange, what another promise hid, and what was promised by somebody who left
    since. What cannot be told from an action noted by itself about the company is left as it is: when the journal does not tell,
    or when one operation wrote several exchanges of the company."""
    exchanges = apps.get_model("interactions", "Interaction")
    links = exchanges.promises.through
    known = set(links.objects.values_list("todo", flat=True))
    todos = apps.get_model("todos", "Todo").objects.filter(subject_kind__in=(EXCHANGE, COMPANY))
    for todo in todos.order_by("pk").iterator():
        if todo.pk not in known and (exchange := _exchange(apps, todo)) is not None:
            links.objects.create(interaction_id=exchange, todo_id=todo.pk)


def follow_promises(apps, schema_editor):
    """An action is about the last version of its exchange, when it is about an earlier one, or about the company of what is
    confidential. Who has it to do and does not read what is confidential sees it no more."""
    exchanges = apps.get_model("interactions", "Interaction")
    rows = exchanges.promises.through.objects.select_related("interaction", "todo")
    after = dict(exchanges.objects.filter(instead_of__isnull=False).values_list("instead_of", "pk"))
    for row in rows.order_by("pk").iterator():
        last = row.interaction
        versions = {last.public_id}
        while last.pk in after:
            last = exchanges.objects.get(pk=after[last.pk])
            versions.add(last.public_id)
        todo = row.todo
        kind, ref = todo.subject_kind, todo.subject_ref
        if (kind == COMPANY and last.confidential) or (
            kind == EXCHANGE and ref in versions - {last.public_id}
        ):
            todo.subject_kind, todo.subject_ref = EXCHANGE, last.public_id
            todo.subject_label = last.purpose
            todo.save(update_fields=["subject_kind", "subject_ref", "subject_label"])


def _exchange(apps, todo):
    """The key of the one exchange that promised an action: the thing that it is about, else what was noted of the company in the
    same instant, else what the operation that noted the action also wrote. None: there is none, or several."""
    exchanges = apps.get_model("interactions", "Interaction").objects
    if todo.subject_kind == EXCHANGE:
        return _only(exchanges.filter(public_id=todo.subject_ref))
    rows = exchanges.filter(company__public_id=todo.subject_ref)
    at_once = rows.filter(recorded_at=todo.created_at)
    return (
        _only(at_once.filter(author=todo.author_id))
        or _only(at_once)
        or _only(rows.filter(pk__in=_written_with(apps, todo)))
    )


def _written_with(apps, todo):
    """The keys of the exchanges that were noted, or whose report was written, by the operation that noted an action."""
    entries = apps.get_model("audit", "Entry").objects
    cids = entries.filter(
        content_type__app_label="todos", content_type__model="todo", object_id=todo.pk, action=CREATED
    ).exclude(cid="")
    wrote = Q(action=CREATED) | Q(operation="interactions.finish")
    same = entries.filter(
        wrote,
        content_type__app_label="interactions",
        content_type__model="interaction",
        cid__in=list(cids.values_list("cid", flat=True)),
    )
    return list(same.values_list("object_id", flat=True))


def _only(rows):
    found = list(rows.order_by().values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_who_wrote_what_and_who_read_it"),
        ("interactions", "0005_an_exchange_keeps_what_it_promised"),
        ("todos", "0001_what_people_have_to_do"),
    ]

    operations = [
        migrations.AddField(
            model_name="interaction",
            name="promises",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="todos.todo", verbose_name="suites promises"
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunPython(find_promises, migrations.RunPython.noop),
        migrations.RunPython(follow_promises, migrations.RunPython.noop),
        migrations.RemoveField(model_name="interaction", name="promised"),
    ]
