from django.db import migrations


def give_to_members(apps, schema_editor):
    """The mails that wait as a stranger's and bear the address of an account that held a role: from today only its holder reads them,
    or who controls, for a holder who may not settle them."""
    mails = apps.get_model("interactions", "ReceivedMail")
    users = apps.get_model("accounts", "User")
    roles = apps.get_model("access", "RoleAssignment")
    people = apps.get_model("directory", "Person")
    members = users.objects.filter(pk__in=roles.objects.order_by().values("user"))
    holders = {email.lower(): pk for pk, email in members.values_list("pk", "email")}
    waiting = mails.objects.filter(state="waiting", because="stranger", author__isnull=True).exclude(sender="")
    for pk, sender in list(waiting.values_list("pk", "sender")):
        holder = holders.get(sender.lower())
        if holder is not None:
            author = people.objects.filter(user=holder).order_by("pk").first()
            mails.objects.filter(pk=pk).update(author=author, because="unproven")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("accounts", "0001_initial"),
        ("directory", "0002_units_posts_people_and_services"),
        ("interactions", "0006_an_exchange_keeps_all_that_it_promised"),
    ]

    operations = [migrations.RunPython(give_to_members, migrations.RunPython.noop)]
