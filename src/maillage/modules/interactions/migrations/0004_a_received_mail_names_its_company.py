import django.db.models.deletion
from django.db import migrations, models


def name_companies(apps, schema_editor):
    """The mails that wait say by their address of which company they are: from today only who reads it reads them."""
    mails = apps.get_model("interactions", "ReceivedMail")
    companies = apps.get_model("crm", "Company")
    for row in mails.objects.filter(recipient__contains="+").iterator():
        tag = row.recipient.partition("@")[0].partition("+")[2]
        if tag.isdecimal() and len(tag) == 9:
            found = companies.objects.filter(siren=tag).order_by("pk")
            found = found.filter(origin="register").first() or found.first()
        else:
            found = companies.objects.filter(public_id__iexact=tag).first()
        if found is not None:
            mails.objects.filter(pk=row.pk).update(company=found)


class Migration(migrations.Migration):

    dependencies = [
        ("crm", "0011_values_may_come_from_an_import"),
        ("interactions", "0003_contacts_are_found_by_their_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="receivedmail",
            name="company",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="crm.company",
                verbose_name="entreprise désignée",
            ),
        ),
        migrations.RunPython(name_companies, migrations.RunPython.noop),
    ]
