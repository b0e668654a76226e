"""What this app adds to the others: requests on the page of a company; they follow people who leave, and mails that come
back."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu, slots
from maillage.modules.crm import answering
from maillage.modules.crm import policies as readers
from maillage.modules.inquiries import (
    abilities,
    announcing,
    answers,
    askers,
    citing,
    configuring,
    explaining,
    panels,
    reorganizing,
    soliciting,
    telling,
    working,
)
from maillage.modules.inquiries.operations.contact import when_bounced
from maillage.modules.inquiries.operations.departing import foretell, when_away, when_left
from maillage.modules.interactions import after, solicitations
from maillage.modules.portfolios import at_work
from maillage.modules.reorganizations import moving
from maillage.shared.access import effects
from maillage.shared.directory import departures
from maillage.shared.notices import bounces, events
from maillage.shared.privacy import links
from maillage.shared.timeline.telling import tell
from maillage.shared.todos import about

departures.when(when_left, preview=foretell)
departures.when_away(when_away)
bounces.when(when_bounced)
moving.when(reorganizing.MOVER)
tell("crm.company", telling.of_company)
slots.fill("portal.follow", telling.shared_exchanges, order=10)
solicitations.also(soliciting.told)
after.offer(soliciting.request_after)
events.declare(
    "inquiries.received",
    _("Une demande vous est confiée"),
    ability=abilities.answers,
)
events.declare(
    "inquiries.replied",
    _("Une entreprise vous écrit, ou retire sa demande"),
    ability=abilities.answers,
)
events.declare(
    "inquiries.hand_over",
    _("Un passage de relais vous est proposé, ou vous est refusé"),
    ability=abilities.answers,
)
events.declare("inquiries.part", _("Une part d'une demande vous est confiée"), ability=abilities.answers)
events.declare(
    "inquiries.lead_taken",
    _("Quelqu'un répond désormais à votre place à une entreprise"),
    ability=abilities.answers,
)
events.declare(
    "inquiries.risen",
    _("Une demande de votre unité attend trop longtemps, ou n'est prise par personne"),
    ability=abilities.manages,
)
events.declare(
    "inquiries.company",
    _("Ce que les entreprises reçoivent sur leur demande"),
    hint=_("Toujours envoyé : l'entreprise l'a demandé en laissant son adresse."),
    always=True,
    audience="company",
)
slots.fill("crm.company", panels.of_company, order=20)
slots.fill("crm.company.head", answers.head, order=10)
answering.told_by(answers.wanted, answers.states)
at_work.also(working.on_company)
about.register(working.REQUESTS)
readers.also(panels.companies, who=explaining.of_company)
explaining.register()
announcing.declare()
effects.when(explaining.foretell)
links.linked(askers.project_of)
links.worded("inquiries.inquiry", "situation", askers.situation)
links.worded("inquiries.inquiryevent", "kind", askers.event)
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
    _("Besoins sans réponse"),
    "needs:report",
    order=27,
    place=menu.DESK,
    ability=configuring.can_read_gaps,
    under="inquiries:list",
)
citing.declare()
