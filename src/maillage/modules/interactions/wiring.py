"""What exchanges add to the others: the story and the people of a company, what is planned today, what was asked before, what a
departure moves, the notice of an invitation."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu, slots
from maillage.modules.interactions import (
    explaining,
    importing,
    panels,
    policies,
    solicitations,
    soliciting,
    telling,
    todoing,
)
from maillage.modules.interactions.operations.departing import foretell, when_left
from maillage.modules.interactions.operations.mails import forget_companies
from maillage.shared.directory import departures
from maillage.shared.notices import events
from maillage.shared.privacy import links
from maillage.shared.timeline.telling import tell

links.forgets(forget_companies)
solicitations.also(soliciting.told)
tell("crm.company", telling.of_company)
slots.fill("crm.company", panels.story_of_company, order=10)
slots.fill("crm.company", panels.contacts_of_company, order=30)
slots.fill("crm.helped.file", panels.group_of_file, order=10)
slots.fill("crm.helped.chosen", panels.group_chosen, order=10)
slots.fill("desk.today", panels.today, order=10)
slots.fill("directory.organization", panels.with_partner, order=60)
departures.when(when_left, preview=foretell)
todoing.register()
explaining.register()
importing.register()
events.declare(
    "interactions.invited",
    _("On vous associe à une visite, ou à un autre échange"),
    ability=policies.reads_exchanges,
)
menu.add(
    _("Échanges"),
    "interactions:list",
    order=42,
    place=menu.DESK,
    ability=policies.writes,
    under="crm:companies",
)
menu.add(
    _("Double sollicitation"),
    "interactions_settings:window",
    order=57,
    place=menu.SETTINGS,
    hint=_("Sur combien de jours on dit, avant d'appeler une entreprise, qui l'a déjà sollicitée."),
    ability=policies.sets_window,
)
