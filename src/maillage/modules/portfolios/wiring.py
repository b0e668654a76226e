"""Portfolios in the menu and on the page of a company; they follow people who leave and units that hand over."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu, slots
from maillage.modules.portfolios import at_work, departing, panels, policies, reorganizing, subjects, uniting
from maillage.modules.portfolios.operations.relays import EVENT
from maillage.modules.portfolios.queries import working
from maillage.modules.reorganizations import moving
from maillage.shared.directory import departures
from maillage.shared.notices import events
from maillage.shared.todos import about

about.register(subjects.COMPANIES)
uniting.register()
departures.when(departing.when_left, preview=departing.foretell)
for mover in reorganizing.MOVERS:
    moving.when(mover)
events.declare(
    EVENT,
    _("Un passage de relais d'entreprises vous est proposé, ou reçoit une réponse"),
    ability=policies.keeps_portfolio,
)
at_work.also(working.followers)
at_work.also(working.planned)
slots.fill("crm.company.head", panels.referent, order=20)
slots.fill("crm.company.rail", panels.at_work, order=10)
slots.fill("crm.company", panels.planned, order=40)
menu.add(
    _("Portefeuille"),
    "portfolios:mine",
    order=41,
    place=menu.DESK,
    ability=policies.keeps_portfolio,
    under="crm:companies",
)
