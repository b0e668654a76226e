"""What companies add to the desk."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu, slots
from maillage.modules.crm import citing, explaining, helped_acts, helping, memory_panels, policies, telling
from maillage.modules.crm.importing import writing
from maillage.modules.crm.importing.fields import KIND
from maillage.modules.crm.merging import kind as companies
from maillage.modules.crm.operations.exporting import forget_companies
from maillage.shared.access import effects
from maillage.shared.exchange import kinds as files
from maillage.shared.notices import events
from maillage.shared.privacy import links
from maillage.shared.timeline.telling import tell

menu.add(_("Entreprises"), "crm:companies", order=40, place=menu.DESK, ability=policies.reads_companies)
menu.add(
    _("Entreprises aidées"),
    "crm:helped",
    order=43,
    place=menu.DESK,
    ability=helping.reads_helped,
    under="crm:companies",
)
menu.add(
    _("Imports"),
    "crm:imports",
    order=44,
    place=menu.DESK,
    ability=helping.notes_aids,
    under="crm:companies",
)
menu.add(
    _("Doublons"),
    "crm:duplicates",
    order=45,
    place=menu.DESK,
    ability=helping.notes_aids,
    under="crm:companies",
)
explaining.register()
effects.when(explaining.foretell)
citing.declare()
tell("crm.company", telling.of_company)
links.forgets(forget_companies)
helped_acts.offer()
companies.register()
files.register(writing.kind())
files.refused_as(
    KIND,
    {
        "label": ("aid",),
        "year": ("aid_year", "aid_on"),
        "amount": ("aid_amount",),
        "purpose": ("aid_purpose",),
        "industry": ("aid_industry",),
        "reference": ("aid_reference",),
        "commune": ("commune", "town"),
    },
)
events.declare("crm.export", _("Un fichier que vous avez demandé est prêt"), ability=helping.reads_helped)
slots.fill("crm.company", memory_panels.received, order=25)
slots.fill("crm.company", memory_panels.agreed, order=45)
slots.fill("crm.company.rail", memory_panels.elsewhere, order=40)
