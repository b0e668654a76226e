"""What this app adds to the others: requests on the page of a company; they follow people who leave, and mails that come
back."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu, slots
from maillage.modules.crm import policies as readers
from maillage.modules.inquiries import configuring, panels
from maillage.modules.inquiries.operations.contact import when_bounced
from maillage.modules.inquiries.operations.departing import foretell, when_away, when_left
from maillage.shared.directory import departures
from maillage.shared.notices import bounces

departures.when(when_left, preview=foretell)
departures.when_away(when_away)
bounces.when(when_bounced)
slots.fill("crm.company", panels.of_company)
readers.also(panels.companies)
menu.add(
    _("Orientation des demandes"),
    "inquiries_settings:tables",
    order=50,
    place=menu.SETTINGS,
    hint=_("Les règles qui choisissent l'unité, rejouées sur le passé avant d'être publiées."),
    ability=configuring.can_configure,
)
menu.add(
    _("Parcours types"),
    "inquiries_settings:pathways",
    order=55,
    place=menu.SETTINGS,
    hint=_("Les étapes proposées à chaque type d'entreprise, du diagnostic au suivi."),
    ability=configuring.can_configure,
)
menu.add(
    _("Besoins sans réponse"), "needs:report", order=25, place=menu.DESK, ability=configuring.can_read_gaps
)
